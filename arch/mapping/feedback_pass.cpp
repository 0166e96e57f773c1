#include "arch/mapping/feedback_pass.hpp"

#include <algorithm>
#include <utility>

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::Role;

/// How often the matrices pass the vector unit.
std::uint64_t parts_of_batch(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  std::uint64_t bits = 0;
  for (const Stream& stream : job.inputs) {
    bits += stream.role == Role::feedback ? 0 : stream.elements * stream.bits;
  }
  return std::max<std::uint64_t>(ceil_div(bits, machine.input_buffer.capacity().count() * 8 / 2),
                                 1);
}

}  // namespace

bool is_projection(const trace::Operation& operation, const trace::Step& step) {
  return std::any_of(
      operation.inputs.begin(), operation.inputs.end(),
      [&](const std::string& name) { return step.tensor(name).role == Role::feedback; });
}

void resolve_projection(VectorJob& job, const trace::Operation& operation, const trace::Step& step,
                        const arch::AcceleratorSpec& machine) {
  const std::uint64_t parts = parts_of_batch(job, machine);
  for (Stream& stream : job.inputs) {
    stream.elements *= stream.role == Role::feedback ? parts : 1;
  }
  bool signs = true;
  std::uint64_t generated = 0;
  for (const std::string& name : operation.inputs) {
    const trace::Tensor& tensor = step.tensor(name);
    signs = signs && (tensor.role != Role::feedback || tensor.format != Format::real);
    generated += tensor.format == Format::generated ? parts * tensor.elements() : 0;
  }
  if (signs && machine.projection_array) {
    // Of all layers at once: each of the job's elements is a number of one sample.
    const vector::ProjectionArraySpec& grid = *machine.projection_array;
    const auto classes = static_cast<std::uint64_t>(job.adds_per_element);
    job.units.projected =
        static_cast<double>(grid.clocks(step.batch, job.elements / step.batch, classes)) /
        static_cast<double>(job.elements);
    generated = generated / parts * std::max(parts, grid.row_passes(step.batch));
  }
  if (signs && (machine.projection_array || machine.vector.feedback_adds_per_lane_cycle > 0)) {
    job.units.signed_adds = std::exchange(job.adds_per_element, 0);
  }
  job.units.generated = static_cast<double>(generated) / static_cast<double>(job.elements);
}

}  // namespace metronome::mapping
