#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <utility>

#include "arch/dram/device.hpp"

namespace metronome::dram {

/// Cuts a burst address (byte address within the channel / bytes per burst) into row, rank, bank
/// group, bank and column by the device's `mapping`: names of the fields Ro, Ra, Ba, Bg, Co, most
/// significant first, each at most once; a field of width zero may be left out. With `bank_hash`
/// the bank (of its rank) is XORed with the lowest bits of the row, which spreads strides over the
/// banks.
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
  /// Bursts that differ only in the bits [first, second) lie in one row of one bank.
  [[nodiscard]] std::pair<unsigned, unsigned> column_bits() const {
    return {column_.shift, column_.shift + static_cast<unsigned>(std::popcount(column_.mask))};
  }
  /// The inverse of place().
  [[nodiscard]] std::uint64_t burst(const Place& place) const;

 private:
  struct Field {
    unsigned shift = 0;
    std::uint32_t mask = 0;
    [[nodiscard]] std::uint32_t of(std::uint64_t burst) const {
      return static_cast<std::uint32_t>(burst >> shift) & mask;
    }
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
