#include "arch/mapping/operand_formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "arch/array/multiplies.hpp"
#include "arch/mapping/step_index.hpp"
#include "sim/base/overload.hpp"
#include "workloads/trace/code_plan.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/format_storage.hpp"

namespace metronome::mapping {
namespace {

using array::NumberFormat;
using formats::ProductOperand;
using trace::Format;
using trace::OperationClass;
using trace::Role;

/// None of real numbers and of precisions without formats.
const formats::OperandFormat* format_of(const trace::Tensor& tensor,
                                        const trace::Precision& precision) {
  const auto operand = trace::operand_of(tensor, precision);
  return operand ? &precision.formats.of(*operand) : nullptr;
}

NumberFormat number_format(formats::Element element) {
  switch (element) {
    case formats::Element::e2m1:
      return NumberFormat::e2m1;
    case formats::Element::e2m3:
      return NumberFormat::e2m3;
    case formats::Element::e3m2:
      return NumberFormat::e3m2;
    case formats::Element::e4m3:
      return NumberFormat::e4m3;
    case formats::Element::e5m2:
      return NumberFormat::e5m2;
    case formats::Element::fp16:
      return NumberFormat::fp16;
    case formats::Element::bf16:
      return NumberFormat::bf16;
    case formats::Element::mxint8:
      return NumberFormat::integer;
  }
  fail_no_enumerator(element);
}

/// None of FP32.
std::optional<NumberFormat> number_format(const formats::Format& format) {
  using Found = std::optional<NumberFormat>;
  return std::visit(Overload{[](const formats::Fp32&) { return Found(); },
                             [](const formats::Half& f) { return Found(number_format(f.element)); },
                             [](const formats::Mx& f) { return Found(number_format(f.element)); },
                             [](const formats::Nvfp4&) { return Found(NumberFormat::e2m1); },
                             [](const formats::Fp8& f) { return Found(number_format(f.element)); },
                             [](const formats::Bfp&) { return Found(NumberFormat::integer); }},
                    format);
}

bool is_half(const formats::OperandFormat& operand) {
  return std::holds_alternative<formats::Half>(operand.format);
}

/// Of a block's scale.
unsigned scale_bits(const formats::Format& format) {
  const auto* bfp = std::get_if<formats::Bfp>(&format);
  return bfp == nullptr ? 8 : static_cast<unsigned>(bfp->exponent_bits);
}

/// Elements along the reduction that share a scale; 0: all, or none has one.
std::uint64_t scale_group(const formats::Format& format) {
  const auto block = formats::block_of(format);
  return !block || block->columns == formats::kWhole ? 0 : block->columns;
}

/// Of the transform that codes are behind; 0: of none, or real numbers.
std::uint64_t transform_tile(const trace::Tensor& tensor, const trace::Precision& precision) {
  const formats::OperandFormat* format = format_of(tensor, precision);
  return format == nullptr || formats::element_bits(format->format) == 0 ? 0
                                                                         : format->hadamard_tile;
}

/// The product that reads a tensor, of one of so many parts of the batch.
trace::Convolution part_of(const trace::Tensor& tensor, std::uint64_t parts) {
  trace::Convolution product = *tensor.product;
  product.batch /= of_batch(tensor.role) ? parts : 1;
  return product;
}

/// Whether a product's operands are executed in the other order.
bool exchanged(const MachineOperation& what) {
  const auto& work = std::get<trace::MatrixWork>(what.operation.work);
  return trace::gemm_form(work.convolution, what.operation.cls).exchanged;
}

formats::Product product_of(OperationClass cls) {
  using formats::Product;
  return cls == OperationClass::forward          ? Product::forward
         : cls == OperationClass::input_gradient ? Product::input_gradient
                                                 : Product::weight_gradient;
}

/// The search for the largest magnitude among elements that are read for nothing else.
ElementCost search_cost(const vector::VectorSpec& vector) {
  const double adds = trace::costs::kRange.adds;
  return shared_out(adds, 0, {{1, adds, 0}, {}, 0}, vector);
}

/// Whether any operand that a layer makes of real numbers of this role needs the largest of them
/// all before.
bool finds_range(Role role, const formats::ProductFormats& operands) {
  using enum ProductOperand;
  const auto any = [&](ProductOperand one, ProductOperand other) {
    return trace::finds_range(operands[one]) || trace::finds_range(operands[other]);
  };
  switch (role) {
    case Role::activation:
    case Role::stash:
      return any(forward_x, weight_gradient_x);
    case Role::weight:
    case Role::master:
      return any(forward_w, input_gradient_w);
    case Role::error:
      return any(input_gradient_dy, weight_gradient_dy);
    case Role::gradient:
    case Role::optimizer_state:
    case Role::partial_sum:
    case Role::feedback:
      return false;
  }
  fail_no_enumerator(role);
}

}  // namespace

int operand_bits(const trace::Tensor& tensor, const trace::Precision& precision) {
  if (tensor.format != Format::codes && !trace::is_bitwise(tensor.format)) {
    return 0;
  }
  const formats::OperandFormat* format = format_of(tensor, precision);
  return format == nullptr ? trace::code_bits(tensor.role, precision)
                           : formats::element_bits(format->format);
}

bool becomes_codes(Role role, const trace::Precision& precision) {
  const auto bits = [&](Role of) { return trace::code_bits(of, precision); };
  switch (role) {
    case Role::activation:
      return bits(Role::activation) > 0 || bits(Role::stash) > 0;
    case Role::master:
      return bits(Role::weight) > 0;
    case Role::weight:
    case Role::error:
    case Role::gradient:
    case Role::stash:
    case Role::optimizer_state:
    case Role::partial_sum:
    case Role::feedback:
      return bits(role) > 0;
  }
  fail_no_enumerator(role);
}

bool makes_no_codes(const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision) {
  const trace::Operation& operation = what.operation;
  if (operation.cls != OperationClass::quantize) {
    return false;
  }
  const std::vector<std::string>& codes =
      operation.outputs.empty() ? what.held_outputs : operation.outputs;
  if (!codes.empty()) {
    return operand_bits(step.tensor(codes.front()), precision) == 0;
  }
  const Role role =
      step.tensor(operation.inputs.empty() ? what.held_inputs.front() : operation.inputs.front())
          .role;
  return precision.formats.any() ? !finds_range(role, *precision.formats)
                                 : !becomes_codes(role, precision);
}

bool writes_codes(const std::vector<std::string>& outputs, const trace::Step& step,
                  const trace::Precision& precision) {
  return std::none_of(outputs.begin(), outputs.end(), [&](const std::string& name) {
    const trace::Tensor& tensor = step.tensor(name);
    return tensor.format == Format::codes && operand_bits(tensor, precision) == 0;
  });
}

std::uint64_t stored_elements(const trace::Tensor& tensor, std::uint64_t parts,
                              const trace::Precision& precision) {
  const std::uint64_t elements = tensor.elements() / (of_batch(tensor.role) ? parts : 1);
  if (!tensor.product || transform_tile(tensor, precision) == 0) {
    return elements;
  }
  const ProductOperand operand = *trace::operand_of(tensor, precision);
  return trace::stored_operand(part_of(tensor, parts), operand, precision.formats.of(operand))
      .elements;
}

std::optional<Stream> scales_of(const trace::Tensor& tensor, std::uint64_t parts,
                                const trace::Precision& precision) {
  const auto operand = trace::operand_of(tensor, precision);
  if (!operand || !tensor.product) {
    return std::nullopt;
  }
  const trace::StoredOperand stored =
      trace::stored_operand(part_of(tensor, parts), *operand, precision.formats.of(*operand));
  // A scale of a tensor stays in the vector unit.
  return stored.blocks == 0 ? std::nullopt
                            : std::optional(Stream{tensor.role, stored.blocks, stored.scale_bits});
}

trace::Convolution filled_product(const trace::Operation& operation, const trace::Tensor& a,
                                  const trace::Tensor& b, const trace::Precision& precision) {
  return trace::filled(std::get<trace::MatrixWork>(operation.work).convolution, operation.cls,
                       std::max(transform_tile(a, precision), transform_tile(b, precision)));
}

std::optional<array::Operands> format_operands(const trace::Operation& operation,
                                               const trace::Convolution& filled,
                                               const trace::Tensor& a, const trace::Tensor& b,
                                               const trace::Precision& precision,
                                               const arch::AcceleratorSpec& machine) {
  const formats::OperandFormat* left = format_of(a, precision);
  const formats::OperandFormat* right = format_of(b, precision);
  if (left == nullptr || right == nullptr) {
    return std::nullopt;
  }
  const auto a_format = number_format(left->format);
  const auto b_format = number_format(right->format);
  const bool halves = is_half(*left) && is_half(*right);
  if (!a_format || !b_format || (halves && !array::takes_floats(machine.array))) {
    return std::nullopt;
  }
  array::Operands operands{.a_bits = formats::element_bits(left->format),
                           .b_bits = formats::element_bits(right->format),
                           .a_format = *a_format,
                           .b_format = *b_format};
  const std::uint64_t groups[] = {scale_group(left->format), scale_group(right->format)};
  const unsigned bits[] = {scale_bits(left->format), scale_bits(right->format)};
  const bool second = groups[0] == 0 || (groups[1] != 0 && groups[1] < groups[0]);
  operands.scale_group = groups[second ? 1 : 0];
  operands.scale_bits = operands.scale_group == 0 ? 0 : bits[second ? 1 : 0];
  operands.scales_multiply = std::holds_alternative<formats::Nvfp4>(left->format) ||
                             std::holds_alternative<formats::Nvfp4>(right->format);
  try {
    array::Operands multiplied = array::as_multiplied(machine.array, operands);
    multiplied.block_run = block_run_of(filled, operation.cls, multiplied, machine.array);
    array::require_multiplies(machine.array, multiplied);
    return multiplied;
  } catch (const UserError& error) {
    const Diagnostic& fault = error.diagnostics().front();
    const auto named = [&](const trace::Tensor& tensor, const formats::OperandFormat& format) {
      return fmt::format("{} {}", enum_name(*trace::operand_of(tensor, precision)),
                         formats::operand_text(format));
    };
    throw UserError(fmt::format("`{}` in {} ({}, {}): {}", operation.name, precision.formats.text(),
                                named(a, *left), named(b, *right), fault.what),
                    fault.hint);
  }
}

std::uint64_t block_run_of(const trace::Convolution& convolution, OperationClass cls,
                           const array::Operands& operands, const array::ArraySpec& array) {
  if (operands.scale_group > 0) {
    return trace::block_run(convolution, cls);
  }
  return array::takes_floats(array) ? trace::gemm_of(convolution, cls).k : 0;
}

void add_block_sums(MatrixJob& job, const array::ArraySpec& array) {
  if (std::holds_alternative<array::ChunkedFpSpec>(array) ||
      std::holds_alternative<array::ChunkedBfpSpec>(array) || job.operands.scale_group == 0) {
    return;
  }
  const auto sums = static_cast<double>(array::sums_of_groups(
      job.operands, trace::gemm_of(job.convolution, job.cls).k, job.operands.scale_group));
  job.epilogue.adds_per_result += sums;
  job.epilogue.multiplies_per_result += job.operands.scales_multiply ? 2 * sums : sums;
}

void add_scales(MatrixJob& job, const trace::Convolution& layer, const array::ArraySpec& array) {
  auto [a, b] = formats::operands_of(product_of(job.operation_class()));
  if (trace::gemm_form(layer, job.operation_class()).exchanged) {
    std::swap(a, b);
  }
  const auto scales = [&](const Stream& codes, ProductOperand operand) {
    return Stream{codes.role, trace::blocks_of(layer, operand, job.operands.scale_group),
                  static_cast<unsigned>(job.operands.scale_bits)};
  };
  job.a_exponents = scales(job.a, a);
  job.b_exponents = scales(job.b, b);
  add_block_sums(job, array);
}

double scale_multiplies(const trace::Tensor& a, const trace::Tensor& b,
                        const trace::Precision& precision) {
  const auto scaled = [&](const trace::Tensor& tensor) {
    const formats::OperandFormat* format = format_of(tensor, precision);
    const auto* mx = format == nullptr ? nullptr : std::get_if<formats::Mx>(&format->format);
    return format != nullptr &&
           (formats::has_tensor_scale(format->format) || (mx != nullptr && mx->factor != 1));
  };
  return scaled(a) || scaled(b) ? 1 : 0;
}

TransformCost transform_cost(const trace::Tensor& codes, const trace::Precision& precision) {
  const formats::OperandFormat* format = format_of(codes, precision);
  if (format == nullptr) {
    return {};
  }
  const trace::TransformWork work = trace::transform_work(*format);
  return {work.adds, work.multiplies, work.needs_largest ? work.adds : 0, work.needs_largest};
}

void count_filled(VectorJob& job, const MachineOperation& what, const trace::Step& step,
                  const trace::Precision& precision) {
  if (job.cls != OperationClass::quantize) {
    return;
  }
  const std::uint64_t real = job.elements;
  for (const auto* names : {&what.operation.outputs, &what.held_outputs}) {
    for (const std::string& name : *names) {
      const trace::Tensor& codes = step.tensor(name);
      const std::uint64_t parts = of_batch(codes.role) ? what.parts : 1;
      if (transform_tile(codes, precision) > 0 && codes.elements() / parts == real) {
        job.elements = std::max(job.elements, stored_elements(codes, parts, precision));
      }
    }
  }
}

void add_transforms(VectorJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision, const arch::AcceleratorSpec& machine) {
  const std::vector<Stream> real = job.inputs;
  const std::vector<Stream> held = job.held_inputs;
  for (const auto* names : {&what.operation.outputs, &what.held_outputs}) {
    for (const std::string& name : *names) {
      const trace::Tensor& codes = step.tensor(name);
      const TransformCost cost = transform_cost(codes, precision);
      const std::uint64_t parts = of_batch(codes.role) ? what.parts : 1;
      const double each = static_cast<double>(stored_elements(codes, parts, precision)) /
                          static_cast<double>(std::max<std::uint64_t>(job.elements, 1));
      job.transform_adds_per_element += each * (cost.adds + cost.read_adds);
      job.multiplies_per_element += each * cost.multiplies;
      if (cost.reads_before) {
        const ElementCost search = search_cost(machine.vector);
        job.adds_per_element += search.adds;
        job.units += search.units;
        job.inputs.insert(job.inputs.end(), real.begin(), real.end());
        job.held_inputs.insert(job.held_inputs.end(), held.begin(), held.end());
      }
    }
  }
}

void add_transforms(MatrixJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const auto results = static_cast<double>(job.convolution.groups * gemm.m * gemm.n);
  for (const auto* names : {&what.fused.outputs, &what.held_outputs}) {
    for (const std::string& name : *names) {
      const trace::Tensor& codes = step.tensor(name);
      const TransformCost cost = transform_cost(codes, precision);
      const std::uint64_t parts = of_batch(codes.role) ? what.parts : 1;
      const double each = static_cast<double>(stored_elements(codes, parts, precision)) / results;
      job.epilogue.adds_per_result += each * cost.adds;
      job.epilogue.multiplies_per_result += each * cost.multiplies;
    }
  }
  const auto load = [&](const LoadedOperand& from, ElementCost& loading) {
    if (!from.as.empty()) {
      const TransformCost cost = transform_cost(step.tensor(from.as), precision);
      loading.adds += cost.adds;
      loading.multiplies += cost.multiplies;
    }
  };
  const bool swapped = exchanged(what);
  load(what.loads[swapped ? 1 : 0], job.a_loading);
  load(what.loads[swapped ? 0 : 1], job.b_loading);
}

std::vector<VectorJob> range_passes(const MatrixJob& job, const MachineOperation& what,
                                    const trace::Step& step, const trace::Precision& precision,
                                    const arch::AcceleratorSpec& machine) {
  std::vector<VectorJob> passes;
  const auto add = [&](const LoadedOperand& from, const Stream& real) {
    const TransformCost cost =
        from.as.empty() ? TransformCost{} : transform_cost(step.tensor(from.as), precision);
    if (!cost.reads_before) {
      return;
    }
    const ElementCost search = search_cost(machine.vector);
    VectorJob pass;
    pass.cls = OperationClass::quantize;
    pass.elements = stored_elements(step.tensor(from.as), what.parts, precision);
    pass.adds_per_element = search.adds;
    pass.units = search.units;
    pass.transform_adds_per_element = cost.read_adds;
    auto& inputs = real.held ? pass.held_inputs : pass.inputs;
    inputs.push_back(real);
    inputs.back().held = false;
    passes.push_back(std::move(pass));
  };
  const bool swapped = exchanged(what);
  add(what.loads[swapped ? 1 : 0], job.a);
  add(what.loads[swapped ? 0 : 1], job.b);
  return passes;
}

}  // namespace metronome::mapping
