#include "sim/validation/rung.hpp"

namespace metronome::validation {

const std::vector<Rung>& rungs() {
  static const std::vector<Rung> all{closed_forms(),   three_models(), scalesim(),      bitfusion(),
                                     dram_commands(),  dram_runs(),    dram_energy(),   ku_leuven(),
                                     bit_operations(), published(),    method_vectors()};
  return all;
}

}  // namespace metronome::validation
