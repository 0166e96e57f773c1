#include "workloads/onnx/imported_graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/checked.hpp"
#include "sim/base/error.hpp"

namespace metronome::importers {

std::string extents_text(const Extents& extents) {
  return fmt::format("[{}]", fmt::join(extents, ", "));
}

std::optional<std::uint64_t> element_count(const Extents& extents) {
  std::vector<std::uint64_t> factors;
  factors.reserve(extents.size());
  for (const std::int64_t extent : extents) {
    factors.push_back(static_cast<std::uint64_t>(extent));
  }
  return checked_product(factors);
}

void fail_at_node(const ImportedGraph& graph, const ImportedNode& node, std::string what,
                  std::string hint) {
  throw UserError(Diagnostic{.file = graph.file,
                             .key = fmt::format("node `{}` ({})", node.name, node.op),
                             .what = std::move(what),
                             .hint = std::move(hint)});
}

}  // namespace metronome::importers
