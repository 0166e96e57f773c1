#include "sim/config/placed_name.hpp"

#include "sim/base/files.hpp"

namespace metronome::config {

std::string placed(const std::string& name, const Mark& mark) {
  if (name.empty() || mark.line == 0 || std::filesystem::path(name).is_absolute()) {
    return name;
  }
  const std::filesystem::path beside = resolve_path(name, mark);
  return path_exists(beside) ? beside.string() : name;
}

bool Codec<PlacedName>::read(PlacedName& out, const Node& node, Reader& reader,
                             const std::string& path, const FieldSpec& spec) {
  std::string text;
  if (!Codec<std::string>::read(text, node, reader, path, spec)) {
    return false;
  }
  out = placed(text, node.mark);
  return true;
}

}  // namespace metronome::config
