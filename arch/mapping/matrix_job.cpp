#include "arch/mapping/matrix_job.hpp"

#include <array>
#include <utility>

#include "arch/array/multiplies.hpp"
#include "arch/mapping/code_costs.hpp"
#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "arch/mapping/step_index.hpp"
#include "workloads/trace/format_storage.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;
using trace::Role;

constexpr int kFp32Bits = 32;

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

/// Operands in number formats: their scales beside them, and whole tensors' scales in the results.
void run_formats(MatrixJob& job, const array::Operands& numbers, const trace::Tensor& a,
                 const trace::Tensor& b, std::uint64_t parts, const trace::Precision& precision,
                 const arch::AcceleratorSpec& machine) {
  job.zero_points = false;
  job.operands = numbers;
  job.operands.a_role = operand_role(job.a_role());
  job.operands.b_role = operand_role(job.b_role());
  job.a_exponents = scales_of(a, parts, precision);
  job.b_exponents = scales_of(b, parts, precision);
  add_block_sums(job, machine.array);
  job.epilogue.multiplies_per_result += scale_multiplies(a, b, precision);
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

Stream stream_of(const trace::Tensor& tensor, std::uint64_t parts,
                 const trace::Precision& precision, const arch::StorageSpec& storage) {
  return {tensor.role, stored_elements(tensor, parts, precision),
          arch::stored_bits(storage, tensor.role, tensor.format, operand_bits(tensor, precision))};
}

std::optional<Stream> exponents_of(const Stream& codes, const arch::AcceleratorSpec& machine) {
  const auto* bfp = std::get_if<array::ChunkedBfpSpec>(&machine.array);
  return bfp == nullptr ? std::nullopt
                        : std::optional(Stream{codes.role, ceil_div(codes.elements, bfp->group),
                                               static_cast<unsigned>(bfp->exponent_bits)});
}

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

ProductElements elements_of(OperationClass cls, const trace::Convolution& c) {
  const std::uint64_t in = c.batch * c.in_height * c.in_width * c.in_channels;
  const std::uint64_t out = c.batch * c.out_height() * c.out_width() * c.out_channels;
  switch (cls) {
    case OperationClass::forward:
      return {in, c.weights(), out};
    case OperationClass::input_gradient:
      return {out, c.weights(), in};
    case OperationClass::weight_gradient:
      return {out, in, c.weights()};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError("operands are of a GEMM class");
  }
  fail_no_enumerator(cls);
}

namespace {

MatrixJob without_fill(MatrixJob job) {
  trace::Convolution& c = job.convolution;
  if (job.cls == OperationClass::forward) {
    c.in_channels -= c.groups * job.fill;
  } else if (job.cls == OperationClass::input_gradient) {
    c.out_channels -= c.groups * job.fill;
  } else {
    c.batch -= job.fill;
  }
  job.fill = 0;
  return job;
}

}  // namespace

MatrixJob as_stored_a(const MatrixJob& job, const Stream& stream) {
  const bool filled = job.fill == 0 || stream.elements == elements_of(job.cls, job.convolution).a;
  return filled ? job : without_fill(job);
}

MatrixJob as_stored_b(const MatrixJob& job, const Stream& stream) {
  const bool filled = job.fill == 0 || stream.elements == elements_of(job.cls, job.convolution).b;
  return filled ? job : without_fill(job);
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

/// Makes the job of a product.
class ProductResolver {
 public:
  ProductResolver(const MachineOperation& what, const trace::MatrixWork& work,
                  const trace::Step& step, const trace::Precision& precision,
                  const arch::AcceleratorSpec& machine)
      : what_(what), work_(work), step_(step), precision_(precision), machine_(machine) {}

  MatrixJob resolve() {
    const trace::GemmForm form = trace::gemm_form(work_.convolution, what_.operation.cls);
    job_.cls = form.cls;
    job_.convolution = form.convolution;
    job_.transposed = work_.convolution.transposed;
    take_operands(form.exchanged);
    take_results();
    take_epilogue();
    take_numbers();
    if (precision_.formats.any()) {
      add_transforms(job_, what_, step_, precision_);
      add_code_costs(job_, what_, step_, precision_, machine_.vector);
    }
    add_exponents(job_, machine_, precision_.formats.any());
    if (job_.executor == Executor::array) {
      job_.operands.block_run =
          block_run_of(product_, what_.operation.cls, job_.operands, machine_.array);
    }
    apply_choices(job_, precision_.formats.any() ? std::nullopt : std::optional(step_.dx_scale),
                  machine_);
    add_copying(job_, machine_);
    skip_zero_rows(job_, what_.loads[form.exchanged ? 0 : 1], machine_);
    job_.fixed_mapping = machine_.mapping.fixed_for(what_.operation.name);
    return std::move(job_);
  }

 private:
  [[nodiscard]] Stream stream(const std::string& name) const {
    Stream s = stream_of(step_.tensor(name), what_.parts, precision_, machine_.storage);
    s.held = contains(what_.held_inputs, name);
    return s;
  }

  /// The streams of both, and what the array sees of them.
  void take_operands(bool exchanged) {
    std::string a = what_.operation.inputs.at(0);
    std::string b = what_.operation.inputs.at(1);
    if (exchanged) {
      std::swap(a, b);
    }
    job_.a = stream(a);
    job_.b = stream(b);
    const LoadedOperand& a_load = what_.loads[exchanged ? 1 : 0];
    const LoadedOperand& b_load = what_.loads[exchanged ? 0 : 1];
    a_ = &step_.tensor(a_load.as.empty() ? a : a_load.as);
    b_ = &step_.tensor(b_load.as.empty() ? b : b_load.as);
    load(a_load, job_.a_loading, job_.a_made);
    load(b_load, job_.b_loading, job_.b_made);
    if (b_load.rebuilt) {
      take_rebuilt(job_, b_load);
    } else if (trace::is_bitwise(b_->format)) {
      take_stored_codes(job_, *b_, operand_bits(*b_, precision_), machine_);
    }
  }
  void load(const LoadedOperand& one, ElementCost& cost, std::optional<MadeOperand>& made) const {
    if (one.as.empty()) {
      return;
    }
    cost = loading_cost(one, step_.tensor(one.as), precision_, machine_.vector);
    made = MadeOperand{{}, stream(one.as).bits, step_.tensor(one.as).role};
    for (const std::string& name : one.beside) {
      made->beside.push_back(stream(name));
    }
  }

  void take_results() {
    job_.c = stream(what_.operation.outputs.at(0));
    if (!what_.fused.keeps_product) {
      job_.c.bits = 0;
    }
    job_.c.held = false;  // sums that go on from part to part are read beside it
    written(job_.held_outputs, what_.held_outputs);
    written(job_.copied_outputs, what_.copied_outputs);
  }
  void written(std::vector<Stream>& list, const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
      list.push_back(stream(name));
      list.back().held = false;
    }
  }

  void take_epilogue() {
    const std::vector<std::string>& inputs = what_.operation.inputs;
    for (std::size_t i = 2; i < inputs.size(); ++i) {
      job_.epilogue.inputs.push_back(stream(inputs[i]));
    }
    for (const std::string& name : what_.fused.inputs) {
      job_.epilogue.inputs.push_back(stream(name));
    }
    written(job_.epilogue.outputs, what_.fused.outputs);
    const ElementCost cost = shared_out(
        what_.fused.adds_per_result, what_.fused.multiplies_per_result, what_.fused.shares,
        machine_.vector, writes_codes(what_.fused.outputs, step_, precision_));
    job_.epilogue.adds_per_result = cost.adds;
    job_.epilogue.multiplies_per_result = cost.multiplies;
    job_.epilogue.units = cost.units;
  }

  /// What the operands are to the array, and whether the product is longer for that.
  void take_numbers() {
    const int a_bits = operand_bits(*a_, precision_);
    const int b_bits = operand_bits(*b_, precision_);
    job_.operands = {a_bits, b_bits, operand_role(job_.a_role()), operand_role(job_.b_role())};
    fill();
    // A product with one operand of real numbers is one of real numbers.
    const bool real = work_.fp32 || a_bits == 0 || b_bits == 0;
    const auto numbers =
        real ? std::nullopt
             : format_operands(what_.operation, product_, *a_, *b_, precision_, machine_);
    if (numbers) {
      run_formats(job_, *numbers, *a_, *b_, what_.parts, precision_, machine_);
    } else if (real || precision_.formats.any()) {
      run_fp32(job_, machine_);
    }
  }
  void fill() {
    product_ = filled_product(what_.operation, *a_, *b_, precision_);
    if (product_ != work_.convolution) {
      const OperationClass cls = what_.operation.cls;
      job_.convolution = trace::gemm_form(product_, cls).convolution;
      job_.fill = trace::block_run(product_, cls) - trace::block_run(work_.convolution, cls);
    }
  }

  const MachineOperation& what_;
  const trace::MatrixWork& work_;
  const trace::Step& step_;
  const trace::Precision& precision_;
  const arch::AcceleratorSpec& machine_;
  const trace::Tensor* a_ = nullptr;  ///< as the array sees them
  const trace::Tensor* b_ = nullptr;
  trace::Convolution product_;  ///< of the layer
  MatrixJob job_;
};

}  // namespace

MatrixJob resolve_matrix(const MachineOperation& what, const trace::MatrixWork& work,
                         const trace::Step& step, const trace::Precision& precision,
                         const arch::AcceleratorSpec& machine) {
  return ProductResolver(what, work, step, precision, machine).resolve();
}

trace::Convolution convolution_of_gemm(const trace::Gemm& gemm) {
  trace::Convolution c;
  c.batch = gemm.m;
  c.in_channels = gemm.k;
  c.out_channels = gemm.n;
  return c;
}

namespace {

/// What a class of a layer multiplies and gives: a, b, c.
std::array<Role, 3> roles_of(OperationClass cls) {
  switch (cls) {
    case OperationClass::forward:
      return {Role::activation, Role::weight, Role::stash};
    case OperationClass::input_gradient:
      return {Role::error, Role::weight, Role::error};
    case OperationClass::weight_gradient:
      return {Role::error, Role::activation, Role::gradient};
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
  auto [a, b, result] = roles_of(cls);
  if (form.exchanged) {
    std::swap(a, b);
  }
  const ProductElements elements = elements_of(form.cls, form.convolution);
  const auto stream = [&](Role role, std::uint64_t count, Format format, int bits) {
    return Stream{role, count, arch::stored_bits(machine.storage, role, format, bits)};
  };
  MatrixJob job;
  job.cls = form.cls;
  job.convolution = form.convolution;
  job.transposed = c.transposed;
  job.a = stream(a, elements.a, Format::codes, operands.a_bits);
  job.b = stream(b, elements.b, Format::codes, operands.b_bits);
  job.c = stream(result, elements.c, Format::real, 0);
  job.operands = array::as_multiplied(machine.array, operands);
  array::require_multiplies(machine.array, job.operands);
  job.operands.a_role = operand_role(job.a.role);
  job.operands.b_role = operand_role(job.b.role);
  job.operands.block_run = block_run_of(c, cls, job.operands, machine.array);
  const bool scaled = operands.scale_group > 0;
  job.zero_points = operands.are_integers() && !scaled;
  add_exponents(job, machine, scaled);
  if (scaled) {
    add_scales(job, c, machine.array);
  }
  apply_choices(job, machine.training.dx_scale, machine);
  return job;
}

}  // namespace metronome::mapping
