// Training programs on several chips, as a user asks for them.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "sim/base/csv.hpp"

namespace metronome::cli {
namespace system_test {

class System : public Command {
 protected:
  void SetUp() override {
    ASSERT_EQ(
        run("trace --model resnet-8 --dataset synthetic --batch 16 --iterations 64 --schedule "
            "cpt:3-8,periods=2,backward=8 --out " +
            at("cpt").string())
            .exit_code,
        0);
    ASSERT_EQ(
        run("trace --model resnet-8 --dataset synthetic --batch 16 --iterations 64 --schedule "
            "static:8,backward=8 --out " +
            at("static").string())
            .exit_code,
        0);
    write("ring.yaml", "system:\n  name: four\n  chips: 4\n  machine: " + arch_file("systolic") +
                           "\n  link: {bandwidth_gb_per_s: 1, latency_ns: 500, pj_per_bit: 1.3}\n");
  }

  [[nodiscard]] Ran simulate(const std::string& more) const {
    return run("simulate " + at("cpt").string() + " --mode analytic --no-figures --jobs 1 " + more);
  }
  [[nodiscard]] Ran on_ring(const std::string& more) const {
    return simulate("--system " + at("ring.yaml").string() + " --out " + at("out").string() + " " +
                    more);
  }
  [[nodiscard]] nlohmann::json json() const {
    return nlohmann::json::parse(read_file(at("out/system.json")));
  }
  /// The sum of a column of a table of the run.
  [[nodiscard]] double sum(const std::string& file, const std::string& column) const {
    const auto rows = parse_csv(read_file(at("out/" + file)));
    double all = 0;
    for (std::size_t c = 0; c < rows[0].size(); ++c) {
      for (std::size_t r = 1; rows[0][c] == column && r < rows.size(); ++r) {
        all += std::stod(rows[r][c]);
      }
    }
    return all;
  }
};

TEST_F(System, parts_of_all_tables_are_the_totals) {
  const Ran ran = on_ring("--baseline " + at("static").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "four: 4 x")) << ran.out;
  const auto total = json();
  const double chips = sum("chips.csv", "work_energy_j") + sum("chips.csv", "idle_energy_j") +
                       total["energy_j"]["chips_switching"].get<double>();
  const double links = sum("links.csv", "energy_j");
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * b); };
  near(chips + links, total["energy_j"]["total"]);
  near(links, total["energy_j"]["links"]);
  near(sum("links.csv", "bytes"), total["link_bytes"]);
  near(sum("phases.csv", "time_s") + total["of_chip_s"]["switching"].get<double>(),
       total["time_s"]);
  near((sum("chips.csv", "work_s") + sum("chips.csv", "idle_s")) / 4 +
           total["of_chip_s"]["switching"].get<double>(),
       total["time_s"]);
  EXPECT_EQ(total["bytes_sent"], total["link_bytes"]) << "neighbours in a ring";
  EXPECT_GT(total["savings"]["work"].get<double>(), total["savings"]["time"].get<double>())
      << "links do not care about the bits of products";
  EXPECT_TRUE(fs::exists(at("out/chip/ledger.json")));
  EXPECT_TRUE(fs::exists(at("out/baseline/levels.csv")));
}

TEST_F(System, the_same_command_gives_the_same_bytes_for_any_number_of_jobs) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  auto one = tree(at("out"));
  ASSERT_EQ(on_ring("--restart --jobs 2").exit_code, 2) << "jobs are given twice";
  fs::remove_all(at("out"));
  ASSERT_EQ(run("simulate " + at("cpt").string() + " --mode analytic --no-figures --jobs 2 --out " +
                at("out").string() + " --system " + at("ring.yaml").string())
                .exit_code,
            0);
  auto two = tree(at("out"));
  for (auto* files : {&one, &two}) {
    files->erase("manifest.json");
    files->erase("chip/manifest.json");
  }
  EXPECT_EQ(one, two);
}

TEST_F(System, arch_takes_the_place_of_the_systems_machine_and_keys_go_to_their_owner) {
  ASSERT_EQ(
      on_ring("--arch " + arch_file("dual_serial") + " --set system.chips=2 --set vector.lanes=64")
          .exit_code,
      0);
  EXPECT_EQ(json()["chips"], 2);
  EXPECT_TRUE(says(json()["machine"].get<std::string>(), "dual_serial"));
  EXPECT_TRUE(says(read_file(at("out/chip/resolved.yaml")), "lanes: 64"));
}

TEST_F(System, what_cannot_be_is_refused_with_its_key) {
  const auto refused = [&](const std::string& more, const std::string& text) {
    const Ran ran = on_ring(more);
    EXPECT_EQ(ran.exit_code, 2) << more;
    EXPECT_TRUE(says(ran.error, text)) << ran.error;
    EXPECT_FALSE(fs::exists(at("out")));
  };
  refused("--set system.chips=6", "6 chips do not share a batch of 16 equally");
  refused("--set system.chips=32", "32 chips share a batch of 16 samples");
  refused("--set system.chips=6 --set system.collectives.algorithm=halving_doubling",
          "halving_doubling does not divide 6 chips");
  refused("--set system.link.bandwidth_gb_per_s=0", "bandwidth_gb_per_s");
  refused("--set system.gradients.sums=once", "gradients.sums");
  refused("--set system.parallel.update=sharded --set system.collectives.algorithm=tree",
          "parallel.update");
  refused("--set system.chip=4", "unknown key");
  refused("--continuous", "--continuous has no effect on a system");
  write("bare.yaml", "system: {chips: 2}\n");
  const Ran bare = simulate("--system " + at("bare.yaml").string() + " --out " + at("o").string());
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_TRUE(says(bare.error, "system.machine")) << bare.error;
}

TEST_F(System, presets_run) {
  for (const char* preset : {"ring_8", "switch_8", "package_4"}) {
    const Ran ran = simulate("--arch " + arch_file("systolic") + " --system " +
                             std::string(METRONOME_SOURCE_DIR) + "/configs/systems/" + preset +
                             ".yaml --out " + at(preset).string());
    EXPECT_EQ(ran.exit_code, 0) << preset << ran.error;
  }
}

}  // namespace system_test
}  // namespace metronome::cli
