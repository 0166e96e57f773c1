// Every form of weights on every built-in network of convolutions and linear layers.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/form_trace.hpp"
#include "workloads/train/form_training.hpp"
#include "workloads/train/inference_trace.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {
namespace form_networks_test {

using weights::FormSpec;
using weights::NestedSpec;
using weights::NestedTraining;

/// Of a family of networks that differ in depth only, one.
const std::set<std::string> kNetworks{"resnet-8",  "mobilenet-v2", "resnet-18",
                                      "resnet-50", "mlp",          "lenet-5"};
const std::set<std::string> kDeeper{"resnet-14",  "resnet-20", "resnet-32", "resnet-34",
                                    "resnet-38",  "resnet-56", "resnet-74", "resnet-110",
                                    "resnet-152", "resnet-164"};
/// Layers that are quantized and take no form: attention and recurrent ones.
const std::set<std::string> kRefused{
    "transformer-base", "transformer-wiki103", "lstm-2",    "gpt2-small",
    "gpt2-medium",      "llama-3.2-1b",        "bert-base", "vit-s-16"};

struct Formed {
  FormSpec form;
  std::string schedule;
};
std::vector<Formed> forms() {
  weights::CoefficientSpec optimizer;
  optimizer.update = weights::CoefficientUpdate::optimizer;
  weights::CoefficientSpec dense;
  dense.update = weights::CoefficientUpdate::dense;
  const std::string fixed = "static:8,backward=8";
  const std::string cyclic = "cpt:3-8,periods=2,backward=8";
  return {{weights::AffineSpec{}, cyclic},
          {NestedSpec{2, 8, NestedTraining::joint_hard}, fixed},
          {NestedSpec{2, 8, NestedTraining::two_phase}, fixed},
          {NestedSpec{2, 8, NestedTraining::scheduled}, cyclic},
          {weights::BinarySpec{.bits = 4}, "static:3,backward=8"},
          {weights::BinarySpec{.bits = 4, .activations = weights::BinaryActivations::clipped},
           "cpt:1-4,periods=2,backward=8"},
          {weights::BlendedSpec{}, "static:fp32"},
          {optimizer, cyclic},
          {dense, fixed}};
}

WorkloadSpec spec_of(const std::string& model, const Formed& formed) {
  WorkloadSpec spec;
  spec.model = model;
  const bool large = std::set<std::string>{"resnet-18", "resnet-34", "resnet-50"}.contains(model);
  spec.dataset = large ? "imagenet" : "cifar-10";
  spec.batch = 2;
  spec.iterations = 4;
  spec.form = formed.form;
  spec.schedule = formed.schedule;
  return spec;
}

void expect_readable(const trace::Trace& trace) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("metronome_form_networks_" + std::to_string(::getpid()));
  trace::write_trace(trace, folder);
  EXPECT_EQ(trace::read_trace(folder), trace);
  std::filesystem::remove_all(folder);
}

bool has_facts(const FormSpec& form) {
  return std::holds_alternative<weights::CoefficientSpec>(form);
}

TEST(form_networks, all_built_in_networks_are_of_one_kind_or_the_other) {
  std::set<std::string> names = kNetworks;
  names.insert(kDeeper.begin(), kDeeper.end());
  names.insert(kRefused.begin(), kRefused.end());
  const std::vector<std::string> built_in = model::model_names();
  EXPECT_EQ(names, std::set<std::string>(built_in.begin(), built_in.end()));
}

TEST(form_networks, have_programs_of_trainings_and_of_inferences_in_every_form) {
  for (const std::string& name : kNetworks) {
    for (const Formed& formed : forms()) {
      const WorkloadSpec spec = spec_of(name, formed);
      if (has_facts(spec.form) && spec.dataset == "imagenet") {
        continue;  // millions of weights would be decomposed; blocks are those of the others
      }
      SCOPED_TRACE(name + " " + std::string(enum_name(weights::kind_of(spec.form))));
      const model::Graph graph = network_of(spec);
      const schedule::Schedule schedule = schedule::parse_schedule(spec.schedule);
      const trace::Trace training = training_trace(spec, graph, schedule);
      expect_readable(training);
      if (std::holds_alternative<weights::BlendedSpec>(spec.form)) {
        EXPECT_THROW((void)inference_trace(spec, graph, {}, {}), UserError);
        continue;
      }
      const auto facts =
          has_facts(spec.form) ? facts_at_start(spec, graph, schedule) : std::vector<FormFacts>{};
      expect_readable(inference_trace(spec, graph, facts, {}));
    }
  }
}

TEST(form_networks, train_in_every_form) {
  for (const std::string name : {"resnet-8", "lenet-5", "mlp", "mobilenet-v2"}) {
    for (const Formed& formed : forms()) {
      WorkloadSpec spec = spec_of(name, formed);
      SCOPED_TRACE(name + " " + std::string(enum_name(weights::kind_of(spec.form))));
      spec.dataset = "synthetic";
      spec.train_samples = 16;
      spec.test_samples = 4;
      spec.batch = 4;
      spec.iterations = 2;
      spec.learning_rate = 0.01;
      const TrainResult result = train(spec, {});
      WorkloadSpec still = spec;
      still.learning_rate = 0;
      EXPECT_NE(train(still, {}).weights, result.weights);
    }
  }
}

TEST(form_networks, of_other_layers_are_refused_by_the_name_of_one) {
  for (const char* name : {"lstm-2", "transformer-base"}) {
    WorkloadSpec spec = spec_of(name, forms()[1]);
    spec.dataset = "synthetic-text";
    spec.sequence_length = 8;
    spec.vocabulary = 30;
    try {
      (void)train(spec, {});
      ADD_FAILURE() << name;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find('`'), std::string::npos) << error.what();
    }
  }
}

}  // namespace form_networks_test
}  // namespace metronome::train
