#pragma once

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// What a rule of an operator sees and says of one node: shapes and values of its inputs, its
/// attributes, the shapes and values of its outputs. Whatever is missing or wrong is a UserError
/// with the node's name.
class NodeScope {
 public:
  NodeScope(ImportedGraph& graph, ImportedNode& node) : graph_(&graph), node_(&node) {}

  [[nodiscard]] const ImportedNode& node() const { return *node_; }
  [[nodiscard]] int opset() const { return graph_->opset; }

  [[nodiscard]] std::size_t inputs() const { return node_->inputs.size(); }
  [[nodiscard]] std::size_t outputs() const { return node_->outputs.size(); }
  [[nodiscard]] bool has(std::size_t input) const;
  /// Of an input that must be there.
  [[nodiscard]] const Extents& extents(std::size_t input) const;
  /// As extents, with so many of them.
  [[nodiscard]] const Extents& extents(std::size_t input, std::size_t rank) const;
  [[nodiscard]] ElementType type(std::size_t input) const;
  /// Values of an input; null where they are not known before the network runs.
  [[nodiscard]] const Values* values(std::size_t input) const;
  /// The same, which must be known.
  [[nodiscard]] const Values& known(std::size_t input) const;
  [[nodiscard]] std::vector<std::int64_t> integers(std::size_t input) const;
  [[nodiscard]] std::vector<double> reals(std::size_t input) const;

  [[nodiscard]] bool has_attribute(const std::string& name) const;
  [[nodiscard]] std::int64_t integer(const std::string& name, std::int64_t fallback) const;
  [[nodiscard]] double real(const std::string& name, double fallback) const;
  [[nodiscard]] std::string text(const std::string& name, const std::string& fallback) const;
  /// Empty where it is absent.
  [[nodiscard]] std::vector<std::int64_t> integer_list(const std::string& name) const;
  [[nodiscard]] std::vector<double> real_list(const std::string& name) const;
  /// Null where it is absent.
  [[nodiscard]] const ImportedTensor* tensor(const std::string& name) const;

  /// An axis that may count from the end, as one of 0 to rank - 1.
  [[nodiscard]] std::size_t axis(std::int64_t value, std::size_t rank) const;
  /// `a * b` and `a + b`.
  [[nodiscard]] std::int64_t product(std::int64_t a, std::int64_t b) const;
  [[nodiscard]] std::int64_t sum(std::int64_t a, std::int64_t b) const;
  /// The product of extents.
  [[nodiscard]] std::int64_t elements(const Extents& extents) const;

  /// The shape and kind of an output; nothing is done for one that the node leaves out.
  void give(std::size_t output, Extents extents, ElementType type);
  /// The values of an output whose shape was given.
  void keep(std::size_t output, Values values);
  [[nodiscard]] const Extents& given(std::size_t output) const;
  [[nodiscard]] ElementType given_type(std::size_t output) const;

  [[noreturn]] void fail(std::string what, std::string hint = {}) const;

 private:
  [[nodiscard]] const ImportedTensor& input(std::size_t at) const;
  [[nodiscard]] std::string input_text(std::size_t at) const;
  /// Null where it is absent; UserError where it is of another kind.
  template <class T>
  [[nodiscard]] const T* attribute(const std::string& name, const char* kind) const;

  ImportedGraph* graph_;
  ImportedNode* node_;
};

}  // namespace metronome::importers
