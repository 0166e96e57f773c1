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
}

}  // namespace formats_command_test
}  // namespace metronome::cli
