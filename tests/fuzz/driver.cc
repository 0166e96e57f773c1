// A libFuzzer program for the target METRONOME_FUZZ_TARGET. Bounds and dictionary come first on its
// command line, so that what is given there counts.
#include <fmt/format.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdio>

#include "tests/fuzz/targets.hpp"

namespace metronome::fuzz {
namespace {

const Target& target() {
  static const Target one = METRONOME_FUZZ_TARGET();
  return one;
}

/// The words as a dictionary in memory; the name under which libFuzzer can open it.
std::string dictionary() {
  std::string text;
  for (const std::string& word : target().words) {
    text += '"';
    for (const char c : word) {
      text += fmt::format("\\x{:02X}", static_cast<std::uint8_t>(c));
    }
    text += "\"\n";
  }
  const int file = ::memfd_create("dictionary", 0);
  std::FILE* out = ::fdopen(file, "w");
  std::fwrite(text.data(), 1, text.size(), out);
  std::fflush(out);  // stays open: the name ends with it
  return fmt::format("-dict=/proc/self/fd/{}", file);
}

}  // namespace
}  // namespace metronome::fuzz

extern "C" const char* __asan_default_options() {
  return "quarantine_size_mb=2:malloc_context_size=0:max_malloc_fill_size=0:"
         "detect_stack_use_after_return=0";
}
extern "C" const char* __ubsan_default_options() { return "print_stacktrace=1"; }

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  using metronome::fuzz::target;
  static std::vector<std::string> texts{fmt::format("-max_len={}", target().longest),
                                        "-timeout=10",
                                        "-rss_limit_mb=512",
                                        "-malloc_limit_mb=512",
                                        "-entropic=0",
                                        "-detect_leaks=0",
                                        metronome::fuzz::dictionary()};
  static std::vector<char*> all{(*arguments)[0]};
  for (std::string& text : texts) {
    all.push_back(text.data());
  }
  all.insert(all.end(), *arguments + 1, *arguments + *count);
  *count = static_cast<int>(all.size());
  all.push_back(nullptr);
  *arguments = all.data();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto* const read = metronome::fuzz::target().read;
  (void)read({reinterpret_cast<const char*>(data), size});
  return 0;
}
