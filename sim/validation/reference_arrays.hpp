#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/report/json_fields.hpp"

namespace metronome::validation {

/// One case of results/reference/methods/SYSTEM: parameters, and arrays of numbers in files of
/// their own (little-endian, C order; NAME.f64, NAME.i32).
class ReferenceCase {
 public:
  /// UserError where the folder has no manifest, or that no such case.
  ReferenceCase(const std::filesystem::path& folder, const std::string& name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] report::JsonFields parameters() const;
  [[nodiscard]] std::vector<std::size_t> shape(const std::string& array) const;
  /// UserError where the array is not there, of another type, or its file has not the extents of
  /// the manifest.
  [[nodiscard]] std::vector<double> reals(const std::string& array) const;
  [[nodiscard]] std::vector<std::int32_t> integers(const std::string& array) const;

 private:
  [[nodiscard]] report::JsonFields entry() const;
  [[nodiscard]] report::JsonFields array_entry(const std::string& array) const;
  /// The numbers of an array as bit patterns of `bytes` bytes each.
  [[nodiscard]] std::vector<std::uint64_t> patterns(const std::string& array,
                                                    const std::string& ending,
                                                    std::size_t bytes) const;

  std::filesystem::path folder_;
  std::string name_;
  report::Json manifest_;
  std::size_t index_ = 0;
};

}  // namespace metronome::validation
