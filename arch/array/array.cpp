#include "arch/array/array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "arch/array/multiplies.hpp"
#include "sim/base/overload.hpp"

namespace metronome::array {
namespace {

void require_integer_widths(const Operands& operands) {
  for (const int bits : {operands.a_bits, operands.b_bits}) {
    if (bits < 1 || bits > 16) {
      throw UserError(fmt::format("an operand of {} bits cannot run on the array", bits),
                      "the arrays execute integers of 1 to 16 bits");
    }
  }
}

std::uint64_t passes_of_eight(int bits) {
  return ceil_div(static_cast<std::uint64_t>(bits), std::uint64_t{8});
}

/// Terms (or pairs of terms) that so many products are expected to have; of the densest codes where
/// their shares are not known.
std::uint64_t term_products(const TermSerialSpec& spec, const Operands& operands,
                            std::uint64_t macs) {
  const TermSides sides = term_sides(spec, operands);
  const auto clocks = [&](const TermShares& terms, int bits, bool cut) {
    const std::uint64_t most = cut ? most_terms(bits, spec.encoding) : limbs(spec, bits);
    return cut && !terms.empty() ? mean_terms(terms) : static_cast<double>(most);
  };
  return static_cast<std::uint64_t>(
      std::llround(static_cast<double>(macs) * clocks(operands.a_terms, operands.a_bits, sides.a) *
                   clocks(operands.b_terms, operands.b_bits, sides.b)));
}

/// Products of 1 x 1 bits that so many products are expected to need: of all bits, or, with group
/// precision, of the bits that the values take.
std::uint64_t width_products(const DualSerialSpec& spec, const Operands& operands,
                             std::uint64_t macs) {
  if (!spec.group_precision) {
    return macs * static_cast<std::uint64_t>(operands.a_bits) *
           static_cast<std::uint64_t>(operands.b_bits);
  }
  const auto bits = [](const TermShares& widths, int all) {
    return widths.empty() ? static_cast<double>(all) : mean_terms(widths);
  };
  return static_cast<std::uint64_t>(
      std::llround(static_cast<double>(macs) * bits(operands.a_terms, operands.a_bits) *
                   bits(operands.b_terms, operands.b_bits)));
}

/// Significands and exponents are held while their chunks pass; products of numbers are shifted and
/// added at the width of the register, those of integers joined at their own, and a pass's sum
/// added at that of the register.
std::vector<ArrayActivity> chunked_fp_activity(const ChunkedFpSpec& spec, const Operands& operands,
                                               std::uint64_t macs) {
  const auto [chunks_a, chunks_b] = chunks_of(spec, operands);
  const auto chunk = static_cast<std::uint64_t>(spec.chunk_bits);
  const std::uint64_t products = macs * chunks_a * chunks_b;
  const std::uint64_t summed = products_of_sum(spec, operands);
  const std::uint64_t sums = sums_of_groups(operands, macs, summed);
  const std::uint64_t held = static_cast<std::uint64_t>(std::max(operands.a_bits, operands.b_bits));
  std::vector<ArrayActivity> all{
      {"chunked_fp.chunk_product", spec.chunk_bits, spec.chunk_bits, products},
      {"chunked_fp.held_bit", 0, 0, macs * held},
      {"chunked_fp.scale_add", 0, 0, sums}};
  const std::uint64_t width = exact_sum_bits(operands, summed) - cut_bits(spec, operands);
  const std::uint64_t narrow = 2 * chunk;  // what the row of a product of chunks adds
  if (!operands.are_integers()) {
    // Shifted by the width and more a product is nothing.
    const auto stages =
        std::min(align_stages(operands), static_cast<std::uint64_t>(std::bit_width(width)));
    all.push_back({"chunked_fp.align_bit", 0, 0, products * stages * width});
  }
  all.push_back({"chunked_fp.sum_bit", 0, 0,
                 wide_sums(spec, operands, macs) * (width > narrow ? width - narrow : 0)});
  if (operands.scales_multiply) {
    all.push_back(
        {"chunked_fp.scale_product", 0, 0, sums_of_groups(operands, macs, operands.scale_group)});
  }
  return all;
}

}  // namespace

std::string kind_name(const ArraySpec& spec) {
  return std::visit(
      [](const auto& one) { return std::string(std::decay_t<decltype(one)>::kSchemaName); }, spec);
}

std::string hardware_name(const ArraySpec& spec) {
  const auto* fusion = std::get_if<SpatialFusionSpec>(&spec);
  return fusion != nullptr && fusion->shift_add == ShiftAdd::per_group ? "bitblade"
                                                                       : kind_name(spec);
}

bool takes_floats(const ArraySpec& spec) { return std::holds_alternative<ChunkedFpSpec>(spec); }

Operands as_multiplied(const ArraySpec& spec, const Operands& operands) {
  if (takes_floats(spec)) {
    return operands;
  }
  constexpr int kWidest = 16;
  Operands integers = operands;
  const auto convert = [&](NumberFormat& format, int& bits, NumberFormat& source) {
    if (format == NumberFormat::integer) {
      return;
    }
    const int needed = layout_of(format).integer_bits();
    if (needed > kWidest) {
      throw UserError(fmt::format("{} multiplies integers; those of {} have {} bits",
                                  kind_name(spec), enum_name(format), needed),
                      "e2m1, e2m3, e3m2, mxint or bfp, whose integers it holds exactly; an array "
                      "of kind chunked_fp; or block floating point of fewer bits, which is another "
                      "arithmetic");
    }
    source = std::exchange(format, NumberFormat::integer);
    bits = needed;
  };
  convert(integers.a_format, integers.a_bits, integers.a_source);
  convert(integers.b_format, integers.b_bits, integers.b_source);
  return integers;
}

std::vector<Unrolling> unrollings(const ArraySpec& spec, const Operands& operands) {
  require_integer_widths(operands);
  METRONOME_ASSERT(takes_floats(spec) || operands.are_integers(),
                   "arrays of integers are asked for walks of integers");
  return std::visit([&](const auto& one) { return unrollings(one, operands); }, spec);
}

void require_multiplies(const ArraySpec& spec, const Operands& operands) {
  static_cast<void>(unrollings(spec, operands));  // refuses widths and blocks
  const auto* floats = std::get_if<ChunkedFpSpec>(&spec);
  if (floats == nullptr || floats->accumulator_bits == 0 || operands.are_integers()) {
    return;
  }
  // Of the largest numbers: significands, and the sign.
  const auto needed =
      static_cast<std::uint64_t>(multiplied_bits(operands.a_format, operands.a_bits) +
                                 multiplied_bits(operands.b_format, operands.b_bits) + 1);
  if (floats->accumulator_bits < needed) {
    throw UserError(
        fmt::format("a product of {} and {} has {} bits, the register that adds them {}",
                    enum_name(operands.a_format), enum_name(operands.b_format), needed,
                    floats->accumulator_bits),
        fmt::format("array.accumulator_bits: {} or more, or 0 for exact sums", needed));
  }
}

double peak_macs_per_cycle(const ArraySpec& spec, const Operands& operands) {
  double peak = 0;
  for (const Unrolling& u : unrollings(spec, operands)) {
    peak = std::max(peak, static_cast<double>(u.rows * u.columns * u.depth) /
                              static_cast<double>(u.cycles_per_step));
  }
  return peak;
}

bool depends_on_values(const ArraySpec& spec) {
  return std::visit(
      Overload{
          [](const SystolicSpec&) { return false; }, [](const SpatialFusionSpec&) { return false; },
          [](const OperandSerialSpec&) { return false; },
          [](const DualSerialSpec& s) { return s.group_precision; },
          [](const BinaryOverlaySpec&) { return false; },
          [](const TermSerialSpec&) { return true; }, [](const ChunkedBfpSpec&) { return false; },
          [](const TwoInOneSpec&) { return false; }, [](const ChunkedFpSpec&) { return false; }},
      spec);
}

bool has_zero_points(const ArraySpec& spec) {
  return std::visit(
      Overload{
          [](const SystolicSpec&) { return true; }, [](const SpatialFusionSpec&) { return true; },
          [](const OperandSerialSpec&) { return true; }, [](const DualSerialSpec&) { return true; },
          [](const BinaryOverlaySpec&) { return true; }, [](const TermSerialSpec&) { return true; },
          [](const ChunkedBfpSpec&) { return false; }, [](const TwoInOneSpec&) { return true; },
          [](const ChunkedFpSpec&) { return true; }},
      spec);
}

bool takes_single_rows(const ArraySpec& spec) {
  return std::visit(
      Overload{
          [](const SystolicSpec&) { return true; }, [](const SpatialFusionSpec&) { return true; },
          [](const OperandSerialSpec&) { return true; },
          [](const DualSerialSpec&) { return false; },
          [](const BinaryOverlaySpec&) { return false; },
          [](const TermSerialSpec&) { return false; }, [](const ChunkedBfpSpec&) { return false; },
          [](const TwoInOneSpec&) { return true; }, [](const ChunkedFpSpec&) { return false; }},
      spec);
}

bool is_plane_serial(const ArraySpec& spec) {
  return std::visit(
      Overload{
          [](const SystolicSpec&) { return false; }, [](const SpatialFusionSpec&) { return false; },
          [](const OperandSerialSpec& one) { return one.serial == SerialOperand::weight; },
          [](const DualSerialSpec&) { return true; }, [](const BinaryOverlaySpec&) { return true; },
          [](const TermSerialSpec&) { return false; }, [](const ChunkedBfpSpec&) { return false; },
          [](const TwoInOneSpec&) { return false; }, [](const ChunkedFpSpec&) { return false; }},
      spec);
}

std::uint64_t mac_units(const ArraySpec& spec) {
  constexpr std::uint64_t kProducts = 8 * 8;  // of one
  return ceil_div(peak_bit_products(spec), kProducts);
}

std::uint64_t peak_bit_products(const ArraySpec& spec) {
  const auto square = [](auto bits) {
    return static_cast<std::uint64_t>(bits) * static_cast<std::uint64_t>(bits);
  };
  const std::uint64_t of_one = std::visit(
      Overload{[&](const SystolicSpec& s) { return square(s.operand_bits); },
               [&](const SpatialFusionSpec&) { return square(8); },
               [](const OperandSerialSpec& s) {
                 return s.lanes * static_cast<std::uint64_t>(s.parallel_bits);
               },
               [](const DualSerialSpec& s) { return s.lanes * s.bits_per_cycle; },
               [](const BinaryOverlaySpec& s) { return s.lanes; },
               [](const TermSerialSpec& s) {
                 const int width = s.terms == TermOperand::both ? 1 : s.parallel_bits;
                 return s.lanes * static_cast<std::uint64_t>(width);
               },
               [&](const ChunkedBfpSpec& s) { return s.lanes * square(s.chunk_bits); },
               [](const TwoInOneSpec& s) { return s.lanes * kTileSubUnits * kSubUnitBits; },
               [&](const ChunkedFpSpec& s) { return s.lanes * square(s.chunk_bits); }},
      spec);
  return of_one * processing_elements(spec);
}

std::uint64_t useful_bit_products(const ArraySpec& spec, const Operands& operands,
                                  std::uint64_t macs) {
  const auto bits = [](int one) { return static_cast<std::uint64_t>(one); };
  const std::uint64_t of_all_bits = macs * bits(operands.a_bits) * bits(operands.b_bits);
  return std::visit(
      Overload{[&](const SystolicSpec&) { return of_all_bits; },
               [&](const SpatialFusionSpec&) { return of_all_bits; },
               [&](const OperandSerialSpec&) { return of_all_bits; },
               [&](const DualSerialSpec& s) { return width_products(s, operands, macs); },
               [&](const BinaryOverlaySpec&) { return of_all_bits; },
               [&](const TermSerialSpec& s) {
                 // A term is one bit; what is not cut into terms has all its bits, limb by limb.
                 const TermSides sides = term_sides(s, operands);
                 const int whole = !sides.a ? operands.a_bits : !sides.b ? operands.b_bits : 1;
                 return term_products(s, operands, macs) * bits(whole) / limbs(s, whole);
               },
               [&](const ChunkedBfpSpec&) { return of_all_bits; },
               [&](const TwoInOneSpec&) { return of_all_bits; },
               [&](const ChunkedFpSpec&) {
                 return macs * bits(multiplied_bits(operands.a_format, operands.a_bits)) *
                        bits(multiplied_bits(operands.b_format, operands.b_bits));
               }},
      spec);
}

std::uint64_t processing_elements(const ArraySpec& spec) {
  return std::visit([](const auto& s) { return s.rows * s.columns; }, spec);
}

std::vector<ArrayActivity> activity(const ArraySpec& spec, const Operands& operands,
                                    std::uint64_t macs) {
  const int a = operands.a_bits;
  const int b = operands.b_bits;
  const auto product = static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b);
  return std::visit(
      Overload{[&](const SystolicSpec& s) -> std::vector<ArrayActivity> {
                 const auto width = static_cast<std::uint64_t>(s.operand_bits);
                 const std::uint64_t passes = ceil_div(static_cast<std::uint64_t>(a), width) *
                                              ceil_div(static_cast<std::uint64_t>(b), width);
                 return {{"systolic.mac", s.operand_bits, s.operand_bits, macs * passes}};
               },
               [&](const SpatialFusionSpec&) -> std::vector<ArrayActivity> {
                 return {{hardware_name(spec) + ".mac", fused_width(a), fused_width(b),
                          macs * passes_of_eight(a) * passes_of_eight(b)}};
               },
               [&](const OperandSerialSpec& s) -> std::vector<ArrayActivity> {
                 const SerialSplit bits = split(s, operands);
                 return {{"operand_serial.step", 0, 0,
                          macs * static_cast<std::uint64_t>(bits.serial_bits) *
                              passes_of_eight(bits.parallel_bits)}};
               },
               [&](const DualSerialSpec& s) -> std::vector<ArrayActivity> {
                 return {{"dual_serial.bit_product", 0, 0, width_products(s, operands, macs)},
                         {"dual_serial.held_bit", 0, 0,
                          macs * static_cast<std::uint64_t>(std::max(a, b))}};
               },
               [&](const BinaryOverlaySpec& s) -> std::vector<ArrayActivity> {
                 return {{"binary_overlay.bit_product", 0, 0, macs * product},
                         {"binary_overlay.accumulate", 0, 0, ceil_div(macs * product, s.lanes)}};
               },
               [&](const TermSerialSpec& s) -> std::vector<ArrayActivity> {
                 const std::uint64_t products = term_products(s, operands, macs);
                 if (s.terms == TermOperand::both) {
                   return {{"term_pairs.product", 0, 0, products}, {"term_pairs.mac", 0, 0, macs}};
                 }
                 return {{"term_serial.term", 0, 0, products}};
               },
               [&](const ChunkedBfpSpec& s) -> std::vector<ArrayActivity> {
                 const std::uint64_t chunks_a = chunks_of(s, a);
                 const std::uint64_t chunks_b = chunks_of(s, b);
                 const std::uint64_t held =
                     std::max(chunks_a, chunks_b) * static_cast<std::uint64_t>(s.chunk_bits);
                 const std::uint64_t summed =
                     operands.scale_group == 0 ? s.group : std::min(s.group, operands.scale_group);
                 const std::uint64_t sums = sums_of_groups(operands, macs, summed);
                 std::vector<ArrayActivity> all{{"chunked_bfp.chunk_product", s.chunk_bits,
                                                 s.chunk_bits, macs * chunks_a * chunks_b},
                                                {"chunked_bfp.held_bit", 0, 0, macs * held},
                                                {"chunked_bfp.group_add", 0, 0, sums}};
                 if (operands.scales_multiply) {
                   all.push_back({"chunked_bfp.scale_product", 0, 0,
                                  sums_of_groups(operands, macs, operands.scale_group)});
                 }
                 return all;
               },
               [&](const TwoInOneSpec&) -> std::vector<ArrayActivity> {
                 const std::uint64_t pairs = macs * piece_pairs(operands);
                 return {{"two_in_one.step", 0, 0, pairs * piece_cycles(operands)},
                         {"two_in_one.held_piece", 0, 0, pairs}};
               },
               [&](const ChunkedFpSpec& s) { return chunked_fp_activity(s, operands, macs); }},
      spec);
}

}  // namespace metronome::array
