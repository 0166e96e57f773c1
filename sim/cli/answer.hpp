#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/cli/command.hpp"
#include "sim/cli/op_products.hpp"
#include "sim/config/reader.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::cli {

/// What a command found, before any of it is printed: for the command line, which prints it, and
/// for a program that has it computed in its own process. Such a program may ask from several
/// threads at once.
struct Answer {
  report::Json json;               ///< what `--json` prints
  std::vector<std::string> notes;  ///< lines for standard error
};

/// `metronome COMMAND ARGUMENTS`, of the commands below that give an Answer.
[[nodiscard]] Answer answer(const std::string& command, const Arguments& arguments);

/// `metronome op ARGUMENTS`. UserError where help is asked for, which is no answer.
[[nodiscard]] Answer op_answer(const Arguments& arguments);

/// `metronome op ARGUMENTS` with --products. `products`: the table's text, where it is in no file,
/// but has the option's name in errors; else null.
[[nodiscard]] OpTable op_table(const Arguments& arguments, const std::string* products);

/// `metronome dram ARGUMENTS --json`; --commands and --counters write their files.
[[nodiscard]] Answer dram_answer(const Arguments& arguments);

/// `metronome price ARGUMENTS`: joules of each component, and "total". Writes nothing.
[[nodiscard]] Answer price_answer(const Arguments& arguments);

/// `metronome trace ARGUMENTS`: writes the folder, and says which in "folder". Calls of several
/// threads wait for each other.
[[nodiscard]] Answer trace_answer(const Arguments& arguments);

/// Checks files as `metronome check` does; tells `good` of each that is, and what it is: "trace of
/// resnet-8, 64000 iterations". `overrides` hold of all of them. UserError with what is wrong with
/// the others.
void check_files(const std::vector<std::string>& files,
                 const std::function<void(const std::string& file, const std::string& what)>& good,
                 const std::vector<config::Override>& overrides = {});

}  // namespace metronome::cli
