#include "workloads/schedule/schedule_name.hpp"

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
    text.replace(text.find(*file), file->size(), placed(*file, node.mark));
  }
  out = std::move(text);
  return true;
}

}  // namespace metronome::config
