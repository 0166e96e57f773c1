#include "sim/chips/level_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "arch/mapping/step_graph.hpp"
#include "arch/mapping/step_index.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/mapping_weights.hpp"

namespace metronome::chips {
namespace {

using links::Collective;
using links::Payload;
using links::Task;
using links::Wire;

constexpr Wire kReal{.bits = 32};

}  // namespace

Picoseconds time_of(const RunResult& run, Cycles cycles) {
  return Picoseconds(static_cast<std::uint64_t>(
      std::llround(1e12 * static_cast<double>(cycles.count()) / run.clock.count())));
}

/// A collective before its turn is known.
struct StepProgram::Draft {
  Collective collective = Collective::all_reduce;
  Payload payload;
  Exchange exchange;
  std::vector<std::uint32_t> makers, waiters;  ///< tasks
  std::uint64_t bytes = 0;                     ///< as one chip has them
};

class StepProgram::Builder {
 public:
  Builder(const StepProgram& step, const RunResult& run, const LevelResult& level)
      : step_(step), uses_(step.step_.operations), level_(level) {
    const std::vector<mapping::MachineOperation>& operations = step.step_.operations;
    std::size_t at = 0;
    task_of_.assign(operations.size(), 0);
    run.for_operations(level, [&](std::uint32_t index) {
      const OperationResult& one = run.operations[index];
      tasks_.push_back({.time = time_of(run, one.measure.cycles.total())});
      if (at < operations.size() &&
          one.operation == operations[at].operation.name) {  // not a pass before it
        require_chain(one.chain, operations[at]);
        task_of_[at] = static_cast<std::uint32_t>(tasks_.size() - 1);
        tasks_.back().follows = holds_inputs(operations[at]) && tasks_.size() > 1;
        ++at;
      }
    });
    if (at != operations.size()) {
      refuse_chain(operations[at].operation.name);
    }
  }

  LevelProgram build() {
    add_norms();
    add_gradients();
    order();
    add_needs();
    LevelProgram out;
    out.program.programs = {std::move(tasks_)};
    out.program.in_flight = step_.system_.parallel.in_flight;
    for (Draft& draft : drafts_) {
      out.program.requests.push_back({draft.collective, draft.payload, {}, {}});
      out.exchanges.push_back(std::move(draft.exchange));
    }
    return out;
  }

 private:
  /// Chains that were chosen by values of operands are not known here.
  [[noreturn]] static void refuse_chain(const std::string& operation) {
    throw UserError("training.execution: on several chips `" + operation +
                        "` is not in the chain that the machine has chosen for it",
                    "training.execution: layer");
  }
  static void require_chain(std::uint64_t chain, const mapping::MachineOperation& own) {
    if (chain != own.chain) {
      refuse_chain(own.operation.name);
    }
  }

  /// Gradients that are summed together.
  struct Bucket {
    Wire wire;
    std::vector<const GradientSum*> sums;
  };

  /// A collective, and a task that waits for it and is waited for.
  struct Circle {
    std::size_t draft;
    std::uint32_t waiter;
  };

  static bool holds_inputs(const mapping::MachineOperation& one) {
    return !one.held_inputs.empty();
  }

  [[nodiscard]] std::optional<std::size_t> named(const std::string& operation) const {
    const auto& all = step_.step_.operations;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].operation.name == operation) {
        return i;
      }
    }
    return std::nullopt;
  }

  /// Tasks of operations behind `at` that read a tensor.
  [[nodiscard]] std::vector<std::uint32_t> readers_behind(const std::string& tensor,
                                                          std::size_t at) const {
    std::vector<std::uint32_t> tasks;
    for (const std::size_t reader : uses_.readers(tensor)) {
      if (reader > at) {
        tasks.push_back(task_of_[reader]);
      }
    }
    return tasks;
  }

  [[nodiscard]] std::size_t last_writer(const std::string& tensor) const {
    const std::vector<std::size_t>& writers = uses_.writers(tensor);
    METRONOME_ASSERT(!writers.empty(), "what is summed has been made");
    return writers.back();
  }

  void add_norms() {
    for (const NormSum& norm : step_.chip_.norms) {
      // Where the sums are made in another pass, that is the one which writes what they are of.
      const auto own = named(norm.operation);
      const std::size_t maker =
          own ? *own : last_writer(norm.gradient.empty() ? norm.normalised : norm.gradient);
      Draft draft;
      draft.payload = {norm.elements, kReal};
      draft.exchange = {Purpose::statistics, norm.operation, 1, kReal.bits};
      draft.makers = {task_of_[maker]};
      draft.waiters = readers_behind(norm.normalised, maker);
      // What a pass writes that normalises as well, merged on chip, is not there before the sums.
      std::vector<std::string> made = step_.step_.operations[maker].operation.outputs;
      if (mapping::is_matrix(step_.step_.operations[maker])) {
        made.clear();
      }
      if (!norm.gradient.empty()) {
        made.push_back(norm.gradient);
      }
      for (const std::string& tensor : made) {
        for (const std::uint32_t task : readers_behind(tensor, maker)) {
          draft.waiters.push_back(task);
        }
      }
      drafts_.push_back(std::move(draft));
    }
  }

  [[nodiscard]] Wire wire_of(const GradientSum& sum) const {
    const int bits = level_.assignment.of(sum.layer).gradient_bits;
    if (!sum.real.empty() && bits > 0) {
      return {.bits = static_cast<unsigned>(bits),
              .codes = true,
              .sums = step_.system_.gradients.sums,
              .block = step_.system_.gradients.block};
    }
    return {.bits = arch::stored_bits(step_.machine_.storage, trace::Role::gradient,
                                      trace::Format::real, 0)};
  }

  /// Gradients that go together, of one form, up to the bytes of a bucket.
  [[nodiscard]] std::vector<Bucket> buckets() const {
    using Key = std::pair<Wire, bool>;
    std::vector<Bucket> out;
    std::map<Key, Bucket> open;
    std::map<Key, std::uint64_t> bytes;
    for (const GradientSum& sum : step_.chip_.gradients) {
      const Key key{wire_of(sum), !sum.gathered.empty()};
      open[key].wire = key.first;
      open[key].sums.push_back(&sum);
      bytes[key] += key.first.bytes(sum.elements, 1).count();
      if (bytes[key] >= step_.system_.parallel.bucket_bytes) {
        out.push_back(std::move(open[key]));
        open[key] = {};
        bytes[key] = 0;
      }
    }
    for (auto& [key, bucket] : open) {
      if (!bucket.sums.empty()) {
        out.push_back(std::move(bucket));
      }
    }
    return out;
  }

  /// Joins gradients, as far as no operation then waits for a sum that waits for it: a bucket is
  /// cut before what is made behind such an operation. Of a gradient alone there is none, since all
  /// that waits for its sum comes behind it.
  void add_gradients() {
    std::vector<Bucket> all = buckets();
    const std::vector<Draft> norms = drafts_;
    for (;;) {
      drafts_ = norms;
      std::vector<std::size_t> bucket_of(norms.size(), all.size());
      for (std::size_t bucket = 0; bucket < all.size(); ++bucket) {
        add_bucket(all[bucket]);
        bucket_of.resize(drafts_.size(), bucket);
      }
      const std::optional<Circle> circle = find_circle();
      if (!circle) {
        return;
      }
      const std::size_t bucket = bucket_of[circle->draft];
      METRONOME_ASSERT(bucket < all.size() && all[bucket].sums.size() > 1,
                       "what waits for a sum of one comes behind it");
      Bucket behind = cut(all[bucket], circle->waiter);
      all.insert(all.begin() + static_cast<std::ptrdiff_t>(bucket) + 1, std::move(behind));
    }
  }

  /// Leaves in a bucket what is made before a task, and gives the others, where neither is empty.
  [[nodiscard]] Bucket cut(Bucket& bucket, std::uint32_t waiter) const {
    auto at = std::find_if(bucket.sums.begin() + 1, bucket.sums.end(), [&](const GradientSum* sum) {
      return task_of_[last_writer(sum->gradient)] > waiter;
    });
    if (at == bucket.sums.end()) {
      at = bucket.sums.begin() + static_cast<std::ptrdiff_t>(bucket.sums.size() / 2);
    }
    Bucket behind{bucket.wire, {at, bucket.sums.end()}};
    bucket.sums.erase(at, bucket.sums.end());
    return behind;
  }

  static std::uint32_t last_maker(const Draft& draft) {
    return *std::max_element(draft.makers.begin(), draft.makers.end());
  }

  /// The first collective that a task waits for although one that begins no later needs the task.
  /// They begin in the order of their last makers; if none leads to one before it, or to itself,
  /// there is no circle of any length.
  [[nodiscard]] std::optional<Circle> find_circle() const {
    const std::vector<std::uint32_t> needed = first_needed();
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      std::optional<std::uint32_t> first;
      for (const std::uint32_t waiter : drafts_[i].waiters) {
        if (needed[waiter] <= last_maker(drafts_[i])) {
          first = std::min(first.value_or(waiter), waiter);
        }
      }
      if (first) {
        return Circle{i, *first};
      }
    }
    return std::nullopt;
  }

  /// By task: the last maker of the first collective that needs it, or needs what depends on it.
  /// Behind a task that follows another at once comes everything else.
  [[nodiscard]] std::vector<std::uint32_t> first_needed() const {
    std::vector<std::uint32_t> first(tasks_.size(), std::numeric_limits<std::uint32_t>::max());
    for (const Draft& draft : drafts_) {
      for (const std::uint32_t maker : draft.makers) {
        first[maker] = std::min(first[maker], last_maker(draft));
      }
    }
    for (std::size_t i = task_of_.size(); i-- > 0;) {
      const std::uint32_t task = task_of_[i];
      if (tasks_[task].follows) {
        first[task] = std::min(first[task], task);
      }
      for (const std::uint32_t before : step_.depends_on_[i]) {
        first[task_of_[before]] = std::min(first[task_of_[before]], first[task]);
      }
    }
    return first;
  }

  void add_bucket(const Bucket& bucket) {
    const auto& [wire, sums] = bucket;
    const bool shard = !sums.front()->gathered.empty();
    Draft sum, gather, scales;
    std::uint64_t elements = 0;
    for (const GradientSum* one : sums) {
      elements += one->elements;
      const std::size_t made = last_writer(one->gradient);
      sum.makers.push_back(task_of_[made]);
      // Micro-batches before the last one read it, too, to add to it.
      for (const std::uint32_t taker : readers_behind(one->gradient, made)) {
        sum.waiters.push_back(taker);
      }
      if (wire.shared_scales(one->elements) > 0) {
        scales.payload.elements += wire.shared_scales(one->elements);
        scales.makers.push_back(task_of_[before_codes(*one, made)]);
        scales.waiters.push_back(task_of_[made]);
      }
      if (shard) {
        gather.makers.push_back(task_of_[last_writer(one->gathered + ".shard")]);
        const auto pass = named(one->gathered + ".gather");
        gather.waiters.push_back(task_of_[pass ? *pass : last_writer(one->gathered)]);
      }
    }
    const std::string& first = sums.front()->gradient;
    if (scales.payload.elements > 0) {
      scales.payload.wire = kReal;
      scales.exchange = {Purpose::scales, first, sums.size(), kReal.bits};
      drafts_.push_back(std::move(scales));
    }
    sum.collective = shard ? Collective::reduce_scatter : Collective::all_reduce;
    sum.payload = {elements, wire};
    sum.exchange = {Purpose::gradients, first, sums.size(), wire.bits};
    drafts_.push_back(std::move(sum));
    if (shard) {
      const Wire master{.bits = arch::stored_bits(step_.machine_.storage, trace::Role::master,
                                                  trace::Format::real, 0)};
      gather.collective = Collective::all_gather;
      gather.payload = {ceil_div(elements, step_.system_.chips), master};
      gather.exchange = {Purpose::parameters, sums.front()->gathered, sums.size(), master.bits};
      drafts_.push_back(std::move(gather));
    }
  }

  /// What has the largest magnitudes of a gradient at its end: the pass for its range, or what
  /// made it.
  [[nodiscard]] std::size_t before_codes(const GradientSum& sum, std::size_t codes) const {
    std::size_t last = 0;
    for (const auto* uses : {&uses_.readers(sum.real), &uses_.writers(sum.real)}) {
      for (const std::size_t one : *uses) {
        if (one < codes) {
          last = std::max(last, one);
        }
      }
    }
    return last;
  }

  /// Collectives in the order in which the program makes them.
  void order() {
    std::stable_sort(drafts_.begin(), drafts_.end(),
                     [](const Draft& a, const Draft& b) { return last_maker(a) < last_maker(b); });
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      const auto request = static_cast<std::uint32_t>(i);
      for (const std::uint32_t maker : distinct(drafts_[i].makers)) {
        tasks_[maker].makes.push_back(request);
      }
      for (const std::uint32_t waiter : distinct(drafts_[i].waiters)) {
        tasks_[waiter].waits.push_back(request);
      }
    }
  }

  static std::set<std::uint32_t> distinct(const std::vector<std::uint32_t>& tasks) {
    return {tasks.begin(), tasks.end()};
  }

  /// Which tasks that may step aside a task comes behind.
  void add_needs() {
    std::vector<bool> late(task_of_.size(), false);  // waits, itself or for one that does
    for (std::size_t i = 0; i < task_of_.size(); ++i) {
      Task& task = tasks_[task_of_[i]];
      for (const std::uint32_t before : step_.depends_on_[i]) {
        if (late[before]) {
          task.needs.push_back(task_of_[before]);
        }
      }
      late[i] = !task.waits.empty() || !task.needs.empty();
      // Passes that quantize its operands again come behind what it comes behind.
      for (std::uint32_t pass = i == 0 ? 0 : task_of_[i - 1] + 1; late[i] && pass < task_of_[i];
           ++pass) {
        tasks_[pass].needs = task.needs;
        tasks_[pass].waits = task.waits;
        task.needs.push_back(pass);
      }
    }
  }

  const StepProgram& step_;
  mapping::StepIndex uses_;
  const LevelResult& level_;
  links::ChipProgram tasks_;
  std::vector<std::uint32_t> task_of_;  ///< by operation of the step
  std::vector<Draft> drafts_;
};

mapping::StepUse use_of(const RunResult& run, std::size_t step,
                        const arch::AcceleratorSpec& machine) {
  mapping::StepUse use;
  for (const LevelResult& level : run.levels) {
    if (level.step == step) {
      use.assignments.push_back(&level.assignment);
    }
  }
  use.weights = sim::mapping_weights(machine, nullptr);
  return use;
}

void require_whole_batch(const ChipStep& chip, const arch::AcceleratorSpec& machine) {
  if (!chip.norms.empty() && machine.training.execution != arch::Execution::layer) {
    throw UserError(
        fmt::format("system.parallel.batch_norm: what is normalised waits for sums over chips, but "
                    "the machine has training.execution: {}, which takes the batch part by part",
                    enum_name(machine.training.execution)),
        "local, or training.execution=layer");
  }
  if (!chip.norms.empty() && machine.training.micro_batches > 1) {
    throw UserError(
        "system.parallel.batch_norm: statistics of all chips are those of the whole "
        "batch, but the machine has training.micro_batches: " +
            std::to_string(machine.training.micro_batches),
        "local, or training.micro_batches=1");
  }
}

StepProgram::StepProgram(const ChipStep& chip, const arch::AcceleratorSpec& machine,
                         const links::SystemSpec& system, const mapping::StepUse& use)
    : chip_(chip),
      machine_(machine),
      system_(system),
      step_(mapping::machine_step(chip.step, machine, &use)),
      depends_on_(mapping::dependences(step_)) {
  require_whole_batch(chip, machine);
}

LevelProgram StepProgram::level(const RunResult& run, const LevelResult& level) const {
  return Builder(*this, run, level).build();
}

}  // namespace metronome::chips
