#include "sim/chips/chip_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "arch/mapping/micro_batches.hpp"
#include "sim/base/error.hpp"

namespace metronome::chips {
namespace {

using trace::Format;
using trace::Operation;
using trace::OperationClass;
using trace::Role;
using trace::Tensor;

constexpr int kMostGradientBits = 16;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void require_parts(const trace::Step& step, std::uint64_t chips) {
  if (chips > step.batch) {
    throw UserError(
        fmt::format("system.chips: {} chips share a batch of {} samples", chips, step.batch),
        "at most a chip for each sample, or a trace of a larger batch");
  }
  if (step.batch % chips != 0) {
    std::uint64_t below = chips;
    while (step.batch % below != 0) {
      --below;
    }
    throw UserError(
        fmt::format("system.chips: {} chips do not share a batch of {} equally", chips, step.batch),
        fmt::format("{} chips, or a batch of {}", below,
                    ceil_div<std::uint64_t>(step.batch, chips) * chips));
  }
  if (step.statistics_part > 0 && step.batch / chips % step.statistics_part != 0) {
    throw UserError(
        fmt::format("system.chips: {} chips that share a batch of {} cut the parts of {} samples "
                    "that batch norm takes its statistics of",
                    chips, step.batch, step.statistics_part),
        fmt::format("at most {} chips, of whole parts", step.batch / step.statistics_part));
  }
}

void require_whole_statistics(const trace::Step& step, const links::SystemSpec& system) {
  if (step.statistics_part > 0 &&
      system.parallel.batch_norm == links::NormStatistics::synchronised) {
    throw UserError(fmt::format("system.parallel.batch_norm: statistics of all chips are not those "
                                "of parts of {} samples, which the trace has",
                                step.statistics_part),
                    "local, or a trace without --batch-norm-part (`batch_norm` of a training)");
  }
}

bool has_gradient_codes(const trace::Step& step) {
  return std::any_of(step.tensors.begin(), step.tensors.end(), [](const Tensor& tensor) {
    return tensor.role == Role::gradient && tensor.format == Format::codes;
  });
}

/// What sums of codes are defined for, and the trainer has.
void require_sums(const trace::Assignment& assignment) {
  const auto check = [](int bits) {
    if (bits == 1 || bits > kMostGradientBits) {
      throw UserError(
          bits == 1 ? std::string("system.gradients: gradients of 1 bit have no code but zero")
                    : fmt::format("system.gradients: sums of codes of {} bits are not known", bits),
          fmt::format("a schedule with gradients of 2 to {} bits, or FP32", kMostGradientBits));
    }
  };
  check(assignment.all.gradient_bits);
  for (std::size_t i = 0; i < assignment.layers.size(); ++i) {
    check(assignment.layers.at(i).gradient_bits);
  }
}

bool takes_statistics(const Operation& operation) {
  return operation.name == operation.layer + ".statistics";
}

/// What a system says of updates and statistics, of programs that have none.
void require_effects(const std::vector<ChipStep>& steps, const links::SystemSpec& system) {
  const auto none = [&](const auto& has) { return std::none_of(steps.begin(), steps.end(), has); };
  if (system.chips == 1) {
    return;
  }
  if (system.parallel.update != links::UpdateOn::replicated &&
      none([](const ChipStep& step) { return !step.gradients.empty(); })) {
    throw UserError("system.parallel.update: has no effect on a program that updates nothing",
                    "leave it out, or a program that trains");
  }
  if (system.parallel.batch_norm != links::NormStatistics::local &&
      none([](const ChipStep& step) { return has_statistics(step.step); })) {
    throw UserError(
        "system.parallel.batch_norm: has no effect on a program in which no batch norm takes "
        "statistics",
        "leave it out, or a training of a network with batch norm");
  }
}

class Sharer {
 public:
  Sharer(const trace::Step& whole, const links::SystemSpec& system)
      : system_(system), chips_(system.chips) {
    const bool split = system.parallel.batch == links::BatchOf::split;
    out_.step = mapping::part_of_batch(whole, split ? chips_ : 1);
    operations_ = std::move(out_.step.operations);
    out_.step.operations.clear();
    for (const Tensor& tensor : out_.step.tensors) {
      tensors_.emplace(tensor.name, tensor);
    }
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      for (const std::string& name : operations_[i].outputs) {
        last_writer_[name] = i;
      }
    }
  }

  ChipStep run() {
    find_gradients();
    find_norms();
    emit();
    for (auto& [name, tensor] : added_) {
      out_.step.tensors.push_back(std::move(tensor));
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] const Tensor& tensor(const std::string& name) const { return tensors_.at(name); }
  [[nodiscard]] bool is_gradient(const std::string& name) const {
    const auto at = tensors_.find(name);
    return at != tensors_.end() && at->second.role == Role::gradient;
  }
  [[nodiscard]] bool is_update(const Operation& operation) const {
    return operation.cls == OperationClass::update &&
           std::any_of(operation.inputs.begin(), operation.inputs.end(),
                       [&](const std::string& name) { return is_gradient(name); });
  }
  /// Ranges and codes of gradients.
  [[nodiscard]] bool quantizes_gradient(const Operation& operation) const {
    return operation.cls == OperationClass::quantize && operation.inputs.size() == 1 &&
           is_gradient(operation.inputs.front());
  }

  void find_gradients() {
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const Operation& operation = operations_[i];
      if (!is_update(operation)) {
        continue;
      }
      for (const std::string& name : operation.inputs) {
        if (is_gradient(name) && !sums_.contains(name)) {
          sums_.emplace(name, sum_of(name, operation));
        }
      }
    }
    for (const auto& [name, sum] : sums_) {
      out_.gradients.push_back(sum);
    }
    std::stable_sort(
        out_.gradients.begin(), out_.gradients.end(),
        [&](const GradientSum& a, const GradientSum& b) { return made_at(a) < made_at(b); });
  }

  [[nodiscard]] GradientSum sum_of(const std::string& name, const Operation& update) const {
    GradientSum sum{update.layer, name, {}, tensor(name).elements(), {}};
    if (tensor(name).format == Format::codes) {
      const auto writer = last_writer_.find(name);
      METRONOME_ASSERT(writer != last_writer_.end(), "codes of a gradient are made of it");
      sum.real = operations_[writer->second].inputs.front();
    }
    if (sharded(sum)) {
      for (const std::string& output : update.outputs) {
        if (tensor(output).role == Role::master && tensor(output).elements() == sum.elements) {
          sum.gathered = output;
        }
      }
    }
    return sum;
  }

  [[nodiscard]] bool sharded(const GradientSum& sum) const {
    return system_.parallel.update == links::UpdateOn::sharded && sum.elements >= chips_;
  }

  /// Where the backward pass makes it; what no operation makes is there at the beginning.
  [[nodiscard]] std::size_t made_at(const GradientSum& sum) const {
    const auto at = last_writer_.find(sum.real.empty() ? sum.gradient : sum.real);
    return at == last_writer_.end() ? 0 : at->second;
  }

  void find_norms() {
    if (system_.parallel.batch_norm == links::NormStatistics::local) {
      return;
    }
    for (const Operation& operation : operations_) {
      const bool backward = operation.name == operation.layer + ".backward_reduce";
      if (!takes_statistics(operation) && !backward) {
        continue;
      }
      const std::string& normalised = backward ? operation.inputs.back() : operation.inputs.front();
      NormSum norm{
          operation.layer, operation.name, normalised, 2 * tensor(normalised).shape.back(), {}};
      for (const std::string& output : operation.outputs) {
        if (is_gradient(output)) {
          norm.gradient = output;
          sums_.erase(output);  // the same sums serve the update
          std::erase_if(out_.gradients,
                        [&](const GradientSum& sum) { return sum.gradient == output; });
        }
      }
      out_.norms.push_back(std::move(norm));
    }
  }

  /// Whether anything reads what the update writes later in the step, or the host writes it anew.
  [[nodiscard]] bool is_used_later(std::size_t update) const {
    for (std::size_t i = update + 1; i < operations_.size(); ++i) {
      const bool host = operations_[i].cls == OperationClass::host;
      for (const std::string& output : operations_[update].outputs) {
        if (contains(operations_[i].inputs, output) ||
            (host && contains(operations_[i].outputs, output))) {
          return true;
        }
      }
    }
    return false;
  }

  void emit() {
    std::map<std::string, std::vector<std::size_t>> codes_of;  // of real gradients
    std::vector<std::size_t> updates;
    std::vector<bool> moved(operations_.size(), false);
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const std::string real = quantizes_gradient(operations_[i]) ? operations_[i].inputs[0] : "";
      if (const auto made = last_writer_.find(real);
          made != last_writer_.end() && made->second < i) {
        codes_of[real].push_back(i);
        moved[i] = true;
      } else if (is_update(operations_[i]) && !is_used_later(i)) {
        updates.push_back(i);
        moved[i] = true;
      }
    }
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if (!moved[i]) {
        is_update(operations_[i]) ? add_update(operations_[i]) : add(operations_[i]);
      }
      for (const std::string& name : operations_[i].outputs) {
        if (const auto codes = codes_of.find(name);
            codes != codes_of.end() && last_writer_.at(name) == i) {
          for (const std::size_t one : codes->second) {
            add(operations_[one]);
          }
        }
      }
    }
    const auto made = [&](std::size_t update) {
      std::size_t last = 0;
      for (const std::string& name : operations_[update].inputs) {
        if (const auto sum = sums_.find(name); sum != sums_.end()) {
          last = std::max(last, made_at(sum->second));
        }
      }
      return last;
    };
    std::stable_sort(updates.begin(), updates.end(),
                     [&](std::size_t a, std::size_t b) { return made(a) < made(b); });
    for (const std::size_t update : updates) {
      add_update(operations_[update]);
    }
    for (Operation& gather : gathers_) {
      out_.step.operations.push_back(std::move(gather));
    }
  }

  void add(Operation operation) {
    gather_for(operation);
    out_.step.operations.push_back(std::move(operation));
  }

  /// What uses whole masters whose parts have been updated comes behind their gathering.
  void gather_for(const Operation& operation) {
    std::erase_if(gathers_, [&](const Operation& gather) {
      const std::string& whole = gather.outputs.front();
      const bool used = contains(operation.inputs, whole) || contains(operation.outputs, whole);
      if (used) {
        out_.step.operations.push_back(gather);
      }
      return used;
    });
  }

  [[nodiscard]] std::uint64_t part(std::uint64_t elements) const {
    return ceil_div(elements, chips_);
  }

  void add_tensor(const std::string& name, const Tensor& like, bool shard) {
    Tensor copy = like;
    copy.name = name;
    if (shard) {
      copy.shape = {part(like.elements())};
    }
    added_.emplace(name, std::move(copy));
  }

  /// The sums that an update reads, once each, then the update.
  void add_update(Operation update) {
    bool shard = false;
    for (std::string& name : update.inputs) {
      const auto at = sums_.find(name);
      if (at == sums_.end()) {
        continue;
      }
      const GradientSum& sum = at->second;
      shard = shard || !sum.gathered.empty();
      const std::string summed = name + ".summed";
      if (!added_.contains(summed)) {
        add_tensor(summed, tensor(name), !sum.gathered.empty());
        add(take_sum(sum, summed));
      }
      name = summed;
    }
    if (shard) {
      make_shard(update);
    }
    add(std::move(update));
  }

  /// A chip adds its own to what comes for its part of the tensor, N - 1 times.
  [[nodiscard]] Operation take_sum(const GradientSum& sum, const std::string& summed) const {
    const auto others = static_cast<double>(chips_ - 1);
    const bool shard = !sum.gathered.empty();
    trace::VectorWork work{
        .elements = shard ? part(sum.elements) : sum.elements,
        .adds_per_element = shard ? others : others / static_cast<double>(chips_),
        .multiplies_per_element = 0};
    return {sum.gradient + ".take_sum",
            sum.layer,
            OperationClass::vector,
            work,
            {sum.gradient},
            {summed}};
  }

  void make_shard(Operation& update) {
    std::get<trace::VectorWork>(update.work).elements =
        part(std::get<trace::VectorWork>(update.work).elements);
    for (std::string& name : update.inputs) {
      name = shard_of(name);
    }
    for (std::string& name : update.outputs) {
      const std::string whole = name;
      name = shard_of(name);
      if (tensors_.contains(whole) && tensor(whole).role == Role::master) {
        gathers_.push_back({whole + ".gather",
                            update.layer,
                            OperationClass::vector,
                            trace::VectorWork{.elements = tensor(whole).elements()},
                            {name},
                            {whole}});
      }
    }
  }

  /// Masters keep their whole tensor beside; optimizer state is the chip's part alone.
  std::string shard_of(const std::string& name) {
    const auto at = tensors_.find(name);
    if (at == tensors_.end()) {
      return name;  // a sum
    }
    if (at->second.role == Role::optimizer_state) {
      for (Tensor& own : out_.step.tensors) {
        if (own.name == name && own.shape == at->second.shape) {
          own.shape = {part(own.elements())};
        }
      }
      return name;
    }
    if (at->second.role == Role::master) {
      add_tensor(name + ".shard", at->second, true);
      return name + ".shard";
    }
    return name;
  }

  const links::SystemSpec& system_;
  std::uint64_t chips_;
  ChipStep out_;
  std::vector<Operation> operations_;
  std::map<std::string, Tensor> tensors_;  ///< of the part
  std::map<std::string, std::size_t> last_writer_;
  std::map<std::string, GradientSum> sums_;
  std::map<std::string, Tensor> added_;
  std::vector<Operation> gathers_;
};

}  // namespace

bool has_statistics(const trace::Step& step) {
  return std::any_of(step.operations.begin(), step.operations.end(), takes_statistics);
}

ChipStep chip_step(const trace::Step& step, const links::SystemSpec& system) {
  if (step.delay > 0) {
    throw UserError("system: a step whose updates are delayed is not shared by chips",
                    "one accelerator (no --system), or a training with `delay: 0`");
  }
  if (system.parallel.batch == links::BatchOf::split) {
    require_parts(step, system.chips);
  }
  if (system.chips == 1) {
    return {step, {}, {}};
  }
  require_whole_statistics(step, system);
  return Sharer(step, system).run();
}

trace::Trace chip_trace(const trace::Trace& trace, const links::SystemSpec& system,
                        std::vector<ChipStep>& steps) {
  trace::Trace own = trace;
  for (const trace::Phase& phase : trace.schedule) {
    if (system.chips > 1 && has_gradient_codes(trace.steps.at(phase.step).step)) {
      require_sums(phase.assignment);
    }
  }
  for (trace::NamedStep& one : own.steps) {
    steps.push_back(chip_step(one.step, system));
    one.step = steps.back().step;
  }
  require_effects(steps, system);
  return own;
}

}  // namespace metronome::chips
