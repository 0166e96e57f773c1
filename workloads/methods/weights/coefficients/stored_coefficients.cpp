#include "workloads/methods/weights/coefficients/stored_coefficients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include "sim/base/bytes.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/methods/weights/coefficients/basis_grid.hpp"
#include "workloads/methods/weights/form/bit_stream.hpp"

namespace metronome::weights {
namespace {

constexpr std::string_view kMagic("METRONOMES\0\0", 12);
constexpr std::uint32_t kVersion = 1;
constexpr int kLeastExponent = -126;
constexpr int kMostExponent = 127;

/// e of a coefficient +-2^e.
int exponent_of(double coefficient) {
  int exponent = 0;
  const double fraction = std::frexp(std::abs(coefficient), &exponent);
  if (fraction != 0.5 || exponent - 1 < kLeastExponent || exponent - 1 > kMostExponent) {
    throw UserError(fmt::format("the coefficient {} cannot be stored", coefficient),
                    "0, or a power of two between 2^-126 and 2^127 with a sign");
  }
  return exponent - 1;
}

/// The exponents of a block: the least one, and the bits that count from it to the largest.
struct Exponents {
  int least = 0;
  int bits = 0;
  bool any = false;
};

Exponents exponents_of(std::span<const double> coefficients) {
  int least = std::numeric_limits<int>::max();
  int most = std::numeric_limits<int>::min();
  for (const double c : coefficients) {
    if (c != 0) {
      least = std::min(least, exponent_of(c));
      most = std::max(most, exponent_of(c));
    }
  }
  return least > most
             ? Exponents{}
             : Exponents{least,
                         static_cast<int>(std::bit_width(static_cast<unsigned>(most - least))),
                         true};
}

std::span<const double> block_of(const BlockLayout& layout, const Block& block,
                                 std::span<const double> coefficients) {
  return coefficients.subspan(block.first_row * layout.columns(), block.rows * layout.columns());
}

std::uint64_t entry_bits(BasisWidth width) {
  switch (width) {
    case BasisWidth::bits_8:
      return 8;
    case BasisWidth::fp32:
      return 32;
  }
  fail_no_enumerator(width);
}

std::uint8_t signed_byte(int value) { return static_cast<std::uint8_t>(value & 0xff); }
int from_byte(std::uint32_t byte) {
  return byte < 128 ? static_cast<int>(byte) : static_cast<int>(byte) - 256;
}

}  // namespace

std::vector<BlockCounts> counts_of(const BlockLayout& layout,
                                   std::span<const double> coefficients) {
  std::vector<BlockCounts> counts;
  for (const Block& block : layout.blocks()) {
    const std::span<const double> values = block_of(layout, block, coefficients);
    const Exponents exponents = exponents_of(values);
    BlockCounts of{.rows = block.rows, .columns = layout.columns()};
    of.coefficient_bits = exponents.any ? 1 + exponents.bits : 0;
    for (std::size_t row = 0; row < block.rows; ++row) {
      const auto in_row = values.subspan(row * layout.columns(), layout.columns());
      const auto zeros = static_cast<std::size_t>(std::count(in_row.begin(), in_row.end(), 0.0));
      of.nonzeros += layout.columns() - zeros;
      of.kept_rows += zeros < layout.columns() ? 1 : 0;
    }
    counts.push_back(of);
  }
  return counts;
}

StreamBits container_bits(std::span<const BlockCounts> blocks, BasisWidth basis_width) {
  StreamBits bits;
  for (const BlockCounts& block : blocks) {
    bits.row_map += block.rows;
    bits.coefficients += block.kept_rows * block.columns +
                         block.nonzeros * static_cast<std::uint64_t>(block.coefficient_bits);
    bits.basis += kBlockHeaderBits + block.columns * block.columns * entry_bits(basis_width);
  }
  return bits;
}

int ReportedSize::bits_per_nonzero() const {
  return magnitudes == 0 ? 0 : static_cast<int>(std::bit_width(magnitudes - 1)) + 1;
}

std::uint64_t ReportedSize::coefficient_bits() const {
  return coefficients + nonzeros * static_cast<std::uint64_t>(bits_per_nonzero());
}

ReportedSize reported_size(const BlockLayout& layout, std::span<const double> coefficients) {
  std::set<double> magnitudes;
  ReportedSize size{.coefficients = coefficients.size(), .basis_entries = layout.basis_entries()};
  for (const double c : coefficients) {
    if (c != 0) {
      ++size.nonzeros;
      magnitudes.insert(std::abs(c));
    }
  }
  size.magnitudes = magnitudes.size();
  return size;
}

void round_basis(BasisWidth width, std::span<double> block) {
  const BasisGrid grid(block);
  for (double& entry : block) {
    switch (width) {
      case BasisWidth::bits_8:
        entry = grid.value(grid.code(entry));
        break;
      case BasisWidth::fp32:
        entry = static_cast<double>(static_cast<float>(entry));
        break;
    }
  }
}

namespace {

void encode_block(std::span<const double> values, std::size_t columns, const Exponents& exponents,
                  BitWriter& map, BitWriter& out) {
  // Presence bits of all kept rows come first, then the coefficients.
  for (std::size_t first = 0; first < values.size(); first += columns) {
    const auto row = values.subspan(first, columns);
    const bool kept = std::any_of(row.begin(), row.end(), [](double c) { return c != 0; });
    map.put(kept ? 1 : 0, 1);
    for (std::size_t k = 0; kept && k < columns; ++k) {
      out.put(row[k] != 0 ? 1 : 0, 1);
    }
  }
  for (const double c : values) {
    if (c != 0) {
      out.put(std::signbit(c) ? 1 : 0, 1);
      out.put(static_cast<std::uint32_t>(exponent_of(c) - exponents.least), exponents.bits);
    }
  }
}

void encode_basis(std::span<const double> block, BasisWidth width, const Exponents& exponents,
                  BitWriter& out) {
  const BasisGrid grid(block);
  out.put(signed_byte(exponents.least), 8);
  out.put(signed_byte(exponents.bits), 8);
  out.put(width == BasisWidth::bits_8 ? signed_byte(grid.exponent()) : 0U, 8);
  for (const double entry : block) {
    switch (width) {
      case BasisWidth::bits_8:
        out.put(signed_byte(grid.code(entry)), 8);
        break;
      case BasisWidth::fp32:
        out.put(std::bit_cast<std::uint32_t>(static_cast<float>(entry)), 32);
        break;
    }
  }
}

}  // namespace

CoefficientStreams encode_streams(const StoredCoefficients& layer) {
  const BlockLayout layout(layer.shape);
  METRONOME_ASSERT(layer.coefficients.size() == layout.coefficients() &&
                       layer.basis.size() == layout.basis_entries(),
                   "coefficients and bases are those of the layout");
  BitWriter map;
  BitWriter coefficients;
  BitWriter basis;
  for (std::size_t b = 0; b < layout.blocks().size(); ++b) {
    const auto values = block_of(layout, layout.blocks()[b], layer.coefficients);
    const Exponents exponents = exponents_of(values);
    encode_block(values, layout.columns(), exponents, map, coefficients);
    encode_basis(std::span(layer.basis).subspan(b * layout.basis_size(), layout.basis_size()),
                 layer.basis_width, exponents, basis);
  }
  return {map.bytes(), coefficients.bytes(), basis.bytes()};
}

std::string serialise_coefficients(const StoredCoefficients& layer) {
  const CoefficientStreams streams = encode_streams(layer);
  std::string out(kMagic);
  put(out, kVersion);
  for (const std::size_t extent : {layer.shape.outputs, layer.shape.inputs,
                                   layer.shape.kernel_height, layer.shape.kernel_width}) {
    put(out, static_cast<std::uint32_t>(extent));
  }
  put(out, static_cast<std::uint8_t>(layer.basis_width == BasisWidth::fp32 ? 1 : 0));
  out += streams.row_map + streams.coefficients + streams.basis;
  put(out, fnv1a(out));
  return out;
}

namespace {

bool has_own_sum(std::string_view bytes) {
  if (bytes.size() < sizeof(std::uint64_t)) {
    return false;
  }
  const std::string_view sum = bytes.substr(bytes.size() - sizeof(std::uint64_t));
  std::string wanted;
  put(wanted, fnv1a(bytes.substr(0, bytes.size() - sum.size())));
  return wanted == sum;
}

/// Takes the streams of a container apart, in the order in which their lengths become known.
class Parser {
 public:
  Parser(std::string_view bytes, const std::string& file)
      : bytes_(bytes), reader_(bytes, file, "coefficients", "a file that Metronome has written") {}

  StoredCoefficients run() {
    read_head();
    const BlockLayout layout(layer_.shape);
    const std::uint64_t map_begin = reader_.at();
    Stream map(reader_.take(bytes_of(layout.rows())), map_begin);
    // The headers of the blocks lie in the basis, whose length is known.
    const std::uint64_t basis_bytes =
        bytes_of(layout.blocks().size() * kBlockHeaderBits +
                 layout.basis_entries() * entry_bits(layer_.basis_width));
    if (basis_bytes + sizeof(std::uint64_t) > reader_.left()) {
      reader_.fail("ends too early");
    }
    const std::uint64_t begin = reader_.at();
    const std::string_view rest = reader_.take(reader_.left() - sizeof(std::uint64_t));
    Stream coefficients(rest.substr(0, rest.size() - basis_bytes), begin);
    Stream basis(rest.substr(rest.size() - basis_bytes), begin + rest.size() - basis_bytes);
    for (const Block& block : layout.blocks()) {
      const Exponents exponents = read_basis(layout, basis);
      read_block(block.rows, layout.columns(), exponents, map, coefficients);
    }
    require_end(map);
    require_end(coefficients);
    require_end(basis);
    const std::uint64_t sum = reader_.at();
    if (reader_.number<std::uint64_t>() != fnv1a(bytes_.substr(0, bytes_.size() - 8))) {
      reader_.fail_at(sum, "is damaged: its check sum is another");
    }
    return std::move(layer_);
  }

 private:
  /// A stream with its place in the file.
  struct Stream {
    Stream(std::string_view bytes, std::uint64_t begin_byte) : bits(bytes), begin(begin_byte) {}
    [[nodiscard]] std::uint64_t byte() const { return begin + bits.at() / 8; }
    BitReader bits;
    std::uint64_t begin;
  };

  static std::uint64_t bytes_of(std::uint64_t bits) { return ceil_div<std::uint64_t>(bits, 8); }

  void read_head() {
    if (reader_.left() < kMagic.size() || reader_.take(kMagic.size()) != kMagic) {
      reader_.fail("does not start with the magic text METRONOMES");
    }
    if (const auto version = reader_.number<std::uint32_t>(); version != kVersion) {
      reader_.fail(fmt::format("has version {}, this program reads {}", version, kVersion));
    }
    constexpr std::uint32_t kMostKernel = 64;
    WeightShape& shape = layer_.shape;
    shape.outputs = extent(std::numeric_limits<std::uint32_t>::max());
    shape.inputs = extent(std::numeric_limits<std::uint32_t>::max());
    shape.kernel_height = extent(kMostKernel);
    shape.kernel_width = extent(kMostKernel);
    layer_.basis_width = reader_.number_up_to<std::uint8_t>(1, "the width of the bases") == 1
                             ? BasisWidth::fp32
                             : BasisWidth::bits_8;
    // A row has a bit at least, so that what is allocated is bounded by the bytes that are there.
    const std::optional<std::uint64_t> rows =
        checked_product({shape.outputs, shape.inputs, shape.kernel_height});
    const std::uint64_t rows_of_vectors = shape.kernel_width > 1 ? 1 : 3;
    if (!rows || *rows / rows_of_vectors > 8 * reader_.left()) {
      reader_.fail("has fewer bytes than its weights need");
    }
  }

  std::size_t extent(std::uint32_t most) {
    const auto value = reader_.number_up_to<std::uint32_t>(most, "an extent");
    if (value == 0) {
      reader_.fail("has an extent of 0");
    }
    return value;
  }

  std::uint32_t take(Stream& stream, int width) {
    if (stream.bits.left() < static_cast<std::uint64_t>(width)) {
      reader_.fail_at(stream.byte(), "ends too early");
    }
    return stream.bits.take(width);
  }

  /// The bits that fill the last byte.
  void require_end(Stream& stream) {
    BitReader& bits = stream.bits;
    const std::uint64_t byte = stream.byte();
    if (bits.left() >= 8 || bits.take(static_cast<int>(bits.left())) != 0) {
      reader_.fail_at(byte, "has bits behind the end of a stream");
    }
  }

  Exponents read_basis(const BlockLayout& layout, Stream& bits) {
    const std::uint64_t begin = bits.byte();
    Exponents exponents;
    exponents.least = from_byte(take(bits, 8));
    exponents.bits = from_byte(take(bits, 8));
    const int exponent = from_byte(take(bits, 8));
    if (exponents.bits < 0 || exponents.bits > 8) {
      reader_.fail_at(begin + 1, "has exponents of more than 8 bits");
    }
    std::vector<double> entries;
    for (std::size_t i = 0; i < layout.basis_size(); ++i) {
      entries.push_back(read_entry(bits, exponent));
    }
    const bool is_least = layer_.basis_width == BasisWidth::fp32
                              ? exponent == 0
                              : BasisGrid(entries).exponent() == exponent;
    if (!is_least) {
      reader_.fail_at(begin + 2, "has a basis on a grid that is not its own");
    }
    layer_.basis.insert(layer_.basis.end(), entries.begin(), entries.end());
    return exponents;
  }

  double read_entry(Stream& bits, int exponent) {
    const std::uint64_t begin = bits.byte();
    switch (layer_.basis_width) {
      case BasisWidth::bits_8: {
        const int code = from_byte(take(bits, 8));
        if (code < -BasisGrid::kMostCode) {
          reader_.fail_at(begin, "has a basis entry that is no code");
        }
        return std::ldexp(code, exponent);
      }
      case BasisWidth::fp32: {
        const float value = std::bit_cast<float>(take(bits, 32));
        if (!std::isfinite(value)) {
          reader_.fail_at(begin, "holds a number that is not finite");
        }
        return static_cast<double>(value);
      }
    }
    fail_no_enumerator(layer_.basis_width);
  }

  void read_block(std::size_t rows, std::size_t columns, const Exponents& exponents, Stream& map,
                  Stream& bits) {
    const std::uint64_t begin = bits.byte();
    const std::size_t first = layer_.coefficients.size();
    std::vector<std::size_t> places;
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t before = places.size();
      const bool kept = take(map, 1) != 0;
      for (std::size_t k = 0; kept && k < columns; ++k) {
        if (take(bits, 1) != 0) {
          places.push_back(first + row * columns + k);
        }
      }
      if (kept && places.size() == before) {
        reader_.fail_at(bits.byte(), "keeps a row without coefficients");
      }
    }
    layer_.coefficients.resize(first + rows * columns);
    for (const std::size_t place : places) {
      const bool negative = take(bits, 1) != 0;
      const int exponent = exponents.least + static_cast<int>(take(bits, exponents.bits));
      if (exponent < kLeastExponent || exponent > kMostExponent) {
        reader_.fail_at(bits.byte(), "has a coefficient beyond 2^127 or below 2^-126");
      }
      layer_.coefficients[place] = std::ldexp(negative ? -1.0 : 1.0, exponent);
    }
    const Exponents own = exponents_of(std::span(layer_.coefficients).subspan(first));
    if (own.least != exponents.least || own.bits != exponents.bits) {
      reader_.fail_at(begin, "has a header that is not that of its coefficients");
    }
  }

  std::string_view bytes_;
  ByteReader reader_;
  StoredCoefficients layer_;
};

}  // namespace

StoredCoefficients parse_coefficients(std::string_view bytes, const std::string& file) {
  try {
    return Parser(bytes, file).run();
  } catch (const UserError& error) {
    // What does not fit first may follow from bytes that are missing or changed elsewhere: of a
    // file that was cut the end is wrong, wherever that shows.
    Diagnostic found = error.diagnostics().front();
    if (bytes.starts_with(kMagic) && !has_own_sum(bytes) &&
        found.what.find("check sum") == std::string::npos) {
      found.what = fmt::format(
          "coefficients: was cut or is damaged: the last 8 of its {} bytes are not the check sum "
          "of "
          "those before; what then does not fit: {}",
          bytes.size(), found.what.substr(found.what.find(": ") + 2));
    }
    throw UserError(found);
  }
}

}  // namespace metronome::weights
