#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <optional>
#include <sstream>
#include <unordered_set>

#include "sim/base/error.hpp"
#include "sim/base/kept_files.hpp"
#include "sim/base/text_file.hpp"
#include "sim/config/node.hpp"

namespace metronome::config {
namespace {

/// yaml-cpp counts from zero; this is the one place where one is added.
Mark to_mark(const YAML::Mark& mark, const std::string& file) {
  return mark.is_null() ? Mark{file, 0, 0} : Mark{file, mark.line + 1, mark.column + 1};
}

[[noreturn]] void refuse(const Mark& mark, std::string what, std::string hint = {}) {
  throw UserError(
      Diagnostic{mark.file, mark.line, mark.column, {}, std::move(what), std::move(hint)});
}

/// How much a tree holds.
struct Extent {
  std::size_t values = 0;
  std::size_t depth = 0;
};

Extent extent_of(const Node& node) {
  Extent all{1, 1};
  const auto add = [&](const Node& child) {
    const Extent inner = extent_of(child);
    all.values += inner.values;
    all.depth = std::max(all.depth, inner.depth + 1);
  };
  for (const Node& item : node.items) {
    add(item);
  }
  for (const Node::Entry& entry : node.entries) {
    add(entry.value);
  }
  return all;
}

/// Builds the tree of one document from the parser's events. yaml-cpp's own tree is not used: it
/// follows aliases without a limit and does not mind keys that stand twice.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const std::string& file) : file_(file) {}

  /// The tree. UserError with all keys that stand twice.
  Node take() {
    if (!twice_.empty()) {
      throw UserError(twice_);
    }
    return std::move(root_);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      refuse(to_mark(mark, file_), "a second document starts here", "one document in a file");
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = to_mark(mark, file_);
    leaf(std::move(node), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    leaf(Node::make_scalar(value, to_mark(mark, file_)), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Mark at = to_mark(mark, file_);
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      refuse(at, "an alias stands inside of what it repeats", "write the values out");
    }
    count_copies(known->second, at);
    attach(known->second);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::make_sequence(to_mark(mark, file_)), anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::make_map(to_mark(mark, file_)), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  /// A list or a map that is not finished.
  struct Open {
    Node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::optional<Node> key;  ///< whose value comes next
    std::unordered_set<std::string> keys;
  };

  void count(const Mark& at) {
    if (++values_ > kMostYamlValues) {
      refuse(at, fmt::format("the file holds more than {} values", kMostYamlValues));
    }
  }
  void check_depth(std::size_t depth, const Mark& at) const {
    if (depth > kMostYamlDepth) {
      refuse(at, fmt::format("lists and maps nest deeper than {} levels", kMostYamlDepth));
    }
  }
  void count_copies(const Node& node, const Mark& at) {
    const Extent extent = extent_of(node);
    check_depth(open_.size() + extent.depth, at);
    copies_ += extent.values;
    if (copies_ > kMostYamlCopies) {
      refuse(at, fmt::format("aliases repeat more than {} values", kMostYamlCopies),
             "write the values out");
    }
  }

  void leaf(Node node, YAML::anchor_t anchor) {
    count(node.mark);
    finish(std::move(node), anchor);
  }
  void open(Node node, YAML::anchor_t anchor) {
    count(node.mark);
    check_depth(open_.size() + 1, node.mark);
    open_.push_back({std::move(node), anchor, {}, {}});
  }
  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    finish(std::move(done.node), done.anchor);
  }
  void finish(Node node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      count_copies(node, node.mark);
      anchors_[anchor] = node;
    }
    attach(std::move(node));
  }

  void attach(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(parent, std::move(node));
    } else {
      parent.node.entries.push_back(
          {std::move(parent.key->scalar), std::move(parent.key->mark), std::move(node)});
      parent.key.reset();
    }
  }
  void take_key(Open& parent, Node key) {
    if (key.kind != Node::Kind::scalar) {
      refuse(key.mark, "a key must be a single value", "KEY: VALUE");
    }
    if (!parent.keys.insert(key.scalar).second) {
      twice_.push_back({key.mark.file, key.mark.line, key.mark.column, key.scalar, "stands twice",
                        "keep one of them"});
    }
    parent.key = std::move(key);
  }

  const std::string& file_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::vector<Diagnostic> twice_;
  std::size_t documents_ = 0;
  std::size_t values_ = 0;
  std::size_t copies_ = 0;
};

}  // namespace

Node parse_yaml(std::string_view text, const std::string& file) {
  TreeBuilder builder(file);
  try {
    std::istringstream in(plain_text(std::string(text), file));
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    refuse(to_mark(error.mark, file), "not valid YAML: " + error.msg);
  }
  Node root = builder.take();
  if (root.mark.file.empty()) {  // an empty document has no place of its own
    root.mark = {file, 1, 1};
  }
  return root;
}

Node load_yaml(const std::filesystem::path& path) {
  static KeptFiles<Node> kept;
  return kept.get(path, [&] { return parse_yaml(read_text(path), path.string()); });
}

}  // namespace metronome::config
