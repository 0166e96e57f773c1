#include "arch/mapping/micro_batches.hpp"

#include <fmt/format.h>

#include <set>

#include "arch/mapping/step_index.hpp"
#include "sim/base/overload.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;
using trace::Role;
using trace::Tensor;

class BatchSplitter {
 public:
  /// `executed`: how many of the parts.
  BatchSplitter(const trace::Step& step, std::uint64_t parts, std::uint64_t executed)
      : step_(step), parts_(parts), executed_(executed) {}

  MachineStep run() {
    if (step_.batch % parts_ != 0) {
      throw UserError(fmt::format("training.micro_batches: {} parts do not divide a batch of {}",
                                  parts_, step_.batch),
                      "a divisor of the trace's batch");
    }
    if (step_.delay > 0) {
      throw UserError("training.micro_batches: a step whose updates are delayed is not cut",
                      "training.micro_batches: 1, or a training with `delay: 0`");
    }
    if (step_.statistics_part > 0 && step_.batch / parts_ % step_.statistics_part != 0) {
      throw UserError(
          fmt::format("training.micro_batches: {} parts of a batch of {} cut the parts of {} "
                      "samples that batch norm takes its statistics of",
                      parts_, step_.batch, step_.statistics_part),
          fmt::format("at most {} micro-batches, of whole ones",
                      step_.batch / step_.statistics_part));
    }
    MachineStep out{step_, {}};
    trace::name_products(out.tensors);
    out.tensors.operations.clear();
    out.tensors.batch = step_.batch / parts_;
    const std::vector<bool> behind = behind_all_parts();
    for (Tensor& tensor : out.tensors.tensors) {
      if (batch_tensors_.contains(tensor.name)) {
        tensor.shape.at(0) /= parts_;
        if (tensor.product) {
          tensor.product->batch /= parts_;
        }
      }
    }
    add_tensors_of_parts(out);
    for (std::uint64_t part = 0; part < executed_; ++part) {
      add_part(out, part, behind);
    }
    for (std::size_t i = 0; i < behind.size(); ++i) {
      if (behind[i]) {
        out.operations.emplace_back(step_.operations[i]);
      }
    }
    return out;
  }

  /// Updates, what is done with a gradient once all parts have added to it, and what works on
  /// parameters that one of these has changed before.
  std::vector<bool> behind_all_parts() {
    find_parameters();
    for (const Tensor& tensor : step_.tensors) {
      if (of_batch(tensor)) {
        batch_tensors_.insert(tensor.name);
      } else if (tensor.role == Role::gradient) {
        gradients_.insert(tensor.name);
      }
    }
    std::vector<bool> behind;
    std::set<std::string> changed;
    const auto any_in = [](const std::vector<std::string>& names, const std::set<std::string>& of) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return of.contains(name); });
    };
    for (const trace::Operation& operation : step_.operations) {
      behind.push_back(operation.cls == OperationClass::update ||
                       (!touches_batch(operation) &&
                        (any_in(operation.inputs, gradients_) ||
                         any_in(operation.inputs, changed) || any_in(operation.outputs, changed))));
      if (behind.back()) {
        changed.insert(operation.outputs.begin(), operation.outputs.end());
      }
    }
    return behind;
  }

 private:
  /// Masters that neither an update nor the host writes are rows gathered for the batch's words,
  /// but in a step without anything of the batch.
  void find_parameters() {
    const bool samples = std::any_of(
        step_.tensors.begin(), step_.tensors.end(),
        [&](const Tensor& tensor) { return tensor.role != Role::master && of_batch(tensor); });
    for (const trace::Operation& operation : step_.operations) {
      const bool update = operation.cls == OperationClass::update;
      if (update || operation.cls == OperationClass::host || spreads_update(operation)) {
        parameters_.insert(operation.outputs.begin(), operation.outputs.end());
      }
      if (update) {
        updated_.insert(operation.outputs.begin(), operation.outputs.end());
      }
      if (!samples) {
        parameters_.insert(operation.inputs.begin(), operation.inputs.end());
      }
    }
  }

  /// What writes masters of nothing but masters that an update has written before: chips that
  /// update a part each get the others' so.
  [[nodiscard]] bool spreads_update(const trace::Operation& operation) const {
    const auto is_master = [&](const std::string& name) {
      return step_.tensor(name).role == Role::master;
    };
    return operation.cls == OperationClass::vector && !operation.inputs.empty() &&
           std::all_of(operation.inputs.begin(), operation.inputs.end(),
                       [&](const std::string& name) { return updated_.contains(name); }) &&
           std::all_of(operation.inputs.begin(), operation.inputs.end(), is_master) &&
           std::all_of(operation.outputs.begin(), operation.outputs.end(), is_master);
  }

  void add_tensors_of_parts(MachineStep& out) {
    for (const trace::Operation& operation : step_.operations) {
      written_.insert(operation.outputs.begin(), operation.outputs.end());
    }
    const std::vector<Tensor> first = out.tensors.tensors;
    for (std::uint64_t part = 1; part < executed_; ++part) {
      for (Tensor tensor : first) {
        if (batch_tensors_.contains(tensor.name) && written_.contains(tensor.name)) {
          tensor.name += fmt::format("@{}", part + 1);
          out.tensors.tensors.push_back(std::move(tensor));
        }
      }
    }
  }

  [[nodiscard]] bool of_batch(const Tensor& tensor) const {
    switch (tensor.role) {
      case Role::weight:
      case Role::gradient:
      case Role::optimizer_state:
      case Role::feedback:
        return false;
      case Role::master:
        return !parameters_.contains(tensor.name);
      case Role::activation:
      case Role::error:
      case Role::stash:
      case Role::partial_sum:
        return true;
    }
    fail_no_enumerator(tensor.role);
  }

  [[nodiscard]] bool touches_batch(const trace::Operation& operation) const {
    const auto of_batch = [&](const std::string& name) { return batch_tensors_.contains(name); };
    return std::any_of(operation.inputs.begin(), operation.inputs.end(), of_batch) ||
           std::any_of(operation.outputs.begin(), operation.outputs.end(), of_batch);
  }

  void add_part(MachineStep& out, std::uint64_t part, const std::vector<bool>& behind) const {
    for (std::size_t i = 0; i < behind.size(); ++i) {
      const trace::Operation& operation = step_.operations[i];
      const bool batch = touches_batch(operation);
      if (behind[i] || (part > 0 && !batch)) {
        continue;
      }
      trace::Operation own = batch ? smaller(operation) : operation;
      if (part > 0) {
        const std::string suffix = fmt::format("@{}", part + 1);
        own.name += suffix;
        rename(own.inputs, suffix);
        rename(own.outputs, suffix);
        accumulate(own);
      }
      out.operations.emplace_back(std::move(own));
    }
  }

  /// What a part writes is its own; what the step finds (images) serves all.
  void rename(std::vector<std::string>& names, const std::string& suffix) const {
    for (std::string& name : names) {
      if (batch_tensors_.contains(name) && written_.contains(name)) {
        name += suffix;
      }
    }
  }

  void make_smaller(trace::Convolution& c) const {
    if (c.batch % parts_ == 0) {
      c.batch /= parts_;
      return;
    }
    // Products of two activations have a group for each sample and head.
    c.in_channels = exact_div(c.in_channels, parts_);
    c.out_channels = exact_div(c.out_channels, parts_);
    c.groups = exact_div<std::uint64_t>(c.groups, parts_);
  }

  [[nodiscard]] trace::Operation smaller(trace::Operation operation) const {
    std::visit(Overload{[&](trace::MatrixWork& work) { make_smaller(work.convolution); },
                        [&](trace::VectorWork& work) {
                          work.elements = std::max<std::uint64_t>(work.elements / parts_, 1);
                        },
                        [&](trace::HostWork& work) {
                          work.flops = ceil_div(work.flops, parts_);
                          work.words = ceil_div(work.words, parts_);
                        }},
               operation.work);
    return operation;
  }

  /// A gradient begins with what the part before has left; one that grows from token to token
  /// (whose operation adds a tensor already) does so at its first token.
  void accumulate(trace::Operation& operation) const {
    for (const std::string& name : operation.outputs) {
      if (!gradients_.contains(name)) {
        continue;
      }
      if (operation.cls == OperationClass::weight_gradient && operation.inputs.size() > 2) {
        continue;
      }
      operation.inputs.push_back(end_of_chain(name));
    }
  }

  /// The gradient that a partial one ends up in.
  [[nodiscard]] std::string end_of_chain(std::string name) const {
    for (const trace::Operation& operation : step_.operations) {
      if (operation.cls == OperationClass::weight_gradient && operation.inputs.size() > 2 &&
          operation.inputs[2] == name) {
        name = operation.outputs.front();
      }
    }
    return name;
  }

  const trace::Step& step_;
  std::uint64_t parts_, executed_;
  std::set<std::string> parameters_;
  std::set<std::string> updated_;  ///< by updates up to the operation at hand
  std::set<std::string> batch_tensors_;
  std::set<std::string> written_;
  std::set<std::string> gradients_;
};

}  // namespace

MachineStep split_batch(const trace::Step& step, std::uint64_t parts) {
  if (parts == 1) {
    MachineStep out{step, {step.operations.begin(), step.operations.end()}};
    out.tensors.operations.clear();
    return out;
  }
  return BatchSplitter(step, parts, parts).run();
}

std::vector<bool> behind_all_parts(const trace::Step& step) {
  return BatchSplitter(step, 1, 1).behind_all_parts();
}

trace::Step part_of_batch(const trace::Step& step, std::uint64_t parts) {
  if (parts == 1) {
    return step;
  }
  MachineStep part = BatchSplitter(step, parts, 1).run();
  for (MachineOperation& one : part.operations) {
    part.tensors.operations.push_back(std::move(one.operation));
  }
  part.tensors.forward_macs = Macs(step.forward_macs.count() / parts);
  return std::move(part.tensors);
}

}  // namespace metronome::mapping
