#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/base/files.hpp"

namespace metronome::seeds_reference {

using Json = nlohmann::json;

/// One array of a case: its numbers in C order and its extents.
template <class T>
struct Array {
  std::vector<T> values;
  std::vector<std::size_t> shape;
};

/// A case of a manifest. What is absent or of another size than the manifest says is an error, so
/// that a test cannot pass for want of data.
class Case {
 public:
  Case(std::filesystem::path folder, Json entry)
      : folder_(std::move(folder)), entry_(std::move(entry)) {}

  [[nodiscard]] const Json& params() const { return entry_.at("params"); }
  [[nodiscard]] Array<double> reals(const std::string& name) const {
    return array<double, std::uint64_t>(name, ".f64");
  }
  [[nodiscard]] Array<std::int32_t> integers(const std::string& name) const {
    return array<std::int32_t, std::uint32_t>(name, ".i32");
  }

 private:
  template <class T, class Bits>
  [[nodiscard]] Array<T> array(const std::string& name, const std::string& kind) const {
    const Json& entry = find(name);
    const std::string file = entry.at("file").get<std::string>();
    if (!file.ends_with(kind)) {
      throw std::runtime_error(file + " is not of kind " + kind);
    }
    Array<T> result{{}, entry.at("shape").get<std::vector<std::size_t>>()};
    std::size_t count = 1;
    for (const std::size_t extent : result.shape) {
      count *= extent;
    }
    const std::string bytes = read_file(folder_ / file);
    if (bytes.size() != count * sizeof(Bits)) {
      throw std::runtime_error(file + " does not have the extents that the manifest says");
    }
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(Bits)) {
      Bits bits = 0;
      for (std::size_t i = 0; i < sizeof(Bits); ++i) {
        bits |= static_cast<Bits>(static_cast<std::uint8_t>(bytes[at + i])) << (8 * i);
      }
      result.values.push_back(std::bit_cast<T>(bits));
    }
    return result;
  }

  [[nodiscard]] const Json& find(const std::string& name) const {
    for (const Json& entry : entry_.at("arrays")) {
      if (entry.at("name") == name) {
        return entry;
      }
    }
    throw std::runtime_error("the manifest has no array " + name);
  }

  std::filesystem::path folder_;
  Json entry_;
};

/// The vectors of one system: below METRONOME_SEEDS_REFERENCE where that is set, else beside the
/// tests. A missing manifest is an error.
class Reference {
 public:
  explicit Reference(const std::string& system)
      : folder_(root() / system), manifest_(Json::parse(read_file(folder_ / "manifest.json"))) {}

  [[nodiscard]] Case of(const std::string& name) const {
    for (const Json& entry : manifest_.at("cases")) {
      if (entry.at("name") == name) {
        return {folder_, entry};
      }
    }
    throw std::runtime_error("the manifest has no case " + name);
  }

 private:
  static std::filesystem::path root() {
    const char* other = std::getenv("METRONOME_SEEDS_REFERENCE");
    return other != nullptr && *other != '\0'
               ? std::filesystem::path(other)
               : std::filesystem::path(METRONOME_SOURCE_DIR) / "tests/workloads/methods/data";
  }

  std::filesystem::path folder_;
  Json manifest_;
};

}  // namespace metronome::seeds_reference
