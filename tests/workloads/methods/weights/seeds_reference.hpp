#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/base/files.hpp"

namespace metronome::weights {

using Json = nlohmann::json;
using Reals = std::vector<double>;
using Integers = std::vector<std::int32_t>;

/// One case of a manifest. An array that is absent, or not of its shape, is an error.
class SeedCase {
 public:
  SeedCase(std::filesystem::path folder, Json entry)
      : folder_(std::move(folder)), entry_(std::move(entry)) {}

  [[nodiscard]] std::string name() const { return entry_.at("name"); }
  template <class T>
  [[nodiscard]] T parameter(const char* key) const {
    return entry_.at("params").at(key).get<T>();
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
    return array_entry(array).at("shape").get<std::vector<std::size_t>>();
  }
  [[nodiscard]] Reals reals(const std::string& array) const {
    return numbers<double, std::uint64_t>(array, ".f64");
  }
  [[nodiscard]] double real(const std::string& array) const { return reals(array).at(0); }
  [[nodiscard]] Integers integers(const std::string& array) const {
    return numbers<std::int32_t, std::uint32_t>(array, ".i32");
  }

 private:
  [[nodiscard]] const Json& array_entry(const std::string& array) const {
    for (const Json& candidate : entry_.at("arrays")) {
      if (candidate.at("name") == array) {
        return candidate;
      }
    }
    throw std::runtime_error(name() + " has no array " + array);
  }

  template <class Number, class Bits>
  [[nodiscard]] std::vector<Number> numbers(const std::string& array, const char* kind) const {
    const std::string file = array_entry(array).at("file");
    const std::string bytes = read_file(folder_ / file);
    std::size_t elements = 1;
    for (const std::size_t extent : shape(array)) {
      elements *= extent;
    }
    if (!file.ends_with(kind) || bytes.size() != elements * sizeof(Bits) || elements == 0) {
      throw std::runtime_error(file + " does not have the numbers that the manifest says");
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
  Json entry_;
};

/// The cases of one system whose names begin with `prefix`. METRONOME_SEEDS_REFERENCE names the
/// folder above the systems; otherwise it is the one beside the tests. No case is an error, so that
/// a test cannot pass for want of data.
[[nodiscard]] inline std::vector<SeedCase> seed_cases(const std::string& system,
                                                      const std::string& prefix) {
  const char* other = std::getenv("METRONOME_SEEDS_REFERENCE");
  const std::filesystem::path root = other != nullptr && *other != '\0'
                                         ? std::filesystem::path(other)
                                         : std::filesystem::path(METRONOME_TEST_DIR) / "data";
  const std::filesystem::path folder = root / system;
  const Json manifest = Json::parse(read_file(folder / "manifest.json"));
  std::vector<SeedCase> cases;
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

/// One row or item of an array whose first extent is `count`.
template <class T>
[[nodiscard]] std::vector<T> item(const std::vector<T>& all, std::size_t count, std::size_t i) {
  const std::size_t n = all.size() / count;
  return {all.begin() + static_cast<std::ptrdiff_t>(i * n),
          all.begin() + static_cast<std::ptrdiff_t>((i + 1) * n)};
}

template <class To, class From>
[[nodiscard]] std::vector<To> converted_to(const std::vector<From>& from) {
  std::vector<To> to;
  for (const From value : from) {
    to.push_back(static_cast<To>(value));
  }
  return to;
}

/// C [i][j] = sum over k of A [i][k] B [j][k].
[[nodiscard]] inline Reals product(const Reals& a, const Reals& b, std::size_t depth) {
  Reals c;
  for (std::size_t i = 0; i < a.size() / depth; ++i) {
    for (std::size_t j = 0; j < b.size() / depth; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < depth; ++k) {
        sum += a[i * depth + k] * b[j * depth + k];
      }
      c.push_back(sum);
    }
  }
  return c;
}

[[nodiscard]] inline Reals transposed(const Reals& a, std::size_t columns) {
  Reals t;
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = 0; i < a.size() / columns; ++i) {
      t.push_back(a[i * columns + j]);
    }
  }
  return t;
}

}  // namespace metronome::weights
