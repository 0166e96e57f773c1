#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/report/exact_comparison.hpp"
#include "sim/report/result_comparison.hpp"

namespace metronome::cli {
namespace {

constexpr NumberRange kPercent{0, 1000};
constexpr NumberRange kMost{1, 1000000};

/// Where the option --exact is given: two files, text for text.
void compare_exactly(const std::string& one, const std::string& other) {
  for (const std::string& file : {one, other}) {
    if (!is_file(file)) {
      throw UserError(Diagnostic{file, 0, 0, {}, "is no file", "with --exact, two files"});
    }
  }
  const auto difference = report::exact_difference(one, other);
  print("{}\n", difference ? "first difference: " + *difference : "equal");
  if (difference) {
    throw CheckFailed(fmt::format("{} and {} differ", one, other));
  }
}

}  // namespace

void run_compare(const Arguments& arguments) {
  Options options(
      "compare A B [--tolerance-percent X] [--most N] [--allow-unlike] [--json] [--exact]",
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
  options.add()("exact", po::bool_switch(),
                "two files, text for text: every cell of a table but run_version and run_recipe, "
                "header and order of rows included; every line but those of the stamp");
  options.add_allow_unlike();
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& one = options.arguments()[0];
  const std::string& other = options.arguments()[1];
  if (options.flag("exact")) {
    if (options.flag("json") || options.allow_unlike() || options.real("tolerance-percent") > 0) {
      throw UserError(
          "--exact does not go together with --json, --allow-unlike and --tolerance-percent",
          "one of them");
    }
    return compare_exactly(one, other);
  }
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
