#include "arch/mapping/chain_statistics.hpp"

#include <algorithm>

#include "arch/mapping/input_path.hpp"
#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;

void find_statistics(const std::vector<MachineOperation>& before, WholeTensors& whole) {
  const NormPasses norms = norm_passes({{}, before});
  for (const MachineOperation& one : before) {
    const trace::Operation& pass = one.operation;
    if (!is_vector(one) || pass.inputs.empty()) {
      continue;
    }
    const bool sums = norms.sums.contains(pass.name);
    if (pass.cls == OperationClass::vector && (pass.outputs.empty() || sums)) {
      whole.normalised.insert(pass.inputs.front());
      whole.finders.emplace(pass.name, pass.inputs.front());
    }
    if (pass.cls == OperationClass::quantize && pass.outputs.empty()) {
      whole.finders.emplace(pass.name, pass.inputs.front());
    }
  }
}

}  // namespace

WholeTensors whole_tensors(const std::vector<MachineOperation>& before,
                           const std::vector<MachineOperation>& after, const trace::Step& tensors,
                           arch::RangeMethod range) {
  WholeTensors whole;
  find_statistics(before, whole);
  // A forward pass alone rounds by the ranges that training has left.
  const bool trains = std::any_of(tensors.tensors.begin(), tensors.tensors.end(),
                                  [](const auto& one) { return one.role == trace::Role::error; });
  if (range != arch::RangeMethod::two_pass || !trains) {
    return whole;
  }
  const StepIndex left(after);
  const TensorIndex known(tensors);
  const auto add = [&](const trace::Operation& pass) {
    for (const std::string& name : pass.inputs) {
      if (of_batch(known.at(name).role) && known.at(name).format == trace::Format::real) {
        whole.ranged.insert(name);
      }
    }
  };
  for (auto one = before.rbegin(); one != before.rend(); ++one) {
    const trace::Operation& pass = one->operation;
    const bool rounds = pass.cls == OperationClass::quantize && !pass.outputs.empty();
    const bool gone =
        is_vector(*one) &&
        std::any_of(pass.outputs.begin(), pass.outputs.end(), [&](const std::string& name) {
          return whole.ranged.contains(name) && left.writers(name).empty();
        });
    if (rounds || gone) {
      add(pass);
    }
  }
  return whole;
}

}  // namespace metronome::mapping
