#pragma once

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/base/files.hpp"

/// Folders of reference data: a manifest.json that lists arrays, and a file of little-endian
/// numbers in C order for each. What is absent, or not of the extents of the manifest, is an error,
/// so that a test cannot pass for want of data.
namespace metronome::reference_folder {

using Json = nlohmann::json;

/// The folder that an environment variable names; otherwise the one beside the tests.
[[nodiscard]] inline std::filesystem::path named_by(const char* variable,
                                                    const std::filesystem::path& otherwise) {
  const char* other = std::getenv(variable);
  return other != nullptr && *other != '\0' ? std::filesystem::path(other) : otherwise;
}

[[nodiscard]] inline Json manifest_of(const std::filesystem::path& folder) {
  return Json::parse(read_file(folder / "manifest.json"));
}

/// The entry of a list whose `key` is `name`.
[[nodiscard]] inline const Json& entry_of(const Json& list, const char* key,
                                          const std::string& name) {
  for (const Json& entry : list) {
    if (entry.at(key) == name) {
      return entry;
    }
  }
  throw std::runtime_error("the manifest has no " + name);
}

template <class T>
[[nodiscard]] std::string ending_of() {
  const std::string kind = std::is_floating_point_v<T> ? ".f" : std::is_signed_v<T> ? ".i" : ".u";
  return kind + std::to_string(8 * sizeof(T));
}

[[nodiscard]] inline std::vector<std::size_t> shape_of(const Json& entry) {
  return entry.at("shape").get<std::vector<std::size_t>>();
}

/// The numbers of an entry {file, shape}, which are of type T.
template <class T>
[[nodiscard]] std::vector<T> numbers_of(const std::filesystem::path& folder, const Json& entry) {
  using Bits = std::conditional_t<
      sizeof(T) == 8, std::uint64_t,
      std::conditional_t<sizeof(T) == 4, std::uint32_t,
                         std::conditional_t<sizeof(T) == 2, std::uint16_t, std::uint8_t>>>;
  const std::string file = entry.at("file");
  const std::string bytes = read_file(folder / file);
  std::size_t elements = 1;
  for (const std::size_t extent : shape_of(entry)) {
    elements *= extent;
  }
  if (!file.ends_with(ending_of<T>()) || bytes.size() != elements * sizeof(T)) {
    throw std::runtime_error(file + " does not have the numbers that the manifest says");
  }
  std::vector<T> values;
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(T)) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      bits |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
    }
    values.push_back(std::bit_cast<T>(static_cast<Bits>(bits)));
  }
  return values;
}

}  // namespace metronome::reference_folder
