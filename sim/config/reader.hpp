#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/config/node.hpp"

namespace metronome::config {

/// One `--set key.path=value`, or a value that another file sets.
struct Override {
  std::string path;
  std::string value;              ///< YAML text
  std::optional<Node> node = {};  ///< the value with its place in a file; `value` is not read then
  bool used = false;
  bool taken = false;  ///< by take_override()
};

/// "a.b=c" to an Override. UserError where the text has another form.
[[nodiscard]] Override parse_override(const std::string& text);
[[nodiscard]] std::vector<Override> parse_overrides(const std::vector<std::string>& texts);

/// The state of reading one configuration: the overrides, and the complaints so far.
class Reader {
 public:
  explicit Reader(std::vector<Override> overrides = {}) : overrides_(std::move(overrides)) {}

  void error(const Mark& mark, const std::string& key, std::string what, std::string hint = {});

  /// The value that overrides set `path` to, the last one's; it then stands in no map that
  /// apply_overrides() writes.
  [[nodiscard]] std::optional<Node> take_override(const std::string& path);
  /// Writes the overrides below `path` (empty: the root) into `node`, which is a map.
  void apply_overrides(Node& node, const std::string& path);

  /// Takes over what another reader found.
  void add(const Findings& findings);
  void add(const UserError& error) { findings_.add(error); }

  [[nodiscard]] std::size_t error_count() const { return findings_.count(); }
  /// Findings::full.
  [[nodiscard]] bool full() const { return findings_.full(); }

  /// Throws UserError with all complaints, if any; an override that no key took is one.
  void finish();

 private:
  std::vector<Override> overrides_;
  Findings findings_;
};

/// "a" + "b" = "a.b"; an empty parent gives "b".
[[nodiscard]] std::string join_path(const std::string& parent, const std::string& key);

}  // namespace metronome::config
