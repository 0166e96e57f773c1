// Two enumerators have one name, so that it cannot be read back.
// EXPECT: two rows of an enumeration have one name
#include "sim/base/enumeration.hpp"

namespace metronome {

enum class Role { weight, error };
constexpr auto enum_rows(Role) {
#ifdef METRONOME_FAULT
  constexpr const char* kName = "weight";
#else
  constexpr const char* kName = "error";
#endif
  return enum_list<Role>({{Role::weight, "weight"}, {Role::error, kName}});
}

std::optional<Role> role = enum_from_name<Role>("weight");

}  // namespace metronome
