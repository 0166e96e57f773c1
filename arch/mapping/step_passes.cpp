#include "arch/mapping/step_passes.hpp"

#include <set>

#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;
using trace::Role;

/// Whether any stream has the bits of the layer's precision.
bool has_codes(const MachineOperation& one, const TensorIndex& tensors) {
  const auto is_code = [&](const std::string& name) {
    return tensors.at(name).format == Format::codes;
  };
  return std::any_of(one.operation.inputs.begin(), one.operation.inputs.end(), is_code) ||
         std::any_of(one.operation.outputs.begin(), one.operation.outputs.end(), is_code);
}

/// Makes `later`, which reads `shared` or the same tensors, part of `earlier`.
void join(MachineOperation& earlier, const MachineOperation& later) {
  trace::Operation& into = earlier.operation;
  const trace::Operation& from = later.operation;
  for (const std::string& name : from.inputs) {
    if (!contains(into.inputs, name) && !contains(into.outputs, name)) {
      into.inputs.push_back(name);
    }
  }
  into.outputs.insert(into.outputs.end(), from.outputs.begin(), from.outputs.end());
  auto& work = std::get<trace::VectorWork>(into.work);
  const auto& more = std::get<trace::VectorWork>(from.work);
  work.adds_per_element += more.adds_per_element;
  work.multiplies_per_element += more.multiplies_per_element;
  earlier.shares += later.shares;
  into.layer = from.layer;
}

void erase(std::vector<std::string>& names, const std::string& name) {
  names.erase(std::remove(names.begin(), names.end(), name), names.end());
}

bool same_elements(const MachineOperation& a, const MachineOperation& b) {
  return std::get<trace::VectorWork>(a.operation.work).elements ==
         std::get<trace::VectorWork>(b.operation.work).elements;
}

}  // namespace

void round_in_the_writing_pass(MachineStep& step) {
  std::vector<MachineOperation>& all = step.operations;
  std::vector<bool> gone(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    gone[i] = all[i].operation.cls == OperationClass::quantize && all[i].operation.outputs.empty();
  }
  remove_marked(all, gone);
  gone.assign(all.size(), false);
  const StepIndex uses(all);
  const TensorIndex tensors(step.tensors);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const trace::Operation& quantize = all[i].operation;
    if (quantize.cls != OperationClass::quantize || quantize.inputs.size() != 1) {
      continue;
    }
    const std::string real = quantize.inputs.front();
    const std::size_t writer = uses.writer_before(real, i);
    if (writer == i || !is_vector(all[writer]) || has_codes(all[writer], tensors) ||
        !same_elements(all[writer], all[i])) {
      continue;
    }
    join(all[writer], all[i]);
    if (uses.readers_of(real, writer).size() == 1) {
      erase(all[writer].operation.outputs, real);
    }
    gone[i] = true;
  }
  remove_marked(all, gone);
}

namespace {

/// Chooses pairs of vector passes that can become one on chip.
class OnChipMerger {
 public:
  OnChipMerger(MachineStep& step, const arch::AcceleratorSpec& machine)
      : all_(step.operations),
        uses_(step.operations),
        tensors_(step.tensors),
        machine_(machine),
        gone_(step.operations.size(), false) {}

  void run() {
    for (std::size_t i = 1; i < all_.size(); ++i) {
      if (!may_merge(all_[i])) {
        continue;
      }
      std::size_t before = i - 1;
      while (before > 0 && gone_[before]) {
        --before;
      }
      if (!gone_[before] && may_merge(all_[before]) && same_elements(all_[before], all_[i])) {
        merge(before, i);
      }
    }
    remove_marked(all_, gone_);
  }

 private:
  /// Work of the engine at the memory is none of the vector unit's.
  [[nodiscard]] bool may_merge(const MachineOperation& one) const {
    const bool elsewhere = one.operation.cls == OperationClass::update &&
                           machine_.training.update == arch::Update::near_data;
    return is_vector(one) && !elsewhere && !crosses_links(one.operation);
  }

  void merge(std::size_t earlier, std::size_t later) {
    const std::vector<std::string> shared = shared_tensors(earlier, later);
    if (shared.empty() || bytes(shared) > machine_.input_buffer.capacity().count() ||
        (has_codes(all_[earlier], tensors_) && has_codes(all_[later], tensors_))) {
      return;
    }
    const std::string layer = all_[earlier].operation.layer;
    all_[earlier].whole_batch = true;
    join(all_[earlier], all_[later]);
    if (!has_codes(all_[later], tensors_)) {
      all_[earlier].operation.layer = layer;
    }
    for (const std::string& name : shared) {
      if (contains(all_[earlier].operation.outputs, name) &&
          uses_.readers_of(name, earlier).size() == 1) {
        erase(all_[earlier].operation.outputs, name);
      }
    }
    gone_[later] = true;
  }

  /// What both passes read, or the later one reads of what the earlier one writes; empty unless the
  /// later one needs all that the earlier one reads, or something that it writes.
  [[nodiscard]] std::vector<std::string> shared_tensors(std::size_t earlier,
                                                        std::size_t later) const {
    const trace::Operation& a = all_[earlier].operation;
    const trace::Operation& b = all_[later].operation;
    std::vector<std::string> shared;
    bool all_inputs = true;
    for (const std::string& name : a.inputs) {
      if (contains(b.inputs, name)) {
        shared.push_back(name);
      } else {
        all_inputs = false;
      }
    }
    bool reads_result = false;
    for (const std::string& name : a.outputs) {
      if (contains(b.inputs, name)) {
        shared.push_back(name);
        reads_result = true;
      }
    }
    return all_inputs || reads_result ? shared : std::vector<std::string>{};
  }

  [[nodiscard]] std::uint64_t bytes(const std::vector<std::string>& names) const {
    std::uint64_t sum = 0;
    for (const std::string& name : names) {
      const trace::Tensor& tensor = tensors_.at(name);
      const unsigned bits = arch::stored_bits(machine_.storage, tensor.role, tensor.format, 0);
      sum += bytes_for(Bits(tensor.elements() * bits)).count();
    }
    return sum;
  }

  std::vector<MachineOperation>& all_;
  StepIndex uses_;
  TensorIndex tensors_;
  const arch::AcceleratorSpec& machine_;
  std::vector<bool> gone_;
};

}  // namespace

void merge_passes_on_chip(MachineStep& step, const arch::AcceleratorSpec& machine) {
  OnChipMerger(step, machine).run();
}

namespace {

/// Puts products again before what reads their outputs in the backward pass.
class StashRecomputer {
 public:
  explicit StashRecomputer(MachineStep& step)
      : step_(step), uses_(step.operations), tensors_(step.tensors) {}

  void run() {
    for (std::size_t i = 0; i < step_.operations.size(); ++i) {
      MachineOperation one = step_.operations[i];
      find_direction(one);
      if (backward_) {
        for (auto* names : {&one.operation.inputs, &one.fused.inputs, &one.loads[0].beside,
                            &one.loads[1].beside}) {
          for (std::string& name : *names) {
            read_again(name, i);
          }
        }
      }
      out_.push_back(std::move(one));
    }
    step_.operations = std::move(out_);
    std::set<std::string> known;
    for (trace::Tensor& tensor : added_) {
      if (known.insert(tensor.name).second) {
        step_.tensors.tensors.push_back(std::move(tensor));
      }
    }
  }

 private:
  /// The loss is the first to write an error; another part of the batch begins with a product.
  void find_direction(const MachineOperation& one) {
    for (const std::string& name : one.operation.outputs) {
      backward_ = backward_ || tensors_.at(name).role == Role::error;
    }
    if (one.operation.cls == OperationClass::forward && backward_) {
      backward_ = false;
      again_.clear();
    }
  }

  /// Changes the name of what operation `at` reads, if it is the output of a forward product.
  void read_again(std::string& name, std::size_t at) {
    const std::size_t writer = uses_.writer_before(name, at);
    if (tensors_.at(name).role != Role::stash || writer == at ||
        step_.operations[writer].operation.cls != OperationClass::forward) {
      return;
    }
    const std::string copy = name + ".again";
    if (again_.insert(name).second) {
      MachineOperation product(step_.operations[writer].operation);
      product.operation.name += ".recompute";
      product.operation.outputs = {copy};
      product.loads = step_.operations[writer].loads;
      for (std::size_t i = 0; i < product.loads.size(); ++i) {
        if (!product.loads[i].as.empty()) {  // made of what a product before has left
          read_again(product.operation.inputs[i], writer);
        }
        for (std::string& beside : product.loads[i].beside) {
          read_again(beside, writer);
        }
      }
      trace::Tensor tensor = tensors_.at(name);
      tensor.name = copy;
      added_.push_back(std::move(tensor));
      out_.push_back(std::move(product));
    }
    name = copy;
  }

  MachineStep& step_;
  StepIndex uses_;
  TensorIndex tensors_;
  std::vector<MachineOperation> out_;
  std::vector<trace::Tensor> added_;
  std::set<std::string> again_;
  bool backward_ = false;
};

}  // namespace

void compute_stashes_again(MachineStep& step) { StashRecomputer(step).run(); }

void copy_transposed_operands(MachineStep& step) {
  const StepIndex uses(step.operations);
  const auto transposed = [](const trace::Operation& operation, const std::string& name) {
    const bool a = operation.inputs.at(0) == name;
    const bool b = operation.inputs.at(1) == name;
    return (operation.cls == OperationClass::input_gradient && b) ||
           (operation.cls == OperationClass::weight_gradient && (a || b));
  };
  std::vector<trace::Tensor> added;
  for (const trace::Tensor& tensor : step.tensors.tensors) {
    if (tensor.format != Format::codes) {
      continue;
    }
    std::vector<std::size_t> turned;
    for (const std::size_t reader : uses.readers(tensor.name)) {
      const MachineOperation& one = step.operations[reader];
      if (is_matrix(one) && transposed(one.operation, tensor.name)) {
        turned.push_back(reader);
      }
    }
    if (turned.empty() || turned.size() == uses.readers(tensor.name).size()) {
      continue;  // written in the one order that is read
    }
    trace::Tensor copy = tensor;
    copy.name += ".transposed";
    for (const std::size_t writer : uses.writers(tensor.name)) {
      MachineOperation& one = step.operations[writer];
      (contains(one.fused.outputs, tensor.name) ? one.fused.outputs : one.operation.outputs)
          .push_back(copy.name);
    }
    for (const std::size_t reader : turned) {
      std::vector<std::string>& inputs = step.operations[reader].operation.inputs;
      std::replace(inputs.begin(), inputs.begin() + 2, tensor.name, copy.name);
    }
    added.push_back(std::move(copy));
  }
  step.tensors.tensors.insert(step.tensors.tensors.end(), added.begin(), added.end());
}

}  // namespace metronome::mapping
