#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/enumeration.hpp"

/// A network as another program's file has it, before anything of it is mapped to layers of ours:
/// nodes that read and write tensors, with the attributes of their operators (ONNX, opset 9 to 17).
namespace metronome::importers {

/// Extents, outermost first; none of a scalar.
using Extents = std::vector<std::int64_t>;

/// What the elements of a tensor are; widths are the machine's business.
enum class ElementType { real, integer, boolean, other };

constexpr auto enum_rows(ElementType) {
  return enum_list<ElementType>({{ElementType::real, "real"},
                                 {ElementType::integer, "integer"},
                                 {ElementType::boolean, "boolean"},
                                 {ElementType::other, "other"}});
}

/// Elements in row-major order: whole numbers of integer and boolean tensors, else reals.
using Values = std::variant<std::vector<std::int64_t>, std::vector<double>>;

enum class Origin {
  input,     ///< given to the network
  weight,    ///< an initializer, or a graph input that stands for one
  constant,  ///< of a node `Constant`
  computed   ///< by a node
};

constexpr auto enum_rows(Origin) {
  return enum_list<Origin>({{Origin::input, "input"},
                            {Origin::weight, "weight"},
                            {Origin::constant, "constant"},
                            {Origin::computed, "computed"}});
}

struct ImportedTensor {
  std::string name;
  Origin origin = Origin::computed;
  ElementType type = ElementType::real;
  std::optional<Extents> extents{};  ///< known of every tensor of a node once they are inferred
  /// Of at most kMostValues elements that are the same whatever the network is given: small
  /// initializers and constants, and what is computed from shapes and those.
  std::optional<Values> values{};
};

/// Elements whose values are kept: shape arithmetic has few.
inline constexpr std::size_t kMostValues = 4096;

/// An attribute of a node. A tensor is an ImportedTensor without a name.
using Attribute = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>,
                               std::vector<double>, ImportedTensor>;

using TensorIndex = std::size_t;
/// Stands for an optional input or output that a node leaves out.
inline constexpr TensorIndex kAbsent = std::numeric_limits<TensorIndex>::max();

struct ImportedNode {
  std::string name;  ///< as in the file; OPERATOR_NUMBER, from 0, where it has none
  std::string op;    ///< "Conv"
  std::map<std::string, Attribute> attributes;
  std::vector<TensorIndex> inputs;
  std::vector<TensorIndex> outputs;
  /// Shape arithmetic: its outputs do not depend on what the network is given.
  bool constant = false;
};

struct ImportedGraph {
  std::string file;  ///< for messages
  std::string name{};
  int opset = 0;
  std::uint64_t batch = 1;     ///< samples, by the first input
  std::size_t batch_axis = 0;  ///< of the first input
  std::vector<ImportedTensor> tensors{};
  std::vector<ImportedNode> nodes{};  ///< in the order of the file
  std::vector<std::size_t> order{};   ///< of nodes: each after those that it reads from
  std::vector<TensorIndex> inputs{};  ///< that are no weights
  std::vector<TensorIndex> outputs{};
};

/// "[2, 3, 96, 96]".
[[nodiscard]] std::string extents_text(const Extents& extents);

/// The product of extents; nothing beyond 64 bits. Extents are not negative.
[[nodiscard]] std::optional<std::uint64_t> element_count(const Extents& extents);

/// UserError about a node: "FILE: node `NAME` (OP): WHAT (HINT)".
[[noreturn]] void fail_at_node(const ImportedGraph& graph, const ImportedNode& node,
                               std::string what, std::string hint = {});

}  // namespace metronome::importers
