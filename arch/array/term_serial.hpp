#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "arch/array/codes.hpp"
#include "arch/array/terms.hpp"
#include "arch/array/unrolling.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::array {

/// Which operand a term-serial array takes term by term; the other one is bit-parallel.
enum class TermOperand { both, narrower, weight, activation };
constexpr auto enum_rows(TermOperand) {
  using enum TermOperand;
  return enum_list<TermOperand>(
      {{both, "both"}, {narrower, "narrower"}, {weight, "weight"}, {activation, "activation"}});
}

/// Who begins the steps of a pass together: all units; those that share a row of x; or each unit
/// goes by itself.
enum class Synchronisation { array, column, unit };
constexpr auto enum_rows(Synchronisation) {
  using enum Synchronisation;
  return enum_list<Synchronisation>({{array, "array"}, {column, "column"}, {unit, "unit"}});
}

/// Bit-Pragmatic [albericio2017pragmatic] and Laconic [sharify2019laconic]: operands
/// are sums of signed powers of two, and only those that are there take time. A grid of
/// inner-product units of `lanes` lanes, along the axes of x (`columns`: windows) and y (`rows`:
/// filters). A lane multiplies one term of x a clock by a bit-parallel y (its limbs one after the
/// other), or, with `both`, one pair of terms; so a lane's element pair takes t(x) t(y) clocks. A
/// unit's step ends with its slowest lane, and takes at least one clock.
///
/// A unit group (see Synchronisation) may be `lookahead_steps` steps ahead of the slowest, so many
/// sets of operands being buffered. Pragmatic's first shifters reach `window_positions` powers of
/// two from the lowest that is pending in a row of lanes; higher terms wait.
/// Outputs leave through shadow registers while the next block computes.
struct TermSerialSpec {
  static constexpr std::string_view kSchemaName = "term_serial";
  std::uint64_t rows = 16;
  std::uint64_t columns = 16;
  std::uint64_t lanes = 16;
  TermOperand terms = TermOperand::narrower;
  TermEncoding encoding = TermEncoding::essential_bits;
  bool subtract_zero_points = true;
  int parallel_bits = 8;
  std::uint64_t window_positions = 32;
  Synchronisation synchronisation = Synchronisation::array;
  std::uint64_t lookahead_steps = 0;
  std::uint64_t drain_outputs_per_cycle = 64;
  bool operator==(const TermSerialSpec&) const = default;
};

/// Which of a GEMM's operands are cut into terms.
struct TermSides {
  bool a = false, b = false;
};
[[nodiscard]] TermSides term_sides(const TermSerialSpec& spec, const Operands& operands);

/// Limbs of an operand that is not cut into terms.
[[nodiscard]] std::uint64_t limbs(const TermSerialSpec& spec, int bits);

/// The operand that is cut into terms is x, on the columns. Steps take as long as the operands'
/// term shares let expect; where those are not known, as long as the densest codes need, which is
/// also what the peak means.
[[nodiscard]] std::vector<Unrolling> unrollings(const TermSerialSpec& spec,
                                                const Operands& operands);

/// The values whose terms are formed: operands that are cut into terms enter less their zero points
/// where the machine does that. Others stay.
void enter_terms(const TermSerialSpec& spec, const Operands& operands, CodeMatrix& a,
                 CodeMatrix& b);

/// Shares of a tensor's elements by the terms that the machine forms of them.
[[nodiscard]] TermShares term_shares(const TermSerialSpec& spec, const CodeMatrix& codes);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::TermSerialSpec>& schema_of<array::TermSerialSpec>();
}  // namespace metronome::config
