// Inferences of stored trainings, as a user gives the commands: what modes, layouts and switches
// move, on every machine and in both models.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "tests/support/families.hpp"

namespace metronome::cli {
namespace inference_test {

using Json = nlohmann::json;

class inference_command : public Command {
 protected:
  inference_command() {
    write("w.yaml",
          "model: resnet-8\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 16\nbatch: 16\n"
          "iterations: 4\nschedule: static:8,backward=8\nlearning_rate: 0.05\n"
          "weights:\n  kind: nested_planes\n  low_bits: 2\n");
  }
  void train(const std::string& more = "") const {
    const Ran ran = run("train " + at("w.yaml").string() + " --out " + at("out").string() + more);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  [[nodiscard]] std::string trace(const std::string& name, const std::string& more) const {
    const Ran ran = run("trace --inference --checkpoint " + at("out").string() +
                        " --batch 2 --iterations 3 --out " + at(name).string() + more);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return at(name).string();
  }
  [[nodiscard]] Json simulate(const std::string& trace, const std::string& family,
                              const std::string& mode, const std::string& more = "") const {
    const std::string out = trace + "." + family + "." + mode;
    const Ran ran = run("simulate " + trace + " --arch " + arch_file(family) +
                        " --no-figures --mode " + mode + " --restart --out " + out + more);
    EXPECT_EQ(ran.exit_code, 0) << family << ran.error;
    return ran.exit_code == 0 ? Json::parse(read_file(fs::path(out) / "summary.json")) : Json{};
  }
  /// Bytes of a role that the levels of a step read, by weight bits.
  [[nodiscard]] static std::map<int, double> read_bytes(const Json& summary,
                                                        const std::string& step,
                                                        const std::string& role) {
    std::map<int, double> bytes;
    for (const Json& level : summary.at("levels")) {
      if (level.value("step", "infer") == step) {
        const Json& roles = level.at("dram_bytes");
        bytes[level.at("weight_bits").get<int>()] +=
            roles.contains(role) ? roles.at(role).at("read").get<double>() : 0;
      }
    }
    return bytes;
  }
};

TEST_F(inference_command, a_low_mode_reads_its_share_of_planes_and_all_of_packed_codes) {
  train();
  for (const char* mode : {"analytic", "cycle"}) {
    const Json planes = simulate(trace("planes", ""), "dual_serial", mode);
    const auto of_planes = read_bytes(planes, "infer", "weight");
    EXPECT_NEAR(of_planes.at(2) / of_planes.at(8), 0.25, 1e-9) << mode;
    const Json packed = simulate(trace("packed", " --layout packed"), "dual_serial", mode);
    const auto of_packed = read_bytes(packed, "infer", "weight");
    EXPECT_EQ(of_packed.at(2), of_packed.at(8)) << "no saving";
    EXPECT_EQ(of_packed.at(8), of_planes.at(8));
    const auto tables = read_bytes(planes, "infer", "master");
    EXPECT_EQ(tables.at(2), tables.at(8)) << "each mode has its own, of one size";
    for (const char* step : {"fill", "switch_high", "switch_low"}) {
      for (const auto& [bits, bytes] : read_bytes(planes, step, "weight")) {
        EXPECT_EQ(bytes, 0) << "what does not stay is not brought";
      }
    }
  }
}

TEST_F(inference_command, a_switch_brings_the_missing_planes_and_tables_and_nothing_else) {
  train();
  const std::string resident =
      " --set weight_buffer.banks=64 --set load_path.resident_bytes=262144";
  const Json free = simulate(trace("free", ""), "dual_serial", "cycle");
  for (const char* mode : {"analytic", "cycle"}) {
    const Json kept = simulate(trace("kept", " --switch-every 1"), "dual_serial", mode, resident);
    const double all = read_bytes(free, "infer", "weight").at(8) / 3;
    const double tables = read_bytes(kept, "switch_low", "master").at(2);
    const double fill = read_bytes(kept, "fill", "weight").at(2);
    EXPECT_EQ(read_bytes(kept, "switch_high", "weight").at(8), 3 * fill) << "6 planes after 2";
    EXPECT_GT(fill, 0);
    EXPECT_LE(4 * fill, all) << "products read each plane at least once";
    EXPECT_EQ(read_bytes(kept, "switch_high", "master").at(8), tables);
    EXPECT_EQ(read_bytes(kept, "switch_low", "weight").at(2), 0) << "its planes are there";
    EXPECT_GT(tables, 0);
    for (const auto& [bits, bytes] : read_bytes(kept, "infer", "weight")) {
      EXPECT_EQ(bytes, 0) << "products read them on chip";
    }
    const Json packed =
        simulate(trace("side", " --switch-every 1 --layout packed"), "dual_serial", mode, resident);
    EXPECT_EQ(read_bytes(packed, "fill", "weight").at(2), all) << "every code as a whole";
    EXPECT_EQ(read_bytes(packed, "switch_high", "weight").at(8), 0) << "all of it is there";
    EXPECT_EQ(read_bytes(packed, "switch_high", "master").at(8), tables);
  }
}

// Docs say so: what a switch brings lies piece behind piece, so that both models know its time.
TEST_F(inference_command, the_latency_of_a_switch_agrees_in_both_models) {
  train();
  const std::string made = trace("kept", " --switch-every 1");
  for (const char* channels : {"1", "8"}) {
    const auto of_switch = [&](const char* mode) {
      const Json summary =
          simulate(made, "dual_serial", mode,
                   std::string(" --set weight_buffer.banks=64 --set "
                               "load_path.resident_bytes=262144 --set memory.channels=") +
                       channels);
      std::pair<double, double> sum{};
      for (const Json& level : summary.at("levels")) {
        if (level.value("step", "infer") == "switch_high") {
          sum.first += level.at("cycles").get<double>();
          sum.second += level.at("dram_bytes").at("weight").at("read").get<double>();
        }
      }
      return sum;
    };
    const auto closed = of_switch("analytic");
    const auto simulated = of_switch("cycle");
    EXPECT_EQ(closed.second, simulated.second) << "bytes";
    EXPECT_LE(closed.first, simulated.first) << channels;
    EXPECT_GT(closed.first, 0.98 * simulated.first) << channels;
  }
}

TEST_F(inference_command, every_machine_executes_every_form_in_both_models) {
  // Codes of planes have no blocks with an exponent, and the values of no trace here are known.
  const std::vector<std::string> families = families_but({"chunked_bfp", "term_serial"});
  for (const std::string form :
       {"{kind: nested_planes, low_bits: 2}", "{kind: binary_planes, bits: 3}",
        "{kind: coefficients, update: optimizer}", "affine"}) {
    const bool binary = form.find("binary") != std::string::npos;
    fs::remove_all(at("out"));
    train(" --set weights='" + form + "'" + (binary ? " --set schedule=static:3" : ""));
    fs::remove_all(at("t"));
    const std::string made = trace("t", "");
    for (const std::string& family : families) {
      for (const char* mode : {"analytic", "cycle"}) {
        const Json summary = simulate(made, family, mode,
                                      " --set load_path.assembled_bits_per_cycle=64 --set "
                                      "load_path.rebuilt_rows_per_cycle=8");
        EXPECT_GT(summary.at("total").at("energy_j").get<double>(), 0) << form << family;
      }
    }
  }
}

TEST_F(inference_command, refusals_name_what_would_do) {
  train();
  const auto refused = [&](const std::string& arguments, const std::string& message) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  };
  const std::string out = " --out " + at("x").string();
  const std::string checkpoint = " --checkpoint " + at("out").string();
  refused("simulate " + trace("t", "") + " --arch " + arch_file("systolic") + out,
          "load_path.assembled_bits_per_cycle");
  refused("simulate " + at("t").string() + " --arch " + arch_file("term_serial") +
              " --set load_path.assembled_bits_per_cycle=64" + out,
          "weights: affine");
  refused("simulate " + trace("apart", " --switch-every 1 --layout separate") + " --arch " +
              arch_file("dual_serial") +
              " --set weight_buffer.banks=64 --set load_path.resident_bytes=262144" + out,
          "codes of one precision");
  refused("trace" + checkpoint + " --batch 1" + out, "--inference");
  refused("trace --inference --model resnet-8" + checkpoint + out, "exclude each other");
  refused("trace --inference" + checkpoint + " --mode middle" + out, "no mode of this training");
  refused("trace --inference" + checkpoint + " --layout sideways" + out, "is not a layout");
  refused(
      "trace --inference --model resnet-8 --dataset cifar-10 --schedule static:8 --mode low" + out,
      "belongs to --inference --checkpoint");
}

TEST_F(inference_command, a_cascade_is_measured_and_simulated) {
  train();
  const Ran ran =
      run("cascade " + at("out").string() + " --arch " + arch_file("dual_serial") +
          " --mode analytic --training-batches 2 --no-figures --out " + at("cascade").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json summary = Json::parse(read_file(at("cascade") / "summary.json"));
  EXPECT_DOUBLE_EQ(summary.at("refine_energy_j").get<double>(),
                   summary.at("high_energy_j").get<double>())
      << "codes of the images are others in each mode, and so is the first product";
  EXPECT_EQ(summary.at("two_models_weight_bytes").get<double>(),
            summary.at("stored_weight_bytes").get<double>() * 10 / 8);
  EXPECT_GE(summary.at("accuracy").get<double>(), 0);
  EXPECT_TRUE(says(read_file(at("cascade") / "cascade.csv"), "threshold,"));
  for (const char* name : {"cascade.csv", "modes.csv"}) {
    EXPECT_TRUE(says(read_file(at("cascade") / name), ",run_accelerator,")) << name;
    EXPECT_TRUE(says(read_file(at("cascade") / name), ",run_recipe\n")) << name;
  }
  EXPECT_TRUE(says(read_file(at("cascade") / "modes.csv"), "switch_high,"));
  EXPECT_TRUE(says(ran.out, "chosen on training data"));
  const Ran endless =
      run("cascade " + at("out").string() + " --arch " + arch_file("dual_serial") +
          " --mode analytic --training-batches 100000 --out " + at("endless").string());
  EXPECT_EQ(endless.exit_code, 2);
  EXPECT_TRUE(says(endless.error, "--training-batches 100000: the training split has 4"));
  const Ran resident = run("cascade " + at("out").string() + " --arch " + arch_file("dual_serial") +
                           " --set weight_buffer.banks=64 --set load_path.resident_bytes=262144"
                           " --mode analytic --no-figures --out " +
                           at("resident").string());
  EXPECT_EQ(resident.exit_code, 0) << "two models read theirs from memory " << resident.error;
  fs::remove_all(at("out"));
  train(" --set weights=affine");
  const Ran plain = run("cascade " + at("out").string() + " --arch " + arch_file("dual_serial") +
                        " --out " + at("y").string());
  EXPECT_EQ(plain.exit_code, 2);
}

}  // namespace inference_test
}  // namespace metronome::cli
