// A table over an enumeration lacks an entry.
// EXPECT: a table has one entry for each enumerator
#include "sim/base/enumeration.hpp"

namespace metronome {

enum class Role { weight, error };
constexpr auto enum_rows(Role) {
  return enum_list<Role>({{Role::weight, "weight"}, {Role::error, "error"}});
}

constexpr auto kColours = enum_table<Role, int>({
    {Role::weight, 0x1b3a5c},
#ifndef METRONOME_FAULT
    {Role::error, 0xb9522a},
#endif
});
int colour(Role role) { return kColours[role]; }

}  // namespace metronome
