#include "sim/report/ledger_io.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace ledger_io_test {

using ::testing::HasSubstr;

RunResult tiny() {
  RunResult run;
  run.accelerator = "one";
  run.array_kind = "systolic";
  run.trace = "static:8,backward=8";
  run.mode = Mode::analytic;
  run.clock = Hertz(0.5e9);
  LevelResult level;
  level.assignment.all = {8, 8};
  level.assignment.layers = {{"head", {0, 0}}};
  level.iterations = 3;
  level.bit_operations_paper = BitOperations(18446744073709551615ULL);
  OperationResult operation{.operation = "conv.forward",
                            .layer = "conv",
                            .cls = trace::OperationClass::forward,
                            .a_bits = 8,
                            .b_bits = 4,
                            .mapping = "m",
                            .measure = {}};
  operation.measure.cycles[Bin::stall_store] = 7;
  operation.measure.count(Component::array, "systolic.mac", 11, 8, 4);
  operation.measure.count(Component::dram, "ACT", 5);
  operation.measure.traffic(trace::Role::stash).write = Bytes(64);
  operation.measure.macs = Macs(11);
  run.add_level(level, {operation});
  run.phases = {{0, 3, 0}};
  run.switches.cycles[Bin::idle_switch] = 2;
  return run;
}

std::string error_of(const std::string& text) {
  try {
    (void)parse_ledger(text, "ledger.json");
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(ledger_file, reads_back_as_the_same_run) {
  EXPECT_EQ(parse_ledger(ledger_json(tiny()), "l"), tiny());
  const RunResult run = testing::cpt_run("dual_serial");
  EXPECT_EQ(parse_ledger(ledger_json(run), "l"), run);
}

// What reads a ledger makes programs of its levels (`export`): bits alone do not say the formats.
TEST(ledger_file, keeps_number_formats_and_refuses_bits_that_are_not_theirs) {
  RunResult run = tiny();
  run.levels[0].assignment.all = trace::read_preset("nvfp4").value.value();
  run.levels[0].assignment.layers = {{"head", trace::read_preset("bfp:4,32").value.value()}};
  const std::string text = ledger_json(run);
  EXPECT_EQ(parse_ledger(text, "l"), run);
  EXPECT_THAT(error_of(replaced(text, "\"preset\": \"nvfp4\"", "\"preset\": \"mxfp8\"")),
              HasSubstr("is not what the preset says"));
  EXPECT_THAT(error_of(replaced(text, "\"preset\": \"nvfp4\"", "\"preset\": \"nvfp9\"")),
              HasSubstr("preset"));
}

TEST(ledger_file, says_in_which_chain_an_operation_is_and_nothing_where_it_is_in_none) {
  RunResult run = tiny();
  EXPECT_EQ(ledger_json(run).find("\"chain\""), std::string::npos);
  run.operations.front().chain = 3;
  run.operations.front().part_samples = 4;
  run.operations.front().runs = 16;
  EXPECT_EQ(parse_ledger(ledger_json(run), "l"), run);
}

TEST(ledger_file, keeps_what_a_machine_was_made_equal_in_and_says_nothing_where_it_was_not) {
  RunResult run = testing::cpt_run("systolic");
  EXPECT_THAT(ledger_json(run), ::testing::Not(HasSubstr("equal")));
  run.equality = {{"equal_to", "x"}, {"equal_by", "array.columns"}};
  const RunResult back = parse_ledger(ledger_json(run), "l");
  EXPECT_EQ(back, run);
  EXPECT_THAT(error_of(replaced(ledger_json(run), "\"array.columns\"", "7")),
              HasSubstr("equality.equal_by"));
}

TEST(ledger_file, is_the_same_bytes_for_the_same_run) {
  const std::string once = ledger_json(testing::cpt_run("systolic"));
  EXPECT_EQ(once, ledger_json(testing::cpt_run("systolic")));
  EXPECT_EQ(once, ledger_json(parse_ledger(once, "l")));
}

TEST(ledger_file, keeps_64_bit_counts_exactly) {
  EXPECT_EQ(parse_ledger(ledger_json(tiny()), "l").levels[0].bit_operations_paper.count(),
            18446744073709551615ULL);
}

TEST(ledger_file, damage_is_reported_with_its_place) {
  const std::string text = ledger_json(tiny());
  EXPECT_THAT(error_of(text.substr(0, 40)), HasSubstr("ledger.json:3:"));
  EXPECT_THAT(error_of("[]"), HasSubstr("must be an object"));
}

TEST(ledger_file, another_version_is_refused) {
  EXPECT_THAT(error_of(replaced(ledger_json(tiny()), fmt::format("\"version\": {}", kLedgerVersion),
                                "\"version\": 9")),
              HasSubstr("version 9 is not readable"));
  EXPECT_THAT(error_of(replaced(ledger_json(tiny()), "metronome ledger", "shopping list")),
              HasSubstr("is no ledger"));
}

TEST(ledger_file, wrong_keys_and_values_are_named_with_their_path) {
  const std::string text = ledger_json(tiny());
  EXPECT_THAT(error_of(replaced(text, "\"macs\": 11", "\"macs\": -1")),
              HasSubstr("operations[0].measure.macs: must be a whole number"));
  EXPECT_THAT(error_of(replaced(text, "stall_store", "stall_stoer")),
              HasSubstr("did you mean `stall_store`?"));
  EXPECT_THAT(error_of(replaced(text, "\"forward\",", "\"foward\",")),
              HasSubstr("did you mean `forward`?"));
  EXPECT_THAT(error_of(replaced(text, "\"accelerator\"", "\"acelerator\"")),
              HasSubstr("accelerator: is missing"));
  EXPECT_THAT(error_of(replaced(text, "\"level\": 0", "\"level\": 4")),
              HasSubstr("phases[0].level: 4 names no level"));
}

}  // namespace ledger_io_test
}  // namespace metronome::report
