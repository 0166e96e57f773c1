#include "sim/base/enumeration.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome {

void fail_no_enumerator(long long value) {
  throw InternalError(fmt::format("{} is no value of its enumeration", value));
}

}  // namespace metronome
