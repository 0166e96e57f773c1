#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace metronome::config {

/// Where a value was written. Lines and columns are 1-based; 0 means unknown.
struct Mark {
  std::string file;
  int line = 0;
  int column = 0;
};

/// A YAML tree that keeps order and positions. The only form in which YAML is seen outside
/// node.cpp.
struct Node {
  enum class Kind { null, scalar, sequence, map };
  struct Entry;

  Kind kind = Kind::null;
  std::string scalar;          ///< Kind::scalar: the text as written
  std::vector<Node> items;     ///< Kind::sequence
  std::vector<Entry> entries;  ///< Kind::map, in order of appearance
  Mark mark;

  [[nodiscard]] static Node make_scalar(std::string text, Mark mark = {});
  [[nodiscard]] static Node make_map(Mark mark = {});
  [[nodiscard]] static Node make_sequence(Mark mark = {});

  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  /// Appends to a map; the key must be new.
  Node& add(std::string key, Node value);
};

struct Node::Entry {
  std::string key;
  Mark key_mark;
  Node value;
};

/// Parses one YAML document. `file` is used in positions only. UserError at a syntax error.
[[nodiscard]] Node parse_yaml(std::string_view text, const std::string& file);

/// Reads and parses a file. UserError where it is absent or not YAML.
[[nodiscard]] Node load_yaml(const std::filesystem::path& path);

/// Block-style YAML, two spaces a level; short sequences of scalars in flow style.
[[nodiscard]] std::string to_yaml(const Node& node);

}  // namespace metronome::config
