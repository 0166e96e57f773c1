#include "workloads/methods/feedback/direct_feedback.hpp"

#include "sim/base/error.hpp"

namespace metronome::feedback {
namespace {

/// The state of a point's register: any but 0.
std::uint32_t register_state(std::uint64_t seed, std::size_t point) {
  const RandomStream draws(seed, "feedback_register", point);
  for (std::uint64_t i = 0;; ++i) {
    if (const auto state = static_cast<std::uint32_t>(draws.bits(i)); state != 0) {
      return state;
    }
  }
}

template <class T>
FeedbackMatrix weight_of(nn::Network<T>& network, model::NodeIndex node) {
  const std::string name = network.graph().nodes[node].name + ".weight";
  for (const nn::Parameter<T>& parameter : network.parameters()) {
    if (parameter.name == name) {
      const tensor::Tensor<T>& weight = *parameter.value;
      return {weight.dim(0), weight.row_size(), {weight.values().begin(), weight.values().end()}};
    }
  }
  METRONOME_ASSERT(false, "a fully connected layer has weights");
  return {};
}

/// Of the layers behind a point.
template <class T>
FeedbackMatrix product_at(const FeedbackPlan& plan, const FeedbackPoint& point,
                          nn::Network<T>& network) {
  std::vector<FeedbackMatrix> weights;
  for (std::size_t l = plan.layers.size() - point.layers_behind; l < plan.layers.size(); ++l) {
    weights.push_back(weight_of(network, plan.layers[l]));
  }
  return product_feedback(weights);
}

}  // namespace

template <class T>
DirectFeedback<T>::DirectFeedback(const FeedbackPlan& plan,
                                  const std::vector<FeedbackMatrix>& matrices) {
  METRONOME_ASSERT(plan.points.size() == matrices.size(), "a matrix for each point");
  for (std::size_t p = 0; p < matrices.size(); ++p) {
    METRONOME_ASSERT(
        matrices[p].rows == plan.points[p].numbers && matrices[p].columns == plan.classes,
        "feedback leads from the classes to the numbers of its point");
    matrices_[plan.points[p].node] = {matrices[p].values.begin(), matrices[p].values.end()};
  }
}

template <class T>
void DirectFeedback<T>::project(model::NodeIndex node, const Tensor& logits_gradient,
                                const nn::Pass<T>& pass, Tensor& error) const {
  const std::vector<T>& matrix = matrices_.at(node);
  const std::size_t classes = logits_gradient.dim(0);
  const std::size_t batch = error.dim(1);
  const std::size_t plane = error.dim(2) * error.dim(3);
  METRONOME_ASSERT(logits_gradient.row_size() == batch, "one error of each sample and class");
  pass.workspace->pool().run(error.dim(0), [&](std::size_t channel, std::size_t) {
    T* out = error.row(channel);
    for (std::size_t n = 0; n < batch; ++n) {
      for (std::size_t p = 0; p < plane; ++p) {
        const T* row = matrix.data() + (channel * plane + p) * classes;
        T sum = 0;
        for (std::size_t c = 0; c < classes; ++c) {
          sum += row[c] * logits_gradient.row(c)[n];
        }
        out[n * plane + p] = sum;
      }
    }
  });
}

template <class T>
std::vector<FeedbackMatrix> feedback_matrices(const FeedbackPlan& plan, const FeedbackSpec& spec,
                                              nn::Network<T>& network) {
  check_states(plan, spec.states);
  std::vector<FeedbackMatrix> matrices;
  for (std::size_t p = 0; p < plan.points.size(); ++p) {
    const FeedbackPoint& point = plan.points[p];
    const auto make = [&]() -> FeedbackMatrix {
      switch (spec.kind) {
        case FeedbackKind::uniform:
          return uniform_feedback(point.numbers, plan.classes,
                                  RandomStream(spec.seed, "feedback", p));
        case FeedbackKind::product:
          return product_at(plan, point, network);
        case FeedbackKind::binary:
          return binary_feedback(product_at(plan, point, network));
        case FeedbackKind::lfsr:
          return lfsr_feedback(point.numbers, plan.classes,
                               spec.states.empty() ? register_state(spec.seed, p) : spec.states[p]);
      }
      fail_no_enumerator(spec.kind);
    };
    matrices.push_back(make());
  }
  return matrices;
}

#define METRONOME_INSTANTIATE(T)                                                 \
  template class DirectFeedback<T>;                                              \
  template std::vector<FeedbackMatrix> feedback_matrices<T>(const FeedbackPlan&, \
                                                            const FeedbackSpec&, nn::Network<T>&);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::feedback
