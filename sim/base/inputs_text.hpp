#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace metronome {

/// What decides a command's result, as lines `key: value` for OutputRequest::inputs.
class InputsText {
 public:
  InputsText& add(const std::string& key, const std::string& value);
  /// The keys of a YAML text, below `key`.
  InputsText& add_yaml(const std::string& key, const std::string& yaml);
  /// A digest of the file's content. Throws as read_file.
  InputsText& add_file(const std::string& key, const std::filesystem::path& file);
  /// Digests of those of the named files that are in the folder.
  InputsText& add_files(const std::string& key, const std::filesystem::path& folder,
                        const std::vector<std::string>& names);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace metronome
