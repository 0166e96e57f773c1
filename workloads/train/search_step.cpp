#include "workloads/train/search_step.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "workloads/trace/costs.hpp"

namespace metronome::train {
namespace {

using trace::Cost;
using trace::Format;
using trace::Operation;
using trace::OperationClass;
using trace::Role;
using trace::Step;
using trace::Tensor;
using trace::VectorWork;
using trace::costs::operator+;

Cost times(std::size_t n, const Cost& cost) {
  const auto count = static_cast<double>(n);
  return {.adds = count * cost.adds, .multiplies = count * cost.multiplies};
}

void replace(std::vector<std::string>& names, const std::string& from, const std::string& to) {
  std::replace(names.begin(), names.end(), from, to);
}

/// One pass of a search, forward and backward.
class SearchPass {
 public:
  SearchPass(Step step, std::size_t candidates, bool of_strengths)
      : step_(std::move(step)), candidates_(candidates), of_strengths_(of_strengths) {}

  Step make(const std::set<std::string>& formed) {
    for (const std::string& layer : formed) {
      rewrite(layer);
    }
    std::set<std::string> read;
    for (const Operation& operation : step_.operations) {
      read.insert(operation.inputs.begin(), operation.inputs.end());
    }
    // Codes that nothing multiplies any more, and the ranges of what has none.
    std::erase_if(step_.operations, [&](const Operation& operation) {
      return operation.cls == OperationClass::quantize &&
             std::none_of(operation.outputs.begin(), operation.outputs.end(),
                          [&](const std::string& name) { return read.contains(name); });
    });
    return std::move(step_);
  }

 private:
  [[nodiscard]] Operation& operation(const std::string& name) {
    return *std::find_if(step_.operations.begin(), step_.operations.end(),
                         [&](const Operation& one) { return one.name == name; });
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return std::any_of(step_.operations.begin(), step_.operations.end(),
                       [&](const Operation& one) { return one.name == name; });
  }
  /// Of what a quantization writes: what it reads.
  [[nodiscard]] std::string real_of(const std::string& codes) const {
    for (const Operation& one : step_.operations) {
      if (one.cls == OperationClass::quantize &&
          std::find(one.outputs.begin(), one.outputs.end(), codes) != one.outputs.end()) {
        return one.inputs.front();
      }
    }
    return codes;
  }
  void put(const std::string& at, bool behind, const std::string& layer, const std::string& what,
           OperationClass cls, const std::string& of, const Cost& cost,
           std::vector<std::string> inputs, std::vector<std::string> outputs) {
    auto place = std::find_if(step_.operations.begin(), step_.operations.end(),
                              [&](const Operation& one) { return one.name == at; });
    const std::uint64_t elements = step_.tensor(of).elements();
    step_.operations.insert(
        place + (behind ? 1 : 0),
        Operation{layer + "." + what, layer, cls, VectorWork{elements, cost.adds, cost.multiplies},
                  std::move(inputs), std::move(outputs)});
  }
  void tensor(const std::string& name, Role role, const std::string& like) {
    Tensor made = step_.tensor(like);
    made.name = name;
    made.role = role;
    made.format = Format::real;
    step_.tensors.push_back(std::move(made));
  }

  void rewrite(const std::string& layer) {
    const std::string master = layer + ".weight.master";
    const std::string weights = layer + ".weight.mixture";
    const std::string input = layer + ".input_mixture";
    const std::string forward = layer + ".forward";
    const std::string codes = operation(forward).inputs.at(0);
    const std::string weight_codes = operation(forward).inputs.at(1);
    const std::string real = real_of(codes);
    tensor(weights, Role::weight, master);
    tensor(input, Role::activation, real);
    const Cost blended =
        times(candidates_, trace::costs::kQuantize + Cost{.adds = 1, .multiplies = 1});
    put(forward, false, layer, "blend_weight", OperationClass::quantize, master,
        trace::costs::kSigmoid + blended, {master}, {weights});
    put(forward, false, layer, "blend_input", OperationClass::quantize, real,
        Cost{.adds = 2} + blended, {real}, {input});
    for (const char* product : {".forward", ".input_gradient", ".weight_gradient"}) {
      if (has(layer + product)) {
        replace(operation(layer + product).inputs, codes, input);
        replace(operation(layer + product).inputs, weight_codes, weights);
      }
    }
    clip_error(layer, real);
    if (of_strengths_) {
      add_strengths(layer, real);
    }
  }

  void clip_error(const std::string& layer, const std::string& real) {
    const std::string product = layer + ".input_gradient";
    if (!has(product)) {
      return;
    }
    const std::string error = operation(product).outputs.front();
    const std::string mixed = layer + ".mixture_error";
    tensor(mixed, Role::error, error);
    replace(operation(product).outputs, error, mixed);
    put(product, true, layer, "clip_error", OperationClass::vector, error, {.adds = 3},
        {mixed, real}, {error});
  }

  void add_strengths(const std::string& layer, const std::string& real) {
    const std::uint64_t count = 2 * candidates_;
    for (const auto& [name, role] : {std::pair{".strengths.master", Role::master},
                                     std::pair{".strengths.momentum", Role::optimizer_state},
                                     std::pair{".strengths.variance", Role::optimizer_state},
                                     std::pair{".strengths.gradient", Role::gradient},
                                     std::pair{".input_strengths.gradient", Role::gradient}}) {
      step_.tensors.push_back({layer + name, role, Format::real, {count}});
    }
    const Cost summed =
        times(candidates_, trace::costs::kQuantize + Cost{.adds = 1, .multiplies = 1});
    const std::string gradient = layer + ".weight.gradient";
    const std::string master = layer + ".weight.master";
    put(layer + ".weight_gradient", true, layer, "strengths_of_weight", OperationClass::vector,
        master, trace::costs::kSigmoid + summed, {gradient, master},
        {layer + ".strengths.gradient"});
    const std::string mixed = layer + ".mixture_error";
    if (has(layer + ".clip_error")) {
      put(layer + ".clip_error", false, layer, "strengths_of_input", OperationClass::vector, mixed,
          summed, {mixed, real}, {layer + ".input_strengths.gradient"});
    }
    std::vector<std::string> state{layer + ".strengths.master", layer + ".strengths.momentum",
                                   layer + ".strengths.variance"};
    std::vector<std::string> inputs = state;
    inputs.push_back(layer + ".strengths.gradient");
    if (has(layer + ".clip_error")) {
      inputs.push_back(layer + ".input_strengths.gradient");
    }
    const Cost cost = trace::costs::update(trace::UpdateRule::adam);
    step_.operations.push_back({layer + ".update_strengths", layer, OperationClass::update,
                                VectorWork{count, cost.adds, cost.multiplies}, std::move(inputs),
                                std::move(state)});
  }

  Step step_;
  std::size_t candidates_;
  bool of_strengths_;
};

/// What the pass of the strengths leaves out: updates but theirs, and gradients that only those
/// read.
void keep_strengths(Step& step) {
  std::erase_if(step.operations, [](const Operation& operation) {
    return operation.cls == OperationClass::update &&
           !operation.name.ends_with(".update_strengths");
  });
  std::set<std::string> read;
  for (const Operation& operation : step.operations) {
    read.insert(operation.inputs.begin(), operation.inputs.end());
  }
  std::erase_if(step.operations, [&](const Operation& operation) {
    return !operation.outputs.empty() &&
           std::all_of(operation.outputs.begin(), operation.outputs.end(),
                       [&](const std::string& name) {
                         return step.tensor(name).role == Role::gradient && !read.contains(name);
                       });
  });
}

}  // namespace

trace::Step search_step(const trace::Step& plain, const std::set<std::string>& formed,
                        std::size_t candidates) {
  Step step = SearchPass(plain, candidates, false).make(formed);
  Step second = SearchPass(plain, candidates, true).make(formed);
  keep_strengths(second);
  std::set<std::string> shared;
  for (const Tensor& tensor : second.tensors) {
    if (tensor.role == Role::master || tensor.role == Role::optimizer_state) {
      shared.insert(tensor.name);
    }
  }
  const auto renamed = [&](const std::string& name) {
    return shared.contains(name) ? name : name + kStrengthPass;
  };
  for (Tensor tensor : second.tensors) {
    const bool there = shared.contains(tensor.name) &&
                       std::any_of(step.tensors.begin(), step.tensors.end(),
                                   [&](const Tensor& own) { return own.name == tensor.name; });
    if (!there) {
      tensor.name = renamed(tensor.name);
      step.tensors.push_back(std::move(tensor));
    }
  }
  for (Operation operation : second.operations) {
    operation.name += kStrengthPass;
    std::transform(operation.inputs.begin(), operation.inputs.end(), operation.inputs.begin(),
                   renamed);
    std::transform(operation.outputs.begin(), operation.outputs.end(), operation.outputs.begin(),
                   renamed);
    step.operations.push_back(std::move(operation));
  }
  step.forward_macs += second.forward_macs;
  std::set<std::string> used;
  for (const Operation& operation : step.operations) {
    used.insert(operation.inputs.begin(), operation.inputs.end());
    used.insert(operation.outputs.begin(), operation.outputs.end());
  }
  std::erase_if(step.tensors, [&](const Tensor& tensor) { return !used.contains(tensor.name); });
  return step;
}

}  // namespace metronome::train
