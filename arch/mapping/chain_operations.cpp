#include "arch/mapping/chain_operations.hpp"

#include <algorithm>
#include <string_view>

#include "arch/mapping/step_index.hpp"
#include "sim/base/overload.hpp"

namespace metronome::mapping {
namespace {

constexpr const char* kForStatistics = ".for_statistics";
constexpr const char* kFirstPart = ".first_part";
constexpr const char* kMiddleParts = ".middle_parts";

bool take(std::vector<std::string>& names, const std::string& name) {
  const auto end = std::remove(names.begin(), names.end(), name);
  const bool found = end != names.end();
  names.erase(end, names.end());
  return found;
}

bool is_product_of(const MachineOperation& one, const std::string& name) {
  return is_matrix(one) && one.operation.outputs.front() == name;
}

/// Whether a product's result is a gradient: what is fused into it is then done once, at the end.
bool sums_weights(const MachineOperation& one, const ChainTensors& chain) {
  return is_matrix(one) && chain.gradients.contains(one.operation.outputs.front());
}

void make_smaller(trace::Convolution& c, std::uint64_t parts) {
  if (c.batch % parts == 0) {
    c.batch /= parts;
    return;
  }
  // Products of two activations have a group for each sample and head.
  c.in_channels = exact_div(c.in_channels, parts);
  c.out_channels = exact_div(c.out_channels, parts);
  c.groups = exact_div<std::uint64_t>(c.groups, parts);
}

/// The results of an operation, for what is done once to each of a gradient's.
double results_of(const MachineOperation& one, const trace::Step& tensors) {
  return std::visit(
      Overload{[&](const trace::MatrixWork&) {
                 const trace::Tensor& c = tensors.tensor(one.operation.outputs.front());
                 return static_cast<double>(c.elements()) /
                        static_cast<double>(of_batch(c.role) ? one.parts : 1);
               },
               [](const trace::VectorWork& work) { return static_cast<double>(work.elements); },
               [](const trace::HostWork&) { return 1.0; }},
      one.operation.work);
}

/// The sums of the parts before are read on chip and added to.
void go_on_with(MachineOperation& one, const std::string& gradient, const trace::Step& tensors) {
  const double adds =
      static_cast<double>(tensors.tensor(gradient).elements()) / results_of(one, tensors);
  one.held_inputs.push_back(gradient);
  if (auto* work = vector_work(one)) {
    work->adds_per_element += adds;
    return;
  }
  if (is_product_of(one, gradient)) {
    one.operation.inputs.push_back(gradient);
  } else {
    one.fused.inputs.push_back(gradient);
  }
  one.fused.adds_per_result += adds;
}

/// The sums stay on chip for the next part.
void leave_on_chip(MachineOperation& one, const std::string& gradient) {
  if (is_product_of(one, gradient)) {
    one.fused.keeps_product = false;
  } else if (!take(one.fused.outputs, gradient)) {
    take(one.operation.outputs, gradient);
  }
  one.held_outputs.push_back(gradient);
}

/// Of the names, those that are gradients of the chain.
std::vector<std::string> gradients_of(const MachineOperation& one, const ChainTensors& chain) {
  std::vector<std::string> found;
  if (sums_weights(one, chain)) {
    return {one.operation.outputs.front()};
  }
  for (const std::string& name : tensors_written(one)) {
    if (chain.gradients.contains(name)) {
      found.push_back(name);
    }
  }
  return found;
}

/// Inputs and results that stay on chip.
void hold(MachineOperation& one, const ChainTensors& chain) {
  const std::vector<std::string> reads = tensors_read(one);
  const std::vector<std::string> writes = tensors_written(one);
  for (const std::string& name : reads) {
    if (chain.held.contains(name) && !contains(writes, name) && !contains(one.held_inputs, name)) {
      one.held_inputs.push_back(name);
      if (is_vector(one)) {
        take(one.operation.inputs, name);
      }
    }
  }
  for (const std::string& name : writes) {
    if (!chain.held.contains(name)) {
      continue;
    }
    if (chain.stored.contains(name)) {
      one.copied_outputs.push_back(name);
      continue;
    }
    if (is_product_of(one, name)) {
      one.fused.keeps_product = false;
    } else if (!take(one.fused.outputs, name)) {
      take(one.operation.outputs, name);
    }
    one.held_outputs.push_back(name);
  }
}

}  // namespace

std::string whole_name(std::string name) {
  for (const std::string_view added : {kForStatistics, kFirstPart, kMiddleParts}) {
    if (name.ends_with(added)) {
      name.resize(name.size() - added.size());
    }
  }
  return name;
}

std::vector<std::string> tensors_read(const MachineOperation& one) {
  std::vector<std::string> names = one.operation.inputs;
  const auto add = [&](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  add(one.fused.inputs);
  add(one.loads[0].beside);
  add(one.loads[1].beside);
  return names;
}

std::vector<std::string> tensors_written(const MachineOperation& one) {
  std::vector<std::string> names = one.fused.outputs;
  if (!is_matrix(one) || one.fused.keeps_product) {
    names.insert(names.end(), one.operation.outputs.begin(), one.operation.outputs.end());
  }
  return names;
}

bool divides(const MachineOperation& one, const trace::Step& tensors, std::uint64_t parts) {
  const auto cuts = [&](const std::vector<std::string>& names) {
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      const trace::Tensor& tensor = tensors.tensor(name);
      return !of_batch(tensor.role) || tensor.shape.front() % parts == 0;
    });
  };
  const bool work = std::visit(
      Overload{[&](const trace::MatrixWork& matrix) {
                 const trace::Convolution& c = matrix.convolution;
                 return c.batch % parts == 0 || (c.batch == 1 && c.groups % parts == 0);
               },
               [&](const trace::VectorWork& vector) { return vector.elements % parts == 0; },
               [](const trace::HostWork&) { return false; }},
      one.operation.work);
  return work && cuts(tensors_read(one)) && cuts(tensors_written(one)) &&
         cuts(one.operation.outputs);
}

std::vector<MachineOperation> chain_operations(const MachineOperation& whole,
                                               const trace::Step& tensors,
                                               const ChainTensors& chain, std::uint64_t parts,
                                               bool without_sums) {
  MachineOperation one = whole;
  one.parts = parts;
  one.runs = parts;
  std::visit(
      Overload{[&](trace::MatrixWork& work) { make_smaller(work.convolution, parts); },
               [&](trace::VectorWork& work) { work.elements /= parts; }, [](trace::HostWork&) {}},
      one.operation.work);
  hold(one, chain);
  const std::vector<std::string> gradients = gradients_of(one, chain);
  if (without_sums && !sums_weights(one, chain)) {
    for (const std::string& name : gradients) {
      take(one.fused.outputs, name);
      take(one.operation.outputs, name);
    }
    return {one};
  }
  if (gradients.empty() || parts == 1) {
    return {one};
  }
  MachineOperation first = one;
  if (sums_weights(one, chain)) {
    first.fused = {};
  }
  for (const std::string& name : gradients) {
    leave_on_chip(first, name);
  }
  MachineOperation middle = first;
  for (const std::string& name : gradients) {
    go_on_with(middle, name, tensors);
    go_on_with(one, name, tensors);
  }
  first.operation.name += kFirstPart;
  first.runs = 1;
  middle.operation.name += kMiddleParts;
  middle.first_part = 1;
  middle.runs = parts - 2;
  one.first_part = parts - 1;
  one.runs = 1;
  std::vector<MachineOperation> all{first};
  if (parts > 2) {
    all.push_back(middle);
  }
  all.push_back(one);
  return all;
}

MachineOperation statistics_run(const MachineOperation& whole, const trace::Step& tensors) {
  MachineOperation one = whole;
  one.operation.name += kForStatistics;
  const auto keep_sums = [&](std::vector<std::string>& names) {
    std::erase_if(names,
                  [&](const std::string& name) { return of_batch(tensors.tensor(name).role); });
  };
  keep_sums(one.fused.outputs);
  if (is_matrix(one)) {
    one.fused.keeps_product = false;
  } else {
    keep_sums(one.operation.outputs);
  }
  return one;
}

}  // namespace metronome::mapping
