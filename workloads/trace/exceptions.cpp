#include "workloads/trace/exceptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/base/text.hpp"

namespace metronome::trace {

ExceptionRule::ExceptionRule(const std::vector<NamedStep>& steps) {
  for (const NamedStep& one : steps) {
    add(one.step);
  }
}

ExceptionRule::ExceptionRule(const Step& step) { add(step); }

void ExceptionRule::add(const Step& step) {
  layers_.merge(matrix_layers(step));
  std::set<std::string> codes;
  for (const Tensor& tensor : step.tensors) {
    if (tensor.format == Format::codes) {
      codes.insert(tensor.name);
    }
  }
  const auto any = [&](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return codes.contains(name); });
  };
  for (const Operation& operation : step.operations) {
    const auto* work = std::get_if<MatrixWork>(&operation.work);
    if ((work != nullptr && !work->fp32) || any(operation.inputs) || any(operation.outputs)) {
      of_codes_.insert(operation.layer);
    }
  }
}

std::optional<ExceptionRule::Fault> ExceptionRule::fault(
    const std::string& layer, const Precision& precision, bool nearest,
    const std::vector<std::string>& formats) const {
  if (layers_.empty()) {
    return std::nullopt;
  }
  if (!layers_.contains(layer)) {
    std::vector<std::string> known;  // that take what this one was to have
    if (precision.formats.any() && !formats.empty()) {
      known = formats;
    } else {
      std::copy_if(layers_.begin(), layers_.end(), std::back_inserter(known),
                   [&](const std::string& name) {
                     return precision == Precision(0, 0) || of_codes_.contains(name);
                   });
    }
    return Fault{fmt::format("no step has a convolution or linear layer `{}`", layer),
                 nearest ? name_hint(layer, known) : ""};
  }
  if (!of_codes_.contains(layer) && precision != Precision(0, 0)) {
    return Fault{fmt::format("bits of `{}` have no effect: it is computed in FP32", layer),
                 "leave the layer out, or `quantize: true` in the network's file"};
  }
  return std::nullopt;
}

}  // namespace metronome::trace
