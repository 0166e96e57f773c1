#pragma once

#include "tests/support/source_dir.hpp"
#include "tests/workloads/reference_folder.hpp"

namespace metronome::seeds_reference {

using reference_folder::Json;

/// One case of a system: its parameters and arrays.
class Case {
 public:
  Case(std::filesystem::path folder, Json entry)
      : folder_(std::move(folder)), entry_(std::move(entry)) {}

  [[nodiscard]] std::string name() const { return entry_.at("name"); }
  [[nodiscard]] const Json& params() const { return entry_.at("params"); }
  template <class T>
  [[nodiscard]] T parameter(const char* key) const {
    return params().at(key).get<T>();
  }
  [[nodiscard]] bool has(const std::string& array) const {
    for (const Json& candidate : entry_.at("arrays")) {
      if (candidate.at("name") == array) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] std::vector<std::size_t> shape(const std::string& array) const {
    return reference_folder::shape_of(find(array));
  }
  [[nodiscard]] std::vector<double> reals(const std::string& array) const {
    return reference_folder::numbers_of<double>(folder_, find(array));
  }
  [[nodiscard]] double real(const std::string& array) const { return reals(array).at(0); }
  [[nodiscard]] std::vector<std::int32_t> integers(const std::string& array) const {
    return reference_folder::numbers_of<std::int32_t>(folder_, find(array));
  }

 private:
  [[nodiscard]] const Json& find(const std::string& array) const {
    return reference_folder::entry_of(entry_.at("arrays"), "name", array);
  }

  std::filesystem::path folder_;
  Json entry_;
};

/// The cases of one system whose names begin with `prefix`; none is an error.
/// METRONOME_SEEDS_REFERENCE names another folder of systems.
[[nodiscard]] inline std::vector<Case> cases_of(const std::string& system,
                                                const std::string& prefix) {
  const std::filesystem::path folder =
      reference_folder::named_by(
          "METRONOME_SEEDS_REFERENCE",
          std::filesystem::path(metronome::source_dir()) / "results/reference/methods") /
      system;
  const Json manifest = reference_folder::manifest_of(folder);
  std::vector<Case> cases;
  for (const Json& entry : manifest.at("cases")) {
    if (entry.at("name").get<std::string>().starts_with(prefix)) {
      cases.emplace_back(folder, entry);
    }
  }
  if (cases.empty()) {
    throw std::runtime_error("the manifest of " + system + " has no case " + prefix);
  }
  return cases;
}

/// The case of that name.
[[nodiscard]] inline Case case_of(const std::string& system, const std::string& name) {
  for (const Case& found : cases_of(system, name)) {
    if (found.name() == name) {
      return found;
    }
  }
  throw std::runtime_error("the manifest of " + system + " has no case " + name);
}

}  // namespace metronome::seeds_reference
