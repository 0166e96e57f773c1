#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/quant/affine.hpp"

namespace metronome::reference {

using Json = nlohmann::json;
using Values = std::vector<double>;

/// A folder of reference numbers and its manifest. Anything that is absent or empty is an error, so
/// that a test cannot pass for want of data.
class Reference {
 public:
  /// METRONOME_CPT_REFERENCE, or the folder beside the tests.
  Reference() : Reference(default_folder()) {}
  explicit Reference(std::filesystem::path folder)
      : folder_(std::move(folder)), manifest_(Json::parse(read_file(folder_ / "manifest.json"))) {}

  /// The entries of one kind: "quantize", "conv", "step".
  [[nodiscard]] const Json& entries(const std::string& kind) const {
    const Json& list = manifest_.at(kind);
    if (!list.is_array() || list.empty()) {
      throw std::runtime_error("the manifest has no entries of kind " + kind);
    }
    return list;
  }

  [[nodiscard]] Values doubles(const std::string& file) const {
    return numbers<double, std::uint64_t>(file);
  }
  [[nodiscard]] Values doubles(const std::string& file, std::size_t elements) const {
    Values values = doubles(file);
    if (values.size() != elements) {
      throw std::runtime_error(file + " does not have the extents that the manifest says");
    }
    return values;
  }
  [[nodiscard]] std::vector<std::int32_t> integers(const std::string& file) const {
    return numbers<std::int32_t, std::uint32_t>(file);
  }

 private:
  static std::filesystem::path default_folder() {
    const char* other = std::getenv("METRONOME_CPT_REFERENCE");
    return other != nullptr && *other != '\0'
               ? std::filesystem::path(other)
               : std::filesystem::path((metronome::source_dir() + "/tests/workloads/reference")) /
                     "data";
  }

  template <class Number, class Bits>
  [[nodiscard]] std::vector<Number> numbers(const std::string& file) const {
    const std::string bytes = read_file(folder_ / file);
    if (bytes.empty() || bytes.size() % sizeof(Bits) != 0) {
      throw std::runtime_error(file + " holds no whole numbers");
    }
    std::vector<Number> values;
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(Bits)) {
      Bits bits = 0;
      for (std::size_t i = 0; i < sizeof(Bits); ++i) {
        bits |= static_cast<Bits>(static_cast<std::uint8_t>(bytes[at + i])) << (8 * i);
      }
      values.push_back(std::bit_cast<Number>(bits));
    }
    return values;
  }

  std::filesystem::path folder_;
  Json manifest_;
};

[[nodiscard]] inline std::size_t elements(const Json& shape) {
  std::size_t n = 1;
  for (const Json& extent : shape) {
    n *= extent.get<std::size_t>();
  }
  return n;
}

/// The largest deviation, relative to the largest magnitude expected. Infinite where lengths differ
/// or a value is not a number.
template <class Actual, class Expected>
[[nodiscard]] double deviation(const Actual& actual, const Expected& expected) {
  if (actual.size() != expected.size() || expected.size() == 0) {
    return std::numeric_limits<double>::infinity();
  }
  double largest = 0;
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double difference =
        std::abs(static_cast<double>(actual[i]) - static_cast<double>(expected[i]));
    if (!std::isfinite(difference)) {
      return std::numeric_limits<double>::infinity();
    }
    worst = std::max(worst, difference);
    largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
  }
  return largest == 0 ? worst : worst / largest;
}

template <class T>
[[nodiscard]] std::vector<T> converted(std::span<const double> values) {
  std::vector<T> out;
  for (const double value : values) {
    out.push_back(static_cast<T>(value));
  }
  return out;
}

/// Float may round a value that lies within its precision of the middle between two codes to the
/// other code, which is no error of the implementation but is a whole step. These few values are
/// moved to the code that double precision gives them; all others stay as they are. Each of `rows`
/// has a grid of its own. Returns how many were moved.
inline std::size_t settle_ties(std::span<double> values, std::size_t rows, int bits) {
  constexpr double kNear = 1e-3;  // steps
  const std::size_t n = values.size() / rows;
  std::size_t moved = 0;
  for (std::size_t row = 0; bits > 0 && row < rows; ++row) {
    double* first = values.data() + row * n;
    const quant::Grid<double> grid = quant::grid_of(quant::range_of(first, n), bits);
    for (std::size_t i = 0; i < n; ++i) {
      const double code = first[i] / grid.scale - grid.zero_point / grid.scale;
      if (std::abs(code - std::floor(code) - 0.5) < kNear) {
        quant::quantize(first + i, 1, grid, first + i);
        ++moved;
      }
    }
  }
  return moved;
}

}  // namespace metronome::reference
