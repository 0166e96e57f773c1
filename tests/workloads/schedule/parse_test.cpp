#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {
namespace parse_test {

std::string error_of(const std::string& text) {
  try {
    (void)parse_schedule(text);
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

TEST(schedule_text, reads_static_precision_with_eight_backward_bits_by_default) {
  EXPECT_EQ(parse_schedule("static:6").spec(), Schedule::Spec(StaticSpec{{6, 8}}));
  EXPECT_EQ(parse_schedule("static:8,backward=6").spec(), Schedule::Spec(StaticSpec{{8, 6}}));
  EXPECT_EQ(parse_schedule("static:0").spec(), Schedule::Spec(StaticSpec{{0, 0}}));
}

TEST(schedule_text, reads_cyclic_precision_with_the_papers_defaults) {
  EXPECT_EQ(parse_schedule("cpt:3-8").spec(), Schedule::Spec(CptSpec{{{3, 8}, {8, 8}}, 32}));
  EXPECT_EQ(parse_schedule("cpt:3-6,backward=6-8,periods=8").spec(),
            Schedule::Spec(CptSpec{{{3, 6}, {6, 8}}, 8}));
  EXPECT_EQ(parse_schedule("cpt:3-8,backward=0").spec(),
            Schedule::Spec(CptSpec{{{3, 8}, {0, 0}}, 32}));
}

TEST(schedule_text, gives_each_operand_bits_of_its_own) {
  const auto all = [](const std::string& text) { return parse_schedule(text).at(0, 100).all; };
  trace::Precision expected(8, 8);
  expected.weight_bits = 4;
  EXPECT_EQ(all("static:weights=4,activations=8,errors=8"), expected);
  EXPECT_EQ(all("static:8,weights=4"), expected) << "the short form is what is not told";
  expected.gradient_bits = 6;
  expected.stash_bits = 5;
  expected.error_bits = 0;
  EXPECT_EQ(all("static:weights=4,activations=8,errors=fp32,gradients=6,stash=5"), expected);
  EXPECT_EQ(all("static:fp32"), trace::Precision(0, 0)) << "errors too";
  const Schedule cyclic = parse_schedule("cpt:weights=3-8,activations=4-8,errors=8,periods=2");
  EXPECT_EQ(cyclic.at(0, 100).all.weight_bits, 3);
  EXPECT_EQ(cyclic.at(0, 100).all.activation_bits, 4);
  EXPECT_EQ(cyclic.at(0, 100).all.stash_bits, 4) << "as the activations unless given";
  EXPECT_EQ(cyclic.at(49, 100).all.weight_bits, 8);
  EXPECT_EQ(cyclic.at(49, 100).all.error_bits, 8);
  EXPECT_EQ(trace::forward_text(parse_schedule("cpt:weights=3-6,activations=8").evaluation(64).all),
            "w6 a8");
}

TEST(schedule_text, operands_that_say_too_little_or_too_much_are_refused) {
  EXPECT_NE(error_of("static:weights=4").find("the bits of activations are missing"),
            std::string::npos);
  EXPECT_NE(error_of("static:errors=8").find("the bits of the forward pass are missing"),
            std::string::npos);
  EXPECT_NE(error_of("static:8,weights=4,activations=4").find("has no effect"), std::string::npos);
  EXPECT_NE(error_of("static:8,backward=8,errors=8").find("are the same bits"), std::string::npos);
  EXPECT_NE(error_of("cpt:weights=4,activations=8").find("no bits are a range"), std::string::npos);
  EXPECT_NE(error_of("static:8,wieghts=4").find("did you mean `weights`?"), std::string::npos);
  EXPECT_NE(error_of("static:8,stash=3-8").find("are not a number of bits"), std::string::npos);
}

TEST(schedule_text, what_begins_behind_the_end_has_no_effect) {
  const Schedule schedule = parse_schedule("deficit:3-8,start=100,iterations=10");
  EXPECT_NO_THROW(schedule.check_effects(101));
  try {
    schedule.check_effects(100);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what())
                  .find("what begins at iteration 100 has no effect in a run "
                        "of 100"),
              std::string::npos)
        << error.what();
  }
}

TEST(schedule_text, canonical_names_spell_every_option_and_parse_back) {
  EXPECT_EQ(parse_schedule("static:6").name(), "static:6,backward=8");
  EXPECT_EQ(parse_schedule("cpt:3-8").name(), "cpt:3-8,periods=32,backward=8");
  EXPECT_EQ(parse_schedule("static:0").name(), "static:fp32,backward=fp32");
  EXPECT_EQ(parse_schedule("cpt:3-8,activations=8").name(),
            "cpt:weights=3-8,activations=8-8,errors=8,periods=32");
  for (const char* text :
       {"static:0", "static:6", "cpt:3-8", "cpt:8-8,backward=0", "cpt:4-6,periods=8,backward=6-8",
        "static:weights=fp32,activations=8,stash=fp32", "lr:weights=fp32,activations=3-8",
        "deficit:3-8,iterations=10,gradients=4-8", "cpt:8-8,weights=4", "pfq:4/fp32,backward=8/0",
        "cpt:weights=fp32,activations=fp32,errors=4-8"}) {
    const Schedule schedule = parse_schedule(text);
    EXPECT_EQ(parse_schedule(schedule.name()), schedule) << text;
  }
}

TEST(schedule_text, wrong_texts_say_what_would_be_right) {
  EXPECT_EQ(
      error_of("static:99"),
      "schedule `static:99`: forward bits `99` are not a number of bits (bits are 1 to 32, or "
      "fp32)");
  EXPECT_EQ(
      error_of("cpt:8-3"),
      "schedule `cpt:8-3`: forward bits `8-3` are not a range of bits (LOW-HIGH with 1 <= LOW "
      "<= HIGH <= 32, such as 3-8, or fp32)");
  EXPECT_EQ(error_of("cpt:3-8,period=8"),
            "schedule `cpt:3-8,period=8`: unknown option `period` (did you mean `periods`?)");
  EXPECT_EQ(error_of("cpt:3-8,periods=0"),
            "schedule `cpt:3-8,periods=0`: `0` is not a number of periods (a whole number of at "
            "least 1; the paper uses 32)");
  EXPECT_EQ(error_of("cpt:8"),
            "schedule `cpt:8`: forward bits are not a range (LOW-HIGH, such as cpt:3-8)");
  EXPECT_EQ(error_of("static:8,backward"),
            "schedule `static:8,backward`: `backward` is not of the form key=value (such as "
            "backward=8)");
  EXPECT_EQ(
      error_of("static:8,backward=8,backward=6"),
      "schedule `static:8,backward=8,backward=6`: option `backward` stands twice (keep one of "
      "them)");
  EXPECT_NE(error_of("ctp:3-8").find("did you mean `cpt:`?"), std::string::npos);
  EXPECT_NE(error_of("cpt").find("one of: static:8,backward=8, static:weights=4"),
            std::string::npos);
  EXPECT_NE(error_of("").find("is not a known form"), std::string::npos);
}

TEST(schedule_text, what_separates_parts_ends_no_text) {
  for (const char* text :
       {"static:bfp:5,16,", "static:8,", "static:nvfp4,", "cpt:3-8,periods=2,"}) {
    EXPECT_NE(error_of(text).find("ends with a comma (leave it out)"), std::string::npos) << text;
  }
  EXPECT_NE(error_of("static:nvfp4+").find("is not of the form KEY=FORMAT"), std::string::npos);
  EXPECT_NE(error_of("muppet:mxfp4/mxfp8/").find("`` is not a preset"), std::string::npos);
  EXPECT_NE(error_of("pfq:3/4/").find("`` are not a number of bits"), std::string::npos);
}

TEST(schedule_text, presets_where_bits_belong_are_named) {
  for (const char* text : {"cpt:mxfp4-mxfp8", "cpt:mxfp4", "ldp:mxfp4-mxfp8", "ldp:nvfp4/mxfp8"}) {
    const std::string error = error_of(text);
    EXPECT_NE(error.find("is a preset, and "), std::string::npos) << error;
    EXPECT_EQ(error.find("are not a range"), std::string::npos) << error;
  }
  // One product of a preset is no preset: the others have no format.
  EXPECT_EQ(error_of("static:forward=mxfp4").find("unknown option"), std::string::npos);
  EXPECT_NE(error_of("static:forward=mxfp4").find("no format of input_gradient.dy"),
            std::string::npos);
}

TEST(schedule_text, all_complaints_come_at_once) {
  try {
    (void)parse_schedule("cpt:x-8,periods=-1,backward=9-2,speed=3");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().size(), 4u);
  }
}

TEST(schedule_text, every_listed_form_but_the_file_parses) {
  for (const ScheduleForm& form : schedule_forms()) {
    if (!form.form.starts_with("csv:")) {
      EXPECT_EQ(parse_schedule(form.form).name(), form.form);
    }
    EXPECT_FALSE(form.doc.empty());
  }
}

/// What every kind must keep, whoever adds it: one form of each stands in the list.
TEST(schedule_text, every_listed_form_says_the_same_of_itself_in_all_ways) {
  constexpr std::uint64_t kIterations = 1601;
  for (const ScheduleForm& form : schedule_forms()) {
    if (form.form.starts_with("csv:")) {
      continue;
    }
    SCOPED_TRACE(form.form);
    const Schedule schedule = parse_schedule(form.form);
    const std::vector<trace::Assignment> levels = schedule.levels(kIterations);
    EXPECT_FALSE(levels.empty());
    for (const trace::Assignment& level : levels) {
      EXPECT_LE(largest_bits(level.all), schedule.largest_bits());
      if (!level.all.formats.any()) {  // which are not more or less than one another
        EXPECT_LE(level.all.weight_bits, schedule.evaluation(kIterations).all.weight_bits);
      }
    }
    if (schedule.loss_driven()) {
      EXPECT_THROW((void)schedule.at(0, kIterations), UserError);
      EXPECT_THROW((void)schedule.phases(kIterations), UserError);
      continue;
    }
    std::uint64_t next = 0;
    for (const trace::Phase& phase : schedule.phases(kIterations)) {
      ASSERT_EQ(phase.first_iteration, next);
      next += phase.iterations;
      EXPECT_EQ(schedule.at(phase.first_iteration, kIterations), phase.assignment);
      EXPECT_EQ(schedule.at(next - 1, kIterations), phase.assignment);
      EXPECT_NE(std::find(levels.begin(), levels.end(), phase.assignment), levels.end());
    }
    EXPECT_EQ(next, kIterations);
    EXPECT_TRUE(schedule.phases(0).empty());
  }
}

class csv_schedule : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::temp_directory_path() /
            (std::string("metronome_") +
             ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv");
  }
  void TearDown() override { std::filesystem::remove(file_); }

  Schedule read(const std::string& content, const std::string& options = {}) {
    write_file_atomically(file_, content);
    return parse_schedule("csv:" + file_.string() + options);
  }
  /// The complaint, without the file's name and the colon after it.
  std::string complaint(const std::string& content) {
    write_file_atomically(file_, content);
    std::string text = error_of("csv:" + file_.string());
    for (std::size_t at; (at = text.find(file_.string() + ":")) != std::string::npos;) {
      text.erase(at, file_.string().size() + 1);
    }
    return text;
  }

  std::filesystem::path file_;
};

TEST_F(csv_schedule, states_what_holds_from_each_iteration_on) {
  const Schedule schedule =
      read("# by hand\niteration,forward_bits,backward_bits\n0,4,8\n10,4,8\n20,6,8\r\n");
  EXPECT_EQ(schedule.at(19, 100).all, (trace::Precision{4, 8}));
  EXPECT_EQ(schedule.at(99, 100).all, (trace::Precision{6, 8}));
  const std::vector<trace::Phase> expected{{0, 20, {{4, 8}, {}}}, {20, 80, {{6, 8}, {}}}};
  EXPECT_EQ(schedule.phases(100), expected);
  EXPECT_EQ(schedule.phases(20).size(), 1u);
  EXPECT_EQ(schedule.evaluation(100).all.weight_bits, 6);
  EXPECT_EQ(schedule.evaluation(20).all.weight_bits, 4);
  EXPECT_EQ(parse_schedule(schedule.name()), schedule);
}

TEST_F(csv_schedule, states_each_operand_and_counts_epochs) {
  const Schedule schedule = read(
      "epoch,layer,weight_bits,activation_bits,error_bits,gradient_bits,stash_bits\n"
      "0,*,4,8,fp32,,\n0,conv1,fp32,8,8,6,3\n2,*,8,8,8,fp32,8\n",
      ",iterations_per_epoch=10");
  trace::Precision expected(8, 0);
  expected.weight_bits = 4;
  EXPECT_EQ(schedule.at(19, 100).all, expected);
  expected = {8, 8};
  expected.weight_bits = 0;
  expected.gradient_bits = 6;
  expected.stash_bits = 3;
  EXPECT_EQ(schedule.at(19, 100).of("conv1"), expected);
  EXPECT_EQ(schedule.at(20, 100).of("conv1"), trace::Precision(8, 8));
  EXPECT_EQ(parse_schedule(schedule.name()), schedule);
  EXPECT_EQ(schedule.largest_bits(), 8);
  EXPECT_THROW((void)read("epoch,forward_bits,backward_bits\n0,8,8\n"), UserError);
  EXPECT_THROW(
      (void)read("iteration,forward_bits,backward_bits\n0,8,8\n", ",iterations_per_epoch=5"),
      UserError);
  EXPECT_THROW((void)read("epoch,forward_bits,backward_bits\n0,8,8\n", ",iterations_per_epoch=0"),
               UserError);
}

TEST_F(csv_schedule, makes_exceptions_for_layers_which_last_until_the_next_change) {
  const Schedule schedule =
      read("iteration,layer,forward_bits,backward_bits\n0,*,4,8\n0,conv1,8,8\n5,,6,8\n");
  EXPECT_EQ(schedule.at(4, 10).of("conv1"), (trace::Precision{8, 8}));
  EXPECT_EQ(schedule.at(4, 10).of("conv2"), (trace::Precision{4, 8}));
  EXPECT_EQ(schedule.at(5, 10).of("conv1"), (trace::Precision{6, 8}));
}

TEST_F(csv_schedule, F3_7_each_layer_is_evaluated_at_the_largest_bits_that_it_had) {
  const Schedule schedule = read(
      "iteration,layer,forward_bits,backward_bits\n"
      "0,*,4,8\n0,conv1,8,8\n0,fc,0,0\n0,conv2,0,8\n5,,6,8\n5,conv3,2,8\n5,fc,0,0\n20,*,8,8\n");
  const trace::Assignment at = schedule.evaluation(10);
  EXPECT_EQ(at.all.weight_bits, 6);
  EXPECT_EQ(at.of("conv1").weight_bits, 8);
  EXPECT_EQ(at.of("conv3").weight_bits, 4) << "it had those of all layers at first";
  EXPECT_EQ(at.of("fc").weight_bits, 0) << "FP32 throughout";
  EXPECT_EQ(at.of("conv2").weight_bits, 6) << "FP32 for a while only";
  EXPECT_EQ(evaluation_exceptions(at), " (conv1 at 8, conv3 at 4, fc at fp32 bits)");
  EXPECT_EQ(evaluation_exceptions(schedule.evaluation(0)),
            " (conv1 at 8, conv2 at fp32, fc at fp32 bits)");
  EXPECT_EQ(evaluation_exceptions(parse_schedule("cpt:3-8").evaluation(100)), "");
}

TEST_F(csv_schedule, wrong_rows_are_reported_at_once_with_their_place) {
  EXPECT_EQ(complaint("iteration,forward_bits,backward_bits,layer\n"
                      "1,4,x,*\n"
                      "5,99,8,conv1\n"
                      "3,4,8,*\n"
                      "3,4,8,\n"),
            "2:5: backward_bits: `x` is not a number of bits (1 to 32, or fp32)\n"
            "3:3: forward_bits: `99` is not a number of bits (1 to 32, or fp32)\n"
            "4:1: iteration: iteration 3 comes after 5 (rows in ascending order of iteration)\n"
            "5:1: iteration: iteration 3 is stated twice for all layers (keep one of the rows)\n"
            "3:8: layer: iteration 5 has no row for all layers (add one whose layer is *)\n"
            "2:1: iteration: the first row is for iteration 1 (start with iteration 0)");
}

TEST_F(csv_schedule, wrong_columns_and_empty_files_are_errors) {
  EXPECT_EQ(complaint("iteration,forward_bit,backward_bits\n0,4,8\n"),
            "1:11: forward_bit: unknown column (did you mean `forward_bits`?)");
  const std::string forms =
      "(weight_bits,activation_bits,error_bits (and gradient_bits, stash_bits if wanted), "
      "forward_bits,backward_bits, or preset)";
  EXPECT_EQ(complaint("iteration,weight_bits,activation_bits\n0,4,8\n"),
            " states no precision " + forms);
  EXPECT_EQ(complaint("iteration,forward_bits,backward_bits,stash_bits\n0,4,8,4\n"),
            " states bits in two forms " + forms);
  EXPECT_EQ(complaint("layer,forward_bits,backward_bits\n*,4,8\n"),
            " has no column iteration or epoch (one of the columns iteration and epoch)");
  EXPECT_EQ(complaint("iteration,forward_bits,backward_bits\n0,4\n"),
            "2:1: has 2 fields where the header names 3 (one field for each column)");
  EXPECT_NE(complaint("").find("has no header line"), std::string::npos);
  EXPECT_EQ(complaint("iteration,forward_bits,backward_bits\n"),
            " states no precision (a first row for iteration 0)");
  EXPECT_NE(error_of("csv:/no/such/file").find("no such file"), std::string::npos);
}

}  // namespace parse_test
}  // namespace metronome::schedule
