#include "sim/config/reader.hpp"

#include "sim/base/number.hpp"

namespace metronome::config {
namespace {

Mark mark_of(const Override& override) {
  return override.node ? override.node->mark
                       : Mark{"--set " + override.path + "=" + override.value, 0, 0};
}

/// All of it is in the text of one override, which is no file: nothing in it has a line.
void set_marks(Node& node, const Mark& mark) {
  node.mark = mark;
  for (Node& item : node.items) {
    set_marks(item, mark);
  }
  for (Node::Entry& entry : node.entries) {
    entry.key_mark = mark;
    set_marks(entry.value, mark);
  }
}

Node value_of(const Override& override) {
  if (override.node) {
    return *override.node;
  }
  Node value = parse_yaml(override.value, mark_of(override).file);
  set_marks(value, mark_of(override));
  return value;
}

/// The item that "[3]" names, or null where there is none.
Node* item_of(Node* list, std::string_view index) {
  if (index.size() < 3) {
    return nullptr;
  }
  const auto at = read_number<std::size_t>(index.substr(1, index.size() - 2), kAnyWhole).value;
  const bool valid = at && index.ends_with(']');
  return valid && list != nullptr && *at < list->items.size() ? &list->items[*at] : nullptr;
}

}  // namespace

Override parse_override(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "--set " + text,
                               "is not of the form key.path=value",
                               "for example --set array.rows=32"});
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<Override> parse_overrides(const std::vector<std::string>& texts) {
  std::vector<Override> overrides;
  overrides.reserve(texts.size());
  for (const std::string& text : texts) {
    overrides.push_back(parse_override(text));
  }
  return overrides;
}

void Reader::error(const Mark& mark, const std::string& key, std::string what, std::string hint) {
  findings_.add({mark.file, mark.line, mark.column, key, std::move(what), std::move(hint)});
}

void Reader::add(const Findings& findings) {
  if (!findings.empty()) {
    findings_.add(UserError(findings.kept(), findings.further()));
  }
}

std::optional<Node> Reader::take_override(const std::string& path) {
  std::optional<Node> value;
  for (Override& override : overrides_) {
    if (override.path == path) {
      override.used = true;
      override.taken = true;
      value = value_of(override);
    }
  }
  return value;
}

void Reader::apply_overrides(Node& node, const std::string& path) {
  const std::string prefix = path.empty() ? "" : path + ".";
  for (Override& override : overrides_) {
    if (override.taken || override.path.rfind(prefix, 0) != 0) {
      continue;
    }
    const std::string rest = override.path.substr(prefix.size());
    const std::size_t dot = rest.find('.');
    const std::string key = rest.substr(0, dot);
    const std::size_t bracket = key.find('[');
    Node* child = node.find(key.substr(0, bracket));
    if (dot != std::string::npos) {
      // Deeper: the struct that owns the key writes it; here it only needs a place.
      if (child == nullptr && node.find(key) == nullptr) {
        node.add(key, Node::make_map(Mark{"--set " + override.path, 0, 0}));
      }
      continue;
    }
    override.used = true;
    Node value = value_of(override);
    if (child == nullptr && bracket == std::string::npos) {
      node.add(key, std::move(value));
      continue;
    }
    child = bracket == std::string::npos ? child : item_of(child, key.substr(bracket));
    if (child == nullptr) {
      error(value.mark, override.path, "there is no such item",
            "set the whole list, such as KEY=[1, 2]");
    } else {
      *child = std::move(value);
    }
  }
}

void Reader::finish() {
  for (const Override& override : overrides_) {
    if (!override.used) {
      error(mark_of(override), override.path, "no such key", "`metronome explain` lists the keys");
    }
  }
  findings_.raise();
}

std::string join_path(const std::string& parent, const std::string& key) {
  return parent.empty() ? key : parent + "." + key;
}

}  // namespace metronome::config
