#pragma once

#include <algorithm>
#include <cctype>
#include <set>

#include "tests/support/source_dir.hpp"
#include "tests/workloads/reference_folder.hpp"
#include "workloads/formats/element.hpp"
#include "workloads/formats/matrix.hpp"

namespace metronome::formats {

using reference_folder::Json;

/// The vectors: of the folder that METRONOME_FORMATS_REFERENCE names, else those beside the tests.
/// Extents and parameters are read from the manifest, so that a folder of other ones does.
class Vectors {
 public:
  Vectors()
      : folder_(reference_folder::named_by(
            "METRONOME_FORMATS_REFERENCE",
            std::filesystem::path((metronome::source_dir() + "/tests/workloads/formats")) /
                "data")),
        manifest_(reference_folder::manifest_of(folder_)) {}

  [[nodiscard]] const Json& manifest() const { return manifest_; }
  [[nodiscard]] bool has(const std::string& file) const {
    const std::vector<std::string> all = files();
    return std::find(all.begin(), all.end(), file) != all.end();
  }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const Json& entry : manifest_.at("files")) {
      names.push_back(entry.at("file"));
    }
    return names;
  }
  /// What stands between `before` and `behind` in the names of files that have both; none is an
  /// error.
  [[nodiscard]] std::vector<std::string> between(const std::string& before,
                                                 const std::string& behind) const {
    std::vector<std::string> parts;
    for (const std::string& name : files()) {
      if (name.size() > before.size() + behind.size() && name.starts_with(before) &&
          name.ends_with(behind)) {
        parts.push_back(name.substr(before.size(), name.size() - before.size() - behind.size()));
      }
    }
    if (parts.empty()) {
      throw std::runtime_error("the manifest has no " + before + "*" + behind);
    }
    return parts;
  }

  [[nodiscard]] std::string what(const std::string& file) const { return find(file).at("what"); }
  [[nodiscard]] std::vector<std::size_t> shape(const std::string& file) const {
    return reference_folder::shape_of(find(file));
  }
  template <class T>
  [[nodiscard]] std::vector<T> read(const std::string& file) {
    read_.insert(file);
    std::vector<T> numbers = reference_folder::numbers_of<T>(folder_, find(file));
    if (numbers.empty()) {
      throw std::runtime_error(file + " is empty");
    }
    return numbers;
  }
  [[nodiscard]] Matrix matrix(const std::string& file) {
    const std::vector<std::size_t> extents = shape(file);
    return {extents.at(0), extents.at(1), read<float>(file)};
  }
  /// Random bits; R as the manifest says of them, else 16.
  template <class T>
  [[nodiscard]] Draws draws(const std::string& file) {
    const std::vector<T> list = read<T>(file);
    return Draws(std::vector<std::uint32_t>(list.begin(), list.end()));
  }
  [[nodiscard]] Rounding stochastic(const std::string& file) const {
    return {RoundingMode::stochastic, static_cast<int>(number(file, "R = ", 16))};
  }

  /// The number behind a text in what the manifest says of a file; `otherwise` where it is not.
  [[nodiscard]] std::size_t number(const std::string& file, const std::string& behind,
                                   std::size_t otherwise) const {
    const std::string text = what(file);
    const std::size_t at = text.find(behind);
    return at == std::string::npos ? otherwise : number_at(text, at + behind.size());
  }
  [[nodiscard]] std::size_t number(const std::string& file, const std::string& behind) const {
    if (what(file).find(behind) == std::string::npos) {
      throw std::runtime_error("the manifest does not say '" + behind + "' of " + file);
    }
    return number(file, behind, 0);
  }
  /// Files of the manifest that were not read.
  [[nodiscard]] std::vector<std::string> unread() const {
    std::vector<std::string> names;
    for (const std::string& name : files()) {
      if (!read_.contains(name)) {
        names.push_back(name);
      }
    }
    return names;
  }

 private:
  static std::size_t number_at(const std::string& text, std::size_t at) {
    std::size_t number = 0;
    if (at >= text.size() || std::isdigit(static_cast<unsigned char>(text[at])) == 0) {
      throw std::runtime_error("no number in: " + text);
    }
    for (; at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0; ++at) {
      number = 10 * number + static_cast<std::size_t>(text[at] - '0');
    }
    return number;
  }
  [[nodiscard]] const Json& find(const std::string& file) const {
    return reference_folder::entry_of(manifest_.at("files"), "file", file);
  }

  std::filesystem::path folder_;
  Json manifest_;
  std::set<std::string> read_;
};

/// "e4m3", "E4M3 of ...", "int8".
inline Element element_named(std::string name) {
  name = name.substr(0, name.find(' '));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto element = enum_from_name<Element>(name == "int8" ? "mxint8" : name);
  if (!element) {
    throw std::runtime_error("no element " + name);
  }
  return *element;
}

}  // namespace metronome::formats
