// What a training step of each form does, as a program.
#include "workloads/train/form_trace.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "sim/base/error.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/form_training.hpp"
#include "workloads/train/result_trace.hpp"

namespace metronome::train {
namespace form_trace_test {

using trace::MatrixWork;
using trace::Operation;
using trace::OperationClass;
using weights::NestedSpec;
using weights::NestedTraining;

WorkloadSpec spec_of(const weights::FormSpec& form,
                     const std::string& schedule = "static:8,backward=8",
                     const std::string& model = "resnet-8") {
  WorkloadSpec spec;
  spec.model = model;
  spec.dataset = "cifar-10";
  spec.batch = 16;
  spec.iterations = 10;
  spec.schedule = schedule;
  spec.form = form;
  return spec;
}

trace::Trace trace_of(const WorkloadSpec& spec) {
  return training_trace(
      spec,
      trace::model_for(spec.model, spec.dataset, trace::optional_data_set_shape(spec.dataset)),
      schedule::parse_schedule(spec.schedule));
}

std::size_t count(const trace::Step& step, OperationClass cls) {
  return static_cast<std::size_t>(
      std::count_if(step.operations.begin(), step.operations.end(),
                    [&](const Operation& operation) { return operation.cls == cls; }));
}

const Operation& operation(const trace::Step& step, const std::string& name) {
  const auto found = std::find_if(step.operations.begin(), step.operations.end(),
                                  [&](const Operation& one) { return one.name == name; });
  if (found == step.operations.end()) {
    throw std::runtime_error("no operation " + name);
  }
  return *found;
}
bool has_operation(const trace::Step& step, const std::string& name) {
  return std::any_of(step.operations.begin(), step.operations.end(),
                     [&](const Operation& one) { return one.name == name; });
}

/// The reader of traces checks every name, shape and order.
void expect_readable(const trace::Trace& trace) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("metronome_form_trace_" + std::to_string(::getpid()));
  trace::write_trace(trace, folder);
  EXPECT_EQ(trace::read_trace(folder), trace);
  std::filesystem::remove_all(folder);
}

TEST(form_trace, plain_weights_have_the_plain_trace) {
  const WorkloadSpec spec = spec_of(weights::AffineSpec{}, "cpt:3-8,periods=2,backward=8");
  EXPECT_EQ(trace_of(spec),
            trace::make_trace(trace::model_for(spec.model, spec.dataset,
                                               trace::optional_data_set_shape(spec.dataset)),
                              spec.dataset, spec.batch, schedule::parse_schedule(spec.schedule),
                              spec.iterations, spec.dx_scale, update_rule(spec)));
}

TEST(form_trace, a_joint_step_is_two_passes_and_one_update) {
  const trace::Trace plain = trace_of(spec_of(weights::AffineSpec{}));
  const trace::Step& one = plain.step();
  for (const auto training : {NestedTraining::joint_hard, NestedTraining::joint_recursive}) {
    const trace::Trace trace = trace_of(spec_of(NestedSpec{2, 8, training}));
    ASSERT_EQ(trace.steps.size(), 1u);
    const trace::Step& step = trace.step();
    expect_readable(trace);
    for (const auto cls : {OperationClass::forward, OperationClass::input_gradient,
                           OperationClass::weight_gradient}) {
      EXPECT_EQ(count(step, cls), 2 * count(one, cls));
    }
    EXPECT_EQ(step.forward_macs, Macs(2 * one.forward_macs.count()));
    // Batch norms are each mode's own, all else moves once.
    std::size_t norms = 0;
    for (const Operation& update : one.operations) {
      norms += update.cls == OperationClass::update &&
               update.outputs.front().find("scale_shift") != std::string::npos;
    }
    EXPECT_EQ(count(step, OperationClass::update), count(one, OperationClass::update) + norms);
    for (const Operation& gradient : step.operations) {
      const bool second = gradient.name.ends_with(kLowPass);
      if (gradient.cls == OperationClass::weight_gradient) {
        ASSERT_EQ(gradient.inputs.size(), second ? 3u : 2u) << gradient.name;
        if (second) {
          EXPECT_EQ(gradient.inputs[2] + kLowPass, gradient.outputs[0]);
        }
      }
    }
    const bool soft = training == NestedTraining::joint_recursive;
    EXPECT_EQ(has_operation(step, "loss.soft_labels@low"), soft);
    EXPECT_EQ(has_operation(step, "loss.softmax_cross_entropy@low"), !soft);
  }
}

TEST(form_trace, a_step_of_a_search_is_two_wide_passes_with_mixtures_in_the_place_of_codes) {
  const trace::Step one = trace_of(spec_of(weights::AffineSpec{}, "static:fp32")).step();
  weights::BlendedSpec form;
  form.candidates = {1, 2, 3};
  const trace::Trace trace = trace_of(spec_of(form, "static:fp32"));
  ASSERT_EQ(trace.steps.size(), 1u);
  const trace::Step& step = trace.step();
  expect_readable(trace);
  EXPECT_EQ(step.forward_macs, Macs(2 * one.forward_macs.count()));
  EXPECT_EQ(count(step, OperationClass::forward), 2 * count(one, OperationClass::forward));
  EXPECT_EQ(count(step, OperationClass::input_gradient),
            2 * count(one, OperationClass::input_gradient));
  // The second pass has no weight gradients but those that strengths are read from.
  std::size_t formed = 0;
  for (const Operation& operation : one.operations) {
    formed += operation.name.ends_with(".range_weight");
  }
  ASSERT_GT(formed, 3u);
  EXPECT_EQ(count(step, OperationClass::weight_gradient),
            count(one, OperationClass::weight_gradient) + formed);
  EXPECT_EQ(count(step, OperationClass::update), count(one, OperationClass::update) + formed);
  std::size_t blends = 0;
  std::size_t sums = 0;
  for (const Operation& operation : step.operations) {
    if (operation.name.find(".blend_") != std::string::npos) {
      const auto& work = std::get<trace::VectorWork>(operation.work);
      EXPECT_GE(work.adds_per_element, 3 * 4.0) << operation.name << ": each candidate's grid";
      ++blends;
    }
    sums += operation.name.find(".strengths_of_") != std::string::npos;
    if (std::holds_alternative<MatrixWork>(operation.work)) {
      for (const std::string& input : operation.inputs) {
        const trace::Tensor& tensor = step.tensor(input);
        EXPECT_TRUE(tensor.format == trace::Format::real || tensor.role == trace::Role::error)
            << operation.name << " reads codes: " << input;
      }
    }
  }
  EXPECT_EQ(blends, 4 * formed) << "weights and inputs, twice";
  EXPECT_EQ(sums, 2 * formed - 1) << "the first layer reads the images, which have no error";
  EXPECT_EQ(trace.schedule.front().assignment.all.weight_bits, 0);
}

TEST(form_trace, each_pass_of_a_joint_step_runs_at_the_bits_of_its_mode) {
  const trace::Trace trace =
      trace_of(spec_of(NestedSpec{3, 6, NestedTraining::joint_hard}, "static:6,backward=8"));
  ASSERT_EQ(trace.schedule.size(), 1u);
  const trace::Assignment& assignment = trace.schedule.front().assignment;
  std::size_t products = 0;
  for (const Operation& one : trace.step().operations) {
    const auto* work = std::get_if<MatrixWork>(&one.work);
    if (work != nullptr && !work->fp32) {
      ++products;
      const trace::Precision precision = assignment.of(one.layer);
      EXPECT_EQ(precision,
                one.name.ends_with(kLowPass) ? trace::Precision(3, 8) : trace::Precision(6, 8));
      EXPECT_EQ(one.inputs.size() == 3,
                one.cls == OperationClass::weight_gradient && one.name.ends_with(kLowPass))
          << one.name << ": one scale a layer needs no correction by channel";
    }
  }
  EXPECT_GT(products, 0u);
}

TEST(form_trace, ranges_that_both_passes_need_are_found_once) {
  const trace::Trace trace = trace_of(spec_of(NestedSpec{}));
  std::size_t ranges = 0;
  for (const Operation& one : trace.step().operations) {
    ranges += one.name.ends_with(".range_weight") ? 1U : 0U;
    EXPECT_FALSE(one.name.ends_with(".range_weight@low")) << one.name;
  }
  EXPECT_GT(ranges, 0u);
}

TEST(form_trace, two_phase_is_two_steps_one_after_the_other) {
  const trace::Trace trace = trace_of(spec_of(NestedSpec{2, 8, NestedTraining::two_phase, 0.3}));
  expect_readable(trace);
  ASSERT_EQ(trace.steps.size(), 2u);
  ASSERT_EQ(trace.schedule.size(), 2u);
  EXPECT_EQ(trace.schedule[0].iterations, 3u);
  EXPECT_EQ(trace.schedule[0].assignment.all, trace::Precision(2, 8));
  EXPECT_EQ(trace.schedule[1].iterations, 7u);
  EXPECT_EQ(trace.schedule[1].assignment.all, trace::Precision(8, 8));
  EXPECT_EQ(trace.schedule[1].step, 1u);
  const trace::Step& high = trace.steps[1].step;
  const trace::Step& low = trace.steps[0].step;
  EXPECT_EQ(count(high, OperationClass::forward), count(low, OperationClass::forward));
  // FP32 layers and biases stay as they are; what lies below frozen planes moves, and batch norms.
  EXPECT_LT(count(high, OperationClass::weight_gradient),
            count(low, OperationClass::weight_gradient));
  for (const Operation& update : high.operations) {
    if (update.cls == OperationClass::update) {
      EXPECT_TRUE(update.outputs.front().find(".residual.") != std::string::npos ||
                  update.outputs.front().find(".scale_shift.") != std::string::npos)
          << update.name;
    }
    EXPECT_FALSE(update.name.ends_with(".range_weight"));
  }
  for (const trace::Tensor& tensor : high.tensors) {
    if (tensor.name.ends_with(".frozen_planes")) {
      EXPECT_EQ(tensor.shape.front(), 2u) << "a bit a plane and weight";
      EXPECT_EQ(tensor.format, trace::Format::mask);
    }
  }
}

TEST(form_trace, scheduled_planes_follow_the_schedule_in_one_step) {
  const WorkloadSpec spec =
      spec_of(NestedSpec{2, 8, NestedTraining::scheduled}, "cpt:3-8,periods=2,backward=8");
  const trace::Trace trace = trace_of(spec);
  expect_readable(trace);
  const trace::Trace plain =
      trace_of(spec_of(weights::AffineSpec{}, "cpt:3-8,periods=2,backward=8"));
  EXPECT_EQ(trace.schedule, plain.schedule);
  EXPECT_EQ(trace.step().operations.size(), plain.step().operations.size());
  // The pass that makes codes computes tanh; errors are not scaled by channel.
  std::size_t cheaper = 0;
  for (const Operation& one : trace.step().operations) {
    const Operation& other = operation(plain.step(), one.name);
    if (one.name.ends_with(".quantize_weight")) {
      EXPECT_GT(std::get<trace::VectorWork>(one.work).adds_per_element,
                std::get<trace::VectorWork>(other.work).adds_per_element);
    }
    cheaper += one.name.ends_with(".quantize_error") && one.outputs.size() < other.outputs.size();
  }
  EXPECT_GT(cheaper, 0u);
}

TEST(form_trace, networks_of_all_convolutions_have_programs) {
  for (const char* model : {"resnet-14", "mobilenet-v2", "resnet-8"}) {
    for (const auto training : kEnumValues<NestedTraining>) {
      SCOPED_TRACE(model + std::string(" ") + std::string(enum_name(training)));
      expect_readable(trace_of(spec_of(NestedSpec{4, 8, training}, "static:8,backward=8", model)));
    }
  }
}

TEST(form_trace, layers_that_are_named_like_a_pass_are_refused) {
  model::GraphBuilder builder("named", {3, 8, 8});
  const model::NodeIndex at =
      builder.convolution("conv@low", 0, {.out_channels = 4, .kernel = 3, .pad = 1});
  builder.linear("fc", builder.global_average_pool("pool", at), {.out_features = 2});
  WorkloadSpec spec = spec_of(NestedSpec{});
  spec.dataset = "none";
  EXPECT_THROW((void)training_trace(spec, builder.graph(), schedule::parse_schedule(spec.schedule)),
               UserError);
  std::get<NestedSpec>(spec.form).training = NestedTraining::scheduled;
  EXPECT_NO_THROW(
      (void)training_trace(spec, builder.graph(), schedule::parse_schedule(spec.schedule)));
}

std::uint64_t bits_of(const trace::Step& step, const std::string& tensor) {
  return step.tensor(tensor).elements() *
         (step.tensor(tensor).format == trace::Format::mask ? 1 : 32);
}

std::vector<FormFacts> facts_of(const WorkloadSpec& spec) {
  return facts_at_start(
      spec,
      trace::model_for(spec.model, spec.dataset, trace::optional_data_set_shape(spec.dataset)),
      schedule::parse_schedule(spec.schedule));
}

double shift_adds_of(const FormFacts& layer) {
  double count = 0;
  for (const weights::FormWork& one : layer.forward) {
    count += one.action == weights::Action::shift_add ? static_cast<double>(one.count) : 0;
  }
  return count;
}

/// Bits of the tensors of a layer that training keeps.
std::uint64_t kept_bits(const trace::Step& step, const std::string& layer, bool switches,
                        bool momentum) {
  std::uint64_t kept = bits_of(step, layer + ".basis.master");
  if (!switches) {
    return kept + bits_of(step, layer + ".coefficients.master");
  }
  kept += bits_of(step, layer + ".counters");
  return kept + (momentum ? bits_of(step, layer + ".coefficients.momentum") : 0);
}

TEST(form_trace, coefficients_read_what_the_form_stores_and_keep_what_its_update_needs) {
  using weights::StreamKind;
  using enum weights::CoefficientUpdate;
  for (const auto update : {optimizer, bucket_switch}) {
    for (const double momentum : {0.0, 0.9}) {
      weights::CoefficientSpec form;
      form.update = update;
      form.switching.momentum = momentum;
      const WorkloadSpec spec = spec_of(form);
      SCOPED_TRACE(std::string(enum_name(update)) + " " + std::to_string(momentum));
      const trace::Trace trace = trace_of(spec);
      expect_readable(trace);
      const trace::Step& step = trace.step();
      const bool switches = update == weights::CoefficientUpdate::bucket_switch;
      const std::vector<FormFacts> facts = facts_of(spec);
      ASSERT_FALSE(facts.empty());
      for (const FormFacts& layer : facts) {
        const std::string& name = layer.layer;
        EXPECT_EQ(bits_of(step, name + ".row_map"), layer.stored.bits(StreamKind::row_map).count());
        EXPECT_EQ(bits_of(step, name + ".coefficients"),
                  layer.stored.bits(StreamKind::coefficients).count());
        EXPECT_EQ(kept_bits(step, name, switches, momentum > 0), layer.kept.bits().count());
        const auto& work = std::get<trace::VectorWork>(operation(step, name + ".rebuild").work);
        EXPECT_NEAR(work.adds_per_element * static_cast<double>(work.elements),
                    shift_adds_of(layer) + 3 * static_cast<double>(work.elements), 1e-3);
        EXPECT_EQ(work.kept_rows, layer.stored.rows.kept) << "by groups of filters";
        EXPECT_EQ(work.kept_rows.front(), work.rebuilt_rows);
        EXPECT_EQ(has_operation(step, name + ".switch"), switches);
        EXPECT_EQ(has_operation(step, name + ".round"), !switches);
        EXPECT_FALSE(has_operation(step, name + ".range_weight"));
        EXPECT_TRUE(std::none_of(step.tensors.begin(), step.tensors.end(), [&](const auto& one) {
          return one.name == name + ".weight.master";
        })) << "no real number is kept for a weight";
      }
    }
  }
}

TEST(form_trace, levels_with_fewer_exponents_have_a_step_of_their_own) {
  weights::CoefficientSpec form;
  form.update = weights::CoefficientUpdate::optimizer;
  form.cycled = {.bits = 8, .exponents = 0.5};
  WorkloadSpec spec = spec_of(form, "cpt:3-8,periods=1,backward=8");
  const trace::Trace trace = trace_of(spec);
  expect_readable(trace);
  EXPECT_EQ(trace.steps.front().name, trace::kTrainStep);
  std::map<std::string, std::uint64_t> coefficients;
  std::map<std::string, double> additions;
  const std::string layer = "group3_layer0.conv2";
  for (const trace::NamedStep& one : trace.steps) {
    coefficients[one.name] = bits_of(one.step, layer + ".coefficients");
    additions[one.name] =
        std::get<trace::VectorWork>(operation(one.step, layer + ".rebuild").work).adds_per_element;
    EXPECT_EQ(bits_of(one.step, layer + ".coefficients.master"),
              bits_of(trace.step(), layer + ".coefficients.master"))
        << "what is dropped learns on";
  }
  ASSERT_TRUE(coefficients.contains("train_3"));
  EXPECT_LT(coefficients["train_3"], coefficients["train"]);
  EXPECT_LT(additions["train_3"], additions["train"]);
  for (const trace::Phase& phase : trace.schedule) {
    const int bits = phase.assignment.all.weight_bits;
    EXPECT_EQ(trace.steps[phase.step].name,
              bits == 8 ? std::string("train") : "train_" + std::to_string(bits));
  }
  std::get<weights::CoefficientSpec>(spec.form).cycled = {};
  EXPECT_EQ(trace_of(spec).steps.size(), 1u) << "without the key one step has all levels";
}

// The stored coefficients are the only ones: all are read, and what a level drops is dropped then.
TEST(form_trace, levels_of_switched_coefficients_are_read_whole_and_skip_what_they_drop) {
  weights::CoefficientSpec form;
  form.update = weights::CoefficientUpdate::bucket_switch;
  form.cycled = {.bits = 8, .exponents = 0.5};
  const trace::Trace trace = trace_of(spec_of(form, "cpt:3-8,periods=1,backward=8"));
  expect_readable(trace);
  ASSERT_GT(trace.steps.size(), 1u);
  const std::string layer = "group3_layer0.conv2";
  for (const trace::NamedStep& one : trace.steps) {
    EXPECT_EQ(bits_of(one.step, layer + ".coefficients"),
              bits_of(trace.step(), layer + ".coefficients"));
    const auto& work = std::get<trace::VectorWork>(operation(one.step, layer + ".rebuild").work);
    ASSERT_FALSE(work.kept_rows.empty());
    EXPECT_LE(work.kept_rows.front(), work.rebuilt_rows) << one.name;
  }
}

TEST(form_trace, layers_with_bits_of_their_own_have_no_operations_of_a_form) {
  weights::CoefficientSpec coefficients;
  coefficients.update = weights::CoefficientUpdate::optimizer;
  for (const weights::FormSpec& form :
       {weights::FormSpec(coefficients),
        weights::FormSpec(NestedSpec{2, 8, NestedTraining::joint_hard})}) {
    WorkloadSpec spec = spec_of(form);
    spec.ends = model::Ends::bits_8;
    const trace::Trace trace =
        training_trace(spec, network_of(spec), schedule::parse_schedule(spec.schedule));
    expect_readable(trace);
    const trace::Step& step = trace.step();
    EXPECT_TRUE(has_operation(step, "conv1.quantize_weight"));
    EXPECT_FALSE(has_operation(step, "conv1.rebuild"));
    EXPECT_EQ(trace.schedule.front().assignment.of("fc").weight_bits, 8);
    if (has_operation(step, "fc.forward@low")) {
      EXPECT_EQ(trace.schedule.front().assignment.of("fc@low").weight_bits, 8);
      EXPECT_EQ(trace.schedule.front().assignment.of("group1_layer0.conv1@low").weight_bits, 2);
    }
  }
}

TEST(form_trace, dense_weights_have_the_step_of_real_ones_on_one_grid) {
  weights::CoefficientSpec form;
  form.update = weights::CoefficientUpdate::dense;
  const trace::Trace trace = trace_of(spec_of(form));
  expect_readable(trace);
  const trace::Trace plain = trace_of(spec_of(weights::AffineSpec{}));
  EXPECT_EQ(trace.step().operations.size(), plain.step().operations.size());
  EXPECT_FALSE(has_operation(trace.step(), "conv1.rebuild"));
}

}  // namespace form_trace_test
}  // namespace metronome::train
