// Layers whose forward bits differ from those of the others by a number.
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {
namespace offset_schedule_test {

std::string error_of(const std::string& text) {
  try {
    (void)parse_schedule(text);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(offset_schedule, moves_the_forward_bits_of_its_layers_at_every_iteration) {
  const Schedule plain = parse_schedule("cpt:3-8,periods=2,backward=6");
  const Schedule moved = parse_schedule("offset:conv1=2/fc=-1,cpt:3-8,periods=2,backward=6");
  for (std::uint64_t t = 0; t < 40; ++t) {
    const trace::Precision all = plain.at(t, 40).all;
    const trace::Assignment assignment = moved.at(t, 40);
    EXPECT_EQ(assignment.all, all) << t;
    EXPECT_EQ(assignment.of("other"), all) << t;
    EXPECT_EQ(assignment.of("conv1"), trace::Precision(all.weight_bits + 2, 6)) << t;
    EXPECT_EQ(assignment.of("fc"), trace::Precision(all.weight_bits - 1, 6)) << t;
  }
}

TEST(offset_schedule, has_the_phases_of_what_it_moves) {
  const auto plain = parse_schedule("rr:3-6,periods=4,backward=8").phases(64);
  const Schedule moved = parse_schedule("offset:a=1,rr:3-6,periods=4,backward=8");
  const auto phases = moved.phases(64);
  ASSERT_EQ(phases.size(), plain.size());
  for (std::size_t i = 0; i < phases.size(); ++i) {
    EXPECT_EQ(phases[i].first_iteration, plain[i].first_iteration);
    EXPECT_EQ(phases[i].iterations, plain[i].iterations);
    EXPECT_EQ(phases[i].assignment, moved.at(phases[i].first_iteration, 64));
  }
}

TEST(offset_schedule, tests_each_layer_at_its_largest_bits) {
  const auto evaluation =
      parse_schedule("offset:conv1=2,cpt:3-8,periods=2,backward=8").evaluation(40);
  EXPECT_EQ(evaluation.all, trace::Precision(8, 0));
  EXPECT_EQ(evaluation.of("conv1"), trace::Precision(10, 0));
  EXPECT_EQ(parse_schedule("offset:conv1=2,cpt:3-8,periods=2").largest_bits(), 10);
}

TEST(offset_schedule, leaves_fp32_as_it_is) {
  const auto moved =
      parse_schedule("offset:a=2,static:weights=4,activations=fp32,errors=8").at(0, 1);
  EXPECT_EQ(moved.of("a").weight_bits, 6);
  EXPECT_EQ(moved.of("a").activation_bits, 0);
}

TEST(offset_schedule, has_a_name_that_reads_back) {
  for (const char* text : {"offset:conv1=2/fc=-1,cpt:3-8,periods=8,backward=8",
                           "offset:/conv/Conv=1/fc=2,static:4,backward=8",
                           "offset:fc=+3,lt:3-5,periods=2,backward=8"}) {
    const Schedule schedule = parse_schedule(text);
    EXPECT_EQ(parse_schedule(schedule.name()), schedule) << schedule.name();
  }
  EXPECT_EQ(parse_schedule("offset:fc=+2/a=1,static:4").name(),
            "offset:a=1/fc=2,static:4,backward=8");
}

TEST(offset_schedule, knows_the_layers_of_its_network) {
  const Schedule schedule = parse_schedule("offset:conv1=2,static:4,backward=8");
  EXPECT_EQ(schedule.bound({"conv1", "fc"}), schedule);
  try {
    (void)schedule.bound({"conv2", "fc"});
    FAIL() << "a layer that is not there";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("no quantized layer `conv1`"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("conv2"), std::string::npos);
  }
}

TEST(offset_schedule, says_what_is_wrong_with_it) {
  const auto refused = [](const std::string& text, const std::string& part) {
    EXPECT_NE(error_of(text).find(part), std::string::npos) << text << ": " << error_of(text);
  };
  refused("offset:conv1=2", "no schedule behind its offsets");
  refused("offset:conv1,static:4", "no layer and its offset");
  refused("offset:,static:4", "no layer and its offset");
  refused("offset:=2,static:4", "no layer and its offset");
  refused("offset:conv1=0,static:4", "no offset of layer conv1");
  refused("offset:conv1=two,static:4", "no offset of layer conv1");
  refused("offset:conv1=2/,static:4", "behind the last slash");
  refused("offset:a=2/a=3,static:4", "stands twice");
  refused("offset:a=-3,cpt:3-8,periods=2", "layer a would have 0 to 5 bits");
  refused("offset:a=28,static:8", "36 bits");
  refused("offset:a=1,static:fp32", "no effect");
  refused("offset:a=1,static:mxfp8", "not of number formats");
  refused("offset:a=1,pfq:3/4/6/8,backward=6/6/8/8", "no static or cyclic schedule");
  refused("offset:a=1,offset:b=1,static:4", "no static or cyclic schedule");
  refused("offset:a=1,cpt:8-3", "8-3");
}

}  // namespace offset_schedule_test
}  // namespace metronome::schedule
