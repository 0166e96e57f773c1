#include "workloads/trace/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/checked.hpp"
#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::trace {
namespace {

bool fits(const std::vector<std::uint64_t>& factors) {
  const auto product = checked_product(factors);
  return product && *product <= kMostProduct;
}

std::string at_most() { return "at most " + bound_text(kMostProduct); }

/// Of the windows of an ordinary convolution. Extents are at most 1e9, so that sums of products of
/// two of them stay within 64 bits.
std::optional<LimitFault> fault_of_windows(const Convolution& c) {
  if (!c.rows().fits(c.in_height) || !c.columns().fits(c.in_width)) {
    return {{"kernel", "is larger than the padded input", "at most the input plus its padding"}};
  }
  return std::nullopt;
}

/// Of the output of a transposed convolution.
std::optional<LimitFault> fault_of_output(const Convolution& c) {
  if (c.output_pad.height >= c.stride.height || c.output_pad.width >= c.stride.width) {
    return {{"output_pad", "is not below the stride", "0 to stride - 1"}};
  }
  const std::uint64_t height = c.rows().reach(c.in_height, c.output_pad.height);
  const std::uint64_t width = c.columns().reach(c.in_width, c.output_pad.width);
  if (height <= c.pad.top + c.pad.bottom || width <= c.pad.left + c.pad.right) {
    return {{"pad", "leaves nothing of the output", "less than the output without it"}};
  }
  const auto most = static_cast<std::uint64_t>(kExtents.max);
  if (c.out_height() > most || c.out_width() > most) {
    return {{"stride", "makes the output too large", "at most " + bound_text(most)}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<LimitFault> fault_of(const Convolution& c) {
  if (!c.transposed && c.output_pad != model::PerAxis{0}) {
    return {{"output_pad", "belongs to transposed convolutions only", "0"}};
  }
  if (auto fault = c.transposed ? fault_of_output(c) : fault_of_windows(c)) {
    return fault;
  }
  if (c.in_channels % c.groups != 0 || c.out_channels % c.groups != 0) {
    return {
        {"groups", "does not divide the channels", "a divisor of in_channels and out_channels"}};
  }
  const Convolution o = gemm_form(c, OperationClass::forward).convolution;
  const std::uint64_t in = o.in_channels / o.groups;
  const auto macs = [&](std::uint64_t rows, std::uint64_t columns) {
    return fits({o.batch, rows, columns, o.out_channels, in, o.kernel.height, o.kernel.width});
  };
  if (!macs(o.out_height(), o.out_width())) {
    return {{"batch", "the convolution has too many multiply-accumulates", at_most()}};
  }
  // Zeros that padding or a stride adds are multiplied by a machine that does not skip them.
  if (!macs(o.in_height, o.in_width) ||
      !fits({o.batch, o.in_height + o.pad.top + o.pad.bottom, o.in_width + o.pad.left + o.pad.right,
             o.in_channels})) {
    return {{"batch",
             c.transposed ? "the convolution has too many multiply-accumulates"
                          : "the convolution's input gradient has too many multiply-accumulates",
             at_most()}};
  }
  return std::nullopt;
}

std::optional<LimitFault> fault_of(const std::vector<std::uint64_t>& shape) {
  if (fits(shape)) {
    return std::nullopt;
  }
  return {{"shape", "the tensor has too many elements", at_most()}};
}

std::optional<LimitFault> fault_of(const VectorWork& work) {
  const double each = 1 + work.adds_per_element + work.multiplies_per_element;
  if (static_cast<double>(work.elements) * each <= static_cast<double>(kMostProduct)) {
    return std::nullopt;
  }
  return {{"elements", "the work has too many additions and multiplications", at_most()}};
}

std::optional<LimitFault> fault_of(const HostWork& work) {
  if (work.flops > kMostProduct) {
    return {{"flops", "the host has too many additions and multiplications", at_most()}};
  }
  if (work.words > kMostProduct) {
    return {{"words", "the host moves too many words", at_most()}};
  }
  return std::nullopt;
}

void check_limits(const Step& step) {
  const auto require = [&](const std::string& name, const std::optional<LimitFault>& fault) {
    if (fault) {
      throw UserError(
          fmt::format("{} with a batch of {}: {}: {}", step.model, step.batch, name, fault->what),
          fault->hint + "; a smaller batch");
    }
  };
  for (const Tensor& tensor : step.tensors) {
    require(tensor.name, fault_of(tensor.shape));
  }
  for (const Operation& operation : step.operations) {
    require(operation.name,
            std::visit(Overload{[](const MatrixWork& work) { return fault_of(work.convolution); },
                                [](const VectorWork& work) { return fault_of(work); },
                                [](const HostWork& work) { return fault_of(work); }},
                       operation.work));
  }
}

}  // namespace metronome::trace
