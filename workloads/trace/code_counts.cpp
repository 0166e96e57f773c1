#include "workloads/trace/code_counts.hpp"

#include <bit>
#include <numeric>

#include "sim/base/error.hpp"

namespace metronome::trace {
namespace {

template <std::size_t N>
void add_all(const std::array<std::uint64_t, N>& from, std::array<std::uint64_t, N>& to) {
  for (std::size_t i = 0; i < N; ++i) {
    to[i] += from[i];
  }
}

template <std::size_t N>
std::uint64_t sum(const std::array<std::uint64_t, N>& histogram) {
  return std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
}

template <std::size_t N>
double mean_index(const std::array<std::uint64_t, N>& histogram) {
  double sum = 0;
  double values = 0;
  for (std::size_t i = 0; i < N; ++i) {
    sum += static_cast<double>(i) * static_cast<double>(histogram[i]);
    values += static_cast<double>(histogram[i]);
  }
  return sum / values;
}

}  // namespace

void CodeCounts::add(std::uint32_t magnitude, std::uint64_t count) {
  METRONOME_ASSERT(magnitude >> kBits == 0, "codes have at most 16 bits");
  for (std::size_t i = 0; i < kBits; ++i) {
    bit[i] += (magnitude >> i & 1) * count;
  }
  ones[static_cast<std::size_t>(std::popcount(magnitude))] += count;
  signed_digits[static_cast<std::size_t>(trace::signed_digits(magnitude))] += count;
}

void CodeCounts::merge(const CodeCounts& other) {
  add_all(other.bit, bit);
  add_all(other.ones, ones);
  add_all(other.signed_digits, signed_digits);
}

std::uint64_t CodeCounts::values() const { return sum(ones); }

bool CodeCounts::consistent() const {
  std::uint64_t bits_set = 0;
  for (std::size_t i = 0; i < ones.size(); ++i) {
    bits_set += i * ones[i];
  }
  return sum(signed_digits) == values() && signed_digits[0] == ones[0] && sum(bit) == bits_set;
}

double CodeCounts::zero_share() const {
  return static_cast<double>(zeros()) / static_cast<double>(values());
}

double CodeCounts::bit_density(std::size_t i) const {
  return static_cast<double>(bit.at(i)) / static_cast<double>(values());
}

double CodeCounts::mean_ones() const { return mean_index(ones); }

double CodeCounts::mean_signed_digits() const { return mean_index(signed_digits); }

}  // namespace metronome::trace
