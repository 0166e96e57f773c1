#include "arch/mapping/job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "arch/mapping/near_update.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/step_index.hpp"
#include "sim/base/overload.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;
using trace::Role;

using trace::code_bits;

constexpr int kFp32Bits = 32;

Stream stream_of(const trace::Tensor& tensor, const trace::Precision& precision,
                 const arch::StorageSpec& storage) {
  return {
      tensor.role, tensor.elements(),
      arch::stored_bits(storage, tensor.role, tensor.format, code_bits(tensor.role, precision))};
}

array::OperandRole operand_role(Role role) {
  switch (role) {
    case Role::weight:
    case Role::master:
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
void append_streams(std::vector<Stream>& list, const trace::Tensor& tensor,
                    const trace::Precision& precision, const arch::AcceleratorSpec& machine) {
  if (tensor.role == Role::partial_sum && !array::has_zero_points(machine.array)) {
    return;
  }
  list.push_back(stream_of(tensor, precision, machine.storage));
  const bool coded = tensor.format == Format::codes && code_bits(tensor.role, precision) > 0;
  if (const auto exponents = exponents_of(list.back(), machine); coded && exponents) {
    list.push_back(*exponents);
  }
}

/// The tensors that a pass or the host reads and writes.
template <class J>
void add_streams(J& job, const trace::Operation& operation, const trace::Step& step,
                 const trace::Precision& precision, const arch::AcceleratorSpec& machine) {
  for (const std::string& name : operation.inputs) {
    append_streams(job.inputs, step.tensor(name), precision, machine);
  }
  for (const std::string& name : operation.outputs) {
    append_streams(job.outputs, step.tensor(name), precision, machine);
  }
}

VectorJob vector_job(const trace::Operation& operation, const trace::VectorWork& work,
                     const trace::Step& step, const trace::Precision& precision,
                     const arch::AcceleratorSpec& machine) {
  VectorJob job;
  job.cls = operation.cls;
  add_streams(job, operation, step, precision, machine);
  job.elements = work.elements;
  job.adds_per_element = work.adds_per_element;
  job.multiplies_per_element = work.multiplies_per_element;
  if (operation.cls == OperationClass::update &&
      machine.training.update == arch::Update::near_data) {
    std::vector<Stream> tensors = job.inputs;
    for (const std::string& name : operation.outputs) {
      if (!contains(operation.inputs, name)) {
        append_streams(tensors, step.tensor(name), precision, machine);
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
  add_streams(job, operation, step, precision, machine);
  return job;
}

/// What block floating point adds to a matrix job, and what it does without.
void add_exponents(MatrixJob& job, const arch::AcceleratorSpec& machine) {
  job.zero_points = job.zero_points && array::has_zero_points(machine.array);
  if (job.executor == Executor::array) {
    job.a_exponents = exponents_of(job.a, machine);
    job.b_exponents = exponents_of(job.b, machine);
  }
  if (!job.zero_points) {
    std::erase_if(job.epilogue.inputs, [](const Stream& s) { return s.role == Role::partial_sum; });
  }
}

VectorJob regrouping_pass(const Stream& codes, const Stream& exponents) {
  VectorJob pass;
  pass.cls = OperationClass::quantize;
  pass.elements = codes.elements;
  pass.adds_per_element = 4;  // maximum, shift, rounding, clamp
  pass.inputs = {codes, exponents};
  pass.outputs = {codes, exponents};
  return pass;
}

/// How products run whose operands are real numbers.
void run_fp32(MatrixJob& job, const arch::TrainingSpec& training) {
  job.zero_points = false;
  if (training.fp32_products == arch::Fp32Products::vector_unit) {
    job.executor = Executor::vector_unit;
    job.operands.a_bits = kFp32Bits;
    job.operands.b_bits = kFp32Bits;
  } else {
    job.operands.a_bits = training.fp32_product_bits;
    job.operands.b_bits = training.fp32_product_bits;
  }
}

/// Choices of the machine that hold for every product.
void apply_choices(MatrixJob& job, trace::DxScale dx_scale, const arch::TrainingSpec& training) {
  job.segmented = job.operation_class() == OperationClass::input_gradient &&
                  job.executor == Executor::array && dx_scale == trace::DxScale::segmented;
  job.phases = job.cls == OperationClass::input_gradient && job.convolution.stride.product() > 1 &&
               training.strided_input_gradient == arch::StridedInputGradient::phase_decomposition;
  job.block_scaled = job.executor == Executor::array && !job.segmented &&
                     training.range_method == arch::RangeMethod::block_local;
  if (training.overflow == arch::Overflow::refuse) {
    if (const std::string risk = overflow_risk(job, training); !risk.empty()) {
      throw UserError(risk,
                      "training.overflow=split cuts the reduction, =warn lets it run; or raise "
                      "training.accumulator_bits");
    }
  }
  if (job.executor == Executor::array && training.overflow == arch::Overflow::split) {
    // Unsigned codes: a product is below 2^(a + b).
    const int spare = training.accumulator_bits - job.operands.a_bits - job.operands.b_bits;
    job.longest_sum = std::uint64_t{1} << std::clamp(spare, 0, 62);
  }
}

void append(std::string& text, const Stream& s) {
  text += fmt::format(" {}:{}x{}", enum_name(s.role), s.elements, s.bits);
}

void append(std::string& text, const std::vector<Stream>& inputs,
            const std::vector<Stream>& outputs) {
  for (const Stream& s : inputs) {
    append(text, s);
  }
  text += " ->";
  for (const Stream& s : outputs) {
    append(text, s);
  }
}

void append_held(std::string& text, const std::vector<Stream>& inputs,
                 const std::vector<Stream>& outputs) {
  if (!inputs.empty() || !outputs.empty()) {
    text += " held";
    append(text, inputs, outputs);
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
      return cls;
  }
  fail_no_enumerator(cls);
}

std::string overflow_risk(const MatrixJob& job, const arch::TrainingSpec& training) {
  if (job.executor != Executor::array || job.segmented || job.block_scaled) {
    return {};
  }
  const std::uint64_t k = trace::gemm_of(job.convolution, job.cls).k;
  const int a = job.operands.a_bits;
  const int b = job.operands.b_bits;
  const double largest = static_cast<double>(k) * (std::exp2(a) - 1) * (std::exp2(b) - 1);
  const int needed = static_cast<int>(std::floor(std::log2(largest))) + 1;
  if (needed <= training.accumulator_bits) {
    return {};
  }
  return fmt::format("a sum of {} products of {} x {} bits can need {} bits, accumulators have {}",
                     k, a, b, needed, training.accumulator_bits);
}

namespace {

/// What most convolutions have not is left out.
std::string key_of(const trace::Convolution& c) {
  return fmt::format("n{} c{} h{} w{} o{} k{} s{} p{}{}{}", c.batch, c.in_channels, c.in_height,
                     c.in_width, c.out_channels, text_of(c.kernel), text_of(c.stride),
                     text_of(c.pad), c.groups != 1 ? fmt::format(" g{}", c.groups) : "",
                     c.dilation != model::PerAxis{} ? " d" + text_of(c.dilation) : "");
}

std::string key_of(const MatrixJob& job) {
  std::string text = fmt::format(
      "matrix {}{} {} bits {}x{} roles {}x{} on{} seg{} block{} phases{} zero{} sum{} add{} mul{}",
      enum_name(job.cls), job.transposed ? " transposed" : "", key_of(job.convolution),
      job.operands.a_bits, job.operands.b_bits, static_cast<int>(job.operands.a_role),
      static_cast<int>(job.operands.b_role), static_cast<int>(job.executor), job.segmented ? 1 : 0,
      job.block_scaled ? 1 : 0, job.phases ? 1 : 0, job.zero_points ? 1 : 0, job.longest_sum,
      job.epilogue.adds_per_result, job.epilogue.multiplies_per_result);
  for (const array::TermShares* shares : {&job.operands.a_terms, &job.operands.b_terms}) {
    for (const double share : *shares) {
      text += fmt::format(" t{}", share);
    }
    text += shares->empty() ? "" : ";";
  }
  for (const Stream& s : {job.a, job.b, job.c}) {
    append(text, s);
  }
  for (const auto& exponents : {job.a_exponents, job.b_exponents}) {
    if (exponents) {
      append(text, *exponents);
    }
  }
  append(text, job.epilogue.inputs, job.epilogue.outputs);
  append_held(text, {}, job.held_outputs);
  return job.fixed_mapping.empty() ? text : text + " as " + job.fixed_mapping;
}

std::string key_of(const VectorJob& job) {
  std::string text = fmt::format("vector {} e{} add{} mul{}", enum_name(job.cls), job.elements,
                                 job.adds_per_element, job.multiplies_per_element);
  append(text, job.inputs, job.outputs);
  if (job.near) {
    text += " near";
    append(text, job.near->reads, job.near->writes);
    append(text, job.near->tensors, {});
  }
  append_held(text, job.held_inputs, job.held_outputs);
  return text;
}

std::string key_of(const HostJob& job) {
  std::string text = fmt::format("host flops{} words{}", job.flops, job.words);
  append(text, job.inputs, job.outputs);
  return text;
}

}  // namespace

std::string job_key(const Job& job) {
  return std::visit([](const auto& one) { return key_of(one); }, job);
}

namespace {

/// Bits of the codes of an operand; 0 where it holds real numbers.
int operand_bits(const trace::Tensor& tensor, const trace::Precision& precision) {
  return tensor.format == Format::codes ? code_bits(tensor.role, precision) : 0;
}

/// Whether codes are made of the real numbers of a role: those of activations are kept for the
/// backward pass as well, at bits of their own.
bool becomes_codes(Role role, const trace::Precision& precision) {
  switch (role) {
    case Role::activation:
      return code_bits(Role::activation, precision) > 0 || code_bits(Role::stash, precision) > 0;
    case Role::master:
      return code_bits(Role::weight, precision) > 0;
    case Role::weight:
    case Role::error:
    case Role::gradient:
    case Role::stash:
    case Role::optimizer_state:
    case Role::partial_sum:
      return code_bits(role, precision) > 0;
  }
  fail_no_enumerator(role);
}

/// Whether a quantization makes no codes: what it writes, or finds the range of, stays real.
bool makes_no_codes(const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision) {
  const trace::Operation& operation = what.operation;
  if (operation.cls != OperationClass::quantize) {
    return false;
  }
  return operation.outputs.empty()
             ? !becomes_codes(step.tensor(operation.inputs.empty() ? what.held_inputs.front()
                                                                   : operation.inputs.front())
                                  .role,
                              precision)
             : code_bits(step.tensor(operation.outputs.front()).role, precision) == 0;
}

MatrixJob resolve_matrix(const MachineOperation& what, const trace::MatrixWork& work,
                         const trace::Step& step, const trace::Precision& precision,
                         const arch::AcceleratorSpec& machine) {
  const trace::Operation& operation = what.operation;
  const auto stream = [&](const std::string& name) {
    return stream_of(step.tensor(name), precision, machine.storage);
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
  const int a_bits = operand_bits(step.tensor(a), precision);
  const int b_bits = operand_bits(step.tensor(b), precision);
  job.c = stream(operation.outputs.at(0));
  if (!what.fused.keeps_product) {
    job.c.bits = 0;
  }
  for (const std::string& name : what.held_outputs) {
    job.held_outputs.push_back(stream(name));
  }
  for (std::size_t i = 2; i < operation.inputs.size(); ++i) {
    job.epilogue.inputs.push_back(stream(operation.inputs[i]));
  }
  for (const std::string& name : what.fused.inputs) {
    job.epilogue.inputs.push_back(stream(name));
  }
  for (const std::string& name : what.fused.outputs) {
    job.epilogue.outputs.push_back(stream(name));
  }
  job.epilogue.adds_per_result = what.fused.adds_per_result;
  job.epilogue.multiplies_per_result = what.fused.multiplies_per_result;
  job.operands = {a_bits, b_bits, operand_role(job.a.role), operand_role(job.b.role)};
  // A product with one operand of real numbers is one of real numbers.
  if (work.fp32 || a_bits == 0 || b_bits == 0) {
    run_fp32(job, machine.training);
  }
  add_exponents(job, machine);
  apply_choices(job, step.dx_scale, machine.training);
  job.fixed_mapping = machine.mapping.fixed_for(operation.name);
  return job;
}

}  // namespace

Job resolve(const MachineOperation& what, const trace::Step& step,
            const trace::Precision& precision, const arch::AcceleratorSpec& machine) {
  const trace::Operation& operation = what.operation;
  const AppendStreams append = [&](std::vector<Stream>& list, const std::string& name) {
    append_streams(list, step.tensor(name), precision, machine);
  };
  if (makes_no_codes(what, step, precision)) {
    return without_codes(what, append);
  }
  return std::visit(Overload{[&](const trace::MatrixWork& work) -> Job {
                               return resolve_matrix(what, work, step, precision, machine);
                             },
                             [&](const trace::VectorWork& work) -> Job {
                               VectorJob job =
                                   vector_job(operation, work, step, precision, machine);
                               add_held(job, what, append);
                               return job;
                             },
                             [&](const trace::HostWork& work) -> Job {
                               return host_job(operation, work, step, precision, machine);
                             }},
                    operation.work);
}

std::vector<VectorJob> regrouping_passes(const MatrixJob& job,
                                         const arch::AcceleratorSpec& machine) {
  const auto* bfp = std::get_if<array::ChunkedBfpSpec>(&machine.array);
  if (bfp == nullptr || !job.a_exponents || bfp->group_shape == array::GroupShape::square) {
    return {};
  }
  switch (job.operation_class()) {
    case OperationClass::input_gradient:
      return {regrouping_pass(job.b, *job.b_exponents)};
    case OperationClass::weight_gradient:
      return {regrouping_pass(job.a, *job.a_exponents), regrouping_pass(job.b, *job.b_exponents)};
    case OperationClass::forward:
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
      return {};
  }
  fail_no_enumerator(job.operation_class());
}

std::uint64_t codes_written(const VectorJob& job, std::uint64_t elements) {
  const bool writes = job.cls == OperationClass::quantize && !job.outputs.empty() &&
                      job.outputs.front().elements == job.elements;
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
      throw InternalError("a matrix job is of a GEMM class");
  }
  fail_no_enumerator(cls);
}

}  // namespace

MatrixJob matrix_job(OperationClass cls, const trace::Convolution& c, int a_bits, int b_bits,
                     const arch::AcceleratorSpec& machine) {
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
  job.a = stream(a, Format::codes, a_bits);
  job.b = stream(b, Format::codes, b_bits);
  job.c = stream(result, Format::real, 0);
  job.operands = {a_bits, b_bits, operand_role(job.a.role), operand_role(job.b.role)};
  add_exponents(job, machine);
  apply_choices(job, machine.training.dx_scale, machine.training);
  return job;
}

}  // namespace metronome::mapping
