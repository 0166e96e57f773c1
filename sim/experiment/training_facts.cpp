#include "sim/experiment/training_facts.hpp"

#include <algorithm>

#include "sim/base/files.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::experiment {
namespace {

/// Keys of a workload that are facts of the trace already, or that runs may differ in.
bool is_free(const std::string& key) {
  static const std::vector<std::string> keys{"model",
                                             "dataset",
                                             "dataset_path",
                                             "batch",
                                             "batch_norm",
                                             "iterations",
                                             "dx_scale",
                                             "schedule",
                                             "seed",
                                             "errors",
                                             "delay",
                                             "feedback_seed",
                                             "lfsr_states",
                                             "kernels",
                                             "batch_norm_batches",
                                             "checkpoint_every",
                                             "statistics_every",
                                             "test_every",
                                             "range_test"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

trace::Facts facts_of(const config::Node& workload) {
  trace::Facts facts;
  for (const config::Node::Entry& entry : workload.entries) {
    if (is_free(entry.key)) {
      continue;
    }
    std::string value = entry.value.scalar;
    for (const config::Node& item : entry.value.items) {
      value += (value.empty() ? "" : " ") + item.scalar;
    }
    for (const config::Node::Entry& part : entry.value.entries) {
      value += (value.empty() ? "" : " ") + part.key + "=" + part.value.scalar;
    }
    // That of the trace is what an update keeps; this one tells Adam from AdamW.
    facts.push_back({entry.key == "optimizer" ? "training_optimizer" : entry.key, value});
  }
  return facts;
}

}  // namespace

trace::Facts workload_facts(const train::WorkloadSpec& workload) {
  return facts_of(config::schema_of<train::WorkloadSpec>().write(workload));
}

trace::Facts workload_facts(const std::filesystem::path& trace_folder) {
  const std::filesystem::path file = trace_folder / "resolved.yaml";
  return path_exists(file) ? facts_of(config::load_yaml(file)) : trace::Facts{};
}

trace::Facts Training::facts() const {
  trace::Facts all = trace::facts_of(trace);
  all.insert(all.end(), workload.begin(), workload.end());
  return all;
}

Training load_training(const std::filesystem::path& folder) {
  return {trace::read_trace(folder), workload_facts(folder)};
}

}  // namespace metronome::experiment
