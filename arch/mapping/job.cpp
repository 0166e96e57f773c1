#include "arch/mapping/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "arch/array/multiplies.hpp"
#include "arch/mapping/code_costs.hpp"
#include "arch/mapping/feedback_pass.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/near_update.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "arch/mapping/step_index.hpp"
#include "sim/base/overload.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;
using trace::Role;

constexpr int kFp32Bits = 32;

/// Of a tensor of the batch one of so many parts.
Stream stream_of(const trace::Tensor& tensor, std::uint64_t parts,
                 const trace::Precision& precision, const arch::StorageSpec& storage) {
  return {tensor.role, tensor.elements() / (of_batch(tensor.role) ? parts : 1),
          arch::stored_bits(storage, tensor.role, tensor.format, operand_bits(tensor, precision))};
}

array::OperandRole operand_role(Role role) {
  switch (role) {
    case Role::weight:
    case Role::master:
    case Role::feedback:
      return array::OperandRole::weight;
    case Role::error:
      return array::OperandRole::error;
    case Role::activation:
    case Role::gradient:
    case Role::stash:
    case Role::optimizer_state:
    case Role::partial_sum:
      return array::OperandRole::activation;
  }
  fail_no_enumerator(role);
}

/// The exponents that lie beside the codes of a tensor in block floating point.
std::optional<Stream> exponents_of(const Stream& codes, const arch::AcceleratorSpec& machine) {
  const auto* bfp = std::get_if<array::ChunkedBfpSpec>(&machine.array);
  return bfp == nullptr ? std::nullopt
                        : std::optional(Stream{codes.role, ceil_div(codes.elements, bfp->group),
                                               static_cast<unsigned>(bfp->exponent_bits)});
}

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

/// What block floating point adds to a matrix job, and what it does without.
void add_exponents(MatrixJob& job, const arch::AcceleratorSpec& machine, bool formats = false) {
  job.zero_points = job.zero_points && array::has_zero_points(machine.array);
  if (job.executor == Executor::array && !formats) {
    job.a_exponents = exponents_of(job.a, machine);
    job.b_exponents = exponents_of(job.b, machine);
  }
  if (!job.zero_points) {
    std::erase_if(job.epilogue.inputs, [](const Stream& s) { return s.role == Role::partial_sum; });
  }
}

/// How products run whose operands are real numbers: on an array of numbers as BF16.
void run_fp32(MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const arch::TrainingSpec& training = machine.training;
  job.zero_points = false;
  if (training.fp32_products == arch::Fp32Products::vector_unit) {
    job.executor = Executor::vector_unit;
    job.operands.a_bits = kFp32Bits;
    job.operands.b_bits = kFp32Bits;
  } else {
    job.operands.a_bits = training.fp32_product_bits;
    job.operands.b_bits = training.fp32_product_bits;
    if (array::takes_floats(machine.array)) {
      job.operands.a_format = job.operands.b_format = array::NumberFormat::bf16;
      job.operands.a_bits = job.operands.b_bits = array::stored_bits(array::NumberFormat::bf16, 0);
    }
  }
}

/// Operands in number formats: their scales beside them, each pair of blocks scaled and added in
/// FP32 (by the vector unit, where the array has no such adder), and whole tensors' scales in the
/// results.
void run_formats(MatrixJob& job, const array::Operands& numbers, const trace::Tensor& a,
                 const trace::Tensor& b, std::uint64_t parts, const trace::Precision& precision,
                 const arch::AcceleratorSpec& machine) {
  job.zero_points = false;
  job.operands = numbers;
  job.operands.a_role = operand_role(job.a_role());
  job.operands.b_role = operand_role(job.b_role());
  job.a_exponents = scales_of(a, parts, precision);
  job.b_exponents = scales_of(b, parts, precision);
  const double sums =
      block_sums(numbers, trace::gemm_of(job.convolution, job.cls).k, machine.array);
  // By the product of two scales, which is one of exponents where they are powers of two.
  const double scalings = numbers.scales_multiply ? 2 * sums : sums;
  job.epilogue.adds_per_result += sums;
  job.epilogue.multiplies_per_result += scalings + scale_multiplies(a, b, precision);
}

/// Operands whose reduction does not lie densely in memory pass the transposers: the weights of an
/// input gradient, both operands of a weight gradient.
void add_transposing(MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const bool units = machine.vector.transposer_elements_per_lane_cycle > 0;
  if (!units || job.executor != Executor::array) {
    return;
  }
  // What is made on the way in has no second copy.
  const bool copies = machine.training.transposed_reads == arch::TransposedReads::dual_copy;
  const OperationClass cls = job.operation_class();
  const bool a = cls == OperationClass::weight_gradient && (!copies || job.a_made);
  const bool b = cls != OperationClass::forward && (!copies || job.b_made);
  job.a_loading.units.transposed = a ? 1 : 0;
  job.b_loading.units.transposed = b ? 1 : 0;
}

/// Operands that lie in the output buffer come through its port.
void add_copying(MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const auto cycles = [&](const Stream& operand, const std::optional<MadeOperand>& made) {
    const bool stays_beside = operand.role == Role::weight;  // in the weight buffer
    std::uint64_t bits = operand.held && !stays_beside ? operand.bits : 0;
    if (made) {
      for (const Stream& s : made->beside) {
        bits += s.held ? s.bits : 0;
      }
    }
    return static_cast<double>(bits) /
           static_cast<double>(machine.output_buffer.port_bits_per_cycle);
  };
  job.a_loading.units.copied = cycles(job.a, job.a_made);
  job.b_loading.units.copied = cycles(job.b, job.b_made);
}

/// Choices of the machine that hold for every product. `dx_scale`: of affine codes; number formats
/// have the scales of their own blocks and tensors.
void apply_choices(MatrixJob& job, std::optional<trace::DxScale> dx_scale,
                   const arch::AcceleratorSpec& machine) {
  const arch::TrainingSpec& training = machine.training;
  add_transposing(job, machine);
  job.segmented = job.operation_class() == OperationClass::input_gradient &&
                  job.executor == Executor::array && dx_scale == trace::DxScale::segmented;
  job.phases = job.cls == OperationClass::input_gradient && job.convolution.stride.product() > 1 &&
               training.strided_input_gradient == arch::StridedInputGradient::phase_decomposition;
  job.block_scaled = dx_scale && job.executor == Executor::array && !job.segmented &&
                     training.range_method == arch::RangeMethod::block_local;
  if (training.overflow == arch::Overflow::refuse) {
    if (const std::string risk = overflow_risk(job, training); !risk.empty()) {
      throw UserError(risk,
                      "training.overflow=split cuts the reduction, =warn lets it run; or raise "
                      "training.accumulator_bits");
    }
  }
  if (job.executor == Executor::array && training.overflow == arch::Overflow::split) {
    job.longest_sum = longest_sum(job.operands, training);
  }
}

}  // namespace

OperationClass MatrixJob::operation_class() const {
  if (!transposed) {
    return cls;
  }
  switch (cls) {
    case OperationClass::forward:
      return OperationClass::input_gradient;
    case OperationClass::input_gradient:
      return OperationClass::forward;
    case OperationClass::weight_gradient:
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      return cls;
  }
  fail_no_enumerator(cls);
}

namespace {

/// Work on an element on its way in. Nothing is rounded of what stays real.
ElementCost loading_cost(const LoadedOperand& load, const trace::Tensor& as,
                         const trace::Precision& precision, const vector::VectorSpec& vector) {
  UnitShares shares = load.shares;
  double adds = load.adds_per_element;
  double multiplies = load.multiplies_per_element;
  if (as.format == Format::codes && operand_bits(as, precision) == 0) {
    adds -= shares.quantizer.adds + shares.range.adds;
    multiplies -= shares.quantizer.multiplies;
    shares = {};
  }
  return shared_out(adds, multiplies, shares, vector);
}

MatrixJob resolve_matrix(const MachineOperation& what, const trace::MatrixWork& work,
                         const trace::Step& step, const trace::Precision& precision,
                         const arch::AcceleratorSpec& machine) {
  const trace::Operation& operation = what.operation;
  const auto stream = [&](const std::string& name) {
    Stream s = stream_of(step.tensor(name), what.parts, precision, machine.storage);
    s.held = contains(what.held_inputs, name);
    return s;
  };
  const trace::GemmForm form = trace::gemm_form(work.convolution, operation.cls);
  MatrixJob job;
  job.cls = form.cls;
  job.convolution = form.convolution;
  job.transposed = work.convolution.transposed;
  std::string a = operation.inputs.at(0);
  std::string b = operation.inputs.at(1);
  if (form.exchanged) {
    std::swap(a, b);
  }
  job.a = stream(a);
  job.b = stream(b);
  const LoadedOperand& a_load = what.loads[form.exchanged ? 1 : 0];
  const LoadedOperand& b_load = what.loads[form.exchanged ? 0 : 1];
  a = a_load.as.empty() ? a : a_load.as;
  b = b_load.as.empty() ? b : b_load.as;
  const int a_bits = operand_bits(step.tensor(a), precision);
  const int b_bits = operand_bits(step.tensor(b), precision);
  const auto load = [&](const LoadedOperand& one, ElementCost& cost,
                        std::optional<MadeOperand>& made) {
    if (!one.as.empty()) {
      cost = loading_cost(one, step.tensor(one.as), precision, machine.vector);
      made = MadeOperand{{}, stream(one.as).bits, step.tensor(one.as).role};
      for (const std::string& name : one.beside) {
        made->beside.push_back(stream(name));
      }
    }
  };
  load(a_load, job.a_loading, job.a_made);
  load(b_load, job.b_loading, job.b_made);
  if (b_load.rebuilt) {
    take_rebuilt(job, b_load);
  } else if (const trace::Tensor& stored = step.tensor(b); trace::is_bitwise(stored.format)) {
    take_stored_codes(job, stored, b_bits, machine);
  }
  job.c = stream(operation.outputs.at(0));
  if (!what.fused.keeps_product) {
    job.c.bits = 0;
  }
  job.c.held = false;  // sums that go on from part to part are read beside it
  const auto written = [&](std::vector<Stream>& list, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      list.push_back(stream(name));
      list.back().held = false;
    }
  };
  written(job.held_outputs, what.held_outputs);
  written(job.copied_outputs, what.copied_outputs);
  for (std::size_t i = 2; i < operation.inputs.size(); ++i) {
    job.epilogue.inputs.push_back(stream(operation.inputs[i]));
  }
  for (const std::string& name : what.fused.inputs) {
    job.epilogue.inputs.push_back(stream(name));
  }
  written(job.epilogue.outputs, what.fused.outputs);
  const ElementCost cost =
      shared_out(what.fused.adds_per_result, what.fused.multiplies_per_result, what.fused.shares,
                 machine.vector, writes_codes(what.fused.outputs, step, precision));
  job.epilogue.adds_per_result = cost.adds;
  job.epilogue.multiplies_per_result = cost.multiplies;
  job.epilogue.units = cost.units;
  job.operands = {a_bits, b_bits, operand_role(job.a_role()), operand_role(job.b_role())};
  // A product with one operand of real numbers is one of real numbers.
  const bool real = work.fp32 || a_bits == 0 || b_bits == 0;
  const auto numbers =
      real ? std::nullopt
           : format_operands(operation, step.tensor(a), step.tensor(b), precision, machine);
  if (numbers) {
    run_formats(job, *numbers, step.tensor(a), step.tensor(b), what.parts, precision, machine);
  } else if (real || precision.formats.any()) {
    run_fp32(job, machine);
  }
  if (precision.formats.any()) {
    add_transforms(job, what, step, precision);
    add_code_costs(job, what, step, precision, machine.vector);
  }
  add_exponents(job, machine, precision.formats.any());
  if (job.executor == Executor::array) {
    job.operands.block_run =
        block_run_of(work.convolution, operation.cls, job.operands, machine.array);
  }
  apply_choices(job, precision.formats.any() ? std::nullopt : std::optional(step.dx_scale),
                machine);
  add_copying(job, machine);
  skip_zero_rows(job, b_load, machine);
  job.fixed_mapping = machine.mapping.fixed_for(operation.name);
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

trace::Convolution convolution_of_gemm(const trace::Gemm& gemm) {
  trace::Convolution c;
  c.batch = gemm.m;
  c.in_channels = gemm.k;
  c.out_channels = gemm.n;
  return c;
}

namespace {

/// A tensor of a layer on its own, before its bits are known.
struct Part {
  Role role = Role::activation;
  std::uint64_t elements = 0;
};

/// What a class of a layer multiplies and gives: a, b, c.
std::array<Part, 3> parts_of(OperationClass cls, const trace::Convolution& c) {
  const std::uint64_t in = c.batch * c.in_height * c.in_width * c.in_channels;
  const std::uint64_t out = c.batch * c.out_height() * c.out_width() * c.out_channels;
  switch (cls) {
    case OperationClass::forward:
      return {{{Role::activation, in}, {Role::weight, c.weights()}, {Role::stash, out}}};
    case OperationClass::input_gradient:
      return {{{Role::error, out}, {Role::weight, c.weights()}, {Role::error, in}}};
    case OperationClass::weight_gradient:
      return {{{Role::error, out}, {Role::activation, in}, {Role::gradient, c.weights()}}};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError("a matrix job is of a GEMM class");
  }
  fail_no_enumerator(cls);
}

}  // namespace

MatrixJob matrix_job(OperationClass cls, const trace::Convolution& c, int a_bits, int b_bits,
                     const arch::AcceleratorSpec& machine) {
  return matrix_job(cls, c, array::Operands{.a_bits = a_bits, .b_bits = b_bits}, machine);
}

MatrixJob matrix_job(OperationClass cls, const trace::Convolution& c,
                     const array::Operands& operands, const arch::AcceleratorSpec& machine) {
  const trace::GemmForm form = trace::gemm_form(c, cls);
  auto [a, b, result] = parts_of(cls, c);
  if (form.exchanged) {
    std::swap(a, b);
  }
  const auto stream = [&](const Part& part, Format format, int bits) {
    return Stream{part.role, part.elements,
                  arch::stored_bits(machine.storage, part.role, format, bits)};
  };
  MatrixJob job;
  job.cls = form.cls;
  job.convolution = form.convolution;
  job.transposed = c.transposed;
  job.a = stream(a, Format::codes, operands.a_bits);
  job.b = stream(b, Format::codes, operands.b_bits);
  job.c = stream(result, Format::real, 0);
  job.operands = array::as_multiplied(machine.array, operands);
  array::require_multiplies(machine.array, job.operands);
  job.operands.a_role = operand_role(job.a.role);
  job.operands.b_role = operand_role(job.b.role);
  job.operands.block_run = block_run_of(c, cls, job.operands, machine.array);
  job.zero_points = operands.are_integers() && operands.scale_group == 0;
  add_exponents(job, machine);
  apply_choices(job, machine.training.dx_scale, machine);
  return job;
}

}  // namespace metronome::mapping
