#include "workloads/trace/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "sim/base/hash.hpp"

namespace metronome::trace {
namespace {

constexpr const char* kShapes = "shapes";
constexpr const char* kOtherShapes = "other_shapes";
constexpr const char* kOtherSteps = "other_steps";

/// Different for different convolutions. What most convolutions have not is left out.
std::string shape_text(const Convolution& c) {
  std::string text =
      fmt::format("{} {} {} {} {} {} {} {} {}", c.batch, c.in_channels, c.in_height, c.in_width,
                  c.out_channels, text_of(c.kernel), text_of(c.stride), text_of(c.pad), c.groups);
  if (c.dilation != model::PerAxis{}) {
    text += " dilation " + text_of(c.dilation);
  }
  if (c.transposed) {
    text += " transposed " + text_of(c.output_pad);
  }
  return text;
}

/// Changes with every product of an iteration: its name, class and shape.
std::string products_digest(const Step& step) {
  std::string text;
  for (const Operation& operation : step.operations) {
    if (const auto* matrix = std::get_if<MatrixWork>(&operation.work)) {
      text += fmt::format("{} {} {}\n", operation.name, static_cast<int>(operation.cls),
                          shape_text(matrix->convolution));
    }
  }
  return content_digest(text);
}

}  // namespace

std::string fact(const Facts& facts, const std::string& name) {
  const auto at =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& f) { return f.name == name; });
  return at == facts.end() ? std::string() : at->value;
}

UpdateRule update_rule_of(const Step& step) {
  const auto tensors_of = [&](Role role) {
    return std::count_if(step.tensors.begin(), step.tensors.end(),
                         [&](const Tensor& tensor) { return tensor.role == role; });
  };
  const auto states = tensors_of(Role::optimizer_state);
  if (states == 0) {
    return UpdateRule::sgd;
  }
  return states > tensors_of(Role::master) ? UpdateRule::adam : UpdateRule::momentum;
}

Facts facts_of(const Trace& trace) {
  const Step& step = trace.step();
  std::vector<std::uint64_t> iterations(trace.steps.size(), 0);
  for (const Phase& phase : trace.schedule) {
    iterations.at(phase.step) += phase.iterations;
  }
  Facts facts{{"model", step.model},
              {"dataset", step.dataset},
              {"batch", fmt::format("{}", step.batch)},
              {"iterations", fmt::format("{}", iterations.front())},
              {"optimizer", std::string(enum_name(update_rule_of(step)))},
              {"dx_scale", std::string(enum_name(step.dx_scale))}};
  std::string shapes, others;
  for (std::size_t i = 1; i < trace.steps.size(); ++i) {
    shapes += products_digest(trace.steps[i].step);
    others +=
        fmt::format("{}{} {}", others.empty() ? "" : ", ", trace.steps[i].name, iterations[i]);
  }
  if (!others.empty()) {
    facts.push_back({kOtherSteps, others});
    facts.push_back({kOtherShapes, content_digest(shapes)});
  }
  facts.push_back({kShapes, products_digest(step)});
  return facts;
}

std::vector<Difference> differences(const Facts& one, const Facts& other) {
  std::vector<Difference> found;
  for (const Fact& ours : one) {
    const auto theirs = std::find_if(other.begin(), other.end(),
                                     [&](const Fact& f) { return f.name == ours.name; });
    if (theirs != other.end() && theirs->value != ours.value) {
      found.push_back({ours.name, ours.value, theirs->value});
    }
  }
  // Who does not state other steps has none.
  const std::string ours = fact(one, kOtherSteps);
  const std::string theirs = fact(other, kOtherSteps);
  if (ours.empty() != theirs.empty()) {
    found.push_back({kOtherSteps, ours.empty() ? "none" : ours, theirs.empty() ? "none" : theirs});
  }
  if (found.size() > 1) {  // shapes differ where models or batches do: digests tell nothing more
    std::erase_if(found,
                  [](const Difference& d) { return d.name == kShapes || d.name == kOtherShapes; });
  }
  return found;
}

std::string differences_text(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& d : differences) {
    text += fmt::format("{}{} {} against {}", text.empty() ? "" : ", ", d.name, d.one, d.other);
  }
  return text;
}

}  // namespace metronome::trace
