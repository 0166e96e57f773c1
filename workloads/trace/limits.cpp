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

/// In extents of at most 3e9, so that two of them multiply without overflow.
std::uint64_t windows(std::uint64_t extent, const Convolution& c) {
  return (extent + 2 * c.pad - c.kernel) / c.stride + 1;
}

}  // namespace

std::optional<LimitFault> fault_of(const Convolution& c) {
  if (c.kernel > std::min(c.in_height, c.in_width) + 2 * c.pad) {
    return {{"kernel", "is larger than the padded input", "at most the input plus 2 pad"}};
  }
  if (c.in_channels % c.groups != 0 || c.out_channels % c.groups != 0) {
    return {
        {"groups", "does not divide the channels", "a divisor of in_channels and out_channels"}};
  }
  const std::uint64_t rows = windows(c.in_height, c);
  const std::uint64_t columns = windows(c.in_width, c);
  const std::uint64_t in = c.in_channels / c.groups;
  if (!fits({c.batch, rows, columns, c.out_channels, in, c.kernel, c.kernel})) {
    return {{"batch", "the convolution has too many multiply-accumulates", at_most()}};
  }
  // Zeros that padding or a stride adds are multiplied by a machine that does not skip them.
  if (!fits({c.batch, c.in_height, c.in_width, c.out_channels, in, c.kernel, c.kernel}) ||
      !fits({c.batch, c.in_height + 2 * c.pad, c.in_width + 2 * c.pad, c.in_channels})) {
    return {
        {"batch", "the convolution's input gradient has too many multiply-accumulates", at_most()}};
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
                                [](const VectorWork& work) { return fault_of(work); }},
                       operation.work));
  }
}

}  // namespace metronome::trace
