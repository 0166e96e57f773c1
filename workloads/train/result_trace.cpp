#include "workloads/train/result_trace.hpp"

#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/form_trace.hpp"

namespace metronome::train {

trace::UpdateRule update_rule(const WorkloadSpec& spec) {
  return update_rule(optimiser_keys(spec));
}

void set_statistics(trace::Trace& trace, const WorkloadSpec& spec) {
  if (spec.batch_norm.statistics == BatchNormStatistics::part) {
    trace::take_statistics_of_parts(trace, spec.batch_norm.part);
  }
}

trace::Trace result_trace(const WorkloadSpec& spec, const TrainResult& result) {
  const schedule::Schedule asked = schedule::parse_schedule(spec.schedule);
  schedule::CsvSpec trained;
  for (const trace::Phase& phase : result.phases) {
    trained.changes.emplace_back(phase.first_iteration, phase.assignment);
  }
  trace::Trace trace = training_trace(spec, network_of(spec, result.shape),
                                      schedule::Schedule(trained), result.forms);
  trace.schedule_name = asked.name();
  trace.metrics = result.metrics;
  trace.values = result.values;
  return trace;
}

}  // namespace metronome::train
