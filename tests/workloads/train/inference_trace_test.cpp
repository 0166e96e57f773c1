// Programs of deployed networks: what is stored, what is read, what a switch brings.
#include "workloads/train/inference_trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/deployed.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/form_training.hpp"

namespace metronome::train {
namespace inference_trace_test {

using testing::HasSubstr;
using trace::Format;
using trace::Operation;
using trace::OperationClass;
using trace::Role;
using trace::Tensor;
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

model::Graph graph_of(const WorkloadSpec& spec) { return network_of(spec); }

trace::Trace infer(const WorkloadSpec& spec, const InferenceRequest& request = {}) {
  const model::Graph graph = graph_of(spec);
  const auto facts = std::holds_alternative<weights::CoefficientSpec>(spec.form)
                         ? facts_at_start(spec, graph, schedule::parse_schedule(spec.schedule))
                         : std::vector<FormFacts>{};
  return inference_trace(spec, graph, facts, request);
}

const NestedSpec kDual{2, 8, NestedTraining::joint_hard};

/// What is written and read again is the same, in the version that has it.
void expect_readable(const trace::Trace& trace, int version) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("metronome_inference_trace_" + std::to_string(::getpid()));
  trace::write_trace(trace, folder);
  EXPECT_EQ(trace::read_trace(folder), trace);
  EXPECT_THAT(read_file(folder / "program.yaml"), HasSubstr("version: " + std::to_string(version)));
  std::filesystem::remove_all(folder);
}

std::uint64_t stored_weight_bits(const trace::Step& step) {
  std::uint64_t bits = 0;
  for (const Tensor& tensor : step.tensors) {
    bits += trace::is_bitwise(tensor.format) ? tensor.elements() : 0;
  }
  return bits;
}

std::size_t count(const trace::Step& step, OperationClass cls) {
  return static_cast<std::size_t>(
      std::count_if(step.operations.begin(), step.operations.end(),
                    [&](const Operation& one) { return one.cls == cls; }));
}

TEST(inference_trace, is_forward_only_with_stored_codes_and_one_load_of_tables) {
  for (const char* model : {"resnet-8", "mobilenet-v2", "mlp"}) {
    for (const std::uint64_t batch : {1, 7}) {
      const trace::Trace trace =
          infer(spec_of(weights::AffineSpec{}, "cpt:3-8,periods=2,backward=8", model),
                {.batch = batch, .iterations = 3});
      ASSERT_EQ(trace.steps.size(), 1u);
      const trace::Step& step = trace.step();
      EXPECT_EQ(trace.iterations(), 3u);
      EXPECT_EQ(step.batch, batch);
      for (const auto cls : {OperationClass::input_gradient, OperationClass::weight_gradient,
                             OperationClass::update}) {
        EXPECT_EQ(count(step, cls), 0u);
      }
      for (const Operation& one : step.operations) {
        EXPECT_FALSE(one.name.ends_with("range_weight") || one.name.ends_with("quantize_weight") ||
                     one.name.ends_with(".statistics"))
            << one.name;
      }
      for (const Tensor& tensor : step.tensors) {
        EXPECT_TRUE(tensor.role == Role::weight || tensor.role == Role::activation ||
                    tensor.role == Role::stash || tensor.role == Role::master)
            << tensor.name;
      }
      expect_readable(trace, 3);
    }
  }
}

TEST(inference_trace, tables_are_two_words_a_channel) {
  const trace::Trace trace = infer(spec_of(weights::AffineSpec{}));
  const Operation& load = trace.step().operations.front();
  EXPECT_EQ(load.name, trace::kLoadTables);
  EXPECT_EQ(load.cls, OperationClass::load);
  std::uint64_t channels = 0;
  for (const model::Node& node : graph_of(spec_of(weights::AffineSpec{})).nodes) {
    channels += std::holds_alternative<model::BatchNorm>(node.layer) ? node.output.channels : 0;
  }
  EXPECT_EQ(std::get<trace::VectorWork>(load.work).elements, 2 * channels);
  EXPECT_EQ(infer(spec_of(weights::AffineSpec{}, "static:8,backward=8", "mlp"))
                    .step()
                    .operations.front()
                    .cls == OperationClass::load,
            false)
      << "no batch norm, no table";
}

TEST(inference_trace, trainings_keep_the_version_that_they_had) {
  const WorkloadSpec spec = spec_of(weights::AffineSpec{});
  expect_readable(trace::make_trace(graph_of(spec), spec.dataset, 4,
                                    schedule::parse_schedule(spec.schedule), 2, spec.dx_scale),
                  2);
}

TEST(inference_trace, two_modes_are_one_step_at_two_precisions_with_switches_between) {
  const trace::Trace trace = infer(spec_of(kDual), {.iterations = 5});
  ASSERT_EQ(trace.steps.size(), 4u);
  const std::vector<std::string> names{trace::kInferStep, kFillStep, kSwitchHighStep,
                                       kSwitchLowStep};
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(trace.steps[i].name, names[i]);
  }
  const std::uint64_t bits = stored_weight_bits(trace.step());
  EXPECT_GT(bits, 0u);
  const auto planes_of = [&](std::size_t step) {
    std::uint64_t sum = 0;
    for (const Operation& one : trace.steps[step].step.operations) {
      sum += one.name == "planes.load" ? std::get<trace::VectorWork>(one.work).elements : 0;
    }
    return sum;
  };
  EXPECT_EQ(planes_of(1), bits * 2 / 8) << "the low mode's planes";
  EXPECT_EQ(planes_of(2), bits * 6 / 8) << "those that are missing";
  EXPECT_EQ(planes_of(3), 0u) << "none";
  for (std::size_t step = 1; step < 4; ++step) {
    const auto& operations = trace.steps[step].step.operations;
    EXPECT_EQ(operations.back().name, trace::kLoadTables) << "each mode has its own";
    EXPECT_EQ(operations.size(), step == 3 ? 1u : 2u) << "and nothing else";
  }
  ASSERT_EQ(trace.schedule.size(), 5u);
  EXPECT_EQ(trace.schedule[1].assignment.all.weight_bits, 2);
  EXPECT_EQ(trace.schedule[1].iterations, 5u);
  EXPECT_EQ(trace.schedule[2].step, 2u);
  EXPECT_EQ(trace.schedule[3].assignment.all.weight_bits, 8);
  EXPECT_EQ(trace.schedule[4].step, 3u) << "and back to where it began";
  expect_readable(trace, 3);
}

TEST(inference_trace, packed_codes_come_as_a_whole_with_the_first_mode) {
  const trace::Trace trace =
      infer(spec_of(kDual), {.iterations = 5, .layout = WeightLayout::packed});
  ASSERT_EQ(trace.steps.size(), 4u);
  const auto& fill = trace.steps[1].step.operations;
  ASSERT_EQ(fill.size(), 2u);
  EXPECT_EQ(std::get<trace::VectorWork>(fill[0].work).elements, stored_weight_bits(trace.step()));
  for (const std::size_t step : {2, 3}) {
    const auto& operations = trace.steps[step].step.operations;
    ASSERT_EQ(operations.size(), 1u) << trace.steps[step].name;
    EXPECT_EQ(operations[0].name, trace::kLoadTables);
  }
  expect_readable(trace, 3);
}

TEST(inference_trace, modes_alternate_and_refinements_follow_batches) {
  const trace::Trace turns = infer(spec_of(kDual), {.iterations = 7, .switch_every = 2});
  std::vector<std::pair<std::string, std::uint64_t>> rows;
  for (const trace::Phase& phase : turns.schedule) {
    rows.emplace_back(turns.steps[phase.step].name, phase.iterations);
  }
  EXPECT_EQ(rows, (std::vector<std::pair<std::string, std::uint64_t>>{{"fill", 1},
                                                                      {"infer", 2},
                                                                      {"switch_high", 1},
                                                                      {"infer", 2},
                                                                      {"switch_low", 1},
                                                                      {"infer", 2},
                                                                      {"switch_high", 1},
                                                                      {"infer", 1}}));
  const trace::Trace cascade = infer(spec_of(kDual), {.iterations = 5, .refine_every = 2});
  rows.clear();
  for (const trace::Phase& phase : cascade.schedule) {
    rows.emplace_back(cascade.steps[phase.step].name, phase.iterations);
  }
  EXPECT_EQ(rows, (std::vector<std::pair<std::string, std::uint64_t>>{{"fill", 1},
                                                                      {"infer", 2},
                                                                      {"switch_high", 1},
                                                                      {"refine", 1},
                                                                      {"switch_low", 1},
                                                                      {"infer", 2},
                                                                      {"switch_high", 1},
                                                                      {"refine", 1},
                                                                      {"switch_low", 1},
                                                                      {"infer", 1}}));
  expect_readable(cascade, 3);
  EXPECT_EQ(cascade.steps.back().step.operations, cascade.step().operations)
      << "codes of the images are others in each mode, and so is the first product";
}

TEST(inference_trace, a_refinement_keeps_products_of_images_in_fp32) {
  WorkloadSpec spec = spec_of(kDual, "static:8,backward=8", "resnet-18");
  spec.dataset = "imagenet";
  const trace::Trace cascade = infer(spec, {.iterations = 5, .refine_every = 2});
  const trace::Step& infer_step = cascade.step();
  const trace::Step& refine = cascade.steps.back().step;
  EXPECT_EQ(refine.operations.size() + 1, infer_step.operations.size());
  EXPECT_EQ(infer_step.forward_macs.count() - refine.forward_macs.count(),
            112u * 112 * 64 * 7 * 7 * 3)
      << "the first convolution's";
}

/// A pool that reads the images, a product of its results in FP32 and a bias: all of it is left.
TEST(inference_trace, a_refinement_keeps_what_is_made_of_the_images_in_real_numbers) {
  const WorkloadSpec spec = spec_of(kDual, "static:8,backward=8",
                                    metronome::source_dir() + "/configs/networks/ebs_cnn.yaml");
  const trace::Trace cascade = infer(spec, {.iterations = 2, .refine_every = 1});
  const auto names = [](const trace::Step& step) {
    std::set<std::string> all;
    for (const Operation& one : step.operations) {
      all.insert(one.name);
    }
    return all;
  };
  const std::set<std::string> low = names(cascade.step());
  const std::set<std::string> again = names(cascade.steps.back().step);
  for (const char* same : {"pool0.forward", "conv1.forward"}) {
    EXPECT_TRUE(low.contains(same)) << same;
    EXPECT_FALSE(again.contains(same)) << same;
  }
  for (const char* other : {"bn1.normalize", "conv2.forward"}) {
    EXPECT_TRUE(again.contains(other)) << "each mode has its own table: " << other;
  }
  expect_readable(cascade, 3);
}

TEST(inference_trace, every_request_gives_a_program_that_can_be_read) {
  const WorkloadSpec spec = spec_of(kDual, "static:8,backward=8", "mlp");
  for (const auto layout :
       {WeightLayout::plane_major, WeightLayout::packed, WeightLayout::separate}) {
    for (const std::uint64_t iterations : {1, 2, 5}) {
      for (const std::uint64_t every : {0, 1, 2, 7}) {
        expect_readable(
            infer(spec, {.iterations = iterations, .switch_every = every, .layout = layout}), 3);
        expect_readable(
            infer(spec, {.iterations = iterations, .refine_every = every, .layout = layout}), 3);
      }
    }
  }
}

TEST(inference_trace, layouts_store_once_or_each_mode_alone) {
  const auto formats = [](WeightLayout layout) {
    std::set<Format> found;
    const trace::Trace trace = infer(spec_of(kDual), {.layout = layout});
    for (const Tensor& tensor : trace.step().tensors) {
      if (tensor.role == Role::weight) {
        found.insert(tensor.format);
      }
    }
    return found;
  };
  EXPECT_EQ(formats(WeightLayout::plane_major), std::set<Format>{Format::planes});
  EXPECT_EQ(formats(WeightLayout::packed), std::set<Format>{Format::packed});
  EXPECT_EQ(formats(WeightLayout::separate), std::set<Format>{Format::codes});
}

TEST(inference_trace, codes_of_one_width_lie_packed_at_the_width_of_their_layer) {
  WorkloadSpec spec = spec_of(weights::BinarySpec{.bits = 5}, "static:5,backward=8");
  const auto planes_of = [&](const InferenceRequest& request, Format format) {
    std::set<std::uint64_t> planes;
    const trace::Trace trace = infer(spec, request);
    for (const Tensor& tensor : trace.step().tensors) {
      if (tensor.role == Role::weight && tensor.format == format) {
        planes.insert(tensor.shape.front());
      }
    }
    return planes;
  };
  EXPECT_EQ(planes_of({}, Format::packed), std::set<std::uint64_t>{5});
  EXPECT_EQ(planes_of({.layout = WeightLayout::plane_major}, Format::planes),
            std::set<std::uint64_t>{5});
  spec.schedule = "static:2,backward=8";  // below what the form may have
  EXPECT_EQ(planes_of({}, Format::packed), std::set<std::uint64_t>{2});
  EXPECT_THROW((void)infer(spec_of(weights::AffineSpec{}), {.layout = WeightLayout::plane_major}),
               UserError)
      << "plain codes have no layout";
}

TEST(inference_trace, ends_of_8_bits_are_plain_codes_that_no_switch_brings) {
  WorkloadSpec spec = spec_of(kDual);
  spec.ends = model::Ends::bits_8;
  const trace::Trace trace = infer(spec, {.iterations = 4, .switch_every = 1});
  const trace::Step& step = trace.step();
  EXPECT_EQ(step.tensor("conv1.weight.codes").format, Format::codes);
  EXPECT_EQ(step.tensor("group1_layer0.conv1.weight.codes").format, Format::planes);
  for (const trace::Phase& phase : trace.schedule) {
    EXPECT_EQ(phase.assignment.of("conv1").weight_bits, 8) << "in both modes";
    EXPECT_EQ(phase.assignment.of("fc").activation_bits, 8);
  }
  for (const trace::NamedStep& one : trace.steps) {
    const bool loads = one.name != trace::kInferStep;
    for (const Tensor& tensor : one.step.tensors) {
      EXPECT_FALSE(loads && tensor.name.starts_with("conv1.weight")) << one.name;
    }
  }
  expect_readable(trace, 3);
}

TEST(inference_trace, coefficients_are_read_instead_of_weights_and_rebuilt) {
  weights::CoefficientSpec form;
  form.decomposition.threshold = 0.1;
  const WorkloadSpec spec = spec_of(form);
  const trace::Trace trace = infer(spec);
  const auto facts = facts_at_start(spec, graph_of(spec), schedule::parse_schedule(spec.schedule));
  expect_readable(trace, 4);
  for (const FormFacts& layer : facts) {
    std::uint64_t bits = 0;
    for (const char* stream : {".row_map", ".coefficients", ".basis"}) {
      bits += trace.step().tensor(layer.layer + stream).elements();
    }
    EXPECT_EQ(Bits(bits), layer.stored.bits()) << layer.layer;
    const auto at =
        std::find_if(trace.step().operations.begin(), trace.step().operations.end(),
                     [&](const Operation& one) { return one.name == layer.layer + ".rebuild"; });
    ASSERT_NE(at, trace.step().operations.end());
    const auto& work = std::get<trace::VectorWork>(at->work);
    EXPECT_EQ(work.shift_adds % 3, 0u) << "three a coefficient";
    EXPECT_GE(work.rebuilt_rows * 9, work.shift_adds);
    EXPECT_GT(work.rebuilt_rows, 0u);
    EXPECT_EQ(work.kept_rows, layer.stored.rows.kept);
    EXPECT_EQ(work.kept_rows.front(), work.rebuilt_rows) << "by one filter";
    EXPECT_LE(work.kept_rows.back(), work.filter_rows) << "by all together";
  }
}

trace::Trace without_row_groups(trace::Trace trace) {
  for (Operation& one : trace.steps.front().step.operations) {
    if (auto* work = std::get_if<trace::VectorWork>(&one.work)) {
      work->filter_rows = 0;
      work->kept_rows.clear();
    }
  }
  return trace;
}

TEST(inference_trace, programs_that_count_no_rows_by_groups_are_of_the_version_before) {
  weights::CoefficientSpec form;
  expect_readable(without_row_groups(infer(spec_of(form))), 3);
}

TEST(inference_trace, rows_that_no_groups_can_keep_are_refused) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("metronome_damaged_rows_" + std::to_string(::getpid()));
  weights::CoefficientSpec form;
  const trace::Trace whole = infer(spec_of(form));
  const auto complaint_of = [&](const auto& change) -> std::string {
    trace::Trace trace = whole;
    for (Operation& one : trace.steps.front().step.operations) {
      auto* work = std::get_if<trace::VectorWork>(&one.work);
      if (work != nullptr && !work->kept_rows.empty()) {
        change(*work);
        break;
      }
    }
    std::filesystem::remove_all(folder);
    trace::write_trace(trace, folder);
    try {
      (void)trace::read_trace(folder);
    } catch (const UserError& error) {
      return error.what();
    }
    return "read";
  };
  using Work = trace::VectorWork;
  EXPECT_EQ(complaint_of([](Work&) {}), "read");
  const auto wrong = HasSubstr("are kept by groups of filters as none can be");
  EXPECT_THAT(complaint_of([](Work& w) { w.kept_rows.pop_back(); }), wrong);
  EXPECT_THAT(complaint_of([](Work& w) { w.kept_rows.clear(); }), wrong) << "of which filter_rows";
  EXPECT_THAT(complaint_of([](Work& w) { w.filter_rows = 0; }), wrong);
  EXPECT_THAT(complaint_of([](Work& w) { w.kept_rows[1] = w.kept_rows[0] + 1; }), wrong);
  EXPECT_THAT(complaint_of([](Work& w) { w.kept_rows[1] = w.kept_rows[0] / 2 - 1; }), wrong);
  EXPECT_THAT(complaint_of([](Work& w) { w.kept_rows[0] = w.rebuilt_rows + 1; }), wrong);
  std::filesystem::remove_all(folder);
}

std::string complaint(const WorkloadSpec& spec, const InferenceRequest& request) {
  try {
    (void)infer(spec, request);
  } catch (const UserError& error) {
    return error.what() + std::string(" | ") + error.diagnostics().front().hint;
  }
  return {};
}

TEST(inference_trace, what_a_training_has_not_is_refused_by_name) {
  EXPECT_THAT(complaint(spec_of(kDual), {.mode = "middle"}), HasSubstr("`middle` is no mode"));
  EXPECT_THAT(complaint(spec_of(weights::AffineSpec{}), {.mode = "low"}),
              HasSubstr("nested_planes"));
  EXPECT_THAT(complaint(spec_of(weights::AffineSpec{}), {.switch_every = 2}),
              HasSubstr("no switches"));
  EXPECT_THAT(complaint(spec_of(kDual), {.mode = "low", .switch_every = 2}),
              HasSubstr("no switches"));
  EXPECT_THAT(complaint(spec_of(weights::BlendedSpec{}, "static:fp32"), {}),
              HasSubstr("no deployed network"));
  for (const WeightLayout layout : {WeightLayout::packed, WeightLayout::separate}) {
    EXPECT_THAT(complaint(spec_of(weights::CoefficientSpec{}), {.layout = layout}),
                HasSubstr("has no effect"));
    EXPECT_THAT(complaint(spec_of(weights::AffineSpec{}), {.layout = layout}),
                HasSubstr("has no effect"));
  }
  EXPECT_THAT(complaint(spec_of(kDual), {.switch_every = 2, .refine_every = 2}),
              HasSubstr("exclude each other"));
}

TEST(inference_trace, damaged_steps_say_what_is_wrong) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("metronome_damaged_inference_" + std::to_string(::getpid()));
  const auto read_with = [&](const std::string& from, const std::string& to) -> std::string {
    std::filesystem::remove_all(folder);
    trace::write_trace(infer(spec_of(kDual), {.mode = "low"}), folder);
    std::string text = read_file(folder / "steps/infer.yaml");
    const std::size_t at = text.find(from);
    if (at == std::string::npos) {
      return "nothing to damage: " + from;
    }
    text.replace(at, from.size(), to);
    write_file_atomically(folder / "steps/infer.yaml", text);
    try {
      (void)trace::read_trace(folder);
    } catch (const UserError& error) {
      return error.what();
    }
    return "read";
  };
  EXPECT_THAT(read_with("version: 3", "version: 5"), HasSubstr("version `5` cannot be read"));
  EXPECT_THAT(read_with("format: planes", "format: codes"), HasSubstr("shape"));
  std::filesystem::remove_all(folder);
}

}  // namespace inference_trace_test
}  // namespace metronome::train
