#pragma once

#include <cstdint>
#include <string>

#include "arch/dram/device.hpp"

namespace metronome::dram {

/// Cuts a burst address (byte address within the channel / bytes per burst) into row, rank, bank
/// group, bank and column by the device's `mapping`: names of the fields Ro, Ra, Ba, Bg, Co, most
/// significant first, each at most once; a field that has one value only may be left out. The
/// numbers of ranks and rows need not be powers of two: a field's value is the quotient by what
/// lies below it, modulo its number. With `bank_hash` the bank (of its rank) is XORed with the
/// lowest bits of the row, which spreads strides over the banks.
class AddressMap {
 public:
  struct Place {
    std::uint32_t row = 0;
    std::uint8_t bank = 0;  ///< (rank * bank groups + group) * banks per group + bank of the group
    std::uint32_t column = 0;  ///< in bursts
    bool operator==(const Place&) const = default;
  };

  /// The device must be valid (complaint() empty); InternalError otherwise.
  explicit AddressMap(const DeviceSpec& device);

  /// What is wrong with the device's mapping; empty if nothing.
  [[nodiscard]] static std::string complaint(const DeviceSpec& device);

  [[nodiscard]] std::uint32_t row(std::uint64_t burst) const { return row_.of(burst); }
  [[nodiscard]] std::uint8_t bank(std::uint64_t burst) const {
    const std::uint32_t bank =
        rank_.of(burst) << rank_bits_ | group_.of(burst) << bank_bits_ | bank_.of(burst);
    return static_cast<std::uint8_t>(bank ^ (row(burst) & hash_mask_));
  }
  [[nodiscard]] Place place(std::uint64_t burst) const {
    return {row(burst), bank(burst), column_.of(burst)};
  }
  /// Bursts of one row of one bank are a multiple of `step` apart, and all that are in the same
  /// `span`, counted from 0, lie in it.
  struct Columns {
    std::uint64_t step = 1;
    std::uint64_t span = 1;
  };
  [[nodiscard]] Columns columns() const {
    const std::uint64_t step = column_.place();
    return {step, step * (std::uint64_t{column_.mask} + 1)};
  }
  /// Consecutive bursts of one rank, from a multiple of their number on.
  [[nodiscard]] std::uint64_t bursts_below_rank() const { return rank_.place(); }
  /// The inverse of place().
  [[nodiscard]] std::uint64_t burst(const Place& place) const;

 private:
  /// Below it lie 2^shift * divisor values of other fields.
  struct Field {
    unsigned shift = 0;
    std::uint32_t mask = 0;  ///< of a number of values that is a power of two, or of the top field
    std::uint32_t divisor = 1;  ///< odd
    std::uint32_t count = 1;    ///< of its values; looked at where `odd`
    bool odd = false;           ///< not cut by bits
    [[nodiscard]] std::uint32_t of(std::uint64_t burst) const {
      const std::uint64_t above = burst >> shift;
      return odd ? static_cast<std::uint32_t>(above / divisor % count)
                 : static_cast<std::uint32_t>(above) & mask;
    }
    [[nodiscard]] std::uint64_t place() const { return std::uint64_t{divisor} << shift; }
  };

  Field row_;
  Field rank_;
  Field group_;
  Field bank_;
  Field column_;
  unsigned bank_bits_ = 0;       ///< of the bank within its group
  unsigned rank_bits_ = 0;       ///< of the bank within its rank
  std::uint32_t hash_mask_ = 0;  ///< the bits of the row that are XORed into the bank
};

}  // namespace metronome::dram
