#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// Which operations of a step read and write a tensor, in execution order. Valid until the
/// operations change.
class StepIndex {
 public:
  explicit StepIndex(const std::vector<MachineOperation>& operations) {
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const MachineOperation& one = operations[i];
      for (const auto* names : {&one.operation.inputs, &one.fused.inputs}) {
        add(*names, i, readers_);
      }
      for (const LoadedOperand& load : one.loads) {
        add(load.beside, i, readers_);
      }
      for (const auto* names : {&one.operation.outputs, &one.fused.outputs}) {
        add(*names, i, writers_);
      }
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& readers(const std::string& tensor) const {
    return find(readers_, tensor);
  }
  [[nodiscard]] const std::vector<std::size_t>& writers(const std::string& tensor) const {
    return find(writers_, tensor);
  }
  /// The last operation before `at` that writes the tensor; `at` itself where there is none.
  [[nodiscard]] std::size_t writer_before(const std::string& tensor, std::size_t at) const {
    const auto& all = writers(tensor);
    const auto next = std::lower_bound(all.begin(), all.end(), at);
    return next == all.begin() ? at : *std::prev(next);
  }
  /// Operations that read what `writer` has written of the tensor, before it is written again.
  [[nodiscard]] std::vector<std::size_t> readers_of(const std::string& tensor,
                                                    std::size_t writer) const {
    std::vector<std::size_t> found;
    for (const std::size_t reader : readers(tensor)) {
      if (reader > writer && writer_before(tensor, reader) == writer) {
        found.push_back(reader);
      }
    }
    return found;
  }

 private:
  using Uses = std::unordered_map<std::string, std::vector<std::size_t>>;

  static void add(const std::vector<std::string>& names, std::size_t operation, Uses& uses) {
    for (const std::string& name : names) {
      std::vector<std::size_t>& list = uses[name];
      if (list.empty() || list.back() != operation) {
        list.push_back(operation);
      }
    }
  }
  static const std::vector<std::size_t>& find(const Uses& uses, const std::string& tensor) {
    static const std::vector<std::size_t> none;
    const auto at = uses.find(tensor);
    return at == uses.end() ? none : at->second;
  }

  Uses readers_, writers_;
};

/// Finds the tensors of a step by name.
class TensorIndex {
 public:
  explicit TensorIndex(const trace::Step& step) : step_(step) {
    for (std::size_t i = 0; i < step.tensors.size(); ++i) {
      index_.emplace(step.tensors[i].name, i);
    }
  }
  [[nodiscard]] const trace::Tensor& at(const std::string& name) const {
    return step_.tensors[index_.at(name)];
  }

 private:
  const trace::Step& step_;
  std::unordered_map<std::string, std::size_t> index_;
};

[[nodiscard]] inline bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether tensors of a role belong to the samples of a batch, by whose parts they are cut.
[[nodiscard]] inline bool of_batch(trace::Role role) {
  switch (role) {
    case trace::Role::activation:
    case trace::Role::error:
    case trace::Role::stash:
    case trace::Role::partial_sum:
      return true;
    case trace::Role::weight:
    case trace::Role::gradient:
    case trace::Role::optimizer_state:
    case trace::Role::master:
    case trace::Role::feedback:
      return false;
  }
  fail_no_enumerator(role);
}

[[nodiscard]] inline trace::VectorWork* vector_work(MachineOperation& one) {
  return std::get_if<trace::VectorWork>(&one.operation.work);
}
[[nodiscard]] inline bool is_vector(const MachineOperation& one) {
  return std::holds_alternative<trace::VectorWork>(one.operation.work);
}
[[nodiscard]] inline bool is_matrix(const MachineOperation& one) {
  return std::holds_alternative<trace::MatrixWork>(one.operation.work);
}

/// Removes the operations that are marked.
inline void remove_marked(std::vector<MachineOperation>& operations,
                          const std::vector<bool>& marked) {
  std::vector<MachineOperation> left;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (!marked[i]) {
      left.push_back(std::move(operations[i]));
    }
  }
  operations = std::move(left);
}

}  // namespace metronome::mapping
