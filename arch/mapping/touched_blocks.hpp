#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/geometry.hpp"

/// What blocks of a tensor touch in memory, in units of equal size that lie from address 0 on:
/// bursts, or bytes, which are what a transfer asks for. Of blocks of one shape it is a matter of
/// the bit within a unit at which they begin; the tiles of a tensor begin at few of these.
namespace metronome::mapping {

/// Where blocks of one shape begin within a unit, and how many at each bit.
class Begins {
 public:
  /// None so far. `unit`: a power of two.
  explicit Begins(Bytes unit) : unit_bits_(unit.count() * 8) {}
  /// One, at a bit of the tensor.
  Begins(Bytes unit, std::uint64_t bit) : Begins(unit) { add(bit); }

  void add(std::uint64_t bit);
  /// In the place of each so many, each `step_bits` behind the one before.
  void repeat(std::uint64_t count, std::uint64_t step_bits);
  /// The same, so many bits further on.
  [[nodiscard]] Begins behind(std::uint64_t bits) const;

  struct Place {
    std::uint64_t bit = 0, count = 0;
  };
  [[nodiscard]] const std::vector<Place>& places() const { return places_; }
  [[nodiscard]] std::uint64_t unit_bits() const { return unit_bits_; }

 private:
  std::uint64_t unit_bits_;
  std::vector<Place> places_;
};

/// What the transfers of such blocks (block_transfer()) touch, each transfer for itself.
[[nodiscard]] std::uint64_t touched_by(const MatrixBlock& block, const Begins& begins);

}  // namespace metronome::mapping
