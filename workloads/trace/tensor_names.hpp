#pragma once

#include <string>

#include "workloads/trace/fusion.hpp"

/// The names of a lowered step's tensors.
namespace metronome::trace::tensor_names {

/// The persistent input of a step.
inline const std::string kImages = "images";
inline const std::string kTokens = "tokens";

/// What a node writes for its consumers, in FP32. Inputs besides the first have their own names.
/// A learned tensor that is read as it is stands for all samples.
inline std::string output(const FusionPlan& plan, model::NodeIndex node) {
  if (node == 0) {
    return plan.graph().reads_tokens() ? kTokens : kImages;
  }
  return plan.node(node).name + (plan.is_read_as_learned(node) ? ".weight.master" : ".output");
}
/// "_for_conv2" behind the name of what a layer has to itself: nothing where it is the first one.
inline std::string reader_suffix(const FusionPlan& plan, model::NodeIndex node,
                                 const std::string& owner) {
  return owner == plan.first_quantized_reader(node) ? "" : "_for_" + owner;
}
/// A node's output as the codes that a layer multiplies: "<node>.codes", and where layers that read
/// it have other bits "<node>.codes_for_<the first of them>".
inline std::string codes(const FusionPlan& plan, model::NodeIndex node, const std::string& layer) {
  return plan.node(node).name + ".codes" +
         reader_suffix(plan, node, plan.owner_of_codes(node, layer));
}
/// What the layer's weight gradient reads of it: "<node>.stash_codes" where that has other bits.
inline std::string stash_codes(const FusionPlan& plan, model::NodeIndex node,
                               const std::string& layer) {
  return plan.codes().has_stash(layer)
             ? plan.node(node).name + ".stash_codes" +
                   reader_suffix(plan, node, plan.owner_of_stash(node, layer))
             : codes(plan, node, layer);
}
inline std::string mask(const FusionPlan& plan, model::NodeIndex node) {
  return plan.node(node).name + ".mask";
}
/// The gradient with respect to a layer's output.
inline std::string output_error(const std::string& layer) { return layer + ".output_error"; }
/// A layer's contribution to the gradient with respect to its input.
inline std::string input_error(const std::string& layer) { return layer + ".input_error"; }

/// The fixed matrix by which a node's error comes from the loss.
inline std::string feedback(const std::string& node) { return node + ".feedback"; }

/// A parameter: "<layer>.weight", "<layer>.bias", or batch norm's scale and shift as one,
/// "<layer>.scale_shift".
inline std::string weight(const std::string& layer) { return layer + ".weight"; }
inline std::string bias(const std::string& layer) { return layer + ".bias"; }
inline std::string scale_shift(const std::string& layer) { return layer + ".scale_shift"; }

inline std::string master(const std::string& parameter) { return parameter + ".master"; }
inline std::string momentum(const std::string& parameter) { return parameter + ".momentum"; }
inline std::string variance(const std::string& parameter) { return parameter + ".variance"; }
inline std::string gradient(const std::string& parameter) { return parameter + ".gradient"; }
inline std::string gradient_codes(const std::string& parameter) {
  return gradient(parameter) + ".codes";
}
/// The copy that the input gradient reads, where that is another one.
inline std::string transposed_codes(const std::string& parameter) {
  return parameter + ".codes_transposed";
}
inline std::string parameter_codes(const std::string& parameter) { return parameter + ".codes"; }

}  // namespace metronome::trace::tensor_names
