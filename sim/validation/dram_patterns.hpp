#pragma once

#include <cstdint>
#include <vector>

#include "arch/dram/device.hpp"
#include "arch/dram/request.hpp"

/// The request patterns with which other DRAM simulators were run (results/reference/dram).
namespace metronome::dram::patterns {

/// xorshift64*, the generator of the random ones.
class Xorshift {
 public:
  explicit Xorshift(std::uint64_t seed = 88172645463325252ULL) : x_(seed) {}
  std::uint64_t operator()() {
    x_ ^= x_ >> 12;
    x_ ^= x_ << 25;
    x_ ^= x_ >> 27;
    return x_ * 2685821657736338717ULL;
  }
  std::uint64_t below(std::uint64_t n) { return (*this)() % n; }

 private:
  std::uint64_t x_;
};

/// `n` bursts one after the other.
inline std::vector<Request> sequential(const DeviceSpec& d, std::size_t n, Direction direction) {
  const std::uint64_t burst = d.bytes_per_burst().count();
  std::vector<Request> out;
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back({i * burst % d.capacity_bytes().count(), direction});
  }
  return out;
}

/// Tiles of 64 KiB read, 64 KiB read, 16 KiB written, 128 MiB apart.
inline std::vector<Request> double_buffer(const DeviceSpec& d, std::size_t n) {
  struct Stream {
    std::uint64_t base, bytes;
    Direction direction;
  };
  const Stream streams[] = {{0, 65536, Direction::read},
                            {128u << 20, 65536, Direction::read},
                            {256u << 20, 16384, Direction::write}};
  std::vector<Request> out;
  for (std::uint64_t tile = 0;; ++tile) {
    for (const Stream& s : streams) {
      for (std::uint64_t at = 0; at < s.bytes; at += d.bytes_per_burst().count()) {
        if (out.size() == n) {
          return out;
        }
        out.push_back({s.base + tile * s.bytes + at, s.direction});
      }
    }
  }
}

/// Reads of consecutive rows of one bank.
inline std::vector<Request> row_stride(const DeviceSpec& d, std::size_t n) {
  const std::uint64_t step = d.capacity_bytes().count() / d.rows;
  std::vector<Request> out;
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back({i * step % d.capacity_bytes().count(), Direction::read});
  }
  return out;
}

/// Uniform; all reads, or two reads for each write.
inline std::vector<Request> random(const DeviceSpec& d, std::size_t n, bool mixed) {
  Xorshift generator;
  const std::uint64_t burst = d.bytes_per_burst().count();
  const std::uint64_t bursts = d.capacity_bytes().count() / burst;
  std::vector<Request> out;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t r = generator();
    const bool write = mixed && (r >> 8 & 0xFFF) % 3 == 0;
    out.push_back({(r >> 20) % bursts * burst, write ? Direction::write : Direction::read});
  }
  return out;
}

}  // namespace metronome::dram::patterns
