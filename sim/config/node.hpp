#pragma once

#include <cstddef>
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

/// A YAML tree that keeps order and positions; a map's keys differ. The only form in which YAML is
/// seen outside node.cpp and parse.cpp.
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

/// Whether two trees hold the same, wherever they were written.
[[nodiscard]] bool same(const Node& one, const Node& other);

/// What a YAML file may hold: limits that no file of ours comes near, so that a small file cannot
/// take much time or memory. Values that an alias repeats count each time.
inline constexpr std::size_t kMostYamlDepth = 100;
inline constexpr std::size_t kMostYamlValues = 1'000'000;
inline constexpr std::size_t kMostYamlCopies = 100'000;

/// Parses one YAML document. `file` is used in positions only. UserError at a syntax error, at an
/// alias of what holds it, beyond the limits above, for a key that stands twice or is no single
/// value, for a second document, and as plain_text.
[[nodiscard]] Node parse_yaml(std::string_view text, const std::string& file);

/// Reads and parses a file. UserError as read_text and parse_yaml.
[[nodiscard]] Node load_yaml(const std::filesystem::path& path);

/// Block-style YAML, two spaces a level; short sequences of scalars in flow style.
[[nodiscard]] std::string to_yaml(const Node& node);

}  // namespace metronome::config
