# A kind of layer that has a shape and nothing else: what the trials of its other rooms put in.
set(HEADER workloads/model/layer.hpp)
set(BEFORE_1 "/// Every kind of layer that is not")
set(AFTER_1 "struct Trial : PointwiseLayer {
  static constexpr LayerText kText{\"trial\", \"\", \"\", \"\"};
  bool operator==(const Trial&) const = default;
};
/// Every kind of layer that is not")
set(BEFORE_2 "RepeatHeads, TiedLinear>;")
set(AFTER_2 "RepeatHeads, TiedLinear, Trial>;")
