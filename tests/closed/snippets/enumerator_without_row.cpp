// An enumerator was added behind the last one, and no row.
// EXPECT: an enumerator has no row
#include "sim/base/enumeration.hpp"

namespace metronome {

enum class Role {
  weight,
  error,
#ifdef METRONOME_FAULT
  scale,
#endif
};
constexpr auto enum_rows(Role) {
  return enum_list<Role>({{Role::weight, "weight"}, {Role::error, "error"}});
}

EnumArray<Role, int> counts;

}  // namespace metronome
