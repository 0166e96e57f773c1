#include "arch/mapping/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "arch/mapping/operand_formats.hpp"
#include "arch/mapping/placement.hpp"
#include "arch/mapping/step_graph.hpp"
#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {

/// A tensor gets its place, or gives it back.
struct AllocationTurn {
  std::size_t tensor = 0;
  bool ends = false;
};

namespace {

using trace::Role;

/// Free room by address; the memory ends nowhere here.
class FreeList {
 public:
  std::uint64_t take(std::uint64_t size) {
    const auto at = std::find_if(free_.begin(), free_.end(),
                                 [&](const Room& room) { return room.size >= size; });
    const std::uint64_t address = at->begin;
    at->begin += size;
    at->size -= size;
    if (at->size == 0) {
      free_.erase(at);
    }
    return address;
  }

  void give_back(std::uint64_t address, std::uint64_t size) {
    auto next = std::lower_bound(
        free_.begin(), free_.end(), address,
        [](const Room& room, std::uint64_t wanted) { return room.begin < wanted; });
    if (next != free_.end() && address + size == next->begin) {
      next->begin = address;
      next->size += size;
    } else {
      next = free_.insert(next, {address, size});
    }
    if (next != free_.begin()) {
      const auto before = std::prev(next);
      if (before->begin + before->size == next->begin) {
        before->size += next->size;
        free_.erase(next);
      }
    }
  }

 private:
  struct Room {
    std::uint64_t begin = 0;
    std::uint64_t size = 0;
  };
  static constexpr std::uint64_t kEndless = std::uint64_t{1} << 62;
  std::vector<Room> free_{{0, kEndless}};
};

/// The operations from the first to the last of a chain, which take turns; of one alone itself.
struct Lasting {
  std::size_t first = 0, last = 0;
};
std::vector<Lasting> lasting_of(const std::vector<MachineOperation>& operations) {
  std::vector<Lasting> lasting(operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    std::size_t last = i;
    while (operations[i].chain > 0 && last + 1 < operations.size() &&
           operations[last + 1].chain == operations[i].chain) {
      ++last;
    }
    const bool goes_on =
        i > 0 && operations[i].chain > 0 && operations[i - 1].chain == operations[i].chain;
    lasting[i] = {goes_on ? lasting[i - 1].first : i, last};
  }
  return lasting;
}

/// Every tensor that an operation uses, with its life; addresses and bytes are not known yet.
std::vector<AllocatedTensor> lives_of(const MachineStep& step,
                                      std::unordered_map<std::string, std::size_t>& index) {
  std::vector<AllocatedTensor> tensors;
  const TensorIndex known(step.tensors);
  const std::vector<Lasting> lasting = lasting_of(step.operations);
  const auto use = [&](const std::string& name, std::size_t operation, bool reads) {
    if (reads && contains(step.operations[operation].held_inputs, name)) {
      return;  // on chip
    }
    const auto [at, fresh] = index.try_emplace(name, tensors.size());
    const auto& [first, last] = lasting[operation];
    if (fresh) {
      // What is read before it is written was there before the step, and is there after it.
      tensors.push_back({name, known.at(name).role, 0, 0, first, last, reads, operation});
    }
    tensors[at->second].last = last;
  };
  for (std::size_t i = 0; i < step.operations.size(); ++i) {
    const MachineOperation& one = step.operations[i];
    for (const auto* names : {&one.operation.inputs, &one.fused.inputs}) {
      for (const std::string& name : *names) {
        use(name, i, true);
      }
    }
    for (const LoadedOperand& load : one.loads) {
      for (const std::string& name : load.beside) {
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
  for (AllocatedTensor& tensor : tensors) {
    if (tensor.persists) {
      tensor.first = 0;
      tensor.last = step.operations.size() - 1;
    }
  }
  return tensors;
}

std::uint64_t bytes_of(const trace::Tensor& tensor, const trace::Precision& precision,
                       const arch::AcceleratorSpec& machine) {
  const unsigned stored = arch::stored_bits(machine.storage, tensor.role, tensor.format,
                                            operand_bits(tensor, precision));
  if (tensor.format == trace::Format::planes) {  // each from a burst of its own on
    return tensor.shape.front() * round_up(bytes_for(Bits(tensor.numbers())).count(),
                                           machine.memory.device.bytes_per_burst().count());
  }
  const auto scales = scales_of(tensor, 1, precision);
  return bytes_for(Bits(stored_elements(tensor, 1, precision) * stored)).count() +
         (scales ? scales->bytes().count() : 0);
}

/// Nothing for what is generated where it is read.
std::uint64_t room_for(std::uint64_t bytes, std::uint64_t alignment) {
  return round_up(bytes, alignment);
}

/// In which order tensors get their places and give them back.
std::vector<AllocationTurn> turns_of(const std::vector<AllocatedTensor>& tensors,
                                     std::size_t operations) {
  std::vector<AllocationTurn> turns;
  std::vector<std::vector<std::size_t>> begins(operations);
  std::vector<std::vector<std::size_t>> ends(operations);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].persists) {
      turns.push_back({i, false});
    } else {
      begins[tensors[i].first].push_back(i);
      ends[tensors[i].last].push_back(i);
    }
  }
  for (std::size_t operation = 0; operation < operations; ++operation) {
    for (const std::size_t i : begins[operation]) {
      turns.push_back({i, false});
    }
    for (const std::size_t i : ends[operation]) {
      turns.push_back({i, true});
    }
  }
  return turns;
}

/// First fit. `rooms`: what each tensor takes, a multiple of the alignment. Fills in the address of
/// each; returns the highest in use.
std::uint64_t place(const std::vector<AllocationTurn>& turns,
                    const std::vector<std::uint64_t>& rooms,
                    std::vector<std::uint64_t>& addresses) {
  FreeList free;
  std::uint64_t footprint = 0;
  for (const AllocationTurn& turn : turns) {
    if (rooms[turn.tensor] == 0) {
      addresses[turn.tensor] = 0;
    } else if (turn.ends) {
      free.give_back(addresses[turn.tensor], rooms[turn.tensor]);
    } else {
      addresses[turn.tensor] = free.take(rooms[turn.tensor]);
      footprint = std::max(footprint, addresses[turn.tensor] + rooms[turn.tensor]);
    }
  }
  return footprint;
}

/// The largest first, each at the lowest address that is free as long as it lives: gaps that first
/// fit leaves between lives of many lengths are few. As place(), in the square of the tensors.
std::uint64_t place_by_size(const std::vector<AllocatedTensor>& tensors,
                            const std::vector<std::uint64_t>& rooms,
                            std::vector<std::uint64_t>& addresses) {
  std::vector<std::size_t> order(tensors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rooms[a] > rooms[b]; });
  std::vector<std::size_t> by_address;  // of those that have a place
  std::uint64_t footprint = 0;
  for (const std::size_t i : order) {
    std::uint64_t address = 0;
    for (const std::size_t other : by_address) {
      const bool together =
          tensors[other].first <= tensors[i].last && tensors[i].first <= tensors[other].last;
      if (together && addresses[other] < address + rooms[i]) {
        address = std::max(address, addresses[other] + rooms[other]);
      }
    }
    addresses[i] = rooms[i] == 0 ? 0 : address;
    if (rooms[i] > 0) {
      by_address.insert(std::upper_bound(by_address.begin(), by_address.end(), i,
                                         [&](std::size_t a, std::size_t b) {
                                           return addresses[a] < addresses[b];
                                         }),
                        i);
      footprint = std::max(footprint, address + rooms[i]);
    }
  }
  return footprint;
}

/// First fit, and by size where that is more than `most` bytes and this is less.
std::uint64_t place_within(std::uint64_t most, const std::vector<AllocatedTensor>& tensors,
                           const std::vector<AllocationTurn>& turns,
                           const std::vector<std::uint64_t>& rooms,
                           std::vector<std::uint64_t>& addresses) {
  const std::uint64_t first_fit = place(turns, rooms, addresses);
  if (first_fit <= most) {
    return first_fit;
  }
  std::vector<std::uint64_t> by_size(addresses.size());
  const std::uint64_t tight = place_by_size(tensors, rooms, by_size);
  if (tight >= first_fit) {
    return first_fit;
  }
  addresses = std::move(by_size);
  return tight;
}

/// Room for what the forward pass keeps for the backward pass, once more: with a delay
/// (Step::delay) the next forward pass writes its own before this one's is read.
std::uint64_t second_stash(const MachineStep& step, const std::vector<AllocatedTensor>& tensors,
                           const std::vector<std::uint64_t>& rooms) {
  if (step.tensors.delay == 0) {
    return 0;
  }
  const std::size_t backward = first_backward(step);
  std::uint64_t room = 0;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const AllocatedTensor& tensor = tensors[i];
    const bool kept = !tensor.persists && tensor.first < backward && tensor.last >= backward;
    room += kept ? rooms[i] : 0;
  }
  return room;
}

class Allocator {
 public:
  Allocator(const MachineStep& step, const trace::Assignment& assignment,
            const arch::AcceleratorSpec& machine)
      : step_(step), assignment_(assignment), machine_(machine) {}

  Allocation run() {
    place_tensors();
    find_peak();
    const std::uint64_t capacity = machine_.memory.capacity_bytes().count();
    if (out_.footprint > capacity) {
      refuse(capacity);
    }
    return std::move(out_);
  }

 private:
  void place_tensors() {
    out_.tensors = lives_of(step_, out_.index);
    const std::uint64_t alignment = Placement::alignment(machine_);
    const TensorIndex known(step_.tensors);
    std::vector<std::uint64_t> rooms;
    for (AllocatedTensor& tensor : out_.tensors) {
      const std::string& layer = step_.operations[tensor.sized_by].operation.layer;
      tensor.bytes = bytes_of(known.at(tensor.name), assignment_.of(layer), machine_);
      rooms.push_back(room_for(tensor.bytes, alignment));
    }
    std::vector<std::uint64_t> addresses(rooms.size());
    const std::uint64_t capacity = machine_.memory.capacity_bytes().count();
    const std::uint64_t twice = second_stash(step_, out_.tensors, rooms);
    out_.footprint =
        place_within(capacity - std::min(capacity, twice), out_.tensors,
                     turns_of(out_.tensors, step_.operations.size()), rooms, addresses) +
        twice;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      out_.tensors[i].address = addresses[i];
    }
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
    std::uint64_t micro_batches = parts * machine_.training.micro_batches;
    while (micro_batches < step_.tensors.batch && step_.tensors.batch % micro_batches != 0) {
      ++micro_batches;  // parts are equal
    }
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
  Allocation out_;
};

}  // namespace

/// What the levels of a step have in common.
class Footprints::Impl {
 public:
  Impl(const MachineStep& step, const arch::AcceleratorSpec& machine)
      : step_(step),
        machine_(machine),
        alignment_(Placement::alignment(machine)),
        tensors_(lives_of(step, index_)),
        turns_(turns_of(tensors_, step.operations.size())),
        made_(tensors_.size()),
        rooms_(tensors_.size()),
        addresses_(tensors_.size()) {
    const TensorIndex all(step.tensors);
    for (const AllocatedTensor& tensor : tensors_) {
      known_.push_back(&all.at(tensor.name));
    }
  }

  std::uint64_t of(const std::vector<std::uint32_t>& numbers, const StepPrecisions& precisions) {
    for (std::size_t i = 0; i < tensors_.size(); ++i) {
      const std::uint32_t number = numbers[precisions.layer_of(tensors_[i].sized_by)];
      rooms_[i] = made_.get(i, number, [&] {
        return room_for(bytes_of(*known_[i], precisions.precision(number), machine_), alignment_);
      });
    }
    const std::uint64_t capacity = machine_.memory.capacity_bytes().count();
    const std::uint64_t twice = second_stash(step_, tensors_, rooms_);
    return place_within(capacity - std::min(capacity, twice), tensors_, turns_, rooms_,
                        addresses_) +
           twice;
  }

 private:
  const MachineStep& step_;
  const arch::AcceleratorSpec& machine_;
  std::uint64_t alignment_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<AllocatedTensor> tensors_;
  std::vector<const trace::Tensor*> known_;
  std::vector<AllocationTurn> turns_;
  ByPrecision<std::uint64_t> made_;
  std::vector<std::uint64_t> rooms_, addresses_;
};

Footprints::Footprints(const MachineStep& step, const arch::AcceleratorSpec& machine)
    : impl_(std::make_unique<Impl>(step, machine)) {}
Footprints::~Footprints() = default;

std::uint64_t Footprints::of(const std::vector<std::uint32_t>& numbers,
                             const StepPrecisions& precisions) {
  return impl_->of(numbers, precisions);
}

std::uint64_t Allocation::address_of(const std::string& tensor) const {
  return tensors[index.at(tensor)].address;
}

Allocation allocate(const MachineStep& step, const trace::Assignment& assignment,
                    const arch::AcceleratorSpec& machine) {
  return Allocator(step, assignment, machine).run();
}

std::vector<std::uint64_t> addresses(const MachineOperation& one, const trace::Step& step,
                                     const Allocation& allocation, std::uint64_t part) {
  std::vector<std::uint64_t> list;
  const auto add = [&](const std::string& name, bool held) {
    if (held) {
      list.push_back(0);
      return;
    }
    const AllocatedTensor& tensor = allocation.tensors[allocation.index.at(name)];
    const bool cut = one.parts > 1 && of_batch(step.tensor(name).role);
    list.push_back(tensor.address + (cut ? part * tensor.bytes / one.parts : 0));
  };
  const auto add_all = [&](const std::vector<std::string>& names, std::size_t from,
                           std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      add(names[i], contains(one.held_inputs, names[i]));
    }
  };
  const std::vector<std::string>& inputs = one.operation.inputs;
  if (!is_matrix(one)) {
    add_all(inputs, 0, inputs.size());
    add_all(one.operation.outputs, 0, one.operation.outputs.size());
    return list;
  }
  add_all(inputs, 0, 2);
  add(one.operation.outputs.front(), !one.fused.keeps_product);
  add_all(inputs, 2, inputs.size());
  add_all(one.fused.inputs, 0, one.fused.inputs.size());
  for (const std::string& name : one.fused.outputs) {
    add(name, false);
  }
  for (const LoadedOperand& load : one.loads) {
    add_all(load.beside, 0, load.beside.size());
  }
  return list;
}

}  // namespace metronome::mapping
