#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/array/array.hpp"

namespace metronome::array {

/// What an array did while an operation ran, for pricing. A bit product is one of 1 x 1 bits; an
/// a x b multiplier does a * b of them each cycle: useful ones (bits of operands), padded ones
/// (operands narrower than the multiplier, or beyond the matrices), or idle ones (cycles without
/// operands: filling, draining, stalled). Useful + padded + idle = peak bit products x cycles.
/// Of the padded ones, `zero` are those of multipliers that have no product at all: beyond the
/// matrices, or on zeros inserted between errors. (The others belong to products that are priced at
/// the widths in which they are executed.)
struct ArrayCounts {
  std::uint64_t useful_bit_products = 0;
  std::uint64_t padded_bit_products = 0;
  std::uint64_t zero_bit_products = 0;
  std::uint64_t idle_bit_products = 0;
  std::uint64_t idle_pe_cycles = 0;
  ArrayWork work;
  bool operator==(const ArrayCounts&) const = default;
};

/// `useful` bit products done with this use of the array, in `cycles` of which the array waited for
/// memory or others where they exceed its own; zero_bit_products are left at 0.
[[nodiscard]] ArrayCounts array_counts(const ArraySpec& spec, const ArrayUse& use,
                                       std::uint64_t useful, std::uint64_t cycles);

/// Bit products of lanes that get no operands in busy cycles because the paths to them feed fewer
/// (ChunkedFpSpec::least_passes): no padding, which is multiplied, but as idle as an array without
/// operands.
[[nodiscard]] std::uint64_t unfed_bit_products(const ArraySpec& spec, const Operands& operands,
                                               std::uint64_t busy_cycles);

/// Bit products of the multipliers that `macs` products of these operands leave without one in the
/// busy cycles. None where time depends on values: lanes then wait, they do not multiply zeros.
[[nodiscard]] std::uint64_t zero_bit_products(const ArraySpec& spec, const ArrayUse& use,
                                              const Operands& operands, std::uint64_t macs);

/// The counts with their names in ledgers and energy tables: "useful_bit_product", ...,
/// "idle_pe_cycle", "addition", "shift", "register_write".
[[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> named_counts(
    const ArrayCounts& counts);

}  // namespace metronome::array
