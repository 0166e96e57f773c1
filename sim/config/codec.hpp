#pragma once

#include <fmt/format.h>

#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/base/files.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/field.hpp"
#include "sim/config/reader.hpp"

namespace metronome::config {

/// How one type is read from, written to and described in YAML:
///   bool read(M&, const Node&, Reader&, const std::string& path, const FieldSpec&)  false:
///   complained Node write(const M&);  std::string type();  void describe(path, M default, spec,
///   rows).
template <class M>
struct Codec;

bool expect_scalar(const Node& node, Reader& reader, const std::string& path,
                   const std::string& type);
/// "1 to 32"; empty where the field is no number.
std::string range_text(const FieldSpec& spec);

/// Whether M is read by a number's codec, alone or in a list.
template <class M>
inline constexpr bool kIsNumber = std::is_arithmetic_v<M> && !std::same_as<M, bool>;
template <class Tag, class Rep>
inline constexpr bool kIsNumber<Quantity<Tag, Rep>> = true;
template <class M>
inline constexpr bool kIsNumber<std::optional<M>> = kIsNumber<M>;
template <class M>
inline constexpr bool kIsNumber<std::vector<M>> = kIsNumber<M>;

/// Shared by all codecs of scalar values.
template <class M>
struct ScalarCodec {
  static void describe(const std::string& path, const M& initial, const FieldSpec& spec,
                       std::vector<FieldInfo>& rows) {
    rows.push_back({path, Codec<M>::type(), spec.unit,
                    spec.required ? "required" : Codec<M>::write(initial).scalar, range_text(spec),
                    spec.doc, spec.bounds()});
  }
};

template <>
struct Codec<bool> : ScalarCodec<bool> {
  static std::string type() { return "true or false"; }
  static bool read(bool& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const bool& value) { return Node::make_scalar(value ? "true" : "false"); }
};

template <>
struct Codec<std::string> : ScalarCodec<std::string> {
  static std::string type() { return "text"; }
  static bool read(std::string& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const std::string& value) { return Node::make_scalar(value); }
};

/// A file named in a configuration: relative names are relative to the configuration's own file,
/// those of `--set` to the working directory.
struct FilePath {
  std::filesystem::path path;
  bool operator==(const FilePath&) const = default;
};

/// The path that `text`, written at `mark`, means.
[[nodiscard]] std::filesystem::path resolve_path(const std::string& text, const Mark& mark);
/// The file that a text names in the place of a map; a complaint where it is no name of one line or
/// there is no such file.
[[nodiscard]] std::optional<std::filesystem::path> named_file(const Node& name, Reader& reader,
                                                              const std::string& path);

template <>
struct Codec<FilePath> : ScalarCodec<FilePath> {
  static std::string type() { return "file name"; }
  static bool read(FilePath& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const FilePath& value) { return Node::make_scalar(value.path.string()); }
};

/// Integers and real numbers, by the one reader of numbers.
template <class M>
requires kIsNumber<M> && std::is_arithmetic_v<M>
struct Codec<M> : ScalarCodec<M> {
  static std::string type() { return std::integral<M> ? "integer" : "number"; }
  static bool read(M& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec) {
    if (!expect_scalar(node, reader, path, type())) {
      return false;
    }
    NumberResult<M> result = read_number<M>(node.scalar, spec.range());
    if (!result.value) {
      reader.error(node.mark, path, std::move(result.what), std::move(result.hint));
      return false;
    }
    out = *result.value;
    return true;
  }
  static Node write(const M& value) {
    if constexpr (std::integral<M>) {
      return Node::make_scalar(fmt::format("{}", value));
    } else {
      return Node::make_scalar(number_text(value));
    }
  }
};

template <class Tag, class Rep>
struct Codec<Quantity<Tag, Rep>> : ScalarCodec<Quantity<Tag, Rep>> {
  using M = Quantity<Tag, Rep>;
  static std::string type() { return Codec<Rep>::type(); }
  static bool read(M& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec) {
    Rep value{};
    const bool ok = Codec<Rep>::read(value, node, reader, path, spec);
    if (ok) {
      out = M(value);
    }
    return ok;
  }
  static Node write(const M& value) { return Codec<Rep>::write(value.count()); }
};

template <Enumeration E>
struct Codec<E> : ScalarCodec<E> {
  static std::string type() {
    std::string text = "one of:";
    for (const std::string& name : enum_name_list<E>()) {
      text += " " + name;
    }
    return text;
  }
  static bool read(E& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec&) {
    if (!expect_scalar(node, reader, path, type())) {
      return false;
    }
    if (const auto value = enum_from_name<E>(node.scalar)) {
      out = *value;
      return true;
    }
    reader.error(node.mark, path, fmt::format("`{}` is not a known value", node.scalar),
                 name_hint(node.scalar, enum_name_list<E>()));
    return false;
  }
  static Node write(const E& value) { return Node::make_scalar(std::string(enum_name(value))); }
};

template <class M>
struct Codec<std::optional<M>> {
  static std::string type() { return Codec<M>::type(); }
  /// Whether M has keys of its own: `none` in its place says that it is not there.
  static constexpr bool kHasKeys = requires { M::kSchemaName; };
  static bool read(std::optional<M>& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec) {
    if (kHasKeys && node.kind == Node::Kind::scalar && node.scalar == "none") {
      out.reset();
      return true;
    }
    M value{};
    const bool ok = Codec<M>::read(value, node, reader, path, spec);
    if (ok) {
      out = std::move(value);
    }
    return ok;
  }
  static Node write(const std::optional<M>& value) {
    return value ? Codec<M>::write(*value) : Node{};
  }
  static void describe(const std::string& path, const std::optional<M>&, const FieldSpec& spec,
                       std::vector<FieldInfo>& rows) {
    rows.push_back({path, type(), spec.unit, "none", range_text(spec), spec.doc, spec.bounds()});
    if constexpr (kHasKeys) {
      Codec<M>::describe(path, M{}, spec, rows);
    }
  }
};

template <class M>
struct Codec<std::vector<M>> {
  static std::string type() { return "list of " + Codec<M>::type(); }
  static bool read(std::vector<M>& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec) {
    if (node.kind != Node::Kind::sequence) {
      reader.error(node.mark, path, "must be a list", type());
      return false;
    }
    out.clear();
    bool ok = true;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      M item{};
      ok &= Codec<M>::read(item, node.items[i], reader, fmt::format("{}[{}]", path, i), spec);
      out.push_back(std::move(item));
    }
    return ok;
  }
  static Node write(const std::vector<M>& values) {
    Node node = Node::make_sequence();
    for (const M& value : values) {
      node.items.push_back(Codec<M>::write(value));
    }
    return node;
  }
  static void describe(const std::string& path, const std::vector<M>&, const FieldSpec& spec,
                       std::vector<FieldInfo>& rows) {
    rows.push_back({path, type(), spec.unit, spec.required ? "required" : "[]", range_text(spec),
                    spec.doc, spec.bounds()});
    // The keys of each item.
    if constexpr (
        requires { M::kSchemaName; } || requires { Codec<M>::kHasKeys; }) {
      Codec<M>::describe(path + "[]", M{}, spec, rows);
    }
  }
};

}  // namespace metronome::config
