#include "workloads/train/error_rule.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/methods/feedback/direct_feedback.hpp"

namespace metronome::train {

std::unique_ptr<nn::DirectErrors<float>> error_rule(const WorkloadSpec& spec,
                                                    nn::Network<float>& network) {
  switch (spec.errors) {
    case Errors::backpropagation:
      return nullptr;
    case Errors::direct_feedback: {
      const feedback::FeedbackPlan plan = feedback::plan_of(network.graph(), spec.boundary);
      const feedback::FeedbackSpec settings{
          spec.feedback, spec.boundary, spec.feedback_seed.value_or(spec.seed), spec.lfsr_states};
      return std::make_unique<feedback::DirectFeedback<float>>(
          plan, feedback::feedback_matrices(plan, settings, network));
    }
  }
  fail_no_enumerator(spec.errors);
}

trace::FeedbackRoute error_route(const WorkloadSpec& spec, const model::Graph& graph) {
  return spec.errors == Errors::backpropagation
             ? trace::FeedbackRoute{}
             : feedback::route_of(feedback::plan_of(graph, spec.boundary), spec.feedback,
                                  spec.delay);
}

DelayedGradients::DelayedGradients(const WorkloadSpec& spec, nn::Network<float>& network)
    : parameters_(network.parameters()) {
  if (spec.delay > 0) {
    for (const nn::Parameter<float>& parameter : parameters_) {
      kept_.emplace_back(parameter.value->dims());
    }
  }
}

bool DelayedGradients::exchange() {
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    std::swap(kept_[i], *parameters_[i].gradient);
  }
  return kept_.empty() || std::exchange(waiting_, true);
}

std::vector<NamedTensor> DelayedGradients::state() const {
  std::vector<NamedTensor> list;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const auto values = kept_[i].values();
    list.push_back(
        {parameters_[i].name + ".delayed", {values.size()}, {values.begin(), values.end()}});
  }
  return list;
}

void DelayedGradients::restore(const std::vector<NamedTensor>& state) {
  METRONOME_ASSERT(state.size() == kept_.size(), "a stored state is that of the same network");
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    METRONOME_ASSERT(state[i].values.size() == kept_[i].size(), "a gradient has its weight's size");
    std::copy(state[i].values.begin(), state[i].values.end(), kept_[i].data());
  }
  waiting_ = !kept_.empty();
}

}  // namespace metronome::train
