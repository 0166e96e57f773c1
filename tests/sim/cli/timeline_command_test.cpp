// `metronome timeline` on runs that the program made.
#include <cmath>
#include <map>
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

/// Cycles by track and name, and bytes of loads and stores, of a file.
struct Tracks {
  std::map<std::string, std::map<std::string, std::uint64_t>> cycles;
  std::map<std::string, std::uint64_t> bytes;  ///< by the track's first word
};

/// After it was seen that the slices of each track stand one behind the other.
Tracks tracks_of(const Json& timeline) {
  Tracks tracks;
  std::map<int, std::string> names;
  std::map<int, std::uint64_t> ends;
  for (const Json& event : timeline.at("traceEvents")) {
    if (event.at("ph") == "M" && event.at("name") == "thread_name") {
      names[event.at("tid")] = event.at("args").at("name");
    } else if (event.at("ph") == "X") {
      const auto time = [&](const char* key) {
        return static_cast<std::uint64_t>(std::llround(event.at(key).get<double>() * 1000));
      };
      const int track = event.at("tid");
      EXPECT_GE(time("ts"), ends[track]) << event;
      ends[track] = time("ts") + time("dur");
      const std::string name = names.at(track);
      tracks.cycles[name.substr(0, name.find(" ("))][event.at("name")] += time("dur");
      const Json args = event.value("args", Json::object());
      tracks.bytes[name.substr(0, name.find(' '))] += args.value("bytes", std::uint64_t{0});
    }
  }
  return tracks;
}

/// Of what `op` prints: "stall_weights" stands in "stall_cycles" as "weights".
Json cycles_of_bin(const Json& op, const std::string& bin) {
  for (const std::string kind : {"stall", "idle"}) {
    if (bin.starts_with(kind + "_")) {
      return op.at(kind + "_cycles").at(bin.substr(kind.size() + 1));
    }
  }
  return op.at(bin + "_cycles");
}

TEST_F(TimelineCommand, of_one_operation_shows_its_tiles) {
  for (const char* mode : {"cycle", "stepped"}) {
    for (const char* family : {"systolic", "term_serial"}) {
      const Ran ran = run("op --arch " + arch_file(family) +
                          " --gemm m=96,n=48,k=700 --a-bits 4 --b-bits 8 --mode " + mode +
                          " --timeline " + quoted("op.json"));
      ASSERT_EQ(ran.exit_code, 0) << ran.error;
      const Json json = Json::parse(ran.out);
      const Tracks tracks = tracks_of(Json::parse(read_file(at("op.json"))));
      std::uint64_t sum = 0;
      for (const auto& [bin, cycles] : tracks.cycles.at("array")) {
        EXPECT_EQ(cycles_of_bin(json, bin), cycles) << bin;
        sum += cycles;
      }
      EXPECT_EQ(json["cycles"], sum) << mode << " " << family;
      EXPECT_GT(tracks.cycles.at("computes").size(), 1u) << "several tiles";
      EXPECT_EQ(json["dram_bytes"]["read"], tracks.bytes.at("loads"));
      EXPECT_EQ(json["dram_bytes"]["write"], tracks.bytes.at("stores"));
    }
  }
}

TEST_F(TimelineCommand, of_the_trace_shows_each_tile_of_a_run) {
  const Ran refused =
      run("timeline " + quoted("R") + " --tiles " + quoted("T") + " --out " + quoted("t.json"));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "--mode cycle")) << refused.error;
  ASSERT_EQ(run("simulate " + quoted("T") + " --no-figures --arch " + arch_file("systolic") +
                " --exact --out " + quoted("C"))
                .exit_code,
            0);
  // The price table of the machine lay where the command was given.
  std::string machine = read_file(at("C/resolved.yaml"));
  const std::size_t energy = machine.find("\nenergy: ");
  ASSERT_NE(energy, std::string::npos);
  machine.replace(energy, machine.find('\n', energy + 1) - energy, "\nenergy: gone/28nm.yaml");
  write("C/resolved.yaml", machine);
  const std::string of = "timeline " + quoted("C") + " --level 1 --tiles ";
  const Ran ran = run(of + quoted("T") + " --out " + quoted("t.json"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(ran.error, "");
  const Json level =
      Json::parse(read_file(at("C/summary.json")))["levels"][1]["cycles_per_iteration"];
  const Json json = Json::parse(read_file(at("t.json")));
  EXPECT_EQ(array_cycles(json), level.get<std::uint64_t>());
  const Tracks tracks = tracks_of(json);
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  for (const Json& event : json.at("traceEvents")) {
    const Json args = event.value("args", Json::object());
    read += args.value("dram_read_bytes", std::uint64_t{0});
    written += args.value("dram_write_bytes", std::uint64_t{0});
  }
  EXPECT_GT(read, 0u);
  EXPECT_EQ(tracks.bytes.at("loads"), read);
  EXPECT_EQ(tracks.bytes.at("stores"), written);
  EXPECT_TRUE(json["otherData"]["recipe"]["inputs"].contains("trace"));
  // Another trace, and an output that is an input.
  simulate("cpt:2-7,periods=2,backward=8", "U", "V");
  const Ran other = run(of + quoted("U") + " --out " + quoted("u.json"));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(says(other.error, "not made from this trace")) << other.error;
  EXPECT_FALSE(fs::exists(at("u.json")));
  EXPECT_EQ(run(of + quoted("T") + " --out " + quoted("C/ledger.json")).exit_code, 2);
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
  refused("--statistics " + quoted("T") + out, "--tiles");
  refused("--tiles " + quoted("R") + out, "trace");
  EXPECT_FALSE(fs::exists(at("t.json")));
  EXPECT_EQ(run("timeline " + quoted("T") + out).exit_code, 2) << "a trace is no run";
}

}  // namespace timeline_command_test
}  // namespace metronome::cli
