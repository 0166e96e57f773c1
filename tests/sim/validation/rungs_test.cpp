// Each rung holds as delivered, says `out` when a constant of its model is off by a tenth, and when
// its reference data are not there.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <ostream>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/validation/validation_report.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::validation {

std::ostream& operator<<(std::ostream& out, const Rung& rung) { return out << rung.name; }

namespace rungs_test {

namespace fs = std::filesystem;

const fs::path kRoot = metronome::source_dir();

Context delivered() { return {.configs = kRoot / "configs", .results = kRoot / "results"}; }

Summary summary(const Rung& rung, const Context& context) {
  return summary_of(all_rows(validate({&rung}, context, {})));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class Rungs : public ::testing::TestWithParam<Rung> {};

TEST_P(Rungs, hold_as_delivered) {
  const std::vector<Row> rows = all_rows(validate({&GetParam()}, delivered(), {}));
  EXPECT_EQ(rows.size(), GetParam().rows);
  for (const Row& row : rows) {
    EXPECT_NE(row.verdict, Verdict::out)
        << row.claim.of << ", " << row.claim.quantity << ": " << row.claim.source << ' '
        << row.difference_percent.value_or(-1);
  }
}

TEST_P(Rungs, say_out_when_a_constant_of_the_model_is_a_tenth_more) {
  ASSERT_FALSE(GetParam().constants.empty());
  for (const Constant& constant : GetParam().constants) {
    Context context = delivered();
    context.change = Change{constant.name, 1.1};
    EXPECT_GT(summary(GetParam(), context).rows[Verdict::out], 0u) << constant.name;
  }
}

TEST_P(Rungs, say_out_when_a_constant_of_the_model_is_a_tenth_less) {
  // A smaller tRC hides behind tRAS + tRP, and registers are the smallest part of three.
  const std::set<std::string> one_sided{"trc", "primitive.register_bit"};
  for (const Constant& constant : GetParam().constants) {
    Context context = delivered();
    context.change = Change{constant.name, 0.9};
    if (!one_sided.contains(constant.name)) {
      EXPECT_GT(summary(GetParam(), context).rows[Verdict::out], 0u) << constant.name;
    }
  }
}

TEST_P(Rungs, say_out_without_reference_data_but_for_the_models_that_are_each_others) {
  Context context = delivered();
  context.results = kRoot / "docs";
  const Summary s = summary(GetParam(), context);
  if (GetParam().name == "three_models") {
    EXPECT_EQ(s.rows[Verdict::out], 0u);
  } else {
    EXPECT_GT(s.rows[Verdict::out], 0u);
  }
}

TEST_P(Rungs, say_out_without_presets) {
  Context context = delivered();
  context.configs = kRoot / "docs";
  const bool needs_none =
      GetParam().name == "bit_operations" || GetParam().name == "method_vectors";
  EXPECT_EQ(summary(GetParam(), context).rows[Verdict::out] == 0, needs_none);
}

TEST_P(Rungs, are_described_with_their_constants) {
  const std::string page = read_file(kRoot / "docs/validation.md");
  const std::size_t row = page.find("\n| `" + GetParam().name + "` |");
  ASSERT_NE(row, std::string::npos);
  const std::string line = page.substr(row + 1, page.find('\n', row + 1) - row - 1);
  EXPECT_TRUE(contains(line, "| " + std::to_string(GetParam().rows) + " |")) << line;
  for (const Constant& constant : GetParam().constants) {
    EXPECT_TRUE(contains(page, "`" + constant.name + "`")) << constant.name;
  }
  EXPECT_TRUE(fs::exists(kRoot / GetParam().page)) << GetParam().page;
}

INSTANTIATE_TEST_SUITE_P(all, Rungs, ::testing::ValuesIn(rungs()),
                         [](const auto& instance) { return instance.param.name; });

TEST(rungs, have_names_of_their_own) {
  std::set<std::string> names;
  for (const Rung& rung : rungs()) {
    EXPECT_TRUE(names.insert(rung.name).second) << rung.name;
    EXPECT_EQ(rung.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos);
  }
  EXPECT_GE(names.size(), 10u);
}

TEST(rungs, explain_by_rows_of_deviations) {
  const std::string table = read_file(kRoot / "tests/DEVIATIONS.md");
  std::size_t explained = 0;
  for (const Row& row : all_rows(validate(rungs_named({}), delivered(), {.jobs = 2}))) {
    if (row.claim.explanation) {
      EXPECT_TRUE(contains(table, "\n| " + row.claim.explanation->topic + " |"))
          << row.claim.explanation->topic;
      ++explained;
    }
  }
  EXPECT_GE(explained, 50u);
}

TEST(rungs, that_are_not_there_are_refused_with_the_nearest) {
  try {
    (void)rungs_named({"ku_leuven", "scalsim"});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_TRUE(contains(error.what(), "scalesim")) << error.what();
  }
}

TEST(rungs, a_constant_of_another_rung_is_refused) {
  Context context = delivered();
  context.change = Change{"trcd", 1.1};
  EXPECT_THROW((void)validate(rungs_named({"ku_leuven"}), context, {}), UserError);
}

TEST(rungs, rows_are_the_same_for_any_number_of_jobs) {
  const auto chosen = rungs_named({"scalesim", "ku_leuven", "bit_operations", "dram_commands"});
  const auto text = [&](unsigned jobs) {
    return validation_csv({validate(chosen, delivered(), {.jobs = jobs}), {}});
  };
  EXPECT_EQ(text(1), text(3));
}

/// A copy of the reference tables that a test damages.
class Damaged : public ::testing::Test {
 protected:
  Damaged() : folder_(fs::temp_directory_path() / ("validation_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_ / "reference");
  }
  ~Damaged() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string table(const std::string& name) const {
    return read_file(kRoot / "results/reference" / name);
  }
  [[nodiscard]] Summary with(const std::string& rung, const std::string& name,
                             const std::string& text) const {
    write_file_atomically(folder_ / "reference" / name, text);
    Context context = delivered();
    context.results = folder_;
    return summary_of(all_rows(validate(rungs_named({rung}), context, {})));
  }

 private:
  fs::path folder_;
};

TEST_F(Damaged, a_lost_row_is_out) {
  std::string text = table("scalesim.csv");
  text.resize(text.rfind('\n', text.size() - 2) + 1);
  const Summary s = with("scalesim", "scalesim.csv", text);
  EXPECT_EQ(s.rows[Verdict::out], 1u);
  EXPECT_GT(s.rows[Verdict::within], 100u) << "the others are compared all the same";
}

TEST_F(Damaged, a_row_too_many_is_out) {
  const std::string text = table("scalesim.csv");
  const std::string last = text.substr(text.rfind('\n', text.size() - 2) + 1);
  EXPECT_EQ(with("scalesim", "scalesim.csv", text + last).rows[Verdict::out], 1u);
}

TEST_F(Damaged, another_number_is_out) {
  std::string text = table("scalesim.csv");
  const std::size_t at = text.find(",1503,");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 6, ",1504,");
  EXPECT_EQ(with("scalesim", "scalesim.csv", text).rows[Verdict::out], 1u)
      << "ours, one more, is equal now";
}

TEST_F(Damaged, text_in_the_place_of_a_number_is_out) {
  std::string text = table("scalesim.csv");
  text.replace(text.find(",1503,"), 6, ",15e3x,");
  EXPECT_EQ(with("scalesim", "scalesim.csv", text).rows[Verdict::out], 1u);
}

TEST_F(Damaged, a_missing_column_is_out) {
  std::string text = table("cpt_levels.csv");
  text.replace(text.find("levels,bits"), 11, "levels,bit_");
  EXPECT_GT(with("bit_operations", "cpt_levels.csv", text).rows[Verdict::out], 0u);
}

}  // namespace rungs_test
}  // namespace metronome::validation
