// `metronome timeline` on runs that the program made.
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/base/gzip.hpp"
#include "tests/sim/cli/binary.hpp"

namespace metronome::cli {
namespace timeline_command_test {

using Json = nlohmann::json;

class TimelineCommand : public Command {
 protected:
  TimelineCommand() { simulate("cpt:3-8,periods=2,backward=8", "T", "R"); }
  [[nodiscard]] std::string quoted(const std::string& name) const {
    return "'" + at(name).string() + "'";
  }
  void simulate(const std::string& schedule, const std::string& trace,
                const std::string& to) const {
    EXPECT_EQ(
        run("trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 24 --schedule " +
            schedule + " --out " + quoted(trace))
            .exit_code,
        0);
    const Ran ran = run("simulate " + quoted(trace) + " --mode analytic --no-figures --arch " +
                        arch_file("systolic") + " --out " + quoted(to));
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
  }
  [[nodiscard]] Json summary() const { return Json::parse(read_file(at("R/summary.json"))); }
};

std::uint64_t array_cycles(const Json& timeline) {
  std::uint64_t sum = 0;
  for (const Json& event : timeline.at("traceEvents")) {
    if (event.at("ph") == "X" && event.at("tid") == 5) {
      sum += static_cast<std::uint64_t>(std::llround(event.at("dur").get<double>() * 1000));
    }
  }
  return sum;
}

TEST_F(TimelineCommand, shows_the_cycles_of_the_run) {
  const Ran ran = run("timeline " + quoted("R") + " --out " + quoted("t.json"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(read_file(at("t.json")));
  EXPECT_EQ(array_cycles(json), summary()["total"]["cycles"].get<std::uint64_t>());
  EXPECT_EQ(ran.error, "") << "nothing is left out";
  EXPECT_EQ(json["otherData"]["recipe"]["command"], "metronome timeline " + at("R").string());
}

TEST_F(TimelineCommand, of_one_operation_shows_its_cycles) {
  const std::string op =
      "op --arch " + arch_file("systolic") +
      " --gemm m=64,n=32,k=100 --a-bits 4 --b-bits 8 --mode analytic --timeline ";
  const Ran ran = run(op + quoted("op.json"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(array_cycles(Json::parse(read_file(at("op.json")))),
            Json::parse(ran.out).at("cycles").get<std::uint64_t>());
  EXPECT_EQ(run(op + quoted("op.txt")).exit_code, 2);
  EXPECT_EQ(run(op + arch_file("systolic")).exit_code, 2) << "an input is no output";
}

TEST_F(TimelineCommand, writes_the_same_compressed) {
  const std::string of = "timeline " + quoted("R") + " --level 2 --out ";
  ASSERT_EQ(run(of + quoted("a.json")).exit_code, 0);
  ASSERT_EQ(run(of + quoted("a.json.gz")).exit_code, 0);
  ASSERT_EQ(run(of + quoted("b.json.gz")).exit_code, 0);
  EXPECT_EQ(read_file(at("a.json.gz")), read_file(at("b.json.gz")));
  EXPECT_EQ(expand_gzip(read_file(at("a.json.gz")), "a"), read_file(at("a.json")));
  EXPECT_EQ(array_cycles(Json::parse(read_file(at("a.json")))),
            summary()["levels"][2]["cycles_per_iteration"].get<std::uint64_t>());
}

TEST_F(TimelineCommand, says_what_the_bound_leaves_out) {
  const Ran ran = run("timeline " + quoted("R") + " --max-mib 1 --out " + quoted("t.json"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.error, "left out")) << ran.error;
  EXPECT_LE(fs::file_size(at("t.json")), std::uintmax_t{1} << 20);
  EXPECT_LT(array_cycles(Json::parse(read_file(at("t.json")))),
            summary()["total"]["cycles"].get<std::uint64_t>());
}

TEST_F(TimelineCommand, takes_one_of_several_machines_by_its_name) {
  fs::create_directories(at("E"));
  fs::rename(at("R"), at("E/one"));
  fs::copy(at("E/one"), at("E/two"), fs::copy_options::recursive);
  const std::string of = "timeline " + quoted("E") + " --out " + quoted("t.json");
  const Ran ran = run(of);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "--machine one")) << ran.error;
  EXPECT_EQ(run(of + " --machine two").exit_code, 0);
  const Ran wrong = run(of + " --machine tow");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(says(wrong.error, "two")) << wrong.error;
}

TEST_F(TimelineCommand, refuses_what_it_cannot_show_or_must_not_replace) {
  const auto refused = [&](const std::string& options, const std::string& hint) {
    const Ran ran = run("timeline " + quoted("R") + " " + options);
    EXPECT_EQ(ran.exit_code, 2) << options;
    EXPECT_TRUE(says(ran.error, hint)) << options << ": " << ran.error;
  };
  const std::string out = " --out " + quoted("t.json");
  refused("", "--out");
  refused("--out " + quoted("t.txt"), ".json.gz");
  refused("--out " + quoted("R/ledger.json"), "ledger.json");
  refused("--level 99" + out, "levels.csv");
  refused("--level 1 --iterations 0:1" + out, "--iterations");
  refused("--iterations 5" + out, "FIRST:END");
  refused("--iterations 5:4" + out, "FIRST");
  refused("--iterations 0:25" + out, "at most 24");
  refused("--iterations -1:4" + out, "FIRST:END");
  refused("--max-mib 0" + out, "--max-mib");
  refused("--baseline" + out, "baseline");
  EXPECT_FALSE(fs::exists(at("t.json")));
  EXPECT_EQ(run("timeline " + quoted("T") + out).exit_code, 2) << "a trace is no run";
}

}  // namespace timeline_command_test
}  // namespace metronome::cli
