#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/methods/weights/coefficients/block_layout.hpp"

namespace metronome::weights {

/// Bits of a basis entry: 8, times a power of two that the entries of a block share, or FP32.
enum class BasisWidth { bits_8, fp32 };
constexpr auto enum_rows(BasisWidth) {
  using enum BasisWidth;
  return enum_list<BasisWidth>({{bits_8, "8"}, {fp32, "fp32"}});
}

/// A layer as it is stored: signed powers of two and bases.
struct StoredCoefficients {
  WeightShape shape;
  BasisWidth basis_width = BasisWidth::bits_8;
  std::vector<double> coefficients;  ///< [row][column]
  std::vector<double> basis;         ///< [block][columns][columns]
  bool operator==(const StoredCoefficients&) const = default;
};

/// What is counted of a block.
struct BlockCounts {
  std::uint64_t rows = 0, kept_rows = 0, columns = 0, nonzeros = 0;
  int coefficient_bits = 0;  ///< sign and exponent code; 0 where there is no coefficient
  bool operator==(const BlockCounts&) const = default;
};
[[nodiscard]] std::vector<BlockCounts> counts_of(const BlockLayout& layout,
                                                 std::span<const double> coefficients);

/// Least exponent, width of the exponent codes, exponent of the basis: 8 bits each.
inline constexpr std::uint64_t kBlockHeaderBits = 24;

/// Closed forms of the three streams of the container, in bits:
///   row map: a bit a row; coefficients: a presence bit for each place of a kept row and
///   coefficient_bits a nonzero; basis: its entries and the headers of the blocks.
struct StreamBits {
  std::uint64_t row_map = 0, coefficients = 0, basis = 0;
  [[nodiscard]] std::uint64_t total() const { return row_map + coefficients + basis; }
  bool operator==(const StreamBits&) const = default;
};
[[nodiscard]] StreamBits container_bits(std::span<const BlockCounts> blocks,
                                        BasisWidth basis_width);

/// The size that the authors' code reports: nonzeros (ceil(log2 magnitudes) + 1) + coefficients +
/// basis_bits entries, with the number of different magnitudes of the layer [chen2021smartdeal].
struct ReportedSize {
  std::uint64_t coefficients = 0, nonzeros = 0, magnitudes = 0, basis_entries = 0;
  [[nodiscard]] int bits_per_nonzero() const;
  [[nodiscard]] std::uint64_t coefficient_bits() const;
  [[nodiscard]] std::uint64_t bits(std::uint64_t basis_bits) const {
    return coefficient_bits() + basis_bits * basis_entries;
  }
};
[[nodiscard]] ReportedSize reported_size(const BlockLayout& layout,
                                         std::span<const double> coefficients);

/// The entries of a block on the grid of its stored form.
void round_basis(BasisWidth width, std::span<double> block);

/// The streams, in the order of StreamBits, each filled up to whole bytes.
struct CoefficientStreams {
  std::string row_map, coefficients, basis;
};
/// UserError where a coefficient is no power of two between 2^-126 and 2^127; basis entries are
/// rounded.
[[nodiscard]] CoefficientStreams encode_streams(const StoredCoefficients& layer);

/// The container: "METRONOMES" and two zero bytes, u32 version (1), u32 outputs, inputs, kernel
/// height and width, u8 basis width (0: 8 bits, 1: FP32), the three streams, u64 FNV-1a of all
/// before. Little-endian.
[[nodiscard]] std::string serialise_coefficients(const StoredCoefficients& layer);

/// The inverse: serialise_coefficients(parse_coefficients(x)) == x. UserError naming `file` for
/// everything else, before more memory is taken than the bytes are worth.
[[nodiscard]] StoredCoefficients parse_coefficients(std::string_view bytes,
                                                    const std::string& file);

}  // namespace metronome::weights
