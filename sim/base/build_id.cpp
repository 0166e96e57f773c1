#include "sim/base/build_id.hpp"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <cstring>
#include <string_view>

#include "sim/base/hash.hpp"

namespace metronome {
namespace {

/// Notes are padded to four bytes.
std::size_t padded(std::size_t size) { return (size + 3) / 4 * 4; }

/// The build-id in a segment of notes, as digits; empty where none is in it.
std::string id_in(std::string_view notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head{};
    std::memcpy(&head, notes.data(), sizeof(head));
    const std::size_t name_at = sizeof(head);
    const std::size_t content_at = name_at + padded(head.n_namesz);
    const std::size_t end = content_at + padded(head.n_descsz);
    if (end > notes.size()) {
      return {};
    }
    if (head.n_type == NT_GNU_BUILD_ID && notes.substr(name_at, 3) == "GNU") {
      std::string digits;
      for (const char c : notes.substr(content_at, head.n_descsz)) {
        digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
      }
      return digits;
    }
    notes.remove_prefix(end);
  }
  return {};
}

/// Called for each loaded object; the program itself comes first.
int take_first(dl_phdr_info* object, std::size_t, void* out) {
  for (std::size_t i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = object->dlpi_phdr[i];
    if (part.p_type == PT_NOTE) {
      const auto* bytes =
          reinterpret_cast<const char*>(object->dlpi_addr + part.p_vaddr);  // where it is loaded
      std::string found = id_in({bytes, part.p_memsz});
      if (!found.empty()) {
        *static_cast<std::string*>(out) = std::move(found);
        break;
      }
    }
  }
  return 1;
}

std::string find_id() {
  std::string id;
  (void)::dl_iterate_phdr(take_first, &id);
  return id.empty() ? "content-" + file_digest("/proc/self/exe") : id;
}

}  // namespace

const std::string& build_id() {
  static const std::string id = find_id();
  return id;
}

}  // namespace metronome
