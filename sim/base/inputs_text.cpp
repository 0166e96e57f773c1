#include "sim/base/inputs_text.hpp"

#include <sstream>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome {

InputsText& InputsText::add(const std::string& key, const std::string& value) {
  text_ += key + ": " + value + "\n";
  return *this;
}

InputsText& InputsText::add_yaml(const std::string& key, const std::string& yaml) {
  text_ += key + ":\n";
  std::istringstream lines(yaml);
  for (std::string line; std::getline(lines, line);) {
    text_ += "  " + line + "\n";
  }
  return *this;
}

InputsText& InputsText::add_file(const std::string& key, const std::filesystem::path& file) {
  return add(key, file_digest(file.string()));
}

InputsText& InputsText::add_files(const std::string& key, const std::filesystem::path& folder,
                                  const std::vector<std::string>& names) {
  text_ += key + ":\n";
  for (const std::string& name : names) {
    if (path_exists(folder / name)) {
      text_ += "  ";
      add_file(name, folder / name);
    }
  }
  return *this;
}

}  // namespace metronome
