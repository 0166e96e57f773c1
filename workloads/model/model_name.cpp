#include "workloads/model/model_name.hpp"

#include "workloads/model/network_file.hpp"

namespace metronome::model {

bool ModelName::is_file() const { return is_network_file(*this); }

ModelName ModelName::placeless() const {
  return is_file() ? ModelName(std::filesystem::path(std::string(*this)).filename().string())
                   : *this;
}

}  // namespace metronome::model

namespace metronome::config {

bool Codec<model::ModelName>::read(model::ModelName& out, const Node& node, Reader& reader,
                                   const std::string& path, const FieldSpec& spec) {
  std::string text;
  if (!Codec<std::string>::read(text, node, reader, path, spec)) {
    return false;
  }
  if (!model::is_network_file(text)) {
    out = std::move(text);
    return true;
  }
  FilePath file;
  if (!Codec<FilePath>::read(file, node, reader, path, spec)) {
    return false;
  }
  out = file.path.string();
  return true;
}

}  // namespace metronome::config
