#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <variant>

#include "sim/base/files.hpp"
#include "sim/config/codec.hpp"

namespace metronome::config {

/// The one field table of a struct: it drives parsing, range checks, unknown-key errors with the
/// nearest name, the resolved form, `explain` and the reference page. Defaults are the struct's own
/// initial values.
template <class T>
class StructSchema {
 public:
  using Complain = std::function<void(const std::string& key, std::string what, std::string hint)>;
  using Validate = std::function<void(const T&, const Complain&)>;

  explicit StructSchema(std::string doc) : doc_(std::move(doc)) {}

  template <class M>
  StructSchema& field(std::string key, M T::*member, FieldSpec spec) {
    METRONOME_ASSERT(!kIsNumber<M> || spec.has_range(), "a field that is a number has a range");
    fields_.push_back(std::make_shared<TypedField<M>>(std::move(key), member, std::move(spec)));
    return *this;
  }
  /// A rule over several fields; runs only when each of them could be read.
  StructSchema& validate(Validate rule) {
    rules_.push_back(std::move(rule));
    return *this;
  }

  [[nodiscard]] const std::string& doc() const { return doc_; }
  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> names;
    for (const auto& field : fields_) {
      names.push_back(field->key);
    }
    return names;
  }

  /// `extra` is a key that the caller has read itself (a variant's `kind`).
  bool read(T& out, Node node, Reader& reader, const std::string& path,
            const std::string& extra = {}) const {
    if (!enter(node, reader, path)) {
      return false;
    }
    const std::size_t before = reader.error_count();
    complain_unknown(node, reader, path, extra);
    const std::size_t before_fields = reader.error_count();
    for (const auto& field : fields_) {
      const std::string field_path = join_path(path, field->key);
      if (const Node* value = node.find(field->key)) {
        field->read(out, *value, reader, field_path);
      } else if (field->spec.required) {
        reader.error(node.mark, field_path, "is missing", field->spec.doc);
      }
    }
    if (reader.error_count() == before_fields) {
      run_rules(out, node, reader, path);
    }
    return reader.error_count() == before;
  }

  [[nodiscard]] Node write(const T& value) const {
    Node node = Node::make_map();
    for (const auto& field : fields_) {
      Node child = field->write(value);
      if (child.kind != Node::Kind::null) {
        node.add(field->key, std::move(child));
      }
    }
    return node;
  }

  void describe(const std::string& path, const T& initial, std::vector<FieldInfo>& rows) const {
    for (const auto& field : fields_) {
      field->describe(join_path(path, field->key), initial, rows);
    }
  }

 private:
  struct Field {
    Field(std::string k, FieldSpec s) : key(std::move(k)), spec(std::move(s)) {}
    virtual ~Field() = default;
    virtual void read(T&, const Node&, Reader&, const std::string& path) const = 0;
    virtual Node write(const T&) const = 0;
    virtual void describe(const std::string& path, const T&, std::vector<FieldInfo>&) const = 0;
    std::string key;
    FieldSpec spec;
  };

  template <class M>
  struct TypedField final : Field {
    TypedField(std::string k, M T::*m, FieldSpec s)
        : Field(std::move(k), std::move(s)), member(m) {}
    void read(T& out, const Node& node, Reader& reader, const std::string& path) const override {
      Codec<M>::read(out.*member, node, reader, path, this->spec);
    }
    Node write(const T& value) const override {
      Node node = Codec<M>::write(value.*member);
      const bool omit = this->spec.omit_default && same(node, Codec<M>::write(T{}.*member));
      return omit ? Node{} : node;
    }
    void describe(const std::string& path, const T& initial,
                  std::vector<FieldInfo>& rows) const override {
      Codec<M>::describe(path, initial.*member, this->spec, rows);
    }
    M T::*member;
  };

  static bool enter_file(Node& node, const Node& name, Reader& reader, const std::string& path) {
    const std::optional<std::filesystem::path> file = named_file(name, reader, path);
    if (!file) {
      return false;
    }
    Node content = load_yaml(*file);
    if (content.kind == Node::Kind::null) {
      content.kind = Node::Kind::map;
    }
    for (Node::Entry& entry : node.entries) {
      if (content.kind == Node::Kind::map && entry.key != kFileKey) {
        std::erase_if(content.entries, [&](const Node::Entry& e) { return e.key == entry.key; });
        content.entries.push_back(std::move(entry));
      }
    }
    node = std::move(content);
    return true;
  }

  /// A struct may stand in a file of its own: a text in its place is that file's name. So is `file`
  /// in a map, whose other keys take the place of those of the file. A whole document is no name.
  static bool enter(Node& node, Reader& reader, const std::string& path) {
    if (!path.empty()) {
      if (std::optional<Node> other = reader.take_override(path + "." + std::string(kFileKey))) {
        put_file(node, std::move(*other));
      }
    }
    const Node* file =
        node.kind == Node::Kind::scalar && !path.empty() ? &node : node.find(kFileKey);
    if (file != nullptr && file->kind == Node::Kind::scalar) {
      if (!enter_file(node, Node(*file), reader, path)) {
        return false;
      }
    }
    if (node.kind == Node::Kind::null) {
      node.kind = Node::Kind::map;
    }
    if (node.kind != Node::Kind::map) {
      reader.error(node.mark, path, "must be a map of keys");
      return false;
    }
    reader.apply_overrides(node, path);
    return true;
  }

  /// The keys beside the file's stay.
  static void put_file(Node& node, Node file) {
    if (node.kind != Node::Kind::map) {
      node = std::move(file);
    } else if (Node* old = node.find(kFileKey); old != nullptr) {
      *old = std::move(file);
    } else {
      node.add(std::string(kFileKey), std::move(file));
    }
  }

  void complain_unknown(const Node& node, Reader& reader, const std::string& path,
                        const std::string& extra) const {
    const std::vector<std::string> known = keys();
    for (const Node::Entry& entry : node.entries) {
      const std::string entry_path = join_path(path, entry.key);
      if (entry.key != extra && std::find(known.begin(), known.end(), entry.key) == known.end()) {
        reader.error(entry.key_mark, entry_path, "unknown key",
                     reader.full() ? "" : name_hint(entry.key, known));
      }
    }
  }

  void run_rules(const T& value, const Node& node, Reader& reader, const std::string& path) const {
    const Complain complain = [&](const std::string& key, std::string what, std::string hint) {
      const Node* at = node.find(key);
      reader.error(at != nullptr ? at->mark : node.mark, join_path(path, key), std::move(what),
                   std::move(hint));
    };
    for (const Validate& rule : rules_) {
      rule(value, complain);
    }
  }

  static constexpr std::string_view kFileKey = "file";

  std::string doc_;
  std::vector<std::shared_ptr<const Field>> fields_;
  std::vector<Validate> rules_;
};

/// The field table of T. Specialise (declare beside the struct, define in a .cpp).
template <class T>
const StructSchema<T>& schema_of();

template <class T>
concept HasSchema = std::is_class_v<T> && requires {
  { T::kSchemaName } -> std::convertible_to<std::string_view>;
};

/// Structs with a field table: they name themselves with `static constexpr std::string_view
/// kSchemaName` and specialise schema_of.
template <HasSchema T>
struct Codec<T> {
  static std::string type() { return "map: " + std::string(T::kSchemaName); }
  static bool read(T& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec&) {
    return schema_of<T>().read(out, node, reader, path);
  }
  static Node write(const T& value) { return schema_of<T>().write(value); }
  static void describe(const std::string& path, const T& initial, const FieldSpec&,
                       std::vector<FieldInfo>& rows) {
    schema_of<T>().describe(path, initial, rows);
  }
};

/// A choice among structs by the key `kind`; each alternative names itself with kSchemaName.
template <HasSchema... Ts>
struct Codec<std::variant<Ts...>> {
  using V = std::variant<Ts...>;
  static std::vector<std::string> kinds() { return {std::string(Ts::kSchemaName)...}; }
  static std::string type() { return "map, by its key `kind`"; }

  static bool read(V& out, const Node& given, Reader& reader, const std::string& path,
                   const FieldSpec&) {
    Node node = given;
    if (node.kind != Node::Kind::map) {
      reader.error(node.mark, path, "must be a map with a key `kind`");
      return false;
    }
    reader.apply_overrides(node, path);
    const Node* kind = node.find("kind");
    if (kind == nullptr || kind->kind != Node::Kind::scalar) {
      reader.error(node.mark, join_path(path, "kind"), "is missing", name_hint("", kinds()));
      return false;
    }
    bool known = false;
    bool ok = false;
    const std::string wanted = kind->scalar;
    ((wanted == Ts::kSchemaName ? (known = true, ok = read_as<Ts>(out, node, reader, path), 0) : 0),
     ...);
    if (!known) {
      reader.error(kind->mark, join_path(path, "kind"),
                   fmt::format("`{}` is not a known kind", wanted), name_hint(wanted, kinds()));
    }
    return ok;
  }
  static Node write(const V& value) {
    return std::visit(
        [](const auto& alternative) {
          using A = std::decay_t<decltype(alternative)>;
          Node node = Node::make_map();
          node.add("kind", Node::make_scalar(std::string(A::kSchemaName)));
          for (Node::Entry& entry : schema_of<A>().write(alternative).entries) {
            node.add(entry.key, std::move(entry.value));
          }
          return node;
        },
        value);
  }
  static void describe(const std::string& path, const V&, const FieldSpec& spec,
                       std::vector<FieldInfo>& rows) {
    std::string names = "one of:";
    ((names += " " + std::string(Ts::kSchemaName)), ...);
    rows.push_back({join_path(path, "kind"), names, "", "required", "", spec.doc});
    (schema_of<Ts>().describe(fmt::format("{}({})", path, Ts::kSchemaName), Ts{}, rows), ...);
  }

 private:
  template <class A>
  static bool read_as(V& out, const Node& node, Reader& reader, const std::string& path) {
    A alternative{};
    const bool ok = schema_of<A>().read(alternative, node, reader, path, "kind");
    out = std::move(alternative);
    return ok;
  }
};

/// Reads a whole configuration file. UserError with every diagnostic at once.
template <HasSchema T>
[[nodiscard]] T load(const std::filesystem::path& path, std::vector<Override> overrides = {}) {
  Reader reader(std::move(overrides));
  T value{};
  schema_of<T>().read(value, load_yaml(path), reader, "");
  reader.finish();
  return value;
}

/// The resolved form: every key with its value.
template <HasSchema T>
[[nodiscard]] std::string resolved_yaml(const T& value) {
  return to_yaml(schema_of<T>().write(value));
}

template <HasSchema T>
[[nodiscard]] std::vector<FieldInfo> describe() {
  std::vector<FieldInfo> rows;
  schema_of<T>().describe("", T{}, rows);
  return rows;
}

}  // namespace metronome::config
