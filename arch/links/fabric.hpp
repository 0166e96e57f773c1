#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/links/system_spec.hpp"

namespace metronome::links {

using ChipIndex = std::uint32_t;
using LinkIndex = std::uint32_t;

/// The links of a system, one direction each, and which of them messages take: in rings and tori
/// the shorter way, forward where both are as long, along rows before columns.
class Fabric {
 public:
  explicit Fabric(const SystemSpec& system);

  [[nodiscard]] std::size_t links() const { return links_; }
  /// "0 > 1", of chips, or "0 > switch"; empty where nothing is there (from a chip to itself).
  [[nodiscard]] std::string name(LinkIndex link) const;
  [[nodiscard]] std::vector<LinkIndex> route(ChipIndex from, ChipIndex to) const;

 private:
  /// Appends a way around a ring of `length` places, place p being chip base + p stride.
  void around(std::vector<LinkIndex>& route, std::uint64_t base, std::uint64_t stride,
              std::uint64_t length, std::uint64_t from, std::uint64_t to,
              std::uint64_t first_link) const;

  Topology topology_;
  std::uint64_t chips_, rows_, columns_;
  std::size_t links_ = 0;
};

}  // namespace metronome::links
