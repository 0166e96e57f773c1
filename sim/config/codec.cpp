#include "sim/config/codec.hpp"

namespace metronome::config {

bool expect_scalar(const Node& node, Reader& reader, const std::string& path,
                   const std::string& type) {
  if (node.kind == Node::Kind::scalar) {
    return true;
  }
  reader.error(node.mark, path, "must be a single value", type);
  return false;
}

std::string range_text(const FieldSpec& spec) {
  if (spec.min && spec.max) {
    return fmt::format("{} to {}", *spec.min, *spec.max);
  }
  if (spec.min) {
    return fmt::format(">= {}", *spec.min);
  }
  return spec.max ? fmt::format("<= {}", *spec.max) : "";
}

bool check_range(double value, const Node& node, Reader& reader, const std::string& path,
                 const FieldSpec& spec) {
  if ((spec.min && value < *spec.min) || (spec.max && value > *spec.max)) {
    reader.error(node.mark, path, fmt::format("{} is out of range", node.scalar),
                 "allowed: " + range_text(spec));
    return false;
  }
  return true;
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
  if (!expect_scalar(node, reader, path, type())) {
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

bool Codec<FilePath>::read(FilePath& out, const Node& node, Reader& reader, const std::string& path,
                           const FieldSpec&) {
  if (!expect_scalar(node, reader, path, type())) {
    return false;
  }
  out.path = resolve_path(node.scalar, node.mark);
  if (!std::filesystem::exists(out.path)) {
    reader.error(node.mark, path, "no such file: " + out.path.string(),
                 "a file's name relative to this file");
    return false;
  }
  return true;
}

bool Codec<double>::read(double& out, const Node& node, Reader& reader, const std::string& path,
                         const FieldSpec& spec) {
  if (!expect_scalar(node, reader, path, type())) {
    return false;
  }
  const std::string& text = node.scalar;
  double value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    reader.error(node.mark, path, fmt::format("`{}` is not a valid number", text),
                 "such as 12, 0.5 or 1e9");
    return false;
  }
  out = value;
  return check_range(value, node, reader, path, spec);
}

}  // namespace metronome::config
