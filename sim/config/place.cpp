#include "sim/config/place.hpp"

namespace metronome::config {

Mark place_of(const Node& node, std::string_view path) {
  const std::size_t dot = path.find('.');
  const Node* inner = node.find(path.substr(0, dot));
  if (inner == nullptr) {
    return node.mark;
  }
  return dot == std::string_view::npos || inner->kind != Node::Kind::map
             ? inner->mark
             : place_of(*inner, path.substr(dot + 1));
}

}  // namespace metronome::config
