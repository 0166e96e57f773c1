// Number formats in every form of schedule.
#include <gtest/gtest.h>

#include <array>

#include "sim/base/error.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/schedule/recipes.hpp"

namespace metronome::schedule {
namespace formats_schedule_test {

trace::Precision preset(const std::string& text) {
  const auto read = trace::read_preset(text);
  EXPECT_TRUE(read.value) << text << ": " << read.what;
  return read.value.value_or(trace::Precision{});
}

std::string error_of(const std::string& text) {
  try {
    (void)parse_schedule(text);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(preset_precision, is_todays_where_it_is_affine_or_fp32) {
  EXPECT_EQ(preset("affine:8"), trace::Precision(8, 8));
  EXPECT_EQ(preset("affine:4/8"), trace::Precision(4, 8));
  EXPECT_EQ(preset("fp32"), trace::Precision(0, 0));
  EXPECT_EQ(preset("bf16+forward=fp32+backward=fp32"), trace::Precision(0, 0));
  EXPECT_FALSE(preset("affine:8").formats.any());
  EXPECT_FALSE(trace::read_preset("affine:x").value);
  for (const char* text : {"affine:8", "affine:4/8", "fp32", "mxfp8", "bfp:4,16"}) {
    EXPECT_EQ(trace::preset_text(preset(text)), text);
  }
}

TEST(preset_precision, has_the_bits_of_its_elements) {
  const trace::Precision mixed = preset("nvfp4+forward=bf16");
  EXPECT_EQ(mixed.weight_bits, 16);
  EXPECT_EQ(mixed.activation_bits, 16);
  EXPECT_EQ(mixed.error_bits, 4);
  EXPECT_EQ(mixed.stash_bits, 4);
  EXPECT_EQ(trace::precision_text(preset("mxfp8")), "mxfp8");
  EXPECT_LT(preset("bf16").formats, preset("nvfp4").formats) << "in the order of texts";
}

TEST(format_schedules, are_read_in_every_form) {
  EXPECT_EQ(parse_schedule("static:nvfp4").at(3, 10).all, preset("nvfp4"));
  EXPECT_EQ(parse_schedule("static:bfp:5,16").at(0, 1).all, preset("bfp:5,16"));
  EXPECT_EQ(parse_schedule("static:forward=bf16+backward=bfp:4,32").at(0, 1).all,
            preset("forward=bf16+backward=bfp:4,32"));
  const Schedule cyclic = parse_schedule("cpt:4-8,periods=2,backward=8,formats=mxint");
  EXPECT_EQ(cyclic.at(0, 100).all.formats.of(formats::ProductOperand::forward_x).format,
            formats::Format(formats::Bfp{4, {1, 32}}));
  EXPECT_EQ(cyclic.at(49, 100).all, preset("mxint8"));
  EXPECT_EQ(cyclic.evaluation(100).all, preset("mxint8"));
  const Schedule steps = parse_schedule("cpt:4-8,periods=1,backward=8,formats=mxfp");
  EXPECT_EQ(steps.at(0, 100).all,
            preset("mxfp8+forward=mxfp4+input_gradient.w=mxfp4+weight_gradient.x=mxfp4"));
  EXPECT_EQ(steps.levels(100).size(), steps.phases(100).size());
  for (const char* form : {"deficit:3-8,start=2,iterations=3,backward=6,formats=bfp:16",
                           "lr:3-8,periods=2,backward=8,formats=bfp:8"}) {
    EXPECT_TRUE(parse_schedule(form).at(0, 100).all.formats.any()) << form;
  }
  EXPECT_TRUE(
      Driver(parse_schedule("pfq:4/6/8,backward=8,formats=mxfp"), 10).at(0).all.formats.any());
}

TEST(format_schedules, have_names_that_are_read_back) {
  for (const char* text :
       {"static:nvfp4", "static:bfp:5,16", "static:nvfp4+forward=bf16",
        "cpt:4-8,periods=2,backward=8,formats=mxint", "cpt:3-8,formats=bfp:32",
        "deficit:3-8,iterations=3,formats=bfp", "lr:4-8,periods=2,formats=mxfp",
        "pfq:4/6/8,backward=8,formats=mxfp", "late:nvfp4,then=nvfp4+forward=bf16,from=0.82",
        "late:bfp:4,64,then=bfp:6,64,from=0.9,keep=affine:8,first=1,last=2",
        "muppet:8/16/fp32,window=3", "fast:2/4,window=7", "noise:nvfp4,then=fp32",
        "dfq:3/4/6,backward=8,cost=0.4", "ldp:3-6,formats=mxint,cost=0.2",
        "dynasty:8/5,formats=mxfp,share=0.25", "deficit:mxfp4,outside=fp32,start=2,iterations=3",
        "pfq:bfp:4,64/mxfp8/bf16,window=7", "muppet:mxfp4/affine:8/fp32,window=3"}) {
    const Schedule schedule = parse_schedule(text);
    EXPECT_EQ(parse_schedule(schedule.name()), schedule) << schedule.name();
    EXPECT_EQ(parse_schedule(schedule.name()).name(), schedule.name());
  }
}

TEST(format_schedules, of_windows_stages_and_levels_change_presets) {
  const Schedule window = parse_schedule("deficit:mxfp4,outside=bf16,start=2,iterations=3");
  EXPECT_EQ(window.at(1, 10).all, preset("bf16"));
  EXPECT_EQ(window.at(2, 10).all, preset("mxfp4"));
  EXPECT_EQ(window.at(4, 10).all, preset("mxfp4"));
  EXPECT_EQ(window.at(5, 10).all, preset("bf16"));
  EXPECT_EQ(window.evaluation(10).all, preset("bf16"));
  const Schedule stages = parse_schedule("pfq:mxfp4/nvfp4/fp32,window=5");
  ASSERT_EQ(stages.levels(10).size(), 3u);
  EXPECT_EQ(stages.levels(10)[1].all, preset("nvfp4"));
  EXPECT_EQ(stages.evaluation(10).all, trace::Precision(0, 0));
  Driver driver(stages, 1000);
  EXPECT_EQ(driver.at(0).all, preset("mxfp4"));
  const Schedule levels = parse_schedule("muppet:mxfp4/mxfp8/bf16,window=3");
  EXPECT_EQ(levels.levels(10).front().all, preset("mxfp4"));
  EXPECT_EQ(levels.evaluation(10).all, preset("bf16"));
  EXPECT_EQ(levels.largest_bits(), 0);
}

// Gradients drive some of them, losses others.
TEST(format_schedules, that_a_training_drives_say_so_to_who_asks_for_phases) {
  for (const char* text : {"muppet:mxfp4/bf16", "fast:2/4", "dynasty:8/4", "pfq:4/8"}) {
    try {
      (void)parse_schedule(text).phases(10);
      FAIL() << text;
    } catch (const UserError& error) {
      EXPECT_EQ(error.diagnostics()[0].what, "its levels depend on the training") << text;
    }
  }
}

// What chooses or measures numbers of bits refuses presets, and says which forms take them.
TEST(format_schedules, of_bits_refuse_presets_by_name) {
  for (const char* text : {"cpt:nvfp4,periods=2", "lr:mxfp4", "fast:mxfp4/mxfp8", "dfq:mxfp4/mxfp8",
                           "ldp:nvfp4", "dynasty:mxfp8/mxfp4"}) {
    const std::string error = error_of(text);
    EXPECT_NE(error.find("fp4` is a preset") == std::string::npos ? error.find("fp8` is a preset")
                                                                  : error.find("fp4` is a preset"),
              std::string::npos)
        << text << ": " << error;
    EXPECT_NE(error.find("late, deficit, pfq, muppet, noise and csv"), std::string::npos) << error;
  }
  EXPECT_NE(error_of("cpt:4-8,formats=nvfp4").find("`nvfp4` has elements of the same bits always"),
            std::string::npos);
  EXPECT_NE(error_of("pfq:mxfp4/mxfp8,backward=8").find("`backward` is of bits"),
            std::string::npos);
  EXPECT_NE(error_of("muppet:mxfp4/x").find("`x` is not a preset"), std::string::npos);
  EXPECT_NE(error_of("deficit:mxfp9,outside=bf16,iterations=3").find("`mxfp9` is not a preset"),
            std::string::npos);
}

TEST(driven_schedules, go_up_only) {
  for (const char* text : {"muppet:8/4", "muppet:8/8", "muppet:4/fp32/8", "muppet:fp32/fp32",
                           "pfq:8/4/3", "pfq:3/4/6,backward=8/6/8", "pfq:fp32/8"}) {
    EXPECT_NE(error_of(text).find("only goes up"), std::string::npos) << text << error_of(text);
    EXPECT_NE(error_of(text).find("that rise, such as"), std::string::npos) << text;
  }
  for (const char* text : {"muppet:8/12/fp32", "muppet:4/8,formats=mxint", "pfq:3/4/4",
                           "pfq:4/8/fp32,backward=8/8/8", "muppet:mxfp8/mxfp4"}) {
    EXPECT_EQ(error_of(text), "") << text;
  }
}

TEST(format_schedules, a_deficit_of_a_preset_asks_for_what_holds_outside) {
  const std::string error = error_of("deficit:mxfp4,start=0,iterations=1000");
  EXPECT_NE(error.find("`mxfp4` is a preset, and what holds outside of the window is missing"),
            std::string::npos)
      << error;
  EXPECT_NE(error.find("deficit:mxfp4,outside=bf16,start=0,iterations=1000"), std::string::npos);
  EXPECT_EQ(error_of("deficit:mxfp4,outside=bf16,start=0,iterations=1000"), "");
}

TEST(format_schedules, say_what_is_wrong) {
  EXPECT_NE(error_of("static:mxfp9").find("`mxfp9` is not a preset"), std::string::npos);
  EXPECT_NE(error_of("static:nvfp4,backward=8").find("has no effect beside a preset"),
            std::string::npos);
  EXPECT_NE(error_of("cpt:3-8,formats=mxfp").find("have no format of mxfp"), std::string::npos);
  EXPECT_NE(error_of("cpt:4-8,gradients=8,formats=mxint").find("gradients have no number format"),
            std::string::npos);
  EXPECT_NE(error_of("cpt:4-8,formats=nvfp").find("is not a family"), std::string::npos);
  EXPECT_NE(error_of("late:nvfp4,then=bf16").find("belong together"), std::string::npos);
  EXPECT_NE(error_of("late:nvfp4,then=bf16,from=1").find("is no part of a run"), std::string::npos);
  EXPECT_NE(error_of("late:nvfp4,keep=bf16").find("belong together"), std::string::npos);
  EXPECT_NE(error_of("noise:affine:8,then=bf16").find("adds no noise"), std::string::npos);
  EXPECT_NE(error_of("fast:4/2").find("are not two numbers"), std::string::npos);
  EXPECT_NE(error_of("ldp:8").find("is no range of bits"), std::string::npos);
  EXPECT_NE(error_of("ldp:8-2").find("no bits to learn between"), std::string::npos);
  EXPECT_NE(error_of("ldp:2-8,formats=affine").find("affine codes have no number format"),
            std::string::npos);
  EXPECT_NE(error_of("ldp:1-8").find("bits have no format of bfp:32"), std::string::npos);
  EXPECT_NE(error_of("dynasty:4/8").find("no high and lower bits"), std::string::npos);
  EXPECT_NE(error_of("dynasty:8/4,share=1").find("is a part of the layers"), std::string::npos);
  EXPECT_NE(error_of("recipe:nvfp5").find("is not a recipe"), std::string::npos);
}

TEST(format_schedules, of_a_csv_file_have_presets_by_layer_and_old_columns_beside) {
  const CsvSpec spec = parse_csv_schedule(
      "iteration,layer,preset\n0,*,mxfp8\n0,conv1,bf16\n10,*,\"bfp:4,16\"\n10,conv1,fp32\n", "f");
  EXPECT_EQ(spec.at(5, 20).of("conv2"), preset("mxfp8"));
  EXPECT_EQ(spec.at(5, 20).of("conv1"), preset("bf16"));
  EXPECT_EQ(spec.at(10, 20).all, preset("bfp:4,16"));
  EXPECT_EQ(spec.at(10, 20).of("conv1"), trace::Precision(0, 0));
  EXPECT_EQ(spec.evaluation(20), spec.at(19, 20)) << "in the last preset";
  const CsvSpec mixed = parse_csv_schedule(
      "iteration,forward_bits,backward_bits,preset\n0,4,8,\n5,,,nvfp4\n9,4,4,nvfp4\n", "f");
  EXPECT_EQ(mixed.at(0, 20).all, trace::Precision(4, 8));
  EXPECT_EQ(mixed.at(5, 20).all, preset("nvfp4"));
  const auto complaint = [](const std::string& text) {
    try {
      (void)parse_csv_schedule(text, "f");
    } catch (const UserError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(complaint("iteration,preset\n0,mxfp9\n").find("f:2:3"), std::string::npos);
  EXPECT_NE(complaint("iteration,preset\n0,\n").find("states no precision"), std::string::npos);
  EXPECT_NE(complaint("iteration,forward_bits,backward_bits,preset\n0,8,8,nvfp4\n")
                .find("has other bits than the row"),
            std::string::npos);
}

TEST(late_schedule, changes_once_and_keeps_layers_at_both_ends) {
  const Schedule schedule =
      parse_schedule("late:nvfp4,then=nvfp4+forward=bf16,from=0.82,keep=bf16,first=1,last=2")
          .bound({"a", "b", "c", "d", "e"});
  const std::vector<trace::Phase> phases = schedule.phases(100);
  ASSERT_EQ(phases.size(), 2u);
  EXPECT_EQ(phases[1].first_iteration, 82u);
  EXPECT_EQ(phases[0].assignment.of("a"), preset("bf16"));
  EXPECT_EQ(phases[0].assignment.of("b"), preset("nvfp4"));
  EXPECT_EQ(phases[1].assignment.of("b"), preset("nvfp4+forward=bf16"));
  EXPECT_EQ(phases[1].assignment.of("d"), preset("bf16"));
  EXPECT_EQ(schedule.evaluation(100), phases[1].assignment);
  EXPECT_THROW((void)parse_schedule("late:nvfp4,keep=bf16,first=2,last=2").bound({"a", "b", "c"}),
               UserError);
}

TEST(recipes, parse_and_are_named_once) {
  for (const Recipe& recipe : recipes()) {
    const Schedule schedule = parse_schedule("recipe:" + recipe.name);
    EXPECT_EQ(schedule, parse_schedule(recipe.schedule)) << recipe.name;
    EXPECT_EQ(parse_schedule(schedule.name()), schedule) << recipe.name;
    EXPECT_FALSE(recipe.doc.empty());
  }
}

TEST(muppet_schedule, moves_on_when_gradients_agree_again) {
  // Windows of two iterations of one weight each of two layers. D of a window whose gradients are
  // g, g is 1/2; of g, -g/2 it is (1 + 1/4) / (1/4) = 5.
  Driver driver(parse_schedule("muppet:8/12,window=2,patience=2,rise=1,decay=1"), 100);
  const std::array<float, 1> whole{1}, back{-0.5F};
  const auto window = [&](bool diverse) {
    for (const bool second : {false, true}) {
      Observation seen;
      const auto& g = diverse && second ? back : whole;
      seen.gradients = {std::span<const float>(g), std::span<const float>(g)};
      driver.observe(seen);
    }
    return driver.at(0).all.weight_bits;
  };
  EXPECT_EQ(window(true), 8);   // m = 5
  EXPECT_EQ(window(false), 8);  // m / D = 10 > 1 + e^-1: a violation
  EXPECT_EQ(window(true), 8);   // none: D is not below m
  EXPECT_EQ(window(false), 12) << "the second violation";
  const std::vector<double> state = driver.state();
  Driver other(parse_schedule("muppet:8/12,window=2,patience=2,rise=1,decay=1"), 100);
  ASSERT_TRUE(other.accepts(state));
  other.restore(state);
  EXPECT_EQ(other.at(0), driver.at(0));
  EXPECT_FALSE(other.accepts({}));
  EXPECT_FALSE(other.accepts({2, 0, 0, 0, 0}));
  EXPECT_FALSE(other.accepts({0, 1, 0, 0, 0, 1, 7}));
}

TEST(fast_schedule, gives_fine_bits_to_tensors_that_gain_by_them) {
  Driver driver(parse_schedule("fast:2/4,alpha=0.4,beta=0.4,window=10").bound({"a", "b"}), 100);
  EXPECT_TRUE(driver.wants().differences);
  EXPECT_TRUE(driver.at(0).layers.empty()) << "all coarse";
  Observation seen;
  // epsilon of layer 0 is 0.4, of layer 1 it is 0.3.
  seen.differences = {{0.35, 0.5, 0.1}, {0.35, 0.1, 0.1}};
  driver.observe(seen);
  EXPECT_FALSE(driver.wants().differences) << "until the next window";
  const auto bits = [&](const char* layer, formats::ProductOperand operand) {
    return formats::element_bits(driver.at(1).of(layer).formats.of(operand).format);
  };
  using enum formats::ProductOperand;
  EXPECT_EQ(bits("a", forward_x), 3);
  EXPECT_EQ(bits("a", forward_w), 5);
  EXPECT_EQ(bits("a", input_gradient_w), 5);
  EXPECT_EQ(bits("b", weight_gradient_x), 5);
  EXPECT_EQ(bits("b", weight_gradient_dy), 3);
  Driver other(parse_schedule("fast:2/4,alpha=0.4,beta=0.4,window=10").bound({"a", "b"}), 100);
  ASSERT_TRUE(other.accepts(driver.state()));
  other.restore(driver.state());
  EXPECT_EQ(other.at(1), driver.at(1));
  EXPECT_FALSE(other.accepts({1, 0, 0}));
}

TEST(noise_schedule, changes_for_good_where_the_gradient_drowns) {
  Driver driver(parse_schedule("noise:nvfp4,then=bf16,factor=2,window=2"), 100);
  const auto step = [&](double gradient, double noise) {
    Observation seen;
    seen.gradient_squares = gradient * gradient;
    seen.noise_squares = noise * noise;
    driver.observe(seen);
    return driver.at(0).all;
  };
  EXPECT_FALSE(driver.wants().noise);
  EXPECT_EQ(step(0, 0), preset("nvfp4"));
  EXPECT_TRUE(driver.wants().noise);
  EXPECT_EQ(step(2.1, 1), preset("nvfp4"));
  EXPECT_EQ(step(1, 1), preset("nvfp4")) << "not looked at";
  EXPECT_EQ(step(1.9, 1), preset("bf16"));
  EXPECT_FALSE(driver.wants().noise);
}

/// Two layers of 32 weights, both multiples of 1/64 with the largest magnitude 1: of BFP codes of b
/// bits a step is 2^(2-b).
struct TwoLayers {
  std::vector<float> weights = std::vector<float>(32, 0.40625F);  // rounds by 3/32 at 3 bits
  std::vector<float> zeros = std::vector<float>(32, 0), gradients = std::vector<float>(32, 0);
  TwoLayers() { weights[0] = 1; }
  [[nodiscard]] Observation seen(float g) {
    gradients.assign(32, g);
    Observation seen;
    seen.gradients = {std::span<const float>(gradients), std::span<const float>(zeros)};
    seen.weights = {std::span<const float>(weights), std::span<const float>(weights)};
    return seen;
  }
};

TEST(learned_widths, fall_by_what_they_cost_and_stay_where_the_loss_needs_them) {
  Driver driver(parse_schedule("ldp:2-8,rate=1,cost=4,window=2").bound({"a", "b"}), 100);
  EXPECT_TRUE(driver.wants().weights);
  EXPECT_TRUE(driver.at(0).layers.empty()) << "all at the most";
  const auto bits = [&](const char* layer) { return driver.at(1).of(layer).weight_bits; };
  TwoLayers two;
  // 0.40625 is 13/32: exact with 7 bits (a step of 1/32), so that the eighth changes nothing.
  driver.observe(two.seen(-1));
  EXPECT_FALSE(driver.wants().weights) << "until the next window";
  EXPECT_EQ(bits("a"), 6);
  EXPECT_EQ(bits("b"), 6) << "each has half of the weights: half of the cost";
  driver.observe(Observation{});
  // The seventh bit takes 12/32 (a tie, to even) to 13/32 in 31 weights: 31/32 of loss, against 2.
  driver.observe(two.seen(-1));
  const std::vector<double> state = driver.state();
  EXPECT_DOUBLE_EQ(state[1], 6 - (-31.0 / 32 + 2));
  EXPECT_DOUBLE_EQ(state[2], 6 - 2.0);
  EXPECT_EQ(bits("a"), 5);
  EXPECT_EQ(bits("b"), 4);
  Driver other(parse_schedule("ldp:2-8,rate=1,cost=4,window=2").bound({"a", "b"}), 100);
  ASSERT_TRUE(other.accepts(state));
  other.restore(state);
  EXPECT_EQ(other.at(1), driver.at(1));
  EXPECT_FALSE(other.accepts({1, 8}));
  EXPECT_FALSE(other.accepts({1, 8, 9}));
}

TEST(sensitivity_map, gives_high_bits_to_the_layers_that_low_ones_change_most) {
  const auto schedule = parse_schedule("dynasty:8/3,share=0.5,decay=0.5,window=1");
  Driver driver(schedule.bound({"a", "b"}), 100);
  const auto bits = [&](const char* layer) { return driver.at(1).of(layer).weight_bits; };
  EXPECT_TRUE(driver.at(0).layers.empty()) << "all high before the first look";
  TwoLayers two;
  driver.observe(two.seen(1));
  EXPECT_EQ(bits("a"), 8);
  EXPECT_EQ(bits("b"), 3);
  // 3 bits have steps of 1/2: 13/32 becomes 16/32 in 31 of 32 weights.
  EXPECT_NEAR(driver.state()[1], 31 * (3.0 / 32) * (3.0 / 32) / 32, 1e-12);
  Observation turned = two.seen(0.1F);
  std::swap(turned.gradients[0], turned.gradients[1]);
  driver.observe(turned);
  EXPECT_EQ(bits("a"), 8) << "a mean that moves by half";
  two.gradients.assign(32, 2);
  driver.observe(turned);
  EXPECT_EQ(bits("a"), 3);
  EXPECT_EQ(bits("b"), 8);
  Driver other(schedule.bound({"a", "b"}), 100);
  ASSERT_TRUE(other.accepts(driver.state()));
  other.restore(driver.state());
  EXPECT_EQ(other.at(1), driver.at(1));
  EXPECT_FALSE(other.accepts({1, -1, 0}));
}

TEST(budget_schedule, climbs_where_the_loss_stands_and_descends_where_it_costs_too_much) {
  Driver driver(parse_schedule("dfq:3/4/6,backward=6/8/12,cost=0.4,window=1"), 100);
  const auto step = [&](double loss) {
    driver.observe(loss);
    return driver.at(0).all.weight_bits;
  };
  EXPECT_EQ(step(2.0), 3);
  EXPECT_EQ(step(1.9), 3) << "falls";
  EXPECT_EQ(step(1.9), 4) << "stands; costs 0.25 so far";
  EXPECT_EQ(step(1.9), 6) << "costs 0.3";
  EXPECT_EQ(step(1.9), 4) << "costs 0.44";
}

}  // namespace formats_schedule_test
}  // namespace metronome::schedule
