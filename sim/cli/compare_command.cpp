#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/report/result_comparison.hpp"

namespace metronome::cli {
namespace {

constexpr NumberRange kPercent{0, 1000};
constexpr NumberRange kMost{1, 1000000};

}  // namespace

void run_compare(const Arguments& arguments) {
  Options options(
      "compare A B [--tolerance-percent X] [--most N] [--allow-unlike] [--json]",
      "What differs between two results (folders of runs, experiments, sweeps, reproduced "
      "tables),\n"
      "two folders of them, or two tables: inputs, binary, or numbers, the biggest differences\n"
      "first. Exit code 4 where inputs or numbers differ; another version alone is no difference.");
  options.positional("A B", 2, 2);
  options.add_real("tolerance-percent", 0, kPercent,
                   "numbers may differ by so much of the greater one; savings, shares and "
                   "accuracies by so many points");
  options.add_whole("most", 20, kMost, "differences to name");
  options.add()("json", po::bool_switch(), "print JSON");
  options.add_allow_unlike();
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& one = options.arguments()[0];
  const std::string& other = options.arguments()[1];
  const report::CompareLimits limits{.tolerance_percent = options.real("tolerance-percent"),
                                     .allow_unlike = options.allow_unlike(),
                                     .most = options.whole("most")};
  const report::ResultComparison found = report::compare_results(one, other, limits);
  print("{}", options.flag("json") ? report::comparison_json(found, one, other, limits)
                                   : report::comparison_text(found, one, other, limits));
  if (found.differ(limits)) {
    throw CheckFailed(fmt::format("{} and {} differ in {}", one, other,
                                  !found.numbers_differ() ? "inputs"
                                  : found.inputs.empty() || limits.allow_unlike
                                      ? "numbers"
                                      : "inputs and numbers"));
  }
}

}  // namespace metronome::cli
