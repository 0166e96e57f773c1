#include "arch/mapping/chains.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

#include "arch/mapping/chain_operations.hpp"
#include "arch/mapping/chain_statistics.hpp"
#include "arch/mapping/residency.hpp"
#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;
using trace::Role;

/// Operations that a chain could be made of, and what would have to move out of its way.
struct Run {
  std::vector<std::size_t> members;
  std::vector<std::size_t> earlier, later;  ///< operations between them, by where they go
};

/// What a chain need not end at: with parts that are the whole batch nothing, with parts that are
/// whole ones of those that have statistics of their own these statistics.
enum class Across { all, statistics, nothing };

/// How runs are looked for.
struct Way {
  Across across = Across::nothing;
  bool again = false;       ///< the first operation runs before for what is found in its results
  bool sums_later = false;  ///< products of weights' gradients go behind the chain

  /// All ways, those that keep most on chip first.
  [[nodiscard]] static std::vector<Way> all() {
    std::vector<Way> ways;
    for (const Across across : {Across::all, Across::statistics, Across::nothing}) {
      for (const bool again : {false, true}) {
        for (const bool sums_later : {false, true}) {
          ways.push_back({across, again, sums_later});
        }
      }
    }
    return ways;
  }
};

/// A run as a chain: what it is worth.
struct Chain {
  Run run;
  bool again = false;  ///< its first operation runs before for what is found in its results
  ChainTensors tensors;
  std::uint64_t parts = 1;
  std::int64_t change = 0;  ///< of bytes, at least at the precisions where it is largest
};

class ChainMaker {
 public:
  ChainMaker(MachineStep& step, const std::vector<MachineOperation>& before,
             const arch::AcceleratorSpec& machine, const StepUse& use)
      : step_(step),
        machine_(machine),
        uses_(step.operations),
        tensors_(step.tensors),
        whole_(whole_tensors(before, step.operations, step.tensors, machine.training.range_method)),
        judge_(step.tensors, machine, use) {
    for (const MachineOperation& one : before) {
      if (one.operation.cls == OperationClass::update) {
        updated_.insert(one.operation.outputs.begin(), one.operation.outputs.end());
      }
    }
    MachineStep kept = step;
    keep_on_chip(kept, machine);
    layer_ = std::move(kept.operations);
    for (std::uint64_t parts = 1; parts <= step.tensors.batch; ++parts) {
      if (step.tensors.batch % parts == 0) {
        divisors_.push_back(parts);
      }
    }
  }

  void run() {
    std::vector<Chain> chains = plan(false);
    if (machine_.training.execution == arch::Execution::depth_first) {
      std::vector<Chain> deep = plan(true);
      if (change_of(deep) < change_of(chains)) {
        chains = std::move(deep);
      }
    }
    std::vector<MachineOperation> out;
    std::size_t next = 0;
    for (std::size_t i = 0; i < chains.size(); ++i) {
      const std::vector<std::size_t>& members = chains[i].run.members;
      std::copy(layer_.begin() + static_cast<std::ptrdiff_t>(next),
                layer_.begin() + static_cast<std::ptrdiff_t>(members.front()),
                std::back_inserter(out));
      append(chains[i], i + 1, out);
      next = members.back() + 1;
    }
    std::copy(layer_.begin() + static_cast<std::ptrdiff_t>(next), layer_.end(),
              std::back_inserter(out));
    step_.operations = std::move(out);
  }

 private:
  [[nodiscard]] const std::vector<MachineOperation>& all() const { return step_.operations; }

  /// From each operation on the best chain, if any is worth it, then on behind it. `deep`: chains
  /// may begin with what they compute again.
  [[nodiscard]] std::vector<Chain> plan(bool deep) {
    std::vector<Chain> chains;
    for (std::size_t i = 0; i < all().size();) {
      if (std::optional<Chain> chain = best_from(i, deep)) {
        i = chain->run.members.back() + 1;
        chains.push_back(std::move(*chain));
      } else {
        ++i;
      }
    }
    return chains;
  }
  [[nodiscard]] static std::int64_t change_of(const std::vector<Chain>& chains) {
    std::int64_t sum = 0;
    for (const Chain& chain : chains) {
      sum += chain.change;
    }
    return sum;
  }

  [[nodiscard]] bool has_batch(const std::vector<std::string>& names) const {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return of_batch(tensors_.at(name).role); });
  }
  [[nodiscard]] bool touches_batch(const MachineOperation& one) const {
    return has_batch(tensors_read(one)) || has_batch(tensors_written(one));
  }

  /// Whether an operation can be part of a chain at all.
  [[nodiscard]] bool may_join(std::size_t i) const {
    const MachineOperation& one = all()[i];
    const OperationClass cls = one.operation.cls;
    if (cls == OperationClass::host || cls == OperationClass::update || one.whole_batch ||
        crosses_links(one.operation) || !touches_batch(one) ||
        !machine_.mapping.fixed_for(one.operation.name).empty()) {
      return false;
    }
    const std::vector<std::string> reads = tensors_read(one);
    const auto own = [&](const std::string& name) {
      return uses_.writers(name).size() == 1 && !contains(reads, name);
    };
    const std::vector<std::string> writes = tensors_written(one);
    // Rows of a table that are gathered for the batch are masters that no update writes.
    const bool rows = std::any_of(reads.begin(), reads.end(), [&](const std::string& name) {
      return tensors_.at(name).role == Role::master && !updated_.empty() &&
             !updated_.contains(name);
    });
    return !rows && std::all_of(writes.begin(), writes.end(), own);
  }

  /// Whether an operation is the product that gives the gradient of weights.
  [[nodiscard]] bool sums_weights(std::size_t i) const {
    const MachineOperation& one = all()[i];
    return is_matrix(one) && tensors_.at(one.operation.outputs.front()).role == Role::gradient;
  }

  /// Walks from a first operation on, and calls `use` with each run that may be a chain, from the
  /// shortest to the longest, as long as it says so.
  template <class Use>
  void runs_from(std::size_t first, const Way& way, const Use& use) const {
    Run run;
    std::set<std::string> written, blocked, behind, read;
    const auto any_in = [](const std::vector<std::string>& names,
                           const std::set<std::string>& set) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return set.contains(name); });
    };
    for (std::size_t i = first; i < all().size(); ++i) {
      const MachineOperation& one = all()[i];
      const std::vector<std::string> reads = tensors_read(one);
      const std::vector<std::string> writes = tensors_written(one);
      const bool waits = way.sums_later && sums_weights(i);
      if (waits || !may_join(i)) {
        if ((!waits && touches_batch(one)) || one.operation.cls == OperationClass::host) {
          return;
        }
        const bool later =
            waits || any_in(reads, written) || any_in(reads, behind) || any_in(writes, read);
        (later ? run.later : run.earlier).push_back(i);
        if (later) {
          behind.insert(writes.begin(), writes.end());
          read.insert(reads.begin(), reads.end());
        }
        continue;
      }
      const bool needs_sums = std::any_of(reads.begin(), reads.end(), [&](const auto& name) {
        return written.contains(name) && !of_batch(tensors_.at(name).role);
      });
      if (needs_sums || needs_whole(one, reads, blocked) || any_in(reads, behind)) {
        return;
      }
      run.members.push_back(i);
      written.insert(writes.begin(), writes.end());
      if (is_matrix(one)) {
        written.insert(one.operation.outputs.front());
      }
      read.insert(reads.begin(), reads.end());
      if (way.across != Across::all) {
        block(one, writes, way.again && i == first, way.across, blocked);
      }
      if (!use(run)) {
        return;
      }
    }
  }

  /// Whether an operation reads what it needs a statistic of. Who finds that needs none.
  [[nodiscard]] bool needs_whole(const MachineOperation& one, const std::vector<std::string>& reads,
                                 const std::set<std::string>& blocked) const {
    const auto finder = whole_.finders.find(one.operation.name);
    return std::any_of(reads.begin(), reads.end(), [&](const std::string& name) {
      return blocked.contains(name) && (finder == whole_.finders.end() || finder->second != name);
    });
  }

  /// What cannot be read any more in a chain behind an operation.
  void block(const MachineOperation& one, const std::vector<std::string>& writes, bool again,
             Across across, std::set<std::string>& blocked) const {
    const auto add = [&](const std::string& name) {
      if (whole_.ranged.contains(name) ||
          (whole_.normalised.contains(name) && across == Across::nothing)) {
        blocked.insert(name);
      }
    };
    if (!again) {
      std::for_each(writes.begin(), writes.end(), add);
    }
    if (const auto at = whole_.finders.find(one.operation.name); at != whole_.finders.end()) {
      add(at->second);
    }
  }

  /// Whether an operation finds a statistic in its own results, and nothing else does.
  [[nodiscard]] bool finds_in_results(std::size_t i) const {
    const std::vector<std::string> writes = tensors_written(all()[i]);
    const auto found = std::find_if(writes.begin(), writes.end(), [&](const std::string& name) {
      return of_batch(tensors_.at(name).role) && whole_.contains(name);
    });
    if (found == writes.end()) {
      return false;
    }
    const std::vector<std::size_t>& readers = uses_.readers(*found);
    return std::none_of(readers.begin(), readers.end(), [&](std::size_t reader) {
      const auto at = whole_.finders.find(all()[reader].operation.name);
      return at != whole_.finders.end() && at->second == *found;
    });
  }

  [[nodiscard]] std::optional<Chain> best_from(std::size_t first, bool deep) {
    std::optional<Chain> best;
    if (!may_join(first)) {
      return best;
    }
    for (const Way& way : Way::all()) {
      if ((way.across == Across::statistics && step_.tensors.statistics_part == 0) ||
          (way.again && (!deep || way.across == Across::all || !finds_in_results(first))) ||
          (way.sums_later && sums_weights(first))) {
        continue;
      }
      runs_from(first, way, [&](const Run& run) {
        Chain chain{run, way.again, tensors_of(run), 1, 0};
        if (!find_parts(chain, samples_of(way.across))) {
          return false;
        }
        chain.change = change_of(chain);
        if (keeps_what_layers_keep(run) && chain.change < (best ? best->change : 0)) {
          best = std::move(chain);
        }
        return true;
      });
    }
    return best;
  }

  /// What parts must be whole ones of.
  [[nodiscard]] std::uint64_t samples_of(Across across) const {
    switch (across) {
      case Across::all:
        return step_.tensors.batch;
      case Across::statistics:
        return step_.tensors.statistics_part;
      case Across::nothing:
        return 1;
    }
    throw InternalError("a chain goes across all, statistics or nothing");
  }

  [[nodiscard]] ChainTensors tensors_of(const Run& run) const {
    ChainTensors out;
    const auto inside = [&](std::size_t i) {
      return std::binary_search(run.members.begin(), run.members.end(), i);
    };
    for (const std::size_t i : run.members) {
      if (sums_weights(i)) {
        out.gradients.insert(all()[i].operation.outputs.front());
      }
      for (const std::string& name : tensors_written(all()[i])) {
        if (tensors_.at(name).role == Role::gradient) {
          out.gradients.insert(name);
        }
        const std::vector<std::size_t>& readers = uses_.readers(name);
        if (!of_batch(tensors_.at(name).role) || readers.empty() || readers.front() <= i ||
            std::none_of(readers.begin(), readers.end(), inside)) {
          continue;
        }
        out.held.insert(name);
        if (!std::all_of(readers.begin(), readers.end(), inside)) {
          out.stored.insert(name);
        }
      }
    }
    return out;
  }

  [[nodiscard]] std::uint64_t bytes_of(const std::string& name, std::uint64_t parts) {
    std::uint64_t bits = 0;
    for (const auto* users : {&uses_.writers(name), &uses_.readers(name)}) {
      for (const std::size_t i : *users) {
        const std::string& layer = all()[i].operation.layer;
        bits = std::max(bits, judge_.bits_of(tensors_.at(name), layer, parts));
      }
    }
    return bytes_for(Bits(bits)).count();
  }

  /// The largest parts, whole ones of `samples`, with which what stays fits; false where none does.
  [[nodiscard]] bool find_parts(Chain& chain, std::uint64_t samples) {
    struct Stay {
      std::string name;
      std::size_t first = 0, last = 0;  ///< members
    };
    std::vector<Stay> stays;
    const std::vector<std::size_t>& members = chain.run.members;
    const auto place = [&](std::size_t i) {
      return static_cast<std::size_t>(std::lower_bound(members.begin(), members.end(), i) -
                                      members.begin());
    };
    for (const std::string& name : chain.tensors.held) {
      Stay stay{name, place(uses_.writers(name).front()), 0};
      for (const std::size_t reader : uses_.readers(name)) {
        if (std::binary_search(members.begin(), members.end(), reader)) {
          stay.last = place(reader);
        }
      }
      stays.push_back(std::move(stay));
    }
    std::uint64_t sums = 0;
    for (const std::string& name : chain.tensors.gradients) {
      sums += bytes_of(name, 1);
    }
    for (const std::uint64_t parts : divisors_) {
      const bool whole_ones = step_.tensors.batch / parts % samples == 0;
      if (!whole_ones || !std::all_of(members.begin(), members.end(), [&](std::size_t i) {
            return divides(all()[i], step_.tensors, parts);
          })) {
        continue;
      }
      std::vector<std::uint64_t> live(members.size(), parts > 1 ? sums : 0);
      for (const Stay& stay : stays) {
        const std::uint64_t bytes = bytes_of(stay.name, parts);
        for (std::size_t i = stay.first; i <= stay.last; ++i) {
          live[i] += bytes;
        }
      }
      if (*std::max_element(live.begin(), live.end()) <= machine_.training.resident_bytes) {
        chain.parts = parts;
        return true;
      }
    }
    return false;
  }

  /// Tensors that stay on chip without chains do so in whole or not at all: an operation of theirs
  /// outside of the chain would have to read them from memory.
  [[nodiscard]] bool keeps_what_layers_keep(const Run& run) const {
    const auto inside = [&](std::size_t i) {
      return std::binary_search(run.members.begin(), run.members.end(), i);
    };
    return std::all_of(run.members.begin(), run.members.end(), [&](std::size_t i) {
      return std::all_of(layer_[i].held_outputs.begin(), layer_[i].held_outputs.end(),
                         [&](const std::string& name) {
                           const auto& readers = uses_.readers(name);
                           return std::all_of(readers.begin(), readers.end(), inside);
                         }) &&
             std::all_of(
                 layer_[i].held_inputs.begin(), layer_[i].held_inputs.end(),
                 [&](const std::string& name) { return inside(uses_.writers(name).front()); });
    });
  }

  /// The operations of a chain in place of one of the step's.
  [[nodiscard]] std::vector<MachineOperation> operations_of(const Chain& chain,
                                                            std::size_t i) const {
    const bool first = i == chain.run.members.front();
    return chain_operations(all()[i], step_.tensors, chain.tensors, chain.parts,
                            chain.again && first);
  }

  /// How many bytes more are moved, of each operation at the precision at which it is most.
  [[nodiscard]] std::int64_t change_of(const Chain& chain) {
    std::int64_t sum = 0;
    for (const std::size_t i : chain.run.members) {
      const auto [at, fresh] = changes_.try_emplace(key_of(chain, i), 0);
      if (fresh) {
        at->second = change_of(chain, i);
      }
      sum += at->second;
    }
    return sum;
  }

  /// What an operation of a chain is made by.
  [[nodiscard]] std::string key_of(const Chain& chain, std::size_t i) const {
    const bool again = chain.again && i == chain.run.members.front();
    std::string key = fmt::format("{} {} {} ", i, chain.parts, again ? 1 : 0);
    for (const auto& names : {tensors_read(all()[i]), tensors_written(all()[i])}) {
      for (const std::string& name : names) {
        key += !chain.tensors.held.contains(name)    ? '-'
               : chain.tensors.stored.contains(name) ? 's'
                                                     : 'h';
      }
    }
    return key;
  }

  [[nodiscard]] std::int64_t change_of(const Chain& chain, std::size_t i) {
    const std::vector<std::uint64_t> before = judge_.bytes_of(layer_[i]);
    std::vector<std::uint64_t> after(before.size(), 0);
    const auto add = [&](const MachineOperation& one) {
      const std::vector<std::uint64_t> more = judge_.bytes_of(one);
      std::transform(after.begin(), after.end(), more.begin(), after.begin(), std::plus<>());
    };
    for (const MachineOperation& one : operations_of(chain, i)) {
      add(one);
    }
    if (chain.again && i == chain.run.members.front()) {
      add(statistics_run(all()[i], step_.tensors));
    }
    std::int64_t most = static_cast<std::int64_t>(after.front() - before.front());
    for (std::size_t p = 0; p < before.size(); ++p) {
      most = std::max(most, static_cast<std::int64_t>(after[p] - before[p]));
    }
    return most;
  }

  void append(const Chain& chain, std::uint64_t number, std::vector<MachineOperation>& out) const {
    const auto between = [&](const std::vector<std::size_t>& operations) {
      for (const std::size_t i : operations) {
        if (i < chain.run.members.back()) {
          out.push_back(layer_[i]);
        }
      }
    };
    between(chain.run.earlier);
    if (chain.again) {
      out.push_back(statistics_run(all()[chain.run.members.front()], step_.tensors));
    }
    for (const std::size_t i : chain.run.members) {
      for (MachineOperation& one : operations_of(chain, i)) {
        one.chain = number;
        out.push_back(std::move(one));
      }
    }
    between(chain.run.later);
  }

  MachineStep& step_;
  const arch::AcceleratorSpec& machine_;
  StepIndex uses_;
  TensorIndex tensors_;
  WholeTensors whole_;
  ChainJudge judge_;
  std::set<std::string> updated_;
  std::unordered_map<std::string, std::int64_t> changes_;  ///< by key_of()
  std::vector<MachineOperation> layer_;                    ///< the operations without chains
  std::vector<std::uint64_t> divisors_;                    ///< of the batch, ascending
};

}  // namespace

void form_chains(MachineStep& step, const std::vector<MachineOperation>& before,
                 const arch::AcceleratorSpec& machine, const StepUse& use) {
  ChainMaker(step, before, machine, use).run();
}

}  // namespace metronome::mapping
