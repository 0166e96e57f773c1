#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>

#include "sim/experiment/study.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"

namespace metronome::experiment {
namespace {

/// What the acceptance rule grants whatever the spread.
constexpr double kAllowedPoints = 0.5;

std::vector<StudyResult> results_of(const StudyRun& run, const std::vector<StudyResult>& results) {
  std::vector<StudyResult> own;
  std::copy_if(results.begin(), results.end(), std::back_inserter(own),
               [&](const StudyResult& result) { return result.run == run.name; });
  return own;
}

/// Of those that have one.
std::vector<double> percents(const std::vector<StudyResult>& results) {
  std::vector<double> values;
  for (const StudyResult& result : results) {
    if (result.diverged.empty()) {
      values.push_back(100 * result.test_accuracy);
    }
  }
  return values;
}

/// In the order of the seeds: "84.12 diverged 83.98".
std::string percents_text(const std::vector<StudyResult>& results) {
  std::string text;
  for (const StudyResult& result : results) {
    text += text.empty() ? "" : " ";
    text +=
        result.diverged.empty() ? fmt::format("{:.2f}", 100 * result.test_accuracy) : "diverged";
  }
  return text;
}

std::string evaluation_text(const std::vector<StudyResult>& results) {
  const auto one = std::find_if(results.begin(), results.end(),
                                [](const StudyResult& r) { return r.diverged.empty(); });
  return one == results.end() ? "" : trace::forward_text(one->evaluation);
}

std::string spread_text(const Spread& spread) {
  if (spread.count == 0) {
    return "-";
  }
  return spread.count < 2 ? fmt::format("{:.2f}", spread.mean)
                          : fmt::format("{:.2f} ± {:.2f}", spread.mean, spread.deviation);
}

std::string agreement_text(const Agreement& agreement) {
  return fmt::format("{:+.2f} of ±{:.2f}{}", agreement.difference, agreement.allowed,
                     agreement.holds() ? "" : ": outside");
}

/// The cells of one run: its name, schedule, ...
std::vector<report::Markdown> markdown_row(const StudyRun& run,
                                           const std::vector<StudyResult>& own) {
  const std::vector<double> values = percents(own);
  std::vector<std::uint64_t> seeds(own.size());
  std::transform(own.begin(), own.end(), seeds.begin(),
                 [](const StudyResult& result) { return result.seed; });
  const Spread ours = spread_of(values);
  std::string reference;
  std::string difference;
  if (!run.reference_percent.empty() && ours.count > 0) {
    const Spread theirs = spread_of(run.reference_percent);
    reference = fmt::format("{} (n = {})", spread_text(theirs), theirs.count);
    difference = agreement_text(agreement(ours, theirs));
  }
  return {run.name,
          report::code_span(run.schedule),
          std::string(enum_name(run.dx_scale)),
          evaluation_text(own),
          fmt::format("{}", fmt::join(seeds, " ")),
          percents_text(own),
          spread_text(ours),
          reference,
          difference};
}

}  // namespace

double Spread::variance_of_mean() const {
  return count == 0 ? 0 : deviation * deviation / static_cast<double>(count);
}

Spread spread_of(const std::vector<double>& values) {
  Spread spread;
  spread.count = values.size();
  if (values.empty()) {
    return spread;
  }
  spread.mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double squares = 0;
  for (const double value : values) {
    squares += (value - spread.mean) * (value - spread.mean);
  }
  if (values.size() > 1) {
    spread.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  }
  return spread;
}

Agreement agreement(const Spread& ours, const Spread& reference) {
  const double error = std::sqrt(ours.variance_of_mean() + reference.variance_of_mean());
  return {ours.mean - reference.mean, std::max(kAllowedPoints, 2 * error)};
}

std::string study_csv(const StudySpec& spec, const std::vector<StudyResult>& results) {
  report::Csv csv({"run", "schedule", "dx_scale", "seed", "iterations", "evaluation_bits",
                   "test_accuracy_percent"});
  for (const StudyRun& run : spec.runs) {
    for (const StudyResult& result : results_of(run, results)) {
      csv.add(run.name).add(run.schedule).add(enum_name(run.dx_scale)).add(result.seed);
      csv.add(spec.iterations_of(run));
      if (result.diverged.empty()) {
        csv.add(trace::forward_text(result.evaluation)).add(100 * result.test_accuracy);
      } else {
        csv.add("").add("");
      }
      csv.end_row();
    }
  }
  return csv.text();
}

namespace {

/// Of runs that are longer or shorter than the workload.
report::Markdown lengths_markdown(const StudySpec& spec) {
  std::map<std::uint64_t, std::vector<std::string>> lengths;
  for (const StudyRun& run : spec.runs) {
    if (spec.iterations_of(run) != spec.workload.iterations) {
      lengths[spec.iterations_of(run)].push_back(run.name);
    }
  }
  report::Markdown text;
  for (const auto& [iterations, runs] : lengths) {
    const std::string names = fmt::format("{}", fmt::join(runs, ", "));
    text += report::code<report::Markdown>("\n{} iterations: {}.\n", iterations, names);
  }
  return text;
}

/// Which trainings have no accuracy, and why; means are of the others.
report::Markdown diverged_markdown(const std::vector<StudyResult>& results) {
  report::Markdown text;
  for (const StudyResult& result : results) {
    if (!result.diverged.empty()) {
      text +=
          report::code<report::Markdown>("\nDiverged, and left out of means: {}, seed {}: {}.\n",
                                         result.run, result.seed, result.diverged);
    }
  }
  return text;
}

}  // namespace

std::string study_markdown(const StudySpec& spec, const std::vector<StudyResult>& results) {
  const train::WorkloadSpec& w = spec.workload;
  report::MarkdownTable table({"run", "schedule", "dX", "evaluation bits", "seeds",
                               "accuracy of each seed", "mean", "reference", "difference, allowed"},
                              9);
  for (const StudyRun& run : spec.runs) {
    const std::vector<StudyResult> own = results_of(run, results);
    if (!own.empty()) {
      table.row(markdown_row(run, own));
    }
  }
  report::Markdown text = report::code<report::Markdown>(
      "# {}\n\n{} on {}, {} iterations of {} samples. Test accuracy in percent at the evaluation "
      "bits\nof the table, in the order of the seeds. Spread: sample standard deviation over "
      "them.\n\n{}",
      spec.name, std::string(w.model.placeless()), w.dataset, w.iterations, w.batch,
      table.markdown());
  text += lengths_markdown(spec);
  text += diverged_markdown(results);
  const bool compared = std::any_of(spec.runs.begin(), spec.runs.end(), [](const StudyRun& run) {
    return !run.reference_percent.empty();
  });
  if (compared) {
    text += report::code<report::Markdown>(
        "\nAllowed: {} points or two standard errors of the difference of the means, whichever is "
        "larger.\n",
        kAllowedPoints);
  }
  if (!spec.reference.empty()) {
    text += report::code<report::Markdown>("Reference: {}\n", spec.reference);
  }
  return text.source();
}

}  // namespace metronome::experiment
