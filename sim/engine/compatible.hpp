#pragma once

#include <optional>
#include <string>

#include "arch/mapping/job.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/measure.hpp"

namespace metronome::sim {

/// What another simulator counts for an operation, by a compatibility file's own timing model.
struct CompatibleResult {
  std::string mode;     ///< the model's name
  std::string mapping;  ///< how it cuts the operation
  Measure measure;
};

/// Where the machine's file fixes such a model (`array.scalesim_counting`,
/// `array.bitfusion_counting`): its count, in which `table` only breaks ties of cycles. Nothing
/// otherwise. UserError for operations that the other simulator does not have.
[[nodiscard]] std::optional<CompatibleResult> compatible_result(
    const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine, const EnergyTable& table);

/// The convolution that such a model takes a layer for: SCALE-Sim rounds a strided output up.
[[nodiscard]] trace::Convolution compatible_convolution(const trace::Convolution& convolution,
                                                        trace::OperationClass cls,
                                                        const arch::AcceleratorSpec& machine);

}  // namespace metronome::sim
