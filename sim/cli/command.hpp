#pragma once

#include <functional>
#include <string>
#include <vector>

namespace metronome::cli {

using Arguments = std::vector<std::string>;

/// One subcommand.
struct Command {
  std::string name;
  std::string summary;  ///< one line
  std::function<void(const Arguments&)> run;
};

/// In the order of the help text.
[[nodiscard]] const std::vector<Command>& commands();

/// Runs `metronome ARGUMENTS`. Throws UserError for what the user should change.
void run(const Arguments& arguments);

void run_experiment(const Arguments& arguments);
void run_train(const Arguments& arguments);
void run_study(const Arguments& arguments);
void run_range_test(const Arguments& arguments);
void run_import(const Arguments& arguments);
void run_trace(const Arguments& arguments);
void run_simulate(const Arguments& arguments);
void run_scale(const Arguments& arguments);
void run_op(const Arguments& arguments);
void run_dram(const Arguments& arguments);
void run_sweep(const Arguments& arguments);
void run_price(const Arguments& arguments);
void run_export(const Arguments& arguments);
void run_report(const Arguments& arguments);
void run_verify(const Arguments& arguments);
void run_collective(const Arguments& arguments);
void run_area(const Arguments& arguments);
void run_reproduce(const Arguments& arguments);
void run_check(const Arguments& arguments);
void run_explain(const Arguments& arguments);
void run_list(const Arguments& arguments);

}  // namespace metronome::cli
