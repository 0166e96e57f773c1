// Versions of glibc that a program or a library (ELF, 64 bits) names, without other tools:
//
//   glibc_versions lower LIMIT FILE...    names an older one in the place of those above LIMIT
//   glibc_versions forget LIMIT FILE...   of glibc's own: as if it had none above LIMIT, for tests
//
// A library that is lowered loads with an older glibc; the symbols that it wanted of the newer one
// the program has to have.
#include <elf.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// "GLIBC_2.36" is {2, 36}; other versions (GLIBC_PRIVATE, GCC_3.0) are nothing.
std::vector<int> numbers_of(const std::string& version) {
  const std::string start = "GLIBC_";
  std::vector<int> numbers;
  std::istringstream text(version.rfind(start, 0) == 0 ? version.substr(start.size()) : "");
  for (std::string part; std::getline(text, part, '.');) {
    if (part.find_first_not_of("0123456789") != std::string::npos) {
      return {};
    }
    numbers.push_back(std::stoi(part));
  }
  return numbers;
}

class ElfFile {
 public:
  explicit ElfFile(std::string name) : name_(std::move(name)) {
    std::ifstream in(name_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
    if (bytes_.size() < sizeof(Elf64_Ehdr) || std::memcmp(bytes_.data(), ELFMAG, SELFMAG) != 0 ||
        bytes_[EI_CLASS] != ELFCLASS64) {
      throw std::runtime_error(name_ + " is no ELF file of 64 bits");
    }
  }

  /// In the place of each version above `limit` that the file asks a library for: the newest of the
  /// others.
  void lower(const std::vector<int>& limit) {
    for (const Elf64_Shdr& section : sections(SHT_GNU_verneed)) {
      std::uint64_t at = section.sh_offset;
      for (std::uint64_t n = 0; n < section.sh_info; ++n) {
        const auto& need = part<Elf64_Verneed>(at);
        lower(section, at + need.vn_aux, need.vn_cnt, limit);
        at += need.vn_next;
      }
    }
  }

  /// Of each version that the file has: gives those above `limit` a hash that nobody asks for.
  void forget(const std::vector<int>& limit) {
    for (const Elf64_Shdr& section : sections(SHT_GNU_verdef)) {
      std::uint64_t at = section.sh_offset;
      for (std::uint64_t n = 0; n < section.sh_info; ++n) {
        auto& has = part<Elf64_Verdef>(at);
        if (numbers_of(text(section, part<Elf64_Verdaux>(at + has.vd_aux).vda_name)) > limit) {
          has.vd_hash ^= 1;
        }
        at += has.vd_next;
      }
    }
  }

  void write() const {
    std::ofstream out(name_, std::ios::binary | std::ios::trunc);
    out.write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
    if (!out.flush()) {
      throw std::runtime_error("cannot write " + name_);
    }
  }

 private:
  void lower(const Elf64_Shdr& section, std::uint64_t first, int count,
             const std::vector<int>& limit) {
    std::vector<Elf64_Vernaux*> above;
    const Elf64_Vernaux* newest = nullptr;
    std::uint64_t at = first;
    for (int i = 0; i < count; ++i) {
      auto& version = part<Elf64_Vernaux>(at);
      const std::vector<int> numbers = numbers_of(text(section, version.vna_name));
      if (numbers > limit) {
        above.push_back(&version);
      } else if (!numbers.empty() &&
                 (newest == nullptr || numbers > numbers_of(text(section, newest->vna_name)))) {
        newest = &version;
      }
      at += version.vna_next;
    }
    for (Elf64_Vernaux* version : above) {
      if (newest == nullptr) {
        throw std::runtime_error(name_ + " asks for newer versions only");
      }
      version->vna_hash = newest->vna_hash;
      version->vna_name = newest->vna_name;
    }
  }

  template <class Part>
  Part& part(std::uint64_t at) {
    if (at > bytes_.size() || bytes_.size() - at < sizeof(Part)) {
      throw std::runtime_error(name_ + " is damaged");
    }
    return *reinterpret_cast<Part*>(bytes_.data() + at);
  }

  std::vector<Elf64_Shdr> sections(std::uint32_t type) {
    const auto head = part<Elf64_Ehdr>(0);
    std::vector<Elf64_Shdr> found;
    for (std::uint64_t i = 0; i < head.e_shnum; ++i) {
      const auto& section = part<Elf64_Shdr>(head.e_shoff + i * head.e_shentsize);
      if (section.sh_type == type) {
        found.push_back(section);
      }
    }
    return found;
  }

  /// A text of the table that belongs to the section.
  std::string text(const Elf64_Shdr& section, std::uint64_t offset) {
    const auto head = part<Elf64_Ehdr>(0);
    const auto& texts =
        part<Elf64_Shdr>(head.e_shoff + std::uint64_t{section.sh_link} * head.e_shentsize);
    const std::uint64_t at = texts.sh_offset + offset;
    const std::size_t end = bytes_.find('\0', at);
    return bytes_.substr(at, end - at);
  }

  std::string name_;
  std::string bytes_;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 3 || (words[0] != "lower" && words[0] != "forget")) {
      throw std::runtime_error("usage: glibc_versions lower|forget LIMIT FILE...");
    }
    const std::vector<int> limit = numbers_of("GLIBC_" + words[1]);
    for (std::size_t i = 2; i < words.size(); ++i) {
      ElfFile file(words[i]);
      words[0] == "lower" ? file.lower(limit) : file.forget(limit);
      file.write();
    }
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return EXIT_FAILURE;
  }
}
