#include "sim/experiment/training_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::experiment {
namespace {

/// Keys of a workload that are facts of the trace already, or that runs may differ in; the seed is
/// told all the same, which trace::differences passes over.
bool is_free(const std::string& key) {
  static const std::vector<std::string> keys{"model",
                                             "dataset",
                                             "dataset_path",
                                             "batch",
                                             "batch_norm",
                                             "iterations",
                                             "dx_scale",
                                             "schedule",
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
  // Of two trainings of which one leaves a key out, both have it all the same.
  if (workload.find("train_samples") != nullptr) {
    for (const char* key : {"task", "validation", "initialisation"}) {
      if (workload.find(key) == nullptr) {
        facts.push_back({key, "as usual"});
      }
    }
  }
  return facts;
}

/// "count=4 sums=shared_scale ..." of a key's fact: the value of one part; empty where it is not
/// there.
std::string part_of(const std::string& fact, const std::string& name) {
  std::istringstream parts(fact);
  for (std::string part; parts >> part;) {
    if (part.starts_with(name + "=")) {
      return part.substr(name.size() + 1);
    }
  }
  return {};
}

/// A key of a system, and what it must be as the training had it.
struct SharedKey {
  const char* trained;
  const char* key;
  std::string own;
};

std::vector<SharedKey> shared_keys(const links::SystemSpec& system, bool codes, ChipCount count) {
  std::vector<SharedKey> keys;
  if (count == ChipCount::as_trained) {
    keys.push_back({"count", "system.chips", fmt::format("{}", system.chips)});
  }
  if (codes) {
    keys.push_back(
        {"sums", "system.gradients.sums", std::string(enum_name(system.gradients.sums))});
    keys.push_back({"block", "system.gradients.block", fmt::format("{}", system.gradients.block)});
  }
  keys.push_back({"batch_norm", "system.parallel.batch_norm",
                  std::string(enum_name(system.parallel.batch_norm))});
  return keys;
}

}  // namespace

bool has_gradient_codes(const trace::Assignment& assignment) {
  bool codes = assignment.all.gradient_bits > 0;
  for (std::size_t i = 0; i < assignment.layers.size(); ++i) {
    codes = codes || assignment.layers.at(i).gradient_bits > 0;
  }
  return codes;
}

void require_trained_chips(const Training& training, const std::string& folder,
                           const links::SystemSpec& system, ChipCount count) {
  const std::string chips = trace::fact(training.workload, "chips");
  if (chips.empty()) {
    return;
  }
  std::vector<Diagnostic> faults;
  const auto refuse = [&](const char* key, std::string what, const std::string& hint) {
    faults.push_back({.file = folder,
                      .key = key,
                      .what = std::move(what),
                      .hint = hint + ", another training, or --allow-unlike"});
  };
  if (system.parallel.scheme == links::Scheme::pipeline) {
    refuse("system.parallel.scheme",
           fmt::format("is pipeline, whose chips do not share a batch, but the training's {} did",
                       part_of(chips, "count")),
           "parallel.scheme: data");
    throw UserError(faults);
  }
  if (system.parallel.batch == links::BatchOf::each) {
    refuse("system.parallel.batch",
           fmt::format("is each, a whole batch for every chip, but the training's {} shared one",
                       part_of(chips, "count")),
           "parallel.batch: split");
  }
  const auto& schedule = training.trace.schedule;
  const bool codes = std::any_of(schedule.begin(), schedule.end(), [](const trace::Phase& phase) {
    return has_gradient_codes(phase.assignment);
  });
  for (const auto& [trained, key, own] : shared_keys(system, codes, count)) {
    if (const std::string value = part_of(chips, trained); value != own) {
      refuse(key, fmt::format("is {}, but the training had chips.{}: {}", own, trained, value),
             fmt::format("accuracy and cost of one arithmetic: --set {}={}", key, value));
    }
  }
  if (!faults.empty()) {
    throw UserError(faults);
  }
}

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
