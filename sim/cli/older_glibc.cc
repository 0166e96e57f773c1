// What Debian 12's own libstdc++ and libgcc ask of glibc 2.35 and 2.36, so that the archive of
// `make tarball`, which has them inside, runs with 2.34 too (docs/installing.md). The loader takes
// a program's symbols before those of glibc.
#include <dlfcn.h>
#include <link.h>
#include <sys/random.h>

#include <cstdint>

#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 36)

// For std::random_device, which nothing here uses.
extern "C" std::uint32_t arc4random() noexcept {
  std::uint32_t number = 0;
  while (::getrandom(&number, sizeof(number), 0) != sizeof(number)) {
  }
  return number;
}

namespace {

struct Search {
  std::uintptr_t address;
  dl_find_object* found;
};

void* place_of(std::uintptr_t address) {
  return reinterpret_cast<void*>(address);  // NOLINT(performance-no-int-to-ptr): as loaders do
}

/// One of the loaded objects: 1, which ends the walk, where the address lies in it.
int look_into(dl_phdr_info* object, std::size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  void* frames = nullptr;
  std::uintptr_t low = 0;
  std::uintptr_t high = 0;
  bool inside = false;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = object->dlpi_phdr[i];
    const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr;
    const std::uintptr_t end = begin + part.p_memsz;
    if (part.p_type == PT_GNU_EH_FRAME) {
      frames = place_of(begin);
    } else if (part.p_type == PT_LOAD) {
      low = low == 0 || begin < low ? begin : low;
      high = end > high ? end : high;
      inside = inside || (begin <= search.address && search.address < end);
    }
  }
  if (!inside || frames == nullptr) {
    return 0;
  }
  search.found->dlfo_map_start = place_of(low);
  search.found->dlfo_map_end = place_of(high);
  search.found->dlfo_eh_frame = frames;
  return 1;
}

}  // namespace

// For libgcc, which finds by it the frames of the object that an exception passes.
extern "C" int _dl_find_object(void* address, dl_find_object* result) noexcept {
  *result = {};
  Search search{reinterpret_cast<std::uintptr_t>(address), result};
  return ::dl_iterate_phdr(look_into, &search) == 1 ? 0 : -1;
}

#endif
