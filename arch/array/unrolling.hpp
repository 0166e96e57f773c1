#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <string>

#include "arch/array/number_format.hpp"
#include "arch/array/stream_time.hpp"
#include "arch/array/terms.hpp"

namespace metronome::array {

/// C[m x n] = A[m x k] * B[k x n], or a tile of it.
struct GemmShape {
  std::uint64_t m = 1, n = 1, k = 1;
  [[nodiscard]] std::uint64_t macs() const { return m * n * k; }
  bool operator==(const GemmShape&) const = default;
};

/// What an operand is to the training step; a serial array may choose its serial side by it.
enum class OperandRole { weight, activation, error };

/// The two operands of a GEMM as they are stored.
struct Operands {
  int a_bits = 8;
  int b_bits = 8;
  OperandRole a_role = OperandRole::activation;
  OperandRole b_role = OperandRole::weight;
  /// Of what value-dependent arrays work through (terms, or bits); others take no notice.
  TermShares a_terms{}, b_terms{};
  /// How elements are written; `a_bits` and `b_bits` are then those of a code (stored_bits).
  NumberFormat a_format = NumberFormat::integer, b_format = NumberFormat::integer;
  /// Of integers that stand for small numbers in units of the smallest: those numbers' format.
  NumberFormat a_source = NumberFormat::integer, b_source = NumberFormat::integer;
  /// Elements along k that share a scale, of the finer of both operands, and bits of a scale; 0:
  /// none, or one of a whole tensor.
  std::uint64_t scale_group = 0, scale_bits = 0;
  /// Whether scales are numbers, which are multiplied pair by pair; else powers of two.
  bool scales_multiply = false;
  /// Elements along k that a row of blocks spans (trace::block_run): the next block, and the next
  /// sum of a register, begin anew behind them. k is a multiple of it. 0: unknown; products are
  /// then counted as of one run.
  std::uint64_t block_run = 0;

  [[nodiscard]] bool are_integers() const {
    return a_format == NumberFormat::integer && b_format == NumberFormat::integer;
  }
  bool operator==(const Operands&) const = default;
};

/// Pieces of at most `group` products along k, none of which reaches into another run
/// (Operands::block_run), in so many products; a product's last runs may be shorter where borders
/// are left out.
[[nodiscard]] inline std::uint64_t sums_of_groups(const Operands& operands, std::uint64_t products,
                                                  std::uint64_t group) {
  const auto pieces = [&](std::uint64_t elements) { return (elements + group - 1) / group; };
  if (operands.block_run == 0) {
    return pieces(products);
  }
  const std::uint64_t of_run = pieces(operands.block_run);
  const std::uint64_t rest = products % operands.block_run;
  return products / operands.block_run * of_run +
         (rest * of_run + operands.block_run - 1) / operands.block_run;
}

/// Usual width of an accumulator, a partial sum in the output buffer included.
inline constexpr std::uint64_t kAccumulatorBits = 32;

/// What the adders, shifters and registers of an array do. A register counts once each time that
/// it takes a value of a step, whatever its width; an addition has two operands; a shift moves a
/// product or a sum by a distance that is not wired. Padding counts like operands (nothing is gated
/// by value), cycles without operands do not.
struct ArrayWork {
  std::uint64_t adds = 0;
  std::uint64_t shifts = 0;
  std::uint64_t register_writes = 0;

  ArrayWork& operator+=(const ArrayWork& other) {
    adds += other.adds;
    shifts += other.shifts;
    register_writes += other.register_writes;
    return *this;
  }
  [[nodiscard]] ArrayWork operator*(std::uint64_t times) const {
    return {adds * times, shifts * times, register_writes * times};
  }
  bool operator==(const ArrayWork&) const = default;
};

/// How an array walks a tile: as passes, each a block of rows x columns of PEs, streaming the third
/// dimension. With X = A, Y = B (or X = B, Y = A when `transposed`: C^T = B^T A^T) and x, y their
/// outer dimensions:
///   output_stationary:  rows <- x, columns <- y, stream <- k (depth elements a step);
///   stationary_operand: rows <- k (Y stays in the array), columns <- y, stream <- x.
/// Time of one pass over r rows, c columns and a stream of length l:
///   preload + max(ceil(l / depth) * cycles_per_step, minimum_pass) + skew  (+ port stalls)
/// (where `stream_time` is given, its clocks instead of the steps, some of them synchronisation)
/// of which the steps are busy and the rest is fill_drain; each tile adds `tile_latency` of
/// fill_drain.
struct Unrolling {
  enum class Kind { output_stationary, stationary_operand };

  std::string name;
  Kind kind = Kind::output_stationary;
  bool transposed = false;
  std::uint64_t rows = 1;     ///< elements of the row dimension per pass
  std::uint64_t columns = 1;  ///< elements of the column dimension per pass
  std::uint64_t depth = 1;    ///< stream elements consumed per step
  std::uint64_t cycles_per_step = 1;
  std::uint64_t preload_cycles = 0;       ///< per pass, not overlapped
  std::uint64_t skew_cycles = 0;          ///< per pass, not overlapped; 0 where passes overlap
  std::uint64_t minimum_pass_cycles = 0;  ///< what runs under the stream (drain, next preload)
  std::uint64_t tile_latency_cycles = 0;  ///< per tile, not overlapped
  std::uint64_t x_bits = 8;               ///< of a code
  std::uint64_t y_bits = 8;
  bool x_planes = false;  ///< x is read bit plane by bit plane, so that padding stays where it is
  bool y_planes = false;
  std::uint64_t x_reads = 1;  ///< times that each streamed x element is read in a pass
  std::uint64_t y_reads = 1;  ///< the same of y
  /// Of walks whose steps depend on values; cycles_per_step is then the longest.
  std::shared_ptr<const StreamTime> stream_time{};
  /// Each `group` elements along k share an exponent of so many bits, read beside them once; a tile
  /// begins a group. 0: no exponents.
  std::uint64_t group = 0;
  std::uint64_t exponent_bits = 0;
  /// Elements along k whose products one adder joins before a scale can come in between; 0: those
  /// of a step, or of all stationary rows, down which sums run.
  std::uint64_t joined = 0;
  /// Of the whole array: in each busy cycle, and besides in each pass and each tile.
  ArrayWork cycle_work, pass_work, tile_work;

  /// Likewise, of whichever the walk is.
  [[nodiscard]] std::uint64_t joined_elements() const {
    return joined > 0 ? joined : kind == Kind::output_stationary ? depth : rows;
  }
  /// Bits of the exponents of so many elements along k.
  [[nodiscard]] std::uint64_t exponents(std::uint64_t elements) const {
    return group == 0 ? 0 : (elements + group - 1) / group * exponent_bits;
  }
  bool operator==(const Unrolling&) const = default;
};

/// What stands between the buffers and the array. The first three are bits per cycle.
struct Ports {
  std::uint64_t input_bits = 0;   ///< buffer of operand A
  std::uint64_t weight_bits = 0;  ///< buffer of operand B
  std::uint64_t output_bits = 0;  ///< buffer of accumulators
  /// Elements per cycle that a unit between the buffer and the array turns into bit planes, once in
  /// each pass; 0: the buffer holds them as the array takes them.
  std::uint64_t input_transposed = 0;
  std::uint64_t weight_transposed = 0;
  /// One read serves every PE that uses the element; otherwise each PE has its own read.
  bool input_multicast = true;
  bool weight_multicast = true;
  bool shared_output_port = false;  ///< partial sums are read and written through one port
  bool padded_codes = false;        ///< a code lies in the next power of two of bits
  std::uint64_t accumulator_bits = kAccumulatorBits;
  bool operator==(const Ports&) const = default;
};

/// The way of one operand into the array.
struct Feed {
  std::uint64_t port_bits = 0;   ///< per cycle
  std::uint64_t transposed = 0;  ///< elements per cycle; 0: no unit
  bool multicast = true;
  std::uint64_t element_bits = 0;  ///< of one read of one element
};

[[nodiscard]] inline std::uint64_t stored_width(std::uint64_t bits, bool planes,
                                                const Ports& ports) {
  return ports.padded_codes && !planes && bits > 0 ? std::bit_ceil(bits) : bits;
}
[[nodiscard]] inline Feed x_feed(const Unrolling& u, const Ports& p) {
  const std::uint64_t bits = stored_width(u.x_bits, u.x_planes, p) * u.x_reads;
  return u.transposed ? Feed{p.weight_bits, p.weight_transposed, p.weight_multicast, bits}
                      : Feed{p.input_bits, p.input_transposed, p.input_multicast, bits};
}
[[nodiscard]] inline Feed y_feed(const Unrolling& u, const Ports& p) {
  const std::uint64_t bits = stored_width(u.y_bits, u.y_planes, p) * u.y_reads;
  return u.transposed ? Feed{p.input_bits, p.input_transposed, p.input_multicast, bits}
                      : Feed{p.weight_bits, p.weight_transposed, p.weight_multicast, bits};
}

/// What running a GEMM on the array takes, without waiting for memory, and moves through the ports.
/// All in whole cycles and bits; additive.
struct ArrayUse {
  std::uint64_t busy_cycles = 0;
  std::uint64_t fill_drain_cycles = 0;
  std::uint64_t port_stall_cycles = 0;
  std::uint64_t input_read_bits = 0;
  std::uint64_t weight_read_bits = 0;
  std::uint64_t output_read_bits = 0;  ///< partial sums taken up again
  std::uint64_t output_write_bits = 0;
  std::uint64_t synchronisation_cycles = 0;  ///< the mean lane waits for the slowest
  ArrayWork work;

  [[nodiscard]] std::uint64_t cycles() const {
    return busy_cycles + fill_drain_cycles + port_stall_cycles + synchronisation_cycles;
  }
  ArrayUse& operator+=(const ArrayUse& other);
  bool operator==(const ArrayUse&) const = default;
};

}  // namespace metronome::array
