// Which format each operand has when, and recipes trained by one command.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace formats_command_test {

const std::string kNetwork = metronome::source_dir() + "/configs/networks/small_cnn.yaml";

TEST_F(Command, formats_prints_the_timeline_of_every_recipe) {
  const Ran listed = run("list recipes --json");
  ASSERT_EQ(listed.exit_code, 0) << listed.error;
  for (const auto& recipe : nlohmann::json::parse(listed.out)) {
    const std::string name = recipe["name"];
    const Ran ran =
        run("formats --model " + kNetwork + " --iterations 1000 --schedule recipe:" + name);
    ASSERT_EQ(ran.exit_code, 0) << name << ": " << ran.error;
    EXPECT_TRUE(says(ran.out, "first_iteration,iterations,layer,operand,format,bits_per_element"));
    EXPECT_TRUE(says(ran.out, "conv2,weight_gradient.dy,")) << name;
  }
  const Ran late =
      run("formats --model " + kNetwork + " --iterations 1000 --schedule recipe:nvfp4_pretraining");
  EXPECT_TRUE(says(late.out, "0,820,conv2,forward.x,nvfp4,4.5"));
  EXPECT_TRUE(says(late.out, "820,180,conv2,forward.x,bf16,16"));
}

TEST_F(Command, formats_says_what_is_wrong) {
  EXPECT_EQ(run("formats --model " + kNetwork + " --schedule static:mxfp9").exit_code, 2);
  EXPECT_EQ(run("formats --model " + kNetwork).exit_code, 2);
  EXPECT_EQ(run("formats --model resnet-8 --schedule static:mxfp8").exit_code, 2) << "no data set";
}

TEST_F(Command, machines_run_number_formats_or_refuse_them_by_name) {
  for (const std::string preset : {"nvfp4", "mxfp8"}) {
    ASSERT_EQ(run("trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 10 "
                  "--schedule static:" +
                  preset + " --out " + preset)
                  .exit_code,
              0);
  }
  const auto ran = [&](const std::string& trace, const std::string& family) {
    return run("simulate " + trace + " --arch " + arch_file(family) + " --mode analytic --out " +
               trace + "_" + family);
  };
  for (const char* family : {"chunked_fp", "systolic", "dual_serial"}) {
    const Ran integers = ran("nvfp4", family);
    EXPECT_EQ(integers.exit_code, 0) << family << integers.error;
  }
  EXPECT_EQ(ran("mxfp8", "chunked_fp").exit_code, 0);
  const Ran refused = ran("mxfp8", "systolic");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "multiplies integers; those of e4m3 have 19 bits"))
      << refused.error;
  // What can never run is said before statistics are asked for.
  const Ran terms = ran("mxfp8", "term_serial");
  EXPECT_EQ(terms.exit_code, 2);
  EXPECT_TRUE(says(terms.error, "those of e4m3 have 19 bits")) << terms.error;
  const Ran unmeasured = ran("nvfp4", "term_serial");
  EXPECT_EQ(unmeasured.exit_code, 2);
  EXPECT_TRUE(says(unmeasured.error, "no value statistics")) << unmeasured.error;
  EXPECT_TRUE(says(unmeasured.error, "--statistics")) << unmeasured.error;
}

// The same network trained for an iteration in MXFP4, whose terms the first trace borrows.
TEST_F(Command, term_serial_machines_run_e2m1_by_the_terms_of_a_training) {
  const std::string trained = at("trained").string();
  const Ran training =
      run("train '" + metronome::source_dir() +
          "/configs/workloads/formats_text.yaml' --set schedule=static:mxfp4 --set "
          "dataset=synthetic-text "
          "--set batch=2 --set sequence_length=16 --set iterations=1 --set test_every=1 "
          "--set train_samples=200 --set test_samples=40 --out " +
          trained);
  ASSERT_EQ(training.exit_code, 0) << training.error;
  const Ran own = run("simulate " + trained + " --arch " + arch_file("term_serial") +
                      " --mode analytic --out " + at("own").string());
  EXPECT_EQ(own.exit_code, 0) << own.error;
  ASSERT_EQ(run("trace --model gpt2-small:layers=1,features=32,heads=2,positions=16 --dataset "
                "synthetic-text --batch 2 --iterations 4 --schedule static:mxfp4 --out " +
                at("bare").string())
                .exit_code,
            0);
  const Ran borrowed =
      run("simulate " + at("bare").string() + " --arch " + arch_file("term_serial") +
          " --statistics " + trained + " --mode analytic --out " + at("borrowed").string());
  EXPECT_EQ(borrowed.exit_code, 0) << borrowed.error;
}

TEST_F(Command, what_a_machine_cannot_do_with_a_format_is_said) {
  const auto simulated = [&](const std::string& schedule, const std::string& family,
                             const std::string& more) {
    const std::string trace = at("trace_" + family + std::to_string(more.size())).string();
    const Ran traced =
        run("trace --model gpt2-small:layers=1,features=32,heads=2,positions=16 --dataset "
            "synthetic-text --batch 2 --iterations 4 --schedule " +
            schedule + " --out " + trace);
    EXPECT_EQ(traced.exit_code, 0) << traced.error;
    const Ran ran = run("simulate " + trace + " --arch " + arch_file(family) + more +
                        " --mode analytic --out " + trace + "_run");
    EXPECT_EQ(ran.exit_code, 2) << schedule << ' ' << family;
    return ran.error;
  };
  EXPECT_TRUE(says(simulated("static:mxfp4+forward=mxfp4/1x24", "chunked_fp", ""),
                   "blocks of 24 elements with a scale do not fill units of 16 lanes"));
  EXPECT_TRUE(says(simulated("static:bfp:20,16", "chunked_bfp", ""),
                   "an operand of 20 bits cannot run on the array"));
  const std::string energy = metronome::source_dir() + "/configs/energy/bitfusion_45nm.yaml";
  EXPECT_TRUE(says(simulated("static:mxfp4", "chunked_fp", " --set energy=" + energy),
                   "no row for leakage chunked_fp.leakage"));
}

}  // namespace formats_command_test
}  // namespace metronome::cli
