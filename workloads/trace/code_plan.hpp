#pragma once

#include <map>
#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// Whether a pass of its own looks for the largest magnitude of what an operand is made of, before
/// that becomes codes: of a scale of the whole tensor that is none of steps before. Behind a
/// transform the read that makes codes has one of its own before it (TransformWork); blocks and
/// delayed scales find theirs as codes are made.
[[nodiscard]] bool finds_range(const formats::OperandFormat& operand);

/// Which tensors of codes a step has, by the assignments that it runs under: one step serves them
/// all, so that what any of them tells apart are tensors of their own.
class CodePlan {
 public:
  /// Of one precision in the short form.
  CodePlan() : CodePlan(std::vector<Phase>{Phase{0, 1, {}}}) {}
  explicit CodePlan(const std::vector<Phase>& phases);

  /// Whether two layers that read one tensor always quantize it to the same bits.
  [[nodiscard]] bool share_codes(const std::string& layer, const std::string& other) const {
    return of(layer).activations == of(other).activations;
  }
  /// Whether the weight gradient reads other codes of the activations than the forward product.
  [[nodiscard]] bool has_stash(const std::string& layer) const {
    return of(layer).stash != of(layer).activations;
  }
  /// Whether the weight gradients of two layers that read one tensor always have it at the same
  /// bits.
  [[nodiscard]] bool share_stash(const std::string& layer, const std::string& other) const {
    return of(layer).stash == of(other).stash;
  }
  /// Whether those codes lie in blocks, or behind a transform, by the reduction of the layer's
  /// product: another one's serve only where its reduction runs alike.
  [[nodiscard]] bool has_blocks_of_activations(const std::string& layer) const {
    return of(layer).blocks;
  }
  /// Whether the update reads codes of the gradient.
  [[nodiscard]] bool has_gradient_codes(const std::string& layer) const {
    return of(layer).gradient_codes;
  }
  /// Whether the weights are codes, whose scales an error may be multiplied by.
  [[nodiscard]] bool has_weight_codes(const std::string& layer) const {
    return of(layer).weight_codes;
  }
  /// Whether the input gradient reads another copy of the weights, or of the error, than the
  /// forward product and the weight gradient: of number formats whose blocks are rows, or that
  /// differ.
  [[nodiscard]] bool has_weight_copy(const std::string& layer) const {
    return of(layer).weight_copy;
  }
  [[nodiscard]] bool has_error_copy(const std::string& layer) const { return of(layer).error_copy; }
  /// Whether any precision of the layer has number formats: its tensors of codes name the operands
  /// that they are.
  [[nodiscard]] bool has_formats(const std::string& layer) const { return of(layer).formats; }
  /// Whether any of the layer's operands is quantized by a range of its whole tensor that is looked
  /// for before, as affine codes, NVFP4 and FP8 are, but not blocks alone nor delayed scales.
  [[nodiscard]] bool finds_ranges(const std::string& layer) const {
    return !of(layer).formats || of(layer).ranges;
  }

 private:
  /// What a layer has in turn, one letter a phase, and the text of a format.
  struct Bits {
    std::string activations, stash;
    bool gradient_codes = false, weight_codes = false;
    bool weight_copy = false, error_copy = false, formats = false, ranges = false, blocks = false;
    void add(const Precision& precision);
    void add_formats(const OperandFormats& operands);
  };
  [[nodiscard]] const Bits& of(const std::string& layer) const;

  Bits all_;                            ///< of layers without exceptions
  std::map<std::string, Bits> layers_;  ///< of those that have one in any phase
};

}  // namespace metronome::trace
