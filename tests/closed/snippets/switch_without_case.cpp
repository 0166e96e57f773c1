// A switch over an enumeration has no default, so that the compiler finds what it leaves out.
// EXPECT: enumeration value .*error.* not handled in switch
#include "sim/base/enumeration.hpp"

namespace metronome {

enum class Role { weight, error };

int bits(Role role) {
  switch (role) {
    case Role::weight:
      return 8;
#ifndef METRONOME_FAULT
    case Role::error:
      return 6;
#endif
  }
  fail_no_enumerator(role);
}

}  // namespace metronome
