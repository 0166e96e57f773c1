#include "workloads/onnx/node_scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/checked.hpp"
#include "workloads/model/limits.hpp"

namespace metronome::importers {
namespace {

/// Axes of a tensor: far more than any operator has a use for.
constexpr std::size_t kMostAxes = 16;

}  // namespace

bool NodeScope::has(std::size_t input) const {
  return input < node_->inputs.size() && node_->inputs[input] != kAbsent;
}

const ImportedTensor& NodeScope::input(std::size_t at) const {
  if (!has(at)) {
    fail(fmt::format("input {} is missing", at));
  }
  return graph_->tensors[node_->inputs[at]];
}

std::string NodeScope::input_text(std::size_t at) const {
  return fmt::format("input {} (`{}`)", at, input(at).name);
}

const Extents& NodeScope::extents(std::size_t at) const {
  const ImportedTensor& tensor = input(at);
  if (!tensor.extents) {
    fail("the shape of " + input_text(at) + " is not known");
  }
  return *tensor.extents;
}

const Extents& NodeScope::extents(std::size_t at, std::size_t rank) const {
  const Extents& found = extents(at);
  if (found.size() != rank) {
    fail(fmt::format("{} has shape {}, not {} axes", input_text(at), extents_text(found), rank));
  }
  return found;
}

ElementType NodeScope::type(std::size_t at) const { return input(at).type; }

const Values* NodeScope::values(std::size_t at) const {
  const std::optional<Values>& found = input(at).values;
  return found ? &*found : nullptr;
}

const Values& NodeScope::known(std::size_t at) const {
  const Values* found = values(at);
  if (found == nullptr) {
    fail(input_text(at) + " decides a shape, and its values are not known before the network runs",
         "export the network with constant sizes, or cut it before this node");
  }
  return *found;
}

std::vector<std::int64_t> NodeScope::integers(std::size_t at) const {
  const auto* whole = std::get_if<std::vector<std::int64_t>>(&known(at));
  if (whole == nullptr) {
    fail(input_text(at) + " holds real numbers, not integers");
  }
  return *whole;
}

std::vector<double> NodeScope::reals(std::size_t at) const {
  const auto* real = std::get_if<std::vector<double>>(&known(at));
  if (real == nullptr) {
    fail(input_text(at) + " holds integers, not real numbers");
  }
  return *real;
}

bool NodeScope::has_attribute(const std::string& name) const {
  return node_->attributes.contains(name);
}

template <class T>
const T* NodeScope::attribute(const std::string& name, const char* kind) const {
  const auto found = node_->attributes.find(name);
  if (found == node_->attributes.end()) {
    return nullptr;
  }
  const T* value = std::get_if<T>(&found->second);
  if (value == nullptr) {
    fail(fmt::format("attribute `{}` is not {}", name, kind));
  }
  return value;
}

std::int64_t NodeScope::integer(const std::string& name, std::int64_t fallback) const {
  const auto* value = attribute<std::int64_t>(name, "an integer");
  return value == nullptr ? fallback : *value;
}

double NodeScope::real(const std::string& name, double fallback) const {
  const auto* value = attribute<double>(name, "a real number");
  return value == nullptr ? fallback : *value;
}

std::string NodeScope::text(const std::string& name, const std::string& fallback) const {
  const auto* value = attribute<std::string>(name, "a text");
  return value == nullptr ? fallback : *value;
}

std::vector<std::int64_t> NodeScope::integer_list(const std::string& name) const {
  const auto* value = attribute<std::vector<std::int64_t>>(name, "a list of integers");
  return value == nullptr ? std::vector<std::int64_t>{} : *value;
}

std::vector<double> NodeScope::real_list(const std::string& name) const {
  const auto* value = attribute<std::vector<double>>(name, "a list of real numbers");
  return value == nullptr ? std::vector<double>{} : *value;
}

const ImportedTensor* NodeScope::tensor(const std::string& name) const {
  return attribute<ImportedTensor>(name, "a tensor");
}

std::size_t NodeScope::axis(std::int64_t value, std::size_t rank) const {
  const auto axes = static_cast<std::int64_t>(rank);
  if (value < -axes || value >= axes) {
    fail(fmt::format("axis {} is not one of {} axes", value, rank));
  }
  return static_cast<std::size_t>(value < 0 ? value + axes : value);
}

std::int64_t NodeScope::product(std::int64_t a, std::int64_t b) const {
  const auto result = checked_multiply(a, b);
  if (!result) {
    fail(fmt::format("{} times {} is beyond 64 bits", a, b));
  }
  return *result;
}

std::int64_t NodeScope::sum(std::int64_t a, std::int64_t b) const {
  const auto result = checked_add(a, b);
  if (!result) {
    fail(fmt::format("{} plus {} is beyond 64 bits", a, b));
  }
  return *result;
}

std::int64_t NodeScope::elements(const Extents& extents) const {
  const auto count = element_count(extents);
  if (!count || *count > model::kMostProduct) {
    fail(fmt::format("a tensor of shape {} has more than {:.0e} elements", extents_text(extents),
                     static_cast<double>(model::kMostProduct)));
  }
  return static_cast<std::int64_t>(*count);
}

void NodeScope::give(std::size_t output, Extents extents, ElementType type) {
  if (output >= node_->outputs.size() || node_->outputs[output] == kAbsent) {
    return;
  }
  if (extents.size() > kMostAxes) {
    fail(fmt::format("its output has {} axes", extents.size()),
         fmt::format("{} at most", kMostAxes));
  }
  for (const std::int64_t extent : extents) {
    if (extent < 0 || static_cast<long double>(extent) > model::kExtents.max) {
      fail("its output has shape " + extents_text(extents),
           "extents are 0 to " + bound_text(model::kExtents.max));
    }
  }
  (void)elements(extents);
  ImportedTensor& tensor = graph_->tensors[node_->outputs[output]];
  tensor.extents = std::move(extents);
  tensor.type = type;
}

void NodeScope::keep(std::size_t output, Values values) {
  if (output < node_->outputs.size() && node_->outputs[output] != kAbsent) {
    graph_->tensors[node_->outputs[output]].values = std::move(values);
  }
}

const Extents& NodeScope::given(std::size_t output) const {
  return *graph_->tensors[node_->outputs[output]].extents;
}

ElementType NodeScope::given_type(std::size_t output) const {
  return graph_->tensors[node_->outputs[output]].type;
}

void NodeScope::fail(std::string what, std::string hint) const {
  fail_at_node(*graph_, *node_, std::move(what), std::move(hint));
}

}  // namespace metronome::importers
