#include "arch/mapping/machine_step.hpp"

#include <algorithm>

#include "arch/mapping/chain_judge.hpp"
#include "arch/mapping/chains.hpp"
#include "arch/mapping/fusing.hpp"
#include "arch/mapping/input_path.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/micro_batches.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/step_passes.hpp"
#include "arch/mapping/step_shares.hpp"

namespace metronome::mapping {

namespace {

/// Whether a whole tensor's range is looked for before codes are made of it, in any precision: a
/// machine whose ranges are known beforehand knows those of affine codes, while number formats say
/// themselves where their scales come from.
bool finds_ranges(const StepUse* use) {
  const auto finds = [](const trace::Precision& precision) {
    return precision.formats.any() &&
           std::any_of(precision.formats->begin(), precision.formats->end(),
                       formats::has_current_tensor_scale);
  };
  return use != nullptr && std::any_of(use->assignments.begin(), use->assignments.end(),
                                       [&](const trace::Assignment* assignment) {
                                         const auto& layers = assignment->layers;
                                         bool any = finds(assignment->all);
                                         for (std::size_t i = 0; i < layers.size() && !any; ++i) {
                                           any = finds(layers.at(i));
                                         }
                                         return any;
                                       });
}

}  // namespace

bool crosses_links(const trace::Operation& operation) {
  const auto any = [](const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return any(operation.inputs, kArrivedTensor) || any(operation.outputs, kSentTensor);
}

MachineStep machine_step(const trace::Step& step, const arch::AcceleratorSpec& of,
                         const StepUse* use) {
  arch::AcceleratorSpec machine = of;
  if (finds_ranges(use)) {
    machine.training.range_method = arch::RangeMethod::two_pass;
  }
  const arch::TrainingSpec& training = machine.training;
  MachineStep out = split_batch(step, training.micro_batches);
  const bool chains = training.execution != arch::Execution::layer;
  const std::vector<MachineOperation> before =
      chains ? out.operations : std::vector<MachineOperation>{};
  const bool on_loads = training.input_path == arch::InputPath::elementwise;
  if (machine.vector.has_units() || on_loads) {
    find_unit_shares(out);
  }
  if (training.range_method != arch::RangeMethod::two_pass) {
    round_in_the_writing_pass(out);
  }
  if (training.batch_norm_passes == arch::BatchNormPasses::merged_on_chip) {
    merge_passes_on_chip(out, machine);
  }
  const NormPasses norms = on_loads ? norm_passes(out) : NormPasses{};
  if (training.output_path != arch::OutputPath::none) {
    fuse_into_products(out, training, norms);
  }
  if (on_loads) {
    fuse_into_loads(out, training, norms);
  }
  rebuild_on_loads(out, machine);
  keep_stored_weights(out, machine);
  if (training.stash == arch::Stash::recompute) {
    compute_stashes_again(out);
  }
  if (training.transposed_reads == arch::TransposedReads::dual_copy) {
    copy_transposed_operands(out);
  }
  if (training.update == arch::Update::with_gradient) {
    update_with_gradients(out);
  }
  if (chains) {
    form_chains(out, before, machine, use == nullptr ? StepUse{} : *use);
  } else if (training.resident_bytes > 0) {
    keep_on_chip(out, machine);
  }
  return out;
}

}  // namespace metronome::mapping
