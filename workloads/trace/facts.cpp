#include "workloads/trace/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

#include "sim/base/hash.hpp"

namespace metronome::trace {
namespace {

constexpr const char* kShapes = "shapes";
constexpr const char* kOtherShapes = "other_shapes";
constexpr const char* kOtherSteps = "other_steps";
constexpr const char* kElementwise = "elementwise";
constexpr const char* kOtherElementwise = "other_elementwise";
constexpr const char* kHostWork = "host_work";
constexpr const char* kErrors = "errors";
constexpr const char* kStatisticsPart = "batch_norm_part";
/// In which runs that are compared may differ: their results are samples of one distribution.
constexpr const char* kSeed = "seed";

/// Facts of what most trainings have not: who does not state one has none of it.
constexpr std::array kMayBeNone{kOtherSteps, kHostWork, kErrors, kStatisticsPart};
/// Digests, which tell nothing where something else differs.
constexpr std::array kDigests{kShapes, kOtherShapes, kElementwise, kOtherElementwise};

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

/// Whether a range of what a pass writes may be found in the same pass: that of activations and
/// errors, which products read as codes.
bool may_find_range(const Step& step, const Operation& pass) {
  return std::any_of(pass.outputs.begin(), pass.outputs.end(), [&](const std::string& name) {
    const Tensor& tensor = step.tensor(name);
    return tensor.format == Format::real &&
           (tensor.role == Role::activation || tensor.role == Role::error);
  });
}

/// Changes with every pass of an iteration but those of quantization, which follow the precision:
/// its name, elements and arithmetic, and how many tensors it reads and writes. The additions of a
/// pass that may find a range are left out, since some formats have it found there and others not;
/// what a network adds to such a pass is a tensor more (a residual's input, a ReLU's mask).
std::string elementwise_digest(const Step& step) {
  std::string text;
  for (const Operation& operation : step.operations) {
    const auto* work = std::get_if<VectorWork>(&operation.work);
    if (work == nullptr || operation.cls == OperationClass::quantize) {
      continue;
    }
    text +=
        fmt::format("{} {} {} {} {}", operation.name, work->elements, work->multiplies_per_element,
                    operation.inputs.size(), operation.outputs.size());
    text += may_find_range(step, operation) ? "\n" : fmt::format(" {}\n", work->adds_per_element);
  }
  return content_digest(text);
}

/// "constrain 8000000 operations and 120000 words", of an iteration of each step that has any.
std::string host_text(const Trace& trace) {
  std::string text;
  for (const NamedStep& step : trace.steps) {
    HostWork sum;
    bool any = false;
    for (const Operation& operation : step.step.operations) {
      if (const auto* work = std::get_if<HostWork>(&operation.work)) {
        sum.flops += work->flops;
        sum.words += work->words;
        any = true;
      }
    }
    if (any) {
      text += fmt::format("{}{} {} operations and {} words", text.empty() ? "" : ", ", step.name,
                          sum.flops, sum.words);
    }
  }
  return text;
}

bool reads(const Operation& operation, const std::string& tensor) {
  return std::find(operation.inputs.begin(), operation.inputs.end(), tensor) !=
         operation.inputs.end();
}

/// A product whose every result comes of the whole image.
bool fully_connected(const Convolution& c) {
  return c.out_height() == 1 && c.out_width() == 1 &&
         c.kernel == model::PerAxis{c.in_height, c.in_width};
}

/// Whether an error is one of a fully connected layer's output, elementwise passes apart.
bool is_hidden(const Step& step, const std::string& error) {
  std::vector<std::string> open{error};
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const Operation& operation : step.operations) {
      if (!reads(operation, open[i])) {
        continue;
      }
      if (const auto* product = std::get_if<MatrixWork>(&operation.work)) {
        if (fully_connected(product->convolution)) {
          return true;
        }
        continue;
      }
      for (const std::string& made : operation.outputs) {
        if (step.tensor(made).role == Role::error &&
            std::find(open.begin(), open.end(), made) == open.end()) {
          open.push_back(made);
        }
      }
    }
  }
  return false;
}

/// Whether direct feedback makes errors of hidden layers, not of a boundary alone.
bool feeds_hidden_errors(const Step& step) {
  return std::any_of(step.operations.begin(), step.operations.end(), [&](const Operation& one) {
    const bool projects = std::any_of(
        one.inputs.begin(), one.inputs.end(),
        [&](const std::string& name) { return step.tensor(name).role == Role::feedback; });
    return projects &&
           std::any_of(one.outputs.begin(), one.outputs.end(),
                       [&](const std::string& error) { return is_hidden(step, error); });
  });
}

/// "by binary feedback to relu1, relu2", of direct feedback; and whether no hidden
/// error is among them; with a delay of the updates also that.
std::string errors_text(const Step& step) {
  std::string text;
  for (const Tensor& tensor : step.tensors) {
    if (tensor.role == Role::feedback) {
      const std::string node = tensor.name.substr(0, tensor.name.rfind('.'));
      text += text.empty()
                  ? fmt::format("by {} feedback to {}",
                                tensor.format == Format::mask ? "binary" : enum_name(tensor.format),
                                node)
                  : ", " + node;
    }
  }
  if (!text.empty() && !feeds_hidden_errors(step)) {
    text += " (a single fully connected layer: no hidden error)";
  }
  return step.delay == 0 ? text
                         : fmt::format("{}{}updates {} iteration later", text,
                                       text.empty() ? "" : "; ", step.delay);
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
  if (const std::string errors = errors_text(step); !errors.empty()) {
    facts.push_back({kErrors, errors});
  }
  if (step.statistics_part > 0) {
    facts.push_back({kStatisticsPart, fmt::format("{}", step.statistics_part)});
  }
  std::string shapes, elementwise, others;
  for (std::size_t i = 1; i < trace.steps.size(); ++i) {
    shapes += products_digest(trace.steps[i].step);
    elementwise += elementwise_digest(trace.steps[i].step);
    others +=
        fmt::format("{}{} {}", others.empty() ? "" : ", ", trace.steps[i].name, iterations[i]);
  }
  if (!others.empty()) {
    facts.push_back({kOtherSteps, others});
    facts.push_back({kOtherShapes, content_digest(shapes)});
    facts.push_back({kOtherElementwise, content_digest(elementwise)});
  }
  if (const std::string host = host_text(trace); !host.empty()) {
    facts.push_back({kHostWork, host});
  }
  facts.push_back({kShapes, products_digest(step)});
  facts.push_back({kElementwise, elementwise_digest(step)});
  return facts;
}

std::vector<Difference> differences(const Facts& one, const Facts& other) {
  std::vector<Difference> found;
  for (const Fact& ours : one) {
    const auto theirs = std::find_if(other.begin(), other.end(),
                                     [&](const Fact& f) { return f.name == ours.name; });
    if (ours.name != kSeed && theirs != other.end() && theirs->value != ours.value) {
      found.push_back({ours.name, ours.value, theirs->value});
    }
  }
  for (const char* const name : kMayBeNone) {
    const std::string ours = fact(one, name);
    const std::string theirs = fact(other, name);
    if (ours.empty() != theirs.empty()) {
      found.push_back({name, ours.empty() ? "none" : ours, theirs.empty() ? "none" : theirs});
    }
  }
  const auto is_digest = [](const Difference& d) {
    return std::find(kDigests.begin(), kDigests.end(), d.name) != kDigests.end();
  };
  if (!std::all_of(found.begin(), found.end(), is_digest)) {
    std::erase_if(found, is_digest);
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
