#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "sim/base/files.hpp"
#include "sim/base/journal.hpp"
#include "tests/fuzz/targets.hpp"

namespace metronome::fuzz {
namespace {

namespace fs = std::filesystem;

/// A file of this process, in memory where there is such a place, that goes with this.
class ScratchFile {
 public:
  ~ScratchFile() { fs::remove(path_); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_ = (fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                   ("metronome_fuzz." + std::to_string(::getpid()));
};

using Pieces = std::vector<std::pair<std::string, std::string>>;

/// A byte for the length of a key, one for that of its bytes, both of them, and so on.
Pieces pieces_of(std::string_view script) {
  Pieces pieces;
  const auto take = [&](std::size_t n) {
    n = std::min(n, script.size());
    std::string text(script.substr(0, n));
    script.remove_prefix(n);
    return text;
  };
  while (script.size() >= 2) {
    const std::size_t key = static_cast<std::uint8_t>(script[0]) % 8;
    const std::size_t bytes = static_cast<std::uint8_t>(script[1]) % 8;
    script.remove_prefix(2);
    pieces.emplace_back(take(key), take(bytes));
  }
  return pieces;
}

/// Cuts the file off, or changes one of its bytes; nothing for a `change` of 0.
void damage(const fs::path& file, std::size_t place, std::uint8_t change) {
  std::string content = read_file(file);
  if (change == 0 || content.empty()) {
    return;
  }
  place %= content.size();
  if (change == 0xff) {
    content.resize(place);
  } else {
    content[place] = static_cast<char>(static_cast<std::uint8_t>(content[place]) ^ change);
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

/// Whether the journal holds the first `count` pieces and nothing else of them.
bool holds(const Journal& journal, const Pieces& pieces, std::size_t count) {
  std::map<std::string, std::string> kept;
  for (std::size_t i = 0; i < count; ++i) {
    kept[pieces[i].first] = pieces[i].second;
  }
  return journal.size() == kept.size() &&
         std::all_of(kept.begin(), kept.end(), [&](const auto& piece) {
           const std::string* found = journal.find(piece.first);
           return found != nullptr && *found == piece.second;
         });
}

}  // namespace

/// Two bytes say where a journal is damaged, one how; the others are its pieces. What is read back
/// are the pieces up to the damage, never others.
Target journal() {
  return {256,
          [](std::string_view script) {
            return outcome_of([&] {
              if (script.size() < 3) {
                throw UserError("no journal is made of this");
              }
              const Pieces pieces = pieces_of(script.substr(3));
              const ScratchFile file;
              {
                Journal written(file.path(), "identity");
                for (const auto& [key, bytes] : pieces) {
                  written.keep(key, bytes);
                }
              }
              const std::size_t place = static_cast<std::uint8_t>(script[0]) +
                                        std::size_t{256} * static_cast<std::uint8_t>(script[1]);
              const auto change = static_cast<std::uint8_t>(script[2]);
              if (!pieces.empty()) {
                damage(file.path(), place, change);
              }
              const Journal read(file.path(), "identity");
              std::size_t whole = pieces.size();
              while (whole > 0 && !holds(read, pieces, whole)) {
                --whole;
              }
              expect(holds(read, pieces, whole), "what was kept up to the damage is read back");
              expect(change != 0 || whole == pieces.size(), "without damage all is read back");
            });
          },
          {"\x01\x01", std::string("\0\0", 2), "\xff", std::string("\x0c\0\x01", 3)}};
}

}  // namespace metronome::fuzz
