// An enumerator was added between others, and no row.
// EXPECT: the rows of an enumeration are its values
#include "sim/base/enumeration.hpp"

namespace metronome {

enum class Role {
  weight,
#ifdef METRONOME_FAULT
  scale,
#endif
  error,
};
constexpr auto enum_rows(Role) {
  return enum_list<Role>({{Role::weight, "weight"}, {Role::error, "error"}});
}

std::string_view name = enum_name(Role::error);

}  // namespace metronome
