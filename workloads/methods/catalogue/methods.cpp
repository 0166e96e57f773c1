#include "workloads/methods/catalogue/methods.hpp"

namespace metronome::methods {

const std::vector<Method>& methods() {
  static const std::vector<Method> rows{
      {"cpt", "cyclic precision training: `schedule: cpt:3-8,periods=8,backward=8`", "fu2021cpt",
       "Fu and others: CPT: Efficient Deep Neural Network Training via Cyclic Precision. ICLR 2021",
       "docs/training.md"},
      {"bdfa",
       "direct feedback alignment, binary too, in fully connected layers: `errors: "
       "direct_feedback`",
       "han2019direct",
       "Han, Yoo: Direct Feedback Alignment Based Convolutional Neural Network Training for "
       "Low-Power Online Learning Processor. ICCVW 2019",
       "docs/feedback.md"},
      {"dual-precision",
       "one stored code that two precisions read: `weights: {kind: nested_planes, ...}`",
       "park2020dual", "Park, Choi, Ko: Dual-Precision Deep Neural Network. AIPR 2020",
       "docs/dual_precision.md"},
      {"ebs",
       "widths of layers found by gradients and executed as binary products: `weights: {kind: "
       "blended, ...}`, then `binary_planes`",
       "li2020ebs",
       "Li and others: Efficient Bitwidth Search for Practical Mixed Precision Neural Network. "
       "2020",
       "docs/width_search.md"},
      {"smartdeal", "powers of two times small bases: `weights: {kind: coefficients, ...}`",
       "chen2021smartdeal",
       "Chen and others: SmartDeal: Re-Modeling Deep Network Weights for Efficient Inference and "
       "Training. 2021",
       "docs/smartdeal.md"},
      {"reachability",
       "training under a constraint on reachable outputs: a file of kind `constrained_training`",
       "chung2021constrained",
       "Chung and others: Constrained Feedforward Neural Network Training via Reachability "
       "Analysis. 2021",
       "docs/reachability.md"},
  };
  return rows;
}

}  // namespace metronome::methods
