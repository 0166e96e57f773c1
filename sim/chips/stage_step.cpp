#include "sim/chips/stage_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "arch/mapping/micro_batches.hpp"
#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/trace/bit_operations.hpp"

namespace metronome::chips {
namespace {

using trace::Operation;
using trace::OperationClass;
using trace::Role;

constexpr std::uint64_t kMostPlaces = 4'000'000;  // messages times chips, each of which knows all

/// "conv1.forward" and 1 of "conv1.forward@2".
struct PartName {
  std::string whole;
  std::uint64_t part = 0;
};
PartName part_of(const std::string& name) {
  const std::size_t at = name.rfind('@');
  if (at == std::string::npos || at + 1 == name.size() ||
      name.find_first_not_of("0123456789", at + 1) != std::string::npos) {
    return {name, 0};
  }
  return {name.substr(0, at), leading_decimal(std::string_view(name).substr(at + 1)).value - 1};
}

/// Where in a stage's iteration an operation is.
struct Place {
  std::uint32_t stage = 0;
  std::uint64_t part = 0;
  bool backward = false;
  bool behind = false;  ///< behind all passes
};

class Stager {
 public:
  Stager(const trace::Step& step, const links::PipelineSpec& spec, const PipelineCut& cut)
      : spec_(spec), cut_(cut), split_(mapping::split_batch(step, spec.micro_batches)) {
    for (const trace::Tensor& tensor : split_.tensors.tensors) {
      tensors_.emplace(tensor.name, &tensor);
    }
    const std::vector<bool> behind = mapping::behind_all_parts(step);
    std::unordered_map<std::string, std::size_t> whole;
    for (std::size_t i = 0; i < step.operations.size(); ++i) {
      whole.emplace(step.operations[i].name, i);
    }
    for (const mapping::MachineOperation& one : split_.operations) {
      // A name of the step itself may have such an end.
      const bool own = whole.contains(one.operation.name);
      const PartName name = own ? PartName{one.operation.name, 0} : part_of(one.operation.name);
      const std::size_t at = whole.at(name.whole);
      places_.push_back({cut.stage_of[at], name.part, at >= cut.first_backward, behind[at]});
    }
  }

  StageSteps run() {
    find_crossings();
    StageSteps out;
    out.cut = cut_;
    for (std::uint32_t stage = 0; stage < cut_.stages; ++stage) {
      out.stages.push_back(stage_step(stage, out.crossings));
      out.most_stashes.push_back(stashes_of(spec_, cut_.stages, stage));
    }
    return out;
  }

 private:
  /// Tensors that a stage writes and others read.
  void find_crossings() {
    std::unordered_map<std::string, std::size_t> writer;
    std::set<std::pair<std::string, std::uint32_t>> known;
    for (std::size_t i = 0; i < split_.operations.size(); ++i) {
      const Operation& operation = split_.operations[i].operation;
      for (const std::string& name : operation.inputs) {
        const auto from = writer.find(name);
        if (from == writer.end() || places_[from->second].stage == places_[i].stage ||
            !known.emplace(name, places_[i].stage).second) {
          continue;
        }
        add_crossing(name, from->second, i);
      }
      for (const std::string& name : operation.outputs) {
        writer[name] = i;
      }
    }
  }

  void add_crossing(const std::string& name, std::size_t writer, std::size_t reader) {
    const Place& from = places_[writer];
    const Place& to = places_[reader];
    const Operation& made = split_.operations[writer].operation;
    const trace::Tensor& tensor = *tensors_.at(name);
    if (from.backward && from.stage < to.stage) {
      throw UserError(fmt::format("system.parallel.pipeline: `{}` reads `{}` of the backward pass "
                                  "of a stage before it",
                                  split_.operations[reader].operation.name, name),
                      "other stages, or parallel.scheme: data");
    }
    Crossing one{from.stage,
                 to.stage,
                 tensor,
                 made.layer,
                 fmt::format("{}.send_to_{}", name, to.stage),
                 name + ".receive",
                 from.backward};
    sends_[writer].push_back(one);
    receives_[{to.stage, to.part, to.backward}].push_back(std::move(one));
  }

  [[nodiscard]] static Operation pass(const std::string& name, const Crossing& crossing,
                                      const std::string& from, const std::string& to) {
    return {name,
            crossing.layer,
            OperationClass::vector,
            trace::VectorWork{.elements = crossing.tensor.elements()},
            {from},
            {to}};
  }

  trace::Step stage_step(std::uint32_t stage, std::vector<Crossing>& crossings) {
    trace::Step out = split_.tensors;
    out.tensors.clear();
    out.operations.clear();
    out.forward_macs = Macs(0);
    for (const StagePass& each : passes_of(spec_, cut_.stages, stage)) {
      add_pass(out, stage, each, crossings);
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i].stage == stage && places_[i].behind) {
        out.operations.push_back(split_.operations[i].operation);
      }
    }
    add_tensors(out);
    return out;
  }

  void add_pass(trace::Step& out, std::uint32_t stage, const StagePass& each,
                std::vector<Crossing>& crossings) {
    std::vector<Crossing> arriving;
    if (const auto at = receives_.find({stage, each.micro_batch, each.backward});
        at != receives_.end()) {
      arriving = at->second;
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const Place& place = places_[i];
      if (place.stage != stage || place.behind || place.part != each.micro_batch ||
          place.backward != each.backward) {
        continue;
      }
      const Operation& operation = split_.operations[i].operation;
      for (const std::string& name : operation.inputs) {
        const auto here = std::find_if(arriving.begin(), arriving.end(), [&](const Crossing& one) {
          return one.tensor.name == name;
        });
        if (here != arriving.end()) {
          out.operations.push_back(pass(here->receive, *here, mapping::kArrivedTensor, name));
          arriving.erase(here);
        }
      }
      out.operations.push_back(operation);
      if (const auto* work = std::get_if<trace::MatrixWork>(&operation.work);
          work != nullptr && operation.cls == OperationClass::forward) {
        out.forward_macs += trace::useful_macs(*work);
      }
      for (const Crossing& one : sends_[i]) {
        out.operations.push_back(pass(one.send, one, one.tensor.name, mapping::kSentTensor));
        crossings.push_back(one);
      }
    }
    METRONOME_ASSERT(arriving.empty(), "what arrives is read");
  }

  void add_tensors(trace::Step& out) const {
    std::set<std::string> used;
    for (const Operation& operation : out.operations) {
      used.insert(operation.inputs.begin(), operation.inputs.end());
      used.insert(operation.outputs.begin(), operation.outputs.end());
    }
    for (const trace::Tensor& tensor : split_.tensors.tensors) {
      if (used.contains(tensor.name)) {
        out.tensors.push_back(tensor);
      }
    }
    for (const char* name : {mapping::kSentTensor, mapping::kArrivedTensor}) {
      if (used.contains(name)) {
        out.tensors.push_back({name, Role::partial_sum, trace::Format::real, {1}});
      }
    }
  }

  struct PassKey {
    std::uint32_t stage = 0;
    std::uint64_t part = 0;
    bool backward = false;
    auto operator<=>(const PassKey&) const = default;
  };

  const links::PipelineSpec& spec_;
  const PipelineCut& cut_;
  mapping::MachineStep split_;
  std::unordered_map<std::string, const trace::Tensor*> tensors_;
  std::vector<Place> places_;                           ///< by operation of the split step
  std::map<std::size_t, std::vector<Crossing>> sends_;  ///< by operation that writes
  std::map<PassKey, std::vector<Crossing>> receives_;
};

}  // namespace

std::uint64_t stashes_of(const links::PipelineSpec& spec, std::uint64_t stages,
                         std::uint64_t stage) {
  switch (spec.order) {
    case links::PipelineOrder::forward_and_backward:
      return spec.micro_batches;
    case links::PipelineOrder::one_forward_one_backward:
      return std::min(spec.micro_batches, stages - stage);
  }
  fail_no_enumerator(spec.order);
}

std::vector<StagePass> passes_of(const links::PipelineSpec& spec, std::uint64_t stages,
                                 std::uint64_t stage) {
  std::vector<StagePass> passes;
  const std::uint64_t ahead = stashes_of(spec, stages, stage);
  for (std::uint64_t i = 0; i < spec.micro_batches + ahead; ++i) {
    if (i < spec.micro_batches) {
      passes.push_back({i, false});
    }
    if (i + 1 >= ahead && i + 1 - ahead < spec.micro_batches) {
      passes.push_back({i + 1 - ahead, true});
    }
  }
  return passes;
}

void require_parts(const trace::Step& step, const links::PipelineSpec& spec) {
  if (step.batch % spec.micro_batches != 0) {
    throw UserError(
        fmt::format("system.parallel.pipeline.micro_batches: {} do not divide a batch of {}",
                    spec.micro_batches, step.batch),
        "a divisor of the trace's batch");
  }
  if (step.statistics_part > 0 && step.batch / spec.micro_batches % step.statistics_part != 0) {
    throw UserError(
        fmt::format("system.parallel.pipeline.micro_batches: {} of a batch of {} cut the parts of "
                    "{} samples that batch norm takes its statistics of",
                    spec.micro_batches, step.batch, step.statistics_part),
        fmt::format("at most {} micro-batches, of whole parts", step.batch / step.statistics_part));
  }
  if (step.delay > 0) {
    throw UserError("system.parallel.scheme: a step whose updates are delayed is not cut",
                    "one accelerator (no --system), or a training with `delay: 0`");
  }
}

StageSteps stage_steps(const trace::Step& step, const links::PipelineSpec& spec,
                       const PipelineCut& cut) {
  require_parts(step, spec);
  StageSteps steps = Stager(step, spec, cut).run();
  if (steps.crossings.size() * cut.stages > kMostPlaces) {
    throw UserError(
        fmt::format("system.parallel.pipeline: {} messages of an iteration between {} chips",
                    steps.crossings.size(), cut.stages),
        fmt::format("at most {} messages times chips: fewer micro_batches or chips", kMostPlaces));
  }
  return steps;
}

}  // namespace metronome::chips
