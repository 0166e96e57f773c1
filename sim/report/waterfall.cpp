#include "sim/report/waterfall.hpp"

#include "sim/energy/energy_split.hpp"
#include "sim/report/names.hpp"

namespace metronome::report {
namespace {

/// What a training costs when the effects up to and including this one count; any unit.
struct Stage {
  std::string effect;
  double run = 0;
  double baseline = 0;
  [[nodiscard]] double saving() const { return baseline > 0 ? 1 - run / baseline : 0; }
};

/// Matrix work of the array over the whole run.
struct ArrayWork {
  double bit_operations = 0;
  double cycles_at_peak = 0;
};

ArrayWork array_work(const RunResult& run) {
  ArrayWork work;
  for (const LevelResult& level : run.levels) {
    const auto iterations = static_cast<double>(level.iterations);
    run.for_operations(level, [&](std::uint32_t one) {
      const OperationResult& operation = run.operations[one];
      if (operation.peak_macs_per_cycle > 0) {
        const double macs = iterations * static_cast<double>(operation.measure.macs.count());
        work.bit_operations += macs * operation.a_bits * operation.b_bits;
        work.cycles_at_peak += macs / operation.peak_macs_per_cycle;
      }
    });
  }
  return work;
}

Waterfall waterfall_of(const std::vector<Stage>& stages) {
  Waterfall out{stages.front().saving(), {}, stages.back().saving()};
  for (std::size_t i = 1; i < stages.size(); ++i) {
    out.steps.push_back({stages[i].effect, stages[i].saving() - stages[i - 1].saving()});
  }
  return out;
}

std::vector<Stage> first_stages(const ComparedRun& compared) {
  return {{"ideal", compared.costs.total.bit_operations_paper,
           compared.baseline_costs.total.bit_operations_paper}};
}

}  // namespace

Waterfall cycle_waterfall(const ComparedRun& compared) {
  std::vector<Stage> stages = first_stages(compared);
  const ArrayWork run = array_work(compared.run);
  const ArrayWork baseline = array_work(compared.baseline);
  stages.push_back({"exempt work", run.bit_operations, baseline.bit_operations});
  stages.push_back({"supported widths", run.cycles_at_peak, baseline.cycles_at_peak});
  Stage stage{"utilisation", 0, 0};
  for (const Bin bin : kEnumValues<Bin>) {
    stage.run += static_cast<double>(compared.costs.total.cycles[bin]);
    stage.baseline += static_cast<double>(compared.baseline_costs.total.cycles[bin]);
    if (bin != Bin::busy) {
      stage.effect = spoken(bin_name(bin));
    }
    stages.push_back(stage);
  }
  return waterfall_of(stages);
}

Waterfall energy_waterfall(const ComparedRun& compared) {
  std::vector<Stage> stages = first_stages(compared);
  const EnergySplit run = energy_split(compared.costs.energy);
  const EnergySplit baseline = energy_split(compared.baseline_costs.energy);
  Stage stage;
  for (const EnergyPart part : {EnergyPart::array, EnergyPart::buffers, EnergyPart::memory_traffic,
                                EnergyPart::vector, EnergyPart::other, EnergyPart::memory_idle}) {
    stage.effect = spoken(enum_name(part));
    stage.run += run[part].count();
    stage.baseline += baseline[part].count();
    stages.push_back(stage);
  }
  return waterfall_of(stages);
}

}  // namespace metronome::report
