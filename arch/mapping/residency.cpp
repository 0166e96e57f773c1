#include "arch/mapping/residency.hpp"

#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;
using trace::Role;

class Keeper {
 public:
  Keeper(MachineStep& step, const arch::AcceleratorSpec& machine)
      : all_(step.operations),
        uses_(step.operations),
        tensors_(step.tensors),
        machine_(machine),
        held_bytes_(step.operations.size(), 0) {}

  void run() {
    for (std::size_t writer = 0; writer < all_.size(); ++writer) {
      for (const std::string& name : outputs_of(all_[writer])) {
        const std::size_t last = end_of_chain(name, writer);
        if (last != writer && fits(name, writer, last)) {
          keep(name, writer, last);
        }
      }
    }
  }

 private:
  /// What an operation writes to memory.
  [[nodiscard]] static std::vector<std::string> outputs_of(const MachineOperation& one) {
    std::vector<std::string> names = one.fused.outputs;
    if (!is_matrix(one) || one.fused.keeps_product) {
      names.insert(names.end(), one.operation.outputs.begin(), one.operation.outputs.end());
    }
    return names;
  }

  [[nodiscard]] static bool may_read(const MachineOperation& one) {
    return is_vector(one) && one.operation.cls != OperationClass::update && one.chain == 0;
  }

  [[nodiscard]] bool may_stay(const std::string& name) const {
    const trace::Tensor& tensor = tensors_.at(name);
    if (tensor.format != trace::Format::real || uses_.writers(name).size() != 1) {
      return false;
    }
    switch (tensor.role) {
      case Role::activation:
      case Role::error:
      case Role::stash:
        return true;
      case Role::weight:
      case Role::gradient:
      case Role::master:
      case Role::optimizer_state:
      case Role::partial_sum:
      case Role::feedback:
        return false;
    }
    fail_no_enumerator(tensor.role);
  }

  /// The last reader of a tensor that may stay on chip until then; `writer` where it may not.
  [[nodiscard]] std::size_t end_of_chain(const std::string& name, std::size_t writer) const {
    const std::vector<std::size_t>& readers = uses_.readers(name);
    const MachineOperation& one = all_[writer];
    const bool begins =
        one.chain == 0 &&
        (is_matrix(one) || (may_read(one) && one.operation.cls != OperationClass::quantize));
    if (!begins || readers.empty() || readers.front() <= writer || !may_stay(name)) {
      return writer;
    }
    for (std::size_t i = writer + 1; i <= readers.back(); ++i) {
      if (!may_read(all_[i])) {
        return writer;
      }
    }
    return readers.back();
  }

  [[nodiscard]] std::uint64_t bytes_of(const std::string& name) const {
    const trace::Tensor& tensor = tensors_.at(name);
    const unsigned bits = arch::stored_bits(machine_.storage, tensor.role, tensor.format, 0);
    return bytes_for(Bits(tensor.elements() * bits)).count();
  }

  [[nodiscard]] bool fits(const std::string& name, std::size_t writer, std::size_t last) const {
    const std::uint64_t bytes = bytes_of(name);
    for (std::size_t i = writer; i <= last; ++i) {
      if (held_bytes_[i] + bytes > machine_.training.resident_bytes) {
        return false;
      }
    }
    return true;
  }

  static bool take(std::vector<std::string>& names, const std::string& name) {
    const auto end = std::remove(names.begin(), names.end(), name);
    const bool found = end != names.end();
    names.erase(end, names.end());
    return found;
  }

  void keep(const std::string& name, std::size_t writer, std::size_t last) {
    MachineOperation& from = all_[writer];
    if (!take(from.fused.outputs, name)) {
      if (is_matrix(from)) {
        from.fused.keeps_product = false;
      } else {
        take(from.operation.outputs, name);
      }
    }
    from.held_outputs.push_back(name);
    for (std::size_t i = writer; i <= last; ++i) {
      held_bytes_[i] += bytes_of(name);
      if (i > writer && take(all_[i].operation.inputs, name)) {
        all_[i].held_inputs.push_back(name);
      }
    }
  }

  std::vector<MachineOperation>& all_;
  StepIndex uses_;
  TensorIndex tensors_;
  const arch::AcceleratorSpec& machine_;
  std::vector<std::uint64_t> held_bytes_;  ///< at each operation
};

}  // namespace

void keep_on_chip(MachineStep& step, const arch::AcceleratorSpec& machine) {
  Keeper(step, machine).run();
}

void add_held(VectorJob& job, const MachineOperation& what, const AppendStreams& append) {
  for (const std::string& name : what.held_inputs) {
    append(job.held_inputs, name);
  }
  for (const std::string& name : what.held_outputs) {
    append(job.held_outputs, name);
  }
  for (const std::string& name : what.copied_outputs) {
    append(job.copied_outputs, name);
  }
}

VectorJob without_codes(const MachineOperation& what, const AppendStreams& append) {
  const trace::Operation& operation = what.operation;
  VectorJob job{.cls = operation.cls, .inputs = {}, .outputs = {}};
  // What its reader finds where it looks for it needs no pass.
  const bool held = !what.held_inputs.empty();
  const bool wanted = !what.held_outputs.empty() || !what.copied_outputs.empty();
  if (operation.outputs.empty() ? held || !wanted : !held && !wanted) {
    return job;
  }
  job.cls = OperationClass::vector;
  job.elements = std::get<trace::VectorWork>(operation.work).elements;
  if (held && !operation.outputs.empty()) {
    append(job.outputs, operation.outputs.front());
  }
  if (!held) {
    append(job.inputs, operation.inputs.front());
  }
  add_held(job, what, append);
  return job;
}

}  // namespace metronome::mapping
