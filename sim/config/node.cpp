#include "sim/config/node.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::config {
namespace {

void emit(YAML::Emitter& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      out << YAML::Null;
      break;
    case Node::Kind::scalar:
      out << node.scalar;
      break;
    case Node::Kind::sequence: {
      const bool flat = std::all_of(node.items.begin(), node.items.end(), [](const Node& item) {
        return item.kind == Node::Kind::scalar;
      });
      out << (flat ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
      for (const Node& item : node.items) {
        emit(out, item);
      }
      out << YAML::EndSeq;
      break;
    }
    case Node::Kind::map:
      out << YAML::BeginMap;
      for (const Node::Entry& entry : node.entries) {
        out << YAML::Key << entry.key << YAML::Value;
        emit(out, entry.value);
      }
      out << YAML::EndMap;
      break;
  }
}

}  // namespace

Node Node::make_scalar(std::string text, Mark mark) {
  Node node;
  node.kind = Kind::scalar;
  node.scalar = std::move(text);
  node.mark = std::move(mark);
  return node;
}

Node Node::make_map(Mark mark) {
  Node node;
  node.kind = Kind::map;
  node.mark = std::move(mark);
  return node;
}

Node Node::make_sequence(Mark mark) {
  Node node;
  node.kind = Kind::sequence;
  node.mark = std::move(mark);
  return node;
}

const Node* Node::find(std::string_view key) const {
  const auto at = std::find_if(entries.begin(), entries.end(),
                               [&](const Entry& entry) { return entry.key == key; });
  return at == entries.end() ? nullptr : &at->value;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

Node& Node::add(std::string key, Node value) {
  METRONOME_ASSERT(kind == Kind::map && find(key) == nullptr, "a map's keys are unique");
  Mark key_mark = value.mark;
  entries.push_back({std::move(key), std::move(key_mark), std::move(value)});
  return entries.back().value;
}

std::string to_yaml(const Node& node) {
  YAML::Emitter out;
  out.SetIndent(2);
  emit(out, node);
  return std::string(out.c_str()) + "\n";
}

bool same(const Node& one, const Node& other) {
  const auto same_entry = [](const Node::Entry& a, const Node::Entry& b) {
    return a.key == b.key && same(a.value, b.value);
  };
  return one.kind == other.kind && one.scalar == other.scalar &&
         std::equal(one.items.begin(), one.items.end(), other.items.begin(), other.items.end(),
                    same) &&
         std::equal(one.entries.begin(), one.entries.end(), other.entries.begin(),
                    other.entries.end(), same_entry);
}

}  // namespace metronome::config
