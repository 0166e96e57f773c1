// `metronome validate` as scripts meet it: exit codes, files, refusals.
#include <nlohmann/json.hpp>

#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace validate_test {

using Json = nlohmann::json;

class Validate : public Command {
 protected:
  [[nodiscard]] std::string quoted(const std::string& name) const {
    return "'" + at(name).string() + "'";
  }
};

TEST_F(Validate, is_0_where_every_row_is_within_or_explained) {
  const Ran ran = run("validate --rung ku_leuven --rung scalesim --json " + quoted("v.json"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(read_file(at("v.json")));
  EXPECT_EQ(json["summary"]["out"], 0);
  EXPECT_EQ(json["rungs"].size(), 2u);
  EXPECT_EQ(json["rungs"][0]["name"], "scalesim") << "in the order of the ladder";
  std::size_t explained = 0;
  for (const Json& row : json["rows"]) {
    EXPECT_TRUE(row["ours"].is_number() && row["theirs"].is_number());
    EXPECT_NEAR(row["difference_percent"].get<double>(),
                100 * (row["ours"].get<double>() / row["theirs"].get<double>() - 1), 1e-9);
    explained += row["verdict"] == "explained" ? 1 : 0;
    EXPECT_EQ(row["explained_by"] != "", row["verdict"] == "explained");
  }
  EXPECT_EQ(json["summary"]["explained"], explained);
  EXPECT_EQ(json["summary"]["rows"], json["rows"].size());
  EXPECT_LT(json["summary"]["mape_without_explained_percent"], json["summary"]["mape_percent"]);
  EXPECT_TRUE(says(ran.out, "SCALE-Sim, number of cycles")) << ran.out;
}

TEST_F(Validate, is_4_where_a_row_is_out_and_writes_all_files_all_the_same) {
  const Ran ran = run("validate --rung dram_energy --change idd4r_ma=1.1 --json " +
                      quoted("v.json") + " --out " + quoted("out"));
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_TRUE(says(ran.error, "rows are out")) << ran.error;
  EXPECT_TRUE(says(ran.out, "changed idd4r_ma times 1.1")) << ran.out;
  EXPECT_GT(Json::parse(read_file(at("v.json")))["summary"]["out"], 0);
  EXPECT_TRUE(says(read_file(at("out") / "validation.csv"), ",out,"));
  EXPECT_TRUE(says(read_file(at("out") / "validation.md"), " times 1.1"));
}

TEST_F(Validate, writes_the_same_bytes_for_any_jobs_and_wherever_json_goes) {
  const std::string rungs = "validate --rung ku_leuven --rung bit_operations ";
  ASSERT_EQ(run(rungs + "--jobs 1 --out " + quoted("a")).exit_code, 0);
  ASSERT_EQ(run(rungs + "--jobs 2 --json " + quoted("v.json") + " --out " + quoted("b")).exit_code,
            0);
  auto a = tree(at("a"));
  auto b = tree(at("b"));
  EXPECT_EQ(read_file(at("v.json")), a.at("validation.json"));
  a.erase("manifest.json");
  b.erase("manifest.json");
  EXPECT_EQ(a, b);
  EXPECT_TRUE(says(a.at("figures/validation.csv"), "\nOur value,ku_leuven,"));
  EXPECT_TRUE(says(a.at("figures/validation.csv"), "\n\"Difference, %\",ku_leuven,"));
}

TEST_F(Validate, replaces_its_own_folder_and_no_other) {
  const std::string to = "validate --rung ku_leuven --out ";
  ASSERT_EQ(run(to + quoted("out")).exit_code, 0);
  EXPECT_EQ(run(to + quoted("out")).exit_code, 0);
  write("other/note.txt", "mine");
  EXPECT_EQ(run(to + quoted("other")).exit_code, 2);
  EXPECT_EQ(read_file(at("other/note.txt")), "mine");
  write("file", "mine");
  EXPECT_EQ(run(to + quoted("file")).exit_code, 2);
  const std::string inside = "'" + metronome::source_dir() + "/results/reference/x'";
  EXPECT_EQ(run(to + inside).exit_code, 2) << "lies in what it reads";
}

TEST_F(Validate, refuses_json_where_it_must_not_be_written) {
  const std::string rung = "validate --rung ku_leuven ";
  EXPECT_EQ(run(rung + "--out " + quoted("out") + " --json " + quoted("out/v.json")).exit_code, 2);
  EXPECT_EQ(run(rung + "--json /dev/null").exit_code, 2);
  fs::create_directories(at("folder"));
  EXPECT_EQ(run(rung + "--json " + quoted("folder")).exit_code, 2);
}

TEST_F(Validate, refuses_what_it_does_not_know_with_what_would_be_right) {
  const auto refused = [&](const std::string& arguments, const std::string& hint) {
    const Ran ran = run("validate " + arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, hint)) << ran.error;
  };
  refused("--rung scalsim", "scalesim");
  refused("--rung ku_leuven --change trcd=1.1", "primitive.product");
  refused("--rung dram_commands --change trcd", "NAME=FACTOR");
  refused("--rung dram_commands --change trcd=", "the factor of");
  refused("--rung dram_commands --change =1.1", "NAME=FACTOR");
  refused("--rung dram_commands --change trcd=0", "0.01");
  refused("--rung dram_commands --change trcd=nan", "the factor of");
  refused("ku_leuven", "validate [--rung NAME]");
  refused("--jobs 0", "--jobs");
}

TEST_F(Validate, without_reference_data_says_so_and_is_4) {
  const std::string configs = metronome::source_dir() + "/configs";
  fs::create_directory_symlink(configs, at("configs"));  // and no results beside it
  ::setenv("METRONOME_CONFIGS", at("configs").c_str(), 1);
  const Ran ran = run("validate --rung scalesim --rung ku_leuven");
  ::unsetenv("METRONOME_CONFIGS");
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_TRUE(says(ran.out, "scalesim cannot be computed: ")) << ran.out;
  EXPECT_TRUE(says(ran.out, "published.csv")) << ran.out;
}

TEST_F(Validate, help_names_every_rung) {
  const Ran ran = run("validate --help");
  EXPECT_EQ(ran.exit_code, 0);
  for (const char* rung :
       {"closed_forms", "three_models", "scalesim", "bitfusion", "dram_commands", "dram_runs",
        "dram_energy", "ku_leuven", "bit_operations", "method_vectors"}) {
    EXPECT_TRUE(says(ran.out, rung)) << rung;
  }
}

}  // namespace validate_test
}  // namespace metronome::cli
