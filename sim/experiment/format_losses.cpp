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
  std::vector<double> own, fp32, joules, equal;
};

std::vector<RunLosses> run_losses(const std::filesystem::path& file) {
  std::vector<RunLosses> all;
  for (const LossRow& row : loss_rows(file)) {
    const std::string& run = loss_cell(row, "run", file);
    if (all.empty() || all.back().run != run) {
      all.push_back({run, loss_cell(row, "schedule", file), {}, {}, {}, {}});
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

}  // namespace

FormatLosses format_losses(const std::filesystem::path& inputs) {
  const std::filesystem::path trainings = inputs / "text.costs.csv";
  const std::filesystem::path published_file = inputs / "quartet2_losses.csv";
  const std::vector<RunLosses> all = run_losses(trainings);
  const RunLosses* const bf16 = &run_of(all, "bf16");
  const std::vector<LossRow> published = loss_rows(published_file);
  report::Csv csv({"run", "schedule", "seeds", "energy_j", "energy_over_bf16", "test_loss",
                   "test_loss_deviation", "gap_to_bf16", "gap_deviation", "fp32_test_loss",
                   "fp32_gap_to_bf16", "equal_energy_test_loss", "published_gap_30m_25",
                   "published_gap_30m_787"});
  report::MarkdownTable table(
      {"run", "J / BF16", "loss", "over BF16", "the same weights in FP32", "over BF16",
       "loss at equal joules", "Quartet II's table, over BF16"},
      1);
  for (const RunLosses& one : all) {
    const Spread own = spread_of(one.own);
    const Spread over = loss_gap(one.own, bf16->own);
    const Spread real = loss_gap(one.fp32, bf16->fp32);
    const bool equal = one.equal.size() == one.own.size();
    csv.add(one.run)
        .add(one.schedule)
        .add(std::uint64_t{one.own.size()})
        .add(mean_loss(one.joules));
    csv.add(mean_loss(one.joules) / mean_loss(bf16->joules));
    for (const double value :
         {own.mean, own.deviation, over.mean, over.deviation, mean_loss(one.fp32), real.mean}) {
      csv.add(value);
    }
    equal ? csv.add(mean_loss(one.equal)) : csv.add(std::string_view());
    std::string theirs;
    const auto column = published_column().find(one.run);
    for (const char* tokens : {"25", "787"}) {
      const auto row = std::find_if(published.begin(), published.end(), [&](const LossRow& r) {
        return loss_cell(r, "model", published_file) == "30M" &&
               loss_cell(r, "tokens_per_parameter", published_file) == tokens;
      });
      if (column == published_column().end() || row == published.end()) {
        csv.add(std::string_view());
        continue;
      }
      const double more = loss_number(*row, column->second, published_file) -
                          loss_number(*row, "bf16", published_file);
      csv.add(more);
      theirs += fmt::format("{}{:+.3f}", theirs.empty() ? "" : " to ", more);
    }
    csv.end_row();
    table.texts({one.run, fmt::format("{:.3f}", mean_loss(one.joules) / mean_loss(bf16->joules)),
                 fmt::format("{:.4f} ± {:.4f}", own.mean, own.deviation),
                 fmt::format("{:+.4f} ± {:.4f}", over.mean, over.deviation),
                 fmt::format("{:.4f}", mean_loss(one.fp32)), fmt::format("{:+.4f}", real.mean),
                 equal ? fmt::format("{:.4f}", mean_loss(one.equal)) : std::string("-"), theirs});
  }
  return {csv.text(), table.markdown().source() + loss_findings(all)};
}

}  // namespace metronome::experiment
