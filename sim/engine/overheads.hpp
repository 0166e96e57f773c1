#pragma once

#include <map>
#include <string>

#include "arch/mapping/job.hpp"
#include "sim/ledger/measure.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// Bits of the operands that are written into their buffers: as they come from memory (those of an
/// operand's role, less what else of the role has been read), or as they are made on the way.
struct WrittenBits {
  std::uint64_t a = 0, b = 0;
};
[[nodiscard]] WrittenBits written_bits(const OperationOutcome& outcome,
                                       const mapping::MatrixJob& job);

/// Bits of operands that come from the output buffer, re-reads included (chains.hpp).
[[nodiscard]] std::uint64_t copied_bits(const OperationOutcome& outcome,
                                        const mapping::MatrixJob& job);

/// Bits that an assembler reads of planes that stay in the weight buffer, re-reads included.
[[nodiscard]] std::uint64_t kept_bits_read(const OperationOutcome& outcome,
                                           const mapping::MatrixJob& job);

/// The units of a load path, in energy tables: of a bit, a row or a counter a cycle.
inline constexpr const char* kPlaneAssembler = "plane_assembler";
inline constexpr const char* kRebuildEngine = "rebuild_engine";
inline constexpr const char* kCounterEngine = "counter_engine";
inline constexpr const char* kRowSelector = "row_selector";

/// What such an engine does for `elements` elements of an operand.
void count_load_engine(Measure& measure, std::uint64_t elements,
                       const std::optional<mapping::MadeOperand>& made);

/// Operations on the lanes of the vector unit.
struct LaneWork {
  double adds = 0;
  double multiplies = 0;
  /// Additions of a quantization are comparisons, roundings and clamps: steps of the quantizer.
  bool quantizes = false;
  double transform_adds = 0;  ///< of FP32 in any case, besides `adds`
};

/// The operations; the bits that they read from and write to the lanes' registers (two operands and
/// a result of 32 bits each); and one instruction for as many operations as there are lanes.
void count_lanes(Measure& measure, const arch::AcceleratorSpec& machine, const LaneWork& work);

/// What passes units beside the lanes.
void count_units(Measure& measure, std::uint64_t elements, const vector::UnitWork& units);

/// Work on `elements` elements on their way into a buffer (transposing: count_array_ways).
void count_loading(Measure& measure, const arch::AcceleratorSpec& machine, std::uint64_t elements,
                   const mapping::ElementCost& cost);

/// The vector unit's parts and how many of each: lanes with registers, and the units beside them:
/// where a kind has a throughput so many as that takes, at one element a cycle each; else what
/// compares and rounds in each lane.
[[nodiscard]] std::map<std::string, std::uint64_t> vector_parts(const vector::VectorSpec& vector);

/// What codes cost on their way out of a quantization: each bit passes the packer, and a code of an
/// error, which is rounded stochastically, takes 16 random bits.
void count_codes(Measure& measure, const mapping::VectorJob& job);

/// Of a product on the array: its clock, in each cycle of the operation (it stands still in all
/// others); the bits on their way between buffers and PEs, by whether one read serves a whole row
/// or column; and those that are transposed: operands whose reduction does not lie densely (the
/// weights of an input gradient, both operands of a weight gradient), unless there is a transposed
/// copy, and what passes a unit of bit planes.
void count_array_ways(Measure& measure, const mapping::MatrixJob& job,
                      const arch::AcceleratorSpec& machine, const OperationOutcome& outcome);

/// Every bit between buffers and DRAM: DMA; memory controller and PHY for the bursts that move it.
void count_memory_ways(Measure& measure, const arch::AcceleratorSpec& machine,
                       const OperationOutcome& outcome);

/// The unit whose rows price ways into an array: "feed_512xdual_serial", of 512 units of the
/// array's leakage row.
[[nodiscard]] std::string feed_name(const array::ArraySpec& array);

/// The unit whose rows price a memory's PHY, by the name of its device: "lpddr_phy", "wide_phy"
/// (HBM) or "ddr_phy".
[[nodiscard]] std::string phy_name(const dram::MemorySpec& memory);

}  // namespace metronome::sim
