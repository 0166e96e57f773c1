#include <gtest/gtest.h>

#include <cmath>

#include "sim/base/bytes.hpp"
#include "sim/base/hash.hpp"
#include "tests/workloads/methods/weights/sample.hpp"
#include "workloads/methods/weights/coefficients/basis_grid.hpp"
#include "workloads/methods/weights/coefficients/coefficients.hpp"
#include "workloads/methods/weights/form/bit_stream.hpp"

namespace metronome::weights {
namespace container_test {

const std::vector<WeightShape> kShapes{{4, 8, 3, 3}, {2, 70, 3, 3}, {3, 32},      {1, 1},
                                       {2, 1100},    {2, 3, 7, 7},  {3, 5, 3, 1}, {4, 1, 3, 3}};

StoredCoefficients layer_of(const WeightShape& shape, BasisWidth width, double pruned = 0) {
  CoefficientSpec spec;
  spec.basis_width = width;
  spec.pruned_rows = pruned;
  spec.decomposition.threshold = 0.05;
  return Coefficients<double>(shape, spec, normal_values<double>(shape.elements(), 5)).to_store();
}

TEST(container, gives_back_every_bit) {
  for (const WeightShape& shape : kShapes) {
    for (const BasisWidth width : {BasisWidth::bits_8, BasisWidth::fp32}) {
      const StoredCoefficients layer = layer_of(shape, width);
      const std::string bytes = serialise_coefficients(layer);
      const StoredCoefficients read = parse_coefficients(bytes, "layer");
      EXPECT_EQ(read, layer);
      EXPECT_EQ(serialise_coefficients(read), bytes);
    }
  }
}

TEST(container, has_the_size_of_its_closed_form) {
  for (const WeightShape& shape : kShapes) {
    for (const BasisWidth width : {BasisWidth::bits_8, BasisWidth::fp32}) {
      const StoredCoefficients layer = layer_of(shape, width);
      const StreamBits bits =
          container_bits(counts_of(BlockLayout(shape), layer.coefficients), width);
      const CoefficientStreams streams = encode_streams(layer);
      EXPECT_EQ(streams.row_map.size(), (bits.row_map + 7) / 8);
      EXPECT_EQ(streams.coefficients.size(), (bits.coefficients + 7) / 8);
      EXPECT_EQ(streams.basis.size(), (bits.basis + 7) / 8);
      constexpr std::size_t kHead = 12 + 5 * 4 + 1;
      EXPECT_EQ(
          serialise_coefficients(layer).size(),
          kHead + streams.row_map.size() + streams.coefficients.size() + streams.basis.size() + 8);
    }
  }
}

TEST(container, of_pruned_rows_is_smaller_by_their_presence_bits) {
  const WeightShape shape{32, 8, 3, 3};
  const auto bits_of = [&](double pruned) {
    const StoredCoefficients layer = layer_of(shape, BasisWidth::bits_8, pruned);
    return container_bits(counts_of(BlockLayout(shape), layer.coefficients), BasisWidth::bits_8);
  };
  EXPECT_EQ(bits_of(0.5).row_map, bits_of(0).row_map);
  EXPECT_LT(bits_of(0.5).coefficients, bits_of(0).coefficients * 6 / 10);
}

TEST(container, any_flipped_bit_is_refused) {
  const std::string bytes = serialise_coefficients(layer_of({2, 4, 3, 3}, BasisWidth::bits_8));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_NE(error_of([&] { (void)parse_coefficients(damaged, "layer"); }), "") << bit;
  }
}

TEST(container, that_ends_early_or_late_is_refused_with_its_name) {
  const std::string bytes = serialise_coefficients(layer_of({2, 4, 3, 3}, BasisWidth::fp32));
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_NE(
        error_of([&] { (void)parse_coefficients(bytes.substr(0, n), "layer"); }).find("layer"),
        std::string::npos)
        << n;
  }
  EXPECT_NE(error_of([&] { (void)parse_coefficients(bytes + '\0', "layer"); }), "");
  // The end is named before what seems to be wrong elsewhere for the lack of it.
  for (const std::size_t n : {bytes.size() - 1, bytes.size() - 30}) {
    const std::string what =
        error_of([&] { (void)parse_coefficients(bytes.substr(0, n), "layer"); });
    const std::size_t end = what.find("was cut or is damaged: the last 8 of its " +
                                      std::to_string(n) + " bytes are not the check sum");
    ASSERT_NE(end, std::string::npos) << what;
    EXPECT_GT(what.find("(byte "), end) << what;
  }
}

TEST(container, faults_say_at_which_byte) {
  const std::string bytes = serialise_coefficients(layer_of({2, 4, 3, 3}, BasisWidth::bits_8));
  const auto error = [&](const std::string& damaged) {
    return error_of([&] { (void)parse_coefficients(damaged, "layer"); });
  };
  const auto says = [&](const std::string& damaged, const std::string& part) {
    EXPECT_NE(error(damaged).find(part), std::string::npos) << error(damaged);
  };
  std::string wrong = bytes;
  wrong.front() = 'm';
  says(wrong, "(byte 12)");  // behind the magic text
  wrong = bytes;
  wrong[32] = 7;
  says(wrong, "the width of the bases is 7, more than 1 (byte 32)");
  wrong = bytes;
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  says(wrong, "check sum is another (byte " + std::to_string(bytes.size() - 8) + ")");
  wrong = bytes;
  const std::size_t basis = bytes.size() - 8 - 2 * (3 + 9);  // headers and entries of two filters
  wrong[basis + 1] = 9;
  says(wrong, "exponents of more than 8 bits (byte " + std::to_string(basis + 1) + ")");
}

/// The bytes with the check sum that they ought to have.
std::string summed(std::string bytes) {
  bytes.resize(bytes.size() - 8);
  put(bytes, fnv1a(bytes));
  return bytes;
}

TEST(container, with_a_right_check_sum_is_read_only_in_its_one_form) {
  const std::string bytes = serialise_coefficients(layer_of({2, 4, 3, 3}, BasisWidth::bits_8));
  int refused = 0;
  for (std::size_t bit = 0; bit < (bytes.size() - 8) * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    damaged = summed(damaged);
    try {
      EXPECT_EQ(serialise_coefficients(parse_coefficients(damaged, "layer")), damaged) << bit;
    } catch (const UserError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 200);
}

TEST(container, of_huge_extents_is_refused_before_memory_is_taken) {
  std::string bytes = serialise_coefficients(layer_of({2, 4, 3, 3}, BasisWidth::bits_8));
  for (const std::size_t at : {16u, 20u, 24u, 28u}) {  // the extents
    for (const char value : {'\xff', '\x7f', '\0'}) {
      std::string wrong = bytes;
      std::fill_n(wrong.begin() + static_cast<std::ptrdiff_t>(at), 4, value);
      EXPECT_NE(error_of([&] { (void)parse_coefficients(summed(wrong), "layer"); }), "") << at;
    }
  }
}

TEST(container, takes_no_coefficient_that_is_no_power_of_two) {
  for (const double wrong : {3.0, 0.3, 0x1p128, 0x1p-127, HUGE_VAL, std::nan("")}) {
    StoredCoefficients layer = layer_of({2, 4, 3, 3}, BasisWidth::bits_8);
    layer.coefficients[5] = wrong;
    EXPECT_NE(error_of([&] { (void)serialise_coefficients(layer); }), "") << wrong;
  }
  StoredCoefficients layer = layer_of({2, 4, 3, 3}, BasisWidth::bits_8);
  layer.coefficients[0] = -0x1p127;
  layer.coefficients[1] = 0x1p-126;
  EXPECT_EQ(parse_coefficients(serialise_coefficients(layer), "layer"), layer);
}

TEST(container, of_a_block_without_coefficients_has_none) {
  StoredCoefficients layer = layer_of({2, 4, 3, 3}, BasisWidth::bits_8);
  std::fill(layer.coefficients.begin(), layer.coefficients.begin() + 36, 0.0);
  const auto counts = counts_of(BlockLayout(layer.shape), layer.coefficients);
  EXPECT_EQ(counts[0], (BlockCounts{.rows = 12, .kept_rows = 0, .columns = 3, .nonzeros = 0}));
  EXPECT_EQ(parse_coefficients(serialise_coefficients(layer), "layer"), layer);
}

TEST(container, bases_have_the_finest_grid_that_holds_them) {
  const BasisGrid grid(std::vector<double>{0.1, -1.27, 0.5});
  EXPECT_EQ(grid.exponent(), -6);
  EXPECT_EQ(grid.code(-1.27), -81);
  EXPECT_EQ(BasisGrid(std::vector<double>{1.9843750}).exponent(), -6);  // 127 / 64
  EXPECT_EQ(BasisGrid(std::vector<double>{1.9843751}).exponent(), -5);
  EXPECT_EQ(BasisGrid(std::vector<double>{0, 0}).exponent(), 0);
  EXPECT_EQ(BasisGrid(std::vector<double>{1e-300}).exponent(), 0);  // nothing on any grid
  EXPECT_EQ(BasisGrid(std::vector<double>{1e-300}).code(1e-300), 0);
  for (const double wrong : {HUGE_VAL, std::nan(""), 0x1p128}) {
    EXPECT_NE(error_of([&] { BasisGrid(std::vector<double>{wrong}); }), "");
  }
}

TEST(bit_stream, gives_back_what_was_put_in) {
  BitWriter writer;
  const RandomStream stream(1, "bits");
  std::vector<std::pair<std::uint32_t, int>> numbers;
  std::uint64_t bits = 0;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const int width = static_cast<int>(stream.below(2 * i, 33));
    const std::uint32_t value =
        width == 0 ? 0 : static_cast<std::uint32_t>(stream.bits(2 * i + 1)) >> (32 - width);
    numbers.emplace_back(value, width);
    writer.put(value, width);
    bits += static_cast<std::uint64_t>(width);
  }
  EXPECT_EQ(writer.bits(), bits);
  EXPECT_EQ(writer.bytes().size(), (bits + 7) / 8);
  BitReader reader(writer.bytes());
  for (const auto& [value, width] : numbers) {
    ASSERT_EQ(reader.take(width), value);
  }
  EXPECT_LT(reader.left(), 8u);
  EXPECT_THROW((void)reader.take(8), InternalError);
  EXPECT_THROW(BitWriter().put(4, 2), InternalError);
}

}  // namespace container_test
}  // namespace metronome::weights
