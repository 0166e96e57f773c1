#pragma once

#include "workloads/model/graph.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

template <class T>
struct Pass;

/// A rule by which errors reach some nodes straight from the loss, instead of from the layers that
/// read them. Those layers then compute no input gradient.
template <class T>
class DirectErrors {
 public:
  DirectErrors() = default;
  DirectErrors(const DirectErrors&) = delete;
  DirectErrors& operator=(const DirectErrors&) = delete;
  virtual ~DirectErrors() = default;

  /// Whether the output of a node gets its error so.
  [[nodiscard]] virtual bool covers(model::NodeIndex node) const = 0;
  /// Writes that error, of the extents that `error` has, given d loss / d logits.
  virtual void project(model::NodeIndex node, const tensor::Tensor<T>& logits_gradient,
                       const Pass<T>& pass, tensor::Tensor<T>& error) const = 0;
};

}  // namespace metronome::nn
