#include "sim/base/checked.hpp"

#include "sim/base/error.hpp"

namespace metronome {

void fail_beyond_64_bits() {
  throw UserError("a number of the run is beyond 64 bits",
                  "fewer iterations, a smaller batch or smaller sizes");
}

}  // namespace metronome
