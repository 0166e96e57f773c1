#include "arch/mapping/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "arch/mapping/placement.hpp"
#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::Role;

/// Free room by address; the memory ends nowhere here.
class FreeList {
 public:
  FreeList() { free_[0] = kEndless; }

  std::uint64_t take(std::uint64_t size) {
    const auto at = std::find_if(free_.begin(), free_.end(),
                                 [&](const auto& room) { return room.second >= size; });
    const auto [address, room] = *at;
    free_.erase(at);
    if (room > size) {
      free_[address + size] = room - size;
    }
    return address;
  }

  void give_back(std::uint64_t address, std::uint64_t size) {
    const auto next = free_.lower_bound(address);
    if (next != free_.end() && address + size == next->first) {
      size += next->second;
      free_.erase(next);
    }
    const auto at = free_.emplace(address, size).first;
    if (at != free_.begin()) {
      const auto before = std::prev(at);
      if (before->first + before->second == address) {
        before->second += size;
        free_.erase(at);
      }
    }
  }

 private:
  static constexpr std::uint64_t kEndless = std::uint64_t{1} << 62;
  std::map<std::uint64_t, std::uint64_t> free_;
};

class Allocator {
 public:
  Allocator(const MachineStep& step, const trace::Assignment& assignment,
            const arch::AcceleratorSpec& machine)
      : step_(step),
        assignment_(assignment),
        machine_(machine),
        alignment_(Placement::alignment(machine)),
        tensors_(step.tensors) {}

  Allocation run() {
    collect();
    place();
    find_peak();
    const std::uint64_t capacity = machine_.memory.capacity_bytes().count();
    if (out_.footprint > capacity) {
      refuse(capacity);
    }
    return std::move(out_);
  }

 private:
  /// Every tensor that an operation uses, with its life.
  void collect() {
    for (std::size_t i = 0; i < step_.operations.size(); ++i) {
      const MachineOperation& one = step_.operations[i];
      for (const auto* names : {&one.operation.inputs, &one.fused.inputs}) {
        for (const std::string& name : *names) {
          use(name, i, true);
        }
      }
      for (const std::string& name : one.operation.outputs) {
        if (!is_matrix(one) || one.fused.keeps_product) {
          use(name, i, false);
        }
      }
      for (const std::string& name : one.fused.outputs) {
        use(name, i, false);
      }
    }
    for (AllocatedTensor& tensor : out_.tensors) {
      if (tensor.persists) {
        tensor.first = 0;
        tensor.last = step_.operations.size() - 1;
      }
    }
  }

  void use(const std::string& name, std::size_t operation, bool reads) {
    const auto [at, fresh] = out_.index.try_emplace(name, out_.tensors.size());
    if (fresh) {
      const trace::Tensor& tensor = tensors_.at(name);
      const trace::Precision& precision =
          assignment_.of(step_.operations[operation].operation.layer);
      const unsigned stored = arch::stored_bits(machine_.storage, tensor.role, tensor.format,
                                                trace::code_bits(tensor.role, precision));
      // What is read before it is written was there before the step, and is there after it.
      out_.tensors.push_back({name, tensor.role, 0,
                              bytes_for(Bits(tensor.elements() * stored)).count(), operation,
                              operation, reads});
    }
    out_.tensors[at->second].last = operation;
  }

  [[nodiscard]] std::uint64_t room(const AllocatedTensor& tensor) const {
    return round_up(std::max<std::uint64_t>(tensor.bytes, 1), alignment_);
  }

  void place() {
    FreeList free;
    std::vector<std::vector<std::size_t>> begins(step_.operations.size() + 1);
    std::vector<std::vector<std::size_t>> ends(step_.operations.size() + 1);
    for (std::size_t i = 0; i < out_.tensors.size(); ++i) {
      AllocatedTensor& tensor = out_.tensors[i];
      if (tensor.persists) {
        put(tensor, free);
      } else {
        begins[tensor.first].push_back(i);
        ends[tensor.last].push_back(i);
      }
    }
    for (std::size_t operation = 0; operation < step_.operations.size(); ++operation) {
      for (const std::size_t i : begins[operation]) {
        put(out_.tensors[i], free);
      }
      for (const std::size_t i : ends[operation]) {
        free.give_back(out_.tensors[i].address, room(out_.tensors[i]));
      }
    }
  }

  void put(AllocatedTensor& tensor, FreeList& free) {
    tensor.address = free.take(room(tensor));
    out_.footprint = std::max(out_.footprint, tensor.address + room(tensor));
  }

  void find_peak() {
    std::vector<std::int64_t> change(step_.operations.size() + 1, 0);
    for (const AllocatedTensor& tensor : out_.tensors) {
      change[tensor.first] += static_cast<std::int64_t>(tensor.bytes);
      change[tensor.last + 1] -= static_cast<std::int64_t>(tensor.bytes);
    }
    std::int64_t live = 0, most = -1;
    for (std::size_t i = 0; i < step_.operations.size(); ++i) {
      live += change[i];
      if (live > most) {
        most = live;
        out_.peak = i;
      }
    }
    for (const AllocatedTensor& tensor : out_.tensors) {
      if (tensor.first <= out_.peak && out_.peak <= tensor.last) {
        out_.peak_bytes[tensor.role] += tensor.bytes;
      }
    }
  }

  [[noreturn]] void refuse(std::uint64_t capacity) const {
    std::string parts;
    for (const auto& [role, name] : kEnumRows<Role>) {
      const std::uint64_t bytes = out_.peak_bytes[role];
      if (bytes > 0) {
        parts += fmt::format("{}{} {:.3g}", parts.empty() ? "" : ", ", name,
                             static_cast<double>(bytes) / kGibibyte);
      }
    }
    // Not all of it belongs to the batch, so that this many parts are enough.
    const std::uint64_t parts_needed = ceil_div(out_.footprint, capacity);
    throw UserError(
        fmt::format("an iteration of {} at batch {} needs {:.4g} GiB of memory at {}, {} has "
                    "{:.4g} GiB; at {} live (GiB): {}",
                    step_.tensors.model, step_.tensors.batch,
                    static_cast<double>(out_.footprint) / kGibibyte, assignment_text(),
                    machine_.name, static_cast<double>(capacity) / kGibibyte,
                    step_.operations[out_.peak].operation.name, parts),
        hint(parts_needed));
  }

  /// What would make it fit. A batch is not cut below one sample.
  [[nodiscard]] std::string hint(std::uint64_t parts) const {
    const std::string widths =
        "training.stash=recompute, narrower storage.stash_bits or storage.activation_bits";
    const std::uint64_t micro_batches = parts * machine_.training.micro_batches;
    if (micro_batches > step_.tensors.batch) {
      return fmt::format("more memory.channels, or {}: even one sample at a time is too much",
                         widths);
    }
    return fmt::format(
        "more memory.channels, training.micro_batches={} or more, {}, or a batch of about {}",
        micro_batches, widths, step_.tensors.batch / parts);
  }

  [[nodiscard]] std::string assignment_text() const {
    return trace::precision_text(assignment_.all) + " bits";
  }

  static constexpr double kGibibyte = 1024.0 * 1024 * 1024;

  const MachineStep& step_;
  const trace::Assignment& assignment_;
  const arch::AcceleratorSpec& machine_;
  std::uint64_t alignment_;
  TensorIndex tensors_;
  Allocation out_;
};

}  // namespace

std::uint64_t Allocation::address_of(const std::string& tensor) const {
  return tensors[index.at(tensor)].address;
}

Allocation allocate(const MachineStep& step, const trace::Assignment& assignment,
                    const arch::AcceleratorSpec& machine) {
  return Allocator(step, assignment, machine).run();
}

std::vector<std::uint64_t> addresses(const MachineOperation& one, const Allocation& allocation) {
  std::vector<std::uint64_t> list;
  const auto add = [&](const std::vector<std::string>& names, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      list.push_back(allocation.address_of(names[i]));
    }
  };
  const std::vector<std::string>& inputs = one.operation.inputs;
  if (!is_matrix(one)) {
    add(inputs, 0, inputs.size());
    add(one.operation.outputs, 0, one.operation.outputs.size());
    return list;
  }
  add(inputs, 0, 2);
  list.push_back(one.fused.keeps_product ? allocation.address_of(one.operation.outputs.front())
                                         : 0);
  add(inputs, 2, inputs.size());
  add(one.fused.inputs, 0, one.fused.inputs.size());
  add(one.fused.outputs, 0, one.fused.outputs.size());
  return list;
}

}  // namespace metronome::mapping
