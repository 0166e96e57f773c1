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

TEST_F(Command, machines_refuse_number_formats_by_name) {
  ASSERT_EQ(run("trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 10 "
                "--schedule static:nvfp4 --out t")
                .exit_code,
            0);
  const Ran ran = run("simulate t --arch " + arch_file("systolic") + " --mode analytic --out r");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "does not run the number format `nvfp4`")) << ran.error;
}

}  // namespace formats_command_test
}  // namespace metronome::cli
