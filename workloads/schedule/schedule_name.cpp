#include "workloads/schedule/schedule_name.hpp"

#include "sim/base/files.hpp"
#include "workloads/schedule/csv_schedule.hpp"

namespace metronome::config {

bool Codec<schedule::ScheduleName>::read(schedule::ScheduleName& out, const Node& node,
                                         Reader& reader, const std::string& path,
                                         const FieldSpec& spec) {
  std::string text;
  if (!Codec<std::string>::read(text, node, reader, path, spec)) {
    return false;
  }
  if (const auto file = schedule::schedule_file(text)) {
    const std::string found = placed(*file, node.mark);
    if (!path_exists(found)) {
      reader.error(node.mark, path, "no such file: " + *file,
                   "a file's name relative to this file, or to the working directory");
      return false;
    }
    text.replace(text.find(*file), file->size(), found);
  }
  out = std::move(text);
  return true;
}

}  // namespace metronome::config
