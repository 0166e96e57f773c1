#include "arch/mapping/job.hpp"

#include <utility>

#include "arch/mapping/code_costs.hpp"
#include "arch/mapping/feedback_pass.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/matrix_job.hpp"
#include "arch/mapping/near_update.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/step_index.hpp"
#include "sim/base/overload.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;
using trace::Role;

/// What vector work moves of a tensor; nothing of zero-point corrections that are not needed.
void append_streams(std::vector<Stream>& list, const trace::Tensor& tensor, std::uint64_t parts,
                    const trace::Precision& precision, const arch::AcceleratorSpec& machine) {
  if (tensor.role == Role::partial_sum && !array::has_zero_points(machine.array)) {
    return;
  }
  list.push_back(stream_of(tensor, parts, precision, machine.storage));
  if (precision.formats.any()) {
    if (const auto scales = scales_of(tensor, parts, precision)) {
      list.push_back(*scales);
    }
    return;
  }
  const bool coded = operand_bits(tensor, precision) > 0;
  if (const auto exponents = exponents_of(list.back(), machine); coded && exponents) {
    list.push_back(*exponents);
  }
}

/// The tensors that a pass or the host reads and writes.
template <class J>
void add_streams(J& job, const trace::Operation& operation, const trace::Step& step,
                 std::uint64_t parts, const trace::Precision& precision,
                 const arch::AcceleratorSpec& machine) {
  for (const std::string& name : operation.inputs) {
    append_streams(job.inputs, step.tensor(name), parts, precision, machine);
  }
  for (const std::string& name : operation.outputs) {
    append_streams(job.outputs, step.tensor(name), parts, precision, machine);
  }
}

VectorJob vector_job(const MachineOperation& what, const trace::VectorWork& work,
                     const trace::Step& step, const trace::Precision& precision,
                     const arch::AcceleratorSpec& machine) {
  const trace::Operation& operation = what.operation;
  VectorJob job;
  job.cls = operation.cls;
  add_streams(job, operation, step, what.parts, precision, machine);
  job.elements = work.elements;
  const ElementCost cost =
      shared_out(work.adds_per_element, work.multiplies_per_element, what.shares, machine.vector,
                 writes_codes(operation.outputs, step, precision));
  job.adds_per_element = cost.adds;
  job.multiplies_per_element = cost.multiplies;
  job.units = cost.units;
  if (is_projection(operation, step)) {
    resolve_projection(job, operation, step, machine);
  }
  take_counters(job, operation, step, machine);
  if (works_near(operation, step, machine)) {  // by arithmetic of its own
    job.adds_per_element = work.adds_per_element;
    job.multiplies_per_element = work.multiplies_per_element;
    job.units = {};
    std::vector<Stream> tensors = job.inputs;
    for (const std::string& name : operation.outputs) {
      if (!contains(operation.inputs, name)) {
        append_streams(tensors, step.tensor(name), what.parts, precision, machine);
      }
    }
    return near_update(std::move(job), std::move(tensors));
  }
  return job;
}

HostJob host_job(const trace::Operation& operation, const trace::HostWork& work,
                 const trace::Step& step, const trace::Precision& precision,
                 const arch::AcceleratorSpec& machine) {
  HostJob job{work.flops, work.words, {}, {}};
  add_streams(job, operation, step, 1, precision, machine);
  return job;
}

}  // namespace

Job resolve(const MachineOperation& what, const trace::Step& step,
            const trace::Precision& precision, const arch::AcceleratorSpec& machine) {
  const trace::Operation& operation = what.operation;
  const AppendStreams append = [&](std::vector<Stream>& list, const std::string& name) {
    append_streams(list, step.tensor(name), what.parts, precision, machine);
  };
  if (makes_no_codes(what, step, precision)) {
    return without_codes(what, append);
  }
  return std::visit(Overload{[&](const trace::MatrixWork& work) -> Job {
                               return resolve_matrix(what, work, step, precision, machine);
                             },
                             [&](const trace::VectorWork& work) -> Job {
                               VectorJob job = vector_job(what, work, step, precision, machine);
                               add_held(job, what, append);
                               if (precision.formats.any()) {
                                 count_filled(job, what, step, precision);
                                 add_transforms(job, what, step, precision, machine);
                                 add_code_costs(job, what, step, precision, machine.vector);
                               } else {
                                 draw_in_time(job, machine.vector);
                               }
                               return job;
                             },
                             [&](const trace::HostWork& work) -> Job {
                               return host_job(operation, work, step, precision, machine);
                             }},
                    operation.work);
}

std::uint64_t codes_written(const VectorJob& job, std::uint64_t elements) {
  const std::vector<Stream>& codes = job.outputs.empty() ? job.held_outputs : job.outputs;
  const bool writes = job.cls == OperationClass::quantize && !codes.empty() &&
                      codes.front().elements == job.elements;
  return writes ? elements : 0;
}

}  // namespace metronome::mapping
