#include "sim/experiment/format_losses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/experiment/study.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace {

using LossRow = std::map<std::string, std::string>;

/// Rows by the names of their columns; lines that begin with # say what made the table.
std::vector<LossRow> loss_rows(const std::filesystem::path& file) {
  std::vector<LossRow> rows;
  std::vector<std::string> head;
  for (const std::vector<std::string>& fields : parse_csv(read_file(file))) {
    if (fields.empty() || fields.front().starts_with('#')) {
      continue;
    }
    if (head.empty()) {
      head = fields;
      continue;
    }
    LossRow row;
    for (std::size_t i = 0; i < std::min(head.size(), fields.size()); ++i) {
      row[head[i]] = fields[i];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

const std::string& loss_cell(const LossRow& row, const std::string& column,
                             const std::filesystem::path& file) {
  const auto at = row.find(column);
  if (at == row.end()) {
    throw UserError(fmt::format("{}: no column `{}`", file.string(), column),
                    "the table that `metronome study` writes");
  }
  return at->second;
}

double loss_number(const LossRow& row, const std::string& column,
                   const std::filesystem::path& file) {
  const auto value = read_number<double>(loss_cell(row, column, file), {-1e300, 1e300}).value;
  if (!value) {
    throw UserError(fmt::format("{}: no number in `{}`", file.string(), column),
                    "the table that `metronome study` writes");
  }
  return *value;
}

/// Of one run, all seeds.
struct RunLosses {
  std::string run, schedule;
  std::uint64_t iterations = 0;
  std::vector<double> own{}, fp32{}, joules{}, equal{};
};

std::vector<RunLosses> run_losses(const std::filesystem::path& file) {
  std::vector<RunLosses> all;
  for (const LossRow& row : loss_rows(file)) {
    const std::string& run = loss_cell(row, "run", file);
    if (all.empty() || all.back().run != run) {
      all.push_back({run, loss_cell(row, "schedule", file),
                     static_cast<std::uint64_t>(loss_number(row, "iterations", file))});
    }
    all.back().own.push_back(loss_number(row, "test_loss", file));
    all.back().fp32.push_back(loss_number(row, "fp32_test_loss", file));
    all.back().joules.push_back(loss_number(row, "energy_j", file));
    if (!loss_cell(row, "equal_energy_test_loss", file).empty()) {
      all.back().equal.push_back(loss_number(row, "equal_energy_test_loss", file));
    }
  }
  return all;
}

double mean_loss(const std::vector<double>& values) { return spread_of(values).mean; }

/// Differences seed by seed: what seeds share is gone from them.
Spread loss_gap(const std::vector<double>& ours, const std::vector<double>& other) {
  std::vector<double> gaps;
  for (std::size_t i = 0; i < std::min(ours.size(), other.size()); ++i) {
    gaps.push_back(ours[i] - other[i]);
  }
  return spread_of(gaps);
}

const RunLosses& run_of(const std::vector<RunLosses>& all, const std::string& run) {
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const RunLosses& one) { return one.run == run; });
  if (at == all.end()) {
    throw UserError(fmt::format("the trainings have no run `{}`", run),
                    "those of configs/studies/formats.yaml");
  }
  return *at;
}

/// The run of a schedule that is so long; null where there is none.
const RunLosses* run_as_long(const std::vector<RunLosses>& all, const std::string& schedule,
                             std::uint64_t iterations) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const RunLosses& one) {
    return one.schedule == schedule && one.iterations == iterations;
  });
  return at == all.end() ? nullptr : &*at;
}

/// A difference seed by seed, and whether two standard errors tell it from nothing.
std::string loss_verdict(const Spread& difference) {
  const double error = 2 * std::sqrt(difference.variance_of_mean());
  const bool told = std::abs(difference.mean) > error;
  return fmt::format("{:+.4f} ({}two standard errors of the seeds, {:.4f})", difference.mean,
                     told ? "beyond " : "within ", error);
}

/// What the table says, in sentences.
std::string loss_findings(const std::vector<RunLosses>& all) {
  const auto own = [&](const char* run, const char* other) {
    return loss_verdict(loss_gap(run_of(all, run).own, run_of(all, other).own));
  };
  const double apparent = loss_gap(run_of(all, "nvfp4_late").own, run_of(all, "nvfp4").own).mean;
  const double tested = loss_gap(run_of(all, "nvfp4").fp32, run_of(all, "nvfp4").own).mean;
  const double cyclic = mean_loss(run_of(all, "cyclic_elements").joules);
  return fmt::format(
      "\n- MXFP8 over FP32: {}.\n"
      "- Stochastic rounding of NVFP4's errors over nearest: {}.\n"
      "- Late BF16 in the forward products over NVFP4 throughout: {:+.4f} as tested in the last "
      "preset; of the same\n  weights in FP32: {}. Testing NVFP4's weights in FP32 alone makes "
      "{:+.4f}.\n"
      "- Backward alone in NVFP4 over BF16: {}.\n"
      "- Cyclic elements take {:.3f} of MXFP8's joules, {:.3f} of MXFP6's and {:.3f} of MXFP4's; "
      "over "
      "MXFP4: {}.\n",
      own("mxfp8", "fp32"), own("nvfp4", "nvfp4_nearest"), apparent,
      loss_verdict(loss_gap(run_of(all, "nvfp4_late").fp32, run_of(all, "nvfp4").fp32)), tested,
      own("nvfp4_backward", "bf16"), cyclic / mean_loss(run_of(all, "mxfp8").joules),
      cyclic / mean_loss(run_of(all, "mxfp6").joules),
      cyclic / mean_loss(run_of(all, "mxfp4").joules), own("cyclic_elements", "mxfp4"));
}

/// Which column of the published table is the training of a run.
const std::map<std::string, std::string>& published_column() {
  static const std::map<std::string, std::string> columns{
      {"nvfp4", "nvidia"}, {"quartet2", "quartet2"}, {"nvfp4_backward", "backward_sr"}};
  return columns;
}

/// What the trainings of all lengths have in common.
struct LossStudy {
  std::vector<RunLosses> all;
  std::uint64_t usual = 0;  ///< iterations
  std::uint64_t test_every = 0;
  double tokens_per_parameter = 0;  ///< of one iteration
  std::vector<LossRow> published;
  std::filesystem::path published_file;

  /// BF16 of the same length.
  [[nodiscard]] const RunLosses& bf16(const RunLosses& one) const {
    const RunLosses* as_long = run_as_long(all, run_of(all, "bf16").schedule, one.iterations);
    if (as_long == nullptr) {
      throw UserError(fmt::format("the trainings have no BF16 of {} iterations", one.iterations),
                      "those of configs/studies/formats.yaml");
    }
    return *as_long;
  }
  /// Its name in the table of the usual length, which every schedule has.
  [[nodiscard]] const std::string& recipe(const RunLosses& one) const {
    const RunLosses* first = run_as_long(all, one.schedule, usual);
    return first == nullptr ? one.run : first->run;
  }
  [[nodiscard]] double tokens(const RunLosses& one) const {
    return tokens_per_parameter * static_cast<double>(one.iterations);
  }
  /// The runs of a schedule, the shortest first.
  [[nodiscard]] std::vector<RunLosses> lengths_of(const std::string& schedule) const {
    std::vector<RunLosses> own;
    std::copy_if(all.begin(), all.end(), std::back_inserter(own),
                 [&](const RunLosses& one) { return one.schedule == schedule; });
    std::sort(own.begin(), own.end(),
              [](const RunLosses& a, const RunLosses& b) { return a.iterations < b.iterations; });
    return own;
  }
  /// The published gap to BF16 of a run at so many tokens a parameter; none of others.
  [[nodiscard]] std::optional<double> published_gap(const RunLosses& one,
                                                    const std::string& tokens) const {
    const auto column = published_column().find(recipe(one));
    const auto row = std::find_if(published.begin(), published.end(), [&](const LossRow& r) {
      return loss_cell(r, "model", published_file) == "30M" &&
             loss_cell(r, "tokens_per_parameter", published_file) == tokens;
    });
    if (column == published_column().end() || row == published.end()) {
      return std::nullopt;
    }
    return loss_number(*row, column->second, published_file) -
           loss_number(*row, "bf16", published_file);
  }
};

double parameters_of(const train::WorkloadSpec& workload) {
  const model::Graph graph =
      trace::requested_model({.model = workload.model, .dataset = workload.dataset});
  double sum = 0;
  for (model::NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    sum += static_cast<double>(model::parameter_count(graph, node));
  }
  return sum;
}

LossStudy loss_study(const std::filesystem::path& inputs, const std::filesystem::path& configs) {
  const auto spec = config::load<StudySpec>(configs / "studies" / "formats.yaml");
  LossStudy study;
  study.all = run_losses(inputs / "text.costs.csv");
  study.usual = spec.workload.iterations;
  study.test_every = spec.workload.test_every;
  study.tokens_per_parameter =
      static_cast<double>(spec.workload.batch * spec.workload.sequence_length) /
      parameters_of(spec.workload);
  study.published_file = inputs / "quartet2_losses.csv";
  study.published = loss_rows(study.published_file);
  return study;
}

std::string losses_csv(const LossStudy& study) {
  report::Csv csv({"run", "recipe", "schedule", "iterations", "tokens_per_parameter", "seeds",
                   "energy_j", "energy_over_bf16", "test_loss", "test_loss_deviation",
                   "gap_to_bf16", "gap_deviation", "gap_two_errors", "fp32_test_loss",
                   "fp32_gap_to_bf16", "equal_energy_test_loss", "published_gap_30m_25",
                   "published_gap_30m_787"});
  for (const RunLosses& one : study.all) {
    const RunLosses& bf16 = study.bf16(one);
    const Spread own = spread_of(one.own);
    const Spread over = loss_gap(one.own, bf16.own);
    csv.add(one.run).add(study.recipe(one)).add(one.schedule).add(one.iterations);
    csv.add(study.tokens(one)).add(std::uint64_t{one.own.size()}).add(mean_loss(one.joules));
    csv.add(mean_loss(one.joules) / mean_loss(bf16.joules));
    for (const double value : {own.mean, own.deviation, over.mean, over.deviation,
                               2 * std::sqrt(over.variance_of_mean()), mean_loss(one.fp32),
                               loss_gap(one.fp32, bf16.fp32).mean}) {
      csv.add(value);
    }
    one.equal.size() == one.own.size() ? csv.add(mean_loss(one.equal))
                                       : csv.add(std::string_view());
    for (const char* tokens : {"25", "787"}) {
      const auto gap = study.published_gap(one, tokens);
      gap ? csv.add(*gap) : csv.add(std::string_view());
    }
    csv.end_row();
  }
  return csv.text();
}

std::string usual_runs_markdown(const LossStudy& study) {
  report::MarkdownTable table(
      {"run", "J / BF16", "loss", "over BF16", "the same weights in FP32", "over BF16",
       "loss at equal joules", "Quartet II's table, over BF16"},
      1);
  for (const RunLosses& one : study.all) {
    if (one.iterations != study.usual) {
      continue;
    }
    const RunLosses& bf16 = study.bf16(one);
    const Spread own = spread_of(one.own);
    const Spread over = loss_gap(one.own, bf16.own);
    std::string theirs;
    for (const char* tokens : {"25", "787"}) {
      if (const auto gap = study.published_gap(one, tokens)) {
        theirs += fmt::format("{}{:+.3f}", theirs.empty() ? "" : " to ", *gap);
      }
    }
    table.texts({one.run, fmt::format("{:.3f}", mean_loss(one.joules) / mean_loss(bf16.joules)),
                 fmt::format("{:.4f} ± {:.4f}", own.mean, own.deviation),
                 fmt::format("{:+.4f} ± {:.4f}", over.mean, over.deviation),
                 fmt::format("{:.4f}", mean_loss(one.fp32)),
                 fmt::format("{:+.4f}", loss_gap(one.fp32, bf16.fp32).mean),
                 one.equal.size() == one.own.size() ? fmt::format("{:.4f}", mean_loss(one.equal))
                                                    : std::string("-"),
                 theirs});
  }
  return table.markdown().source();
}

/// Gaps to BF16 of the recipes that were trained over several lengths, beside joules.
std::string lengths_markdown(const LossStudy& study) {
  report::MarkdownTable table({"run", "iterations", "tokens / parameter", "J", "J / BF16", "loss",
                               "over BF16", "two standard errors", "over BF16 in FP32"},
                              1);
  for (const RunLosses& first : study.all) {
    if (first.iterations != study.usual || study.lengths_of(first.schedule).size() < 2) {
      continue;
    }
    for (const RunLosses& one : study.lengths_of(first.schedule)) {
      const RunLosses& bf16 = study.bf16(one);
      const Spread over = loss_gap(one.own, bf16.own);
      const double joules = mean_loss(one.joules);
      table.texts({first.run, fmt::format("{}", one.iterations),
                   fmt::format("{:.2f}", study.tokens(one)), fmt::format("{:.3f}", joules),
                   fmt::format("{:.3f}", joules / mean_loss(bf16.joules)),
                   fmt::format("{:.4f}", mean_loss(one.own)), fmt::format("{:+.4f}", over.mean),
                   fmt::format("{:.4f}", 2 * std::sqrt(over.variance_of_mean())),
                   fmt::format("{:+.4f}", loss_gap(one.fp32, bf16.fp32).mean)});
    }
  }
  return table.markdown().source();
}

/// What the gaps say, in sentences.
std::string length_findings(const LossStudy& study) {
  const std::string late = run_of(study.all, "nvfp4_late").schedule;
  const std::string nvfp4 = run_of(study.all, "nvfp4").schedule;
  std::string text = "\n";
  for (const RunLosses& one : study.lengths_of(nvfp4)) {
    const RunLosses* switched = run_as_long(study.all, late, one.iterations);
    if (switched == nullptr) {
      continue;
    }
    text += fmt::format(
        "- At {:.2f} tokens a parameter NVFP4 over BF16: {}; the late switch over NVFP4, the same "
        "weights in FP32: {}, for {:.1f} % more joules.\n",
        study.tokens(one), loss_verdict(loss_gap(one.own, study.bf16(one).own)),
        loss_verdict(loss_gap(switched->fp32, one.fp32)),
        100 * (mean_loss(switched->joules) / mean_loss(one.joules) - 1));
  }
  return text;
}

}  // namespace

FormatLosses format_losses(const std::filesystem::path& inputs,
                           const std::filesystem::path& configs) {
  const LossStudy study = loss_study(inputs, configs);
  return {losses_csv(study), usual_runs_markdown(study) + loss_findings(study.all),
          lengths_markdown(study) + length_findings(study), study.test_every};
}

}  // namespace metronome::experiment
