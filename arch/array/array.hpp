#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "arch/array/binary_overlay.hpp"
#include "arch/array/chunked_bfp.hpp"
#include "arch/array/chunked_fp.hpp"
#include "arch/array/dual_serial.hpp"
#include "arch/array/operand_serial.hpp"
#include "arch/array/spatial_fusion.hpp"
#include "arch/array/systolic.hpp"
#include "arch/array/term_serial.hpp"
#include "arch/array/two_in_one.hpp"

namespace metronome::array {

/// The families; the configuration key `array.kind` chooses one.
using ArraySpec =
    std::variant<SystolicSpec, SpatialFusionSpec, OperandSerialSpec, DualSerialSpec,
                 BinaryOverlaySpec, TermSerialSpec, ChunkedBfpSpec, TwoInOneSpec, ChunkedFpSpec>;

/// The family's name as in configuration files.
[[nodiscard]] std::string kind_name(const ArraySpec& spec);

/// The name of its hardware in energy tables (leakage and area rows): the family's, where a
/// parameter does not make it another machine ("bitblade").
[[nodiscard]] std::string hardware_name(const ArraySpec& spec);

/// Whether the array multiplies numbers of this format as they are; others multiply the integers
/// that they stand for in units of the smallest, where those have 16 bits at most.
[[nodiscard]] bool takes_floats(const ArraySpec& spec);

/// The operands as the array multiplies them: of an array of integers the integers that small
/// numbers are. UserError, by name, where such integers have more than 16 bits.
[[nodiscard]] Operands as_multiplied(const ArraySpec& spec, const Operands& operands);

/// Every way in which the array can walk a GEMM of these operands; at least one.
/// UserError where the array cannot execute the widths (1 to 16 bits are executed by all families);
/// operands are those that as_multiplied() gives.
[[nodiscard]] std::vector<Unrolling> unrollings(const ArraySpec& spec, const Operands& operands);

/// Multiply-accumulates per cycle at full utilisation.
[[nodiscard]] double peak_macs_per_cycle(const ArraySpec& spec, const Operands& operands);

/// Whether the array's time depends on the values of the operands, whose terms it must then be told
/// (Operands::a_terms, b_terms).
[[nodiscard]] bool depends_on_values(const ArraySpec& spec);

/// Whether operands are codes around a zero point, so that products need correction sums. Block
/// floating point has none.
[[nodiscard]] bool has_zero_points(const ArraySpec& spec);

/// Whether a feed can leave out single rows of the array's reduction: elements come one by one,
/// each at an address of its own. Others take words of bit planes, blocks or chunks that lie along
/// the reduction, or have their time from the values, in which zeros are already.
[[nodiscard]] bool takes_single_rows(const ArraySpec& spec);

/// Whether the array takes weights bit by bit, so that it reads bit planes as they lie.
[[nodiscard]] bool is_plane_serial(const ArraySpec& spec);

/// 8-bit multiply-accumulators, or hardware that does as many bit products: the unit of leakage and
/// area rows.
[[nodiscard]] std::uint64_t mac_units(const ArraySpec& spec);

/// Products of 1 x 1 bits that all multipliers do in a cycle.
[[nodiscard]] std::uint64_t peak_bit_products(const ArraySpec& spec);

/// Products of 1 x 1 bits in so many multiply-accumulates; of value-dependent arrays, those that
/// the operands' terms (or widths) are expected to have.
[[nodiscard]] std::uint64_t useful_bit_products(const ArraySpec& spec, const Operands& operands,
                                                std::uint64_t macs);

/// Multipliers, Fusion Units or inner-product units.
[[nodiscard]] std::uint64_t processing_elements(const ArraySpec& spec);

/// Something that costs energy each time; names and bits as in the energy table.
struct ArrayActivity {
  std::string action;
  int a_bits = 0;
  int b_bits = 0;
  std::uint64_t count = 0;
  bool operator==(const ArrayActivity&) const = default;
};

/// What `macs` useful multiply-accumulates of these operands make the array do.
[[nodiscard]] std::vector<ArrayActivity> activity(const ArraySpec& spec, const Operands& operands,
                                                  std::uint64_t macs);

}  // namespace metronome::array
