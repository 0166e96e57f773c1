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

TEST_F(Command, formats_refuses_layers_that_nothing_has_as_trace_does) {
  write("s.csv", "iteration,layer,preset\n0,*,mxfp8\n0,nosuch,bf16\n0,conv2,nvfp4\n");
  const std::string of = "--model " + kNetwork + " --dataset fashion-mnist --iterations 10 " +
                         "--schedule csv:" + at("s.csv").string();
  const Ran listed = run("formats " + of);
  const Ran traced = run("trace " + of + " --batch 4 --out " + at("t").string());
  for (const Ran& ran : {listed, traced}) {
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_TRUE(says(ran.error, "no step has a convolution or linear layer `nosuch`")) << ran.error;
  }
}

// The network's tied output layer takes none: it is no answer to the question which layer was
// meant.
TEST_F(Command, layers_that_are_named_in_the_place_of_an_unknown_one_take_formats) {
  write("s.csv", "iteration,layer,preset\n0,*,mxfp8\n0,outputs,bf16\n");
  const Ran ran = run(
      "trace --model gpt2-small:layers=1,features=64,heads=2,positions=32 --dataset synthetic-text "
      "--iterations 4 --batch 4 --schedule csv:" +
      at("s.csv").string() + " --out " + at("t").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "no step has a convolution or linear layer `outputs`")) << ran.error;
  EXPECT_FALSE(says(ran.error, "`output`")) << ran.error;
}

TEST_F(Command, a_wrong_preset_is_one_error) {
  for (const std::string wrong : {"nosuch", "bfp:1,16", "nvfp4+forward=mxfp9"}) {
    const Ran ran = run("formats --model " + kNetwork + " --schedule static:" + wrong);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(ran.error.find("error:"), ran.error.rfind("error:")) << ran.error;
    EXPECT_FALSE(says(ran.error, "number of bits")) << ran.error;
  }
  const Ran own = run("formats --model " + kNetwork +
                      " --iterations 10 --schedule static:fp8+forward=fp8/margin=1");
  EXPECT_EQ(own.exit_code, 0) << own.error;
  EXPECT_TRUE(says(own.out, "conv2,forward.x,fp8_e4m3/margin=1,8")) << own.out;
}

TEST_F(Command, runs_in_different_formats_are_compared_and_those_of_other_networks_not) {
  const auto traced = [&](const std::string& model, const std::string& schedule,
                          const std::string& name) {
    const Ran ran = run("trace --model " + model + " --batch 4 --iterations 100 --schedule " +
                        schedule + " --out " + at(name).string());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
  };
  const std::string small = kNetwork + " --dataset fashion-mnist";
  traced(small, "static:mxfp4", "mxfp4");
  traced(small, "static:fp8", "fp8");
  traced(small, "static:nvfp4", "nvfp4");
  traced(small, "static:mxfp8", "mxfp8");
  traced(small, "recipe:nvfp4_pretraining", "late");
  traced("resnet-8 --dataset cifar-10", "static:fp8", "other");
  const auto against = [&](const std::string& one, const std::string& baseline) {
    return run("simulate " + at(one).string() + " --baseline " + at(baseline).string() +
               " --arch " + arch_file("chunked_fp") + " --mode analytic --out " +
               at(one + "_" + baseline).string());
  };
  for (const auto& [one, baseline] : std::map<std::string, std::string>{
           {"mxfp4", "fp8"}, {"nvfp4", "mxfp8"}, {"late", "fp8"}, {"fp8", "late"}}) {
    const Ran ran = against(one, baseline);
    EXPECT_EQ(ran.exit_code, 0) << one << " " << baseline << ran.error;
  }
  const Ran unlike = against("mxfp4", "other");
  EXPECT_EQ(unlike.exit_code, 2);
  EXPECT_TRUE(says(unlike.error, "are unlike: model")) << unlike.error;
}

TEST_F(Command, machines_run_number_formats_or_refuse_them_by_name) {
  for (const std::string preset : {"nvfp4", "mxfp8"}) {
    ASSERT_EQ(run("trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 10 "
                  "--schedule static:" +
                  preset + " --out " + at(preset).string())
                  .exit_code,
              0);
  }
  const auto ran = [&](const std::string& trace, const std::string& family) {
    return run("simulate " + at(trace).string() + " --arch " + arch_file(family) +
               " --mode analytic --out " + at(trace + "_" + family).string());
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
  const std::string named = simulated("recipe:hbfp8", "chunked_fp", "");
  EXPECT_TRUE(says(named, ".forward` in")) << named;
  EXPECT_TRUE(says(named, "forward.w bfp8/24x24/ceil/sr)")) << named;
  EXPECT_TRUE(says(simulated("static:bf16", "chunked_fp", " --set array.accumulator_bits=16"),
                   "a product of bf16 and bf16 has 17 bits, the register that adds them 16"));
  EXPECT_TRUE(says(simulated("static:bfp:20,16", "chunked_bfp", ""),
                   "an operand of 20 bits cannot run on the array"));
  const std::string energy = metronome::source_dir() + "/configs/energy/bitfusion_45nm.yaml";
  EXPECT_TRUE(says(simulated("static:mxfp4", "chunked_fp", " --set energy=" + energy),
                   "no row for leakage chunked_fp.leakage"));
}

}  // namespace formats_command_test
}  // namespace metronome::cli
