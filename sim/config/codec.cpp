#include "sim/config/codec.hpp"

#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/config/text_rules.hpp"

namespace metronome::config {

bool expect_scalar(const Node& node, Reader& reader, const std::string& path,
                   const std::string& type) {
  if (node.kind == Node::Kind::scalar) {
    return true;
  }
  reader.error(node.mark, path, "must be a single value", type);
  return false;
}

bool check_text(const std::string& text, const Node& node, Reader& reader, const std::string& path,
                TextRule rule) {
  const auto fault = text_fault(text, rule);
  if (fault) {
    reader.error(node.mark, path, fault->what, fault->hint);
  }
  return !fault;
}

std::string range_text(const FieldSpec& spec) {
  return spec.has_range() ? spec.range().text() : "";
}

bool Codec<bool>::read(bool& out, const Node& node, Reader& reader, const std::string& path,
                       const FieldSpec&) {
  if (!expect_scalar(node, reader, path, type())) {
    return false;
  }
  if (node.scalar != "true" && node.scalar != "false") {
    reader.error(node.mark, path, fmt::format("`{}` is not a truth value", node.scalar), type());
    return false;
  }
  out = node.scalar == "true";
  return true;
}

bool Codec<std::string>::read(std::string& out, const Node& node, Reader& reader,
                              const std::string& path, const FieldSpec&) {
  if (!expect_scalar(node, reader, path, type()) ||
      !check_text(node.scalar, node, reader, path, TextRule::line)) {
    return false;
  }
  out = node.scalar;
  return true;
}

std::filesystem::path resolve_path(const std::string& text, const Mark& mark) {
  // A mark without a line is no place in a file.
  const std::filesystem::path folder =
      mark.line > 0 ? std::filesystem::path(mark.file).parent_path() : std::filesystem::path();
  return (folder / text).lexically_normal();
}

std::optional<std::filesystem::path> named_file(const Node& name, Reader& reader,
                                                const std::string& path) {
  if (!check_text(name.scalar, name, reader, path, TextRule::line)) {
    return std::nullopt;
  }
  std::filesystem::path file = resolve_path(name.scalar, name.mark);
  if (!is_file(file)) {
    const bool number = read_number<double>(name.scalar, kAnyReal).value.has_value();
    reader.error(name.mark, path,
                 number ? "the number " + name.scalar + " is neither a map of keys nor a file"
                        : "no such file: " + file.string(),
                 "a map of keys, or a file's name relative to this file");
    return std::nullopt;
  }
  return file;
}

bool Codec<FilePath>::read(FilePath& out, const Node& node, Reader& reader, const std::string& path,
                           const FieldSpec&) {
  if (!expect_scalar(node, reader, path, type()) ||
      !check_text(node.scalar, node, reader, path, TextRule::line)) {
    return false;
  }
  out.path = resolve_path(node.scalar, node.mark);
  if (!path_exists(out.path)) {
    reader.error(node.mark, path, "no such file: " + out.path.string(),
                 "a file's name relative to this file");
    return false;
  }
  return true;
}

}  // namespace metronome::config
