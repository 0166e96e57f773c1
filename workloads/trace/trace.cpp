#include "workloads/trace/trace.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <unordered_map>

#include "sim/base/error.hpp"

namespace metronome::trace {

std::uint64_t Tensor::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
}

std::vector<std::uint64_t> weight_shape(const Convolution& c) {
  return {c.out_channels, c.kernel.height, c.kernel.width, c.in_channels / c.groups};
}

Convolution group_of(const Convolution& convolution) {
  Convolution one = convolution;
  one.in_channels = exact_div<std::uint64_t>(convolution.in_channels, convolution.groups);
  one.out_channels = exact_div<std::uint64_t>(convolution.out_channels, convolution.groups);
  one.groups = 1;
  return one;
}

Convolution mirror(const Convolution& transposed) {
  METRONOME_ASSERT(transposed.transposed, "an ordinary convolution is its own form");
  Convolution c = transposed;
  c.in_channels = transposed.out_channels;
  c.in_height = transposed.out_height();
  c.in_width = transposed.out_width();
  c.out_channels = transposed.in_channels;
  c.transposed = false;
  c.output_pad = {0};
  return c;
}

GemmForm gemm_form(const Convolution& convolution, OperationClass cls) {
  if (!convolution.transposed) {
    return {convolution, cls, false};
  }
  switch (cls) {
    case OperationClass::forward:
      return {mirror(convolution), OperationClass::input_gradient, false};
    case OperationClass::input_gradient:
      return {mirror(convolution), OperationClass::forward, false};
    case OperationClass::weight_gradient:
      return {mirror(convolution), OperationClass::weight_gradient, true};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError("vector, quantize, update, host and load operations have no GEMM");
  }
  fail_no_enumerator(cls);
}

Gemm gemm_of(const Convolution& convolution, OperationClass cls) {
  const GemmForm form = gemm_form(convolution, cls);
  const Convolution c = group_of(form.convolution);
  const std::uint64_t window = c.taps();
  const std::uint64_t outputs = c.batch * c.out_height() * c.out_width();
  switch (form.cls) {
    case OperationClass::forward:
      return {.m = outputs, .n = c.out_channels, .k = c.in_channels * window};
    case OperationClass::input_gradient:
      return {.m = c.batch * c.in_height * c.in_width,
              .n = c.in_channels,
              .k = c.out_channels * window};
    case OperationClass::weight_gradient:
      return {.m = c.out_channels, .n = c.in_channels * window, .k = outputs};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError("vector, quantize, update, host and load operations have no GEMM");
  }
  fail_no_enumerator(cls);
}

std::uint64_t Tensor::numbers() const {
  return is_bitwise(format) ? exact_div(elements(), shape.front()) : elements();
}

const Tensor& Step::tensor(const std::string& name) const {
  const auto at = std::find_if(tensors.begin(), tensors.end(),
                               [&](const Tensor& tensor) { return tensor.name == name; });
  METRONOME_ASSERT(at != tensors.end(), "operations name tensors of their step");
  return *at;
}

void name_products(Step& step) {
  std::unordered_map<std::string, Tensor*> codes;
  for (Tensor& tensor : step.tensors) {
    tensor.product.reset();
    if (tensor.format == Format::codes) {
      codes.emplace(tensor.name, &tensor);
    }
  }
  for (const Operation& operation : step.operations) {
    const auto* work = std::get_if<MatrixWork>(&operation.work);
    for (std::size_t i = 0;
         work != nullptr && i < std::min<std::size_t>(operation.inputs.size(), 2); ++i) {
      const auto tensor = codes.find(operation.inputs[i]);
      if (tensor != codes.end() && !tensor->second->product) {
        tensor->second->product = work->convolution;
      }
    }
  }
}

std::set<std::string> matrix_layers(const Step& step) {
  std::set<std::string> layers;
  for (const Operation& operation : step.operations) {
    if (std::holds_alternative<MatrixWork>(operation.work)) {
      layers.insert(operation.layer);
    }
  }
  return layers;
}

std::uint64_t Trace::iterations() const {
  return schedule.empty() ? 0 : schedule.back().first_iteration + schedule.back().iterations;
}

std::vector<Phase> phases_of(const std::vector<Assignment>& per_iteration) {
  std::vector<Phase> phases;
  for (std::uint64_t t = 0; t < per_iteration.size(); ++t) {
    if (phases.empty() || phases.back().assignment != per_iteration[t]) {
      phases.push_back({t, 0, per_iteration[t]});
    }
    ++phases.back().iterations;
  }
  return phases;
}

}  // namespace metronome::trace
