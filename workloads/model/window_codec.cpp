#include "workloads/model/window_codec.hpp"

#include <algorithm>

namespace metronome::config {
namespace {

/// The numbers of a scalar or of a list of one of the lengths; nothing where it complained.
std::optional<std::vector<std::uint64_t>> numbers_of(const Node& node, Reader& reader,
                                                     const std::string& path, const FieldSpec& spec,
                                                     const std::vector<std::size_t>& lengths,
                                                     const std::string& type) {
  if (node.kind != Node::Kind::sequence) {
    std::uint64_t one = 0;
    return Codec<std::uint64_t>::read(one, node, reader, path, spec)
               ? std::optional(std::vector{one})
               : std::nullopt;
  }
  std::vector<std::uint64_t> numbers;
  if (!Codec<std::vector<std::uint64_t>>::read(numbers, node, reader, path, spec)) {
    return std::nullopt;
  }
  if (std::find(lengths.begin(), lengths.end(), numbers.size()) == lengths.end()) {
    reader.error(node.mark, path, fmt::format("is a list of {}", numbers.size()), type);
    return std::nullopt;
  }
  return numbers;
}

}  // namespace

bool Codec<model::PerAxis>::read(model::PerAxis& out, const Node& node, Reader& reader,
                                 const std::string& path, const FieldSpec& spec) {
  const auto n = numbers_of(node, reader, path, spec, {2}, type());
  if (n) {
    out = {n->front(), n->back()};
  }
  return n.has_value();
}

Node Codec<model::PerAxis>::write(const model::PerAxis& value) {
  if (value.height == value.width) {
    return Codec<std::uint64_t>::write(value.height);
  }
  return Codec<std::vector<std::uint64_t>>::write({value.height, value.width});
}

bool Codec<model::Padding>::read(model::Padding& out, const Node& node, Reader& reader,
                                 const std::string& path, const FieldSpec& spec) {
  const auto n = numbers_of(node, reader, path, spec, {2, 4}, type());
  if (n && n->size() == 4) {
    out = {(*n)[0], (*n)[1], (*n)[2], (*n)[3]};
  } else if (n) {
    out = {n->front(), n->back()};
  }
  return n.has_value();
}

Node Codec<model::Padding>::write(const model::Padding& pad) {
  if (pad.top != pad.bottom || pad.left != pad.right) {
    return Codec<std::vector<std::uint64_t>>::write({pad.top, pad.left, pad.bottom, pad.right});
  }
  return Codec<model::PerAxis>::write({pad.top, pad.left});
}

}  // namespace metronome::config
