#include "arch/array/term_serial.hpp"

#include "arch/array/operand_serial.hpp"
#include "arch/array/term_expectation.hpp"

namespace metronome::array {
namespace {

/// Most clocks of one element pair: terms of operands that are cut, limbs of one that is not.
std::uint64_t most_clocks(const TermSerialSpec& spec, int bits, bool cut) {
  return cut ? most_terms(bits, spec.encoding) : limbs(spec, bits);
}

/// An operand's shares, or, where it is not cut, that each element takes as many clocks as limbs.
TermShares shares_of(const TermSerialSpec& spec, const TermShares& terms, int bits, bool cut) {
  if (cut) {
    return terms;
  }
  TermShares always(limbs(spec, bits) + 1, 0.0);
  always.back() = 1;
  return always;
}

Unrolling walk(const TermSerialSpec& spec, const Operands& operands, bool transposed) {
  const TermSides sides = term_sides(spec, operands);
  const bool x_cut = transposed ? sides.b : sides.a;
  const bool y_cut = transposed ? sides.a : sides.b;
  const int x_bits = transposed ? operands.b_bits : operands.a_bits;
  const int y_bits = transposed ? operands.a_bits : operands.b_bits;
  Unrolling u;
  u.name = transposed ? "windows=n" : "windows=m";
  u.transposed = transposed;
  u.rows = spec.columns;
  u.columns = spec.rows;
  u.depth = spec.lanes;
  u.x_bits = static_cast<std::uint64_t>(x_bits);
  u.y_bits = static_cast<std::uint64_t>(y_bits);
  u.cycles_per_step = most_clocks(spec, x_bits, x_cut) * most_clocks(spec, y_bits, y_cut);
  u.minimum_pass_cycles = ceil_div(spec.rows * spec.columns, spec.drain_outputs_per_cycle);
  u.tile_latency_cycles = adder_tree_latency(spec.lanes) + u.minimum_pass_cycles;
  // Behind terms that are pending and their shifters, the sums of inner-product units.
  const std::uint64_t units = spec.rows * spec.columns;
  u.cycle_work = inner_product_work(spec.rows, spec.columns, spec.lanes);
  u.cycle_work.shifts += units * spec.lanes;
  u.cycle_work.register_writes += units * spec.lanes - (spec.rows + spec.columns) * spec.lanes;
  u.pass_work.register_writes = units;  // shadow accumulators
  const TermShares x =
      shares_of(spec, transposed ? operands.b_terms : operands.a_terms, x_bits, x_cut);
  const TermShares y =
      shares_of(spec, transposed ? operands.a_terms : operands.b_terms, y_bits, y_cut);
  if (!x.empty() && !y.empty()) {
    u.stream_time = std::make_shared<TermExpectation>(spec, x, y);
  }
  return u;
}

}  // namespace

TermSides term_sides(const TermSerialSpec& spec, const Operands& operands) {
  if (spec.terms == TermOperand::both) {
    return {true, true};
  }
  if (spec.terms == TermOperand::narrower) {
    const bool a = operands.a_bits < operands.b_bits;
    return {a, !a};
  }
  const OperandRole wanted =
      spec.terms == TermOperand::weight ? OperandRole::weight : OperandRole::activation;
  const OperandRole other = OperandRole::error;
  const bool present = operands.a_role == wanted || operands.b_role == wanted;
  const bool a = operands.a_role == (present ? wanted : other);
  return {a, !a};
}

std::uint64_t limbs(const TermSerialSpec& spec, int bits) {
  return ceil_div(static_cast<std::uint64_t>(bits), static_cast<std::uint64_t>(spec.parallel_bits));
}

std::vector<Unrolling> unrollings(const TermSerialSpec& spec, const Operands& operands) {
  const TermSides sides = term_sides(spec, operands);
  if (!sides.b) {
    return {walk(spec, operands, false)};
  }
  if (!sides.a) {
    return {walk(spec, operands, true)};
  }
  if (spec.rows == spec.columns) {
    return {walk(spec, operands, false)};
  }
  return {walk(spec, operands, false), walk(spec, operands, true)};
}

void enter_terms(const TermSerialSpec& spec, const Operands& operands, CodeMatrix& a,
                 CodeMatrix& b) {
  const TermSides sides = term_sides(spec, operands);
  // Of the taps that pad a channel of A to whole steps, B has no codes either.
  const auto pads = [taps = a.mask.taps, real = a.mask.kernel_taps](std::uint64_t k) {
    return k % taps >= real;
  };
  const auto subtract = [&](CodeMatrix& matrix) {
    for (std::uint64_t i = 0; i < matrix.codes.size(); ++i) {
      const std::uint64_t row = i / matrix.columns;
      if (matrix.mask.at(row, i % matrix.columns) && (&matrix != &b || !pads(row))) {
        matrix.codes[i] -= static_cast<std::int32_t>(matrix.zero_point);
      }
    }
    matrix.zero_point = 0;
    matrix.is_signed = true;
    ++matrix.bits;
  };
  if (spec.subtract_zero_points && sides.a) {
    subtract(a);
  }
  if (spec.subtract_zero_points && sides.b) {
    subtract(b);
  }
}

TermShares term_shares(const TermSerialSpec& spec, const CodeMatrix& codes) {
  TermShares shares(most_terms(codes.bits, spec.encoding) + 1, 0.0);
  const auto zero = static_cast<std::int32_t>(spec.subtract_zero_points ? codes.zero_point : 0);
  for (const std::int32_t code : codes.codes) {
    shares.at(terms_of(code - zero, spec.encoding).size()) += 1;
  }
  for (double& share : shares) {
    share /= static_cast<double>(codes.codes.size());
  }
  return shares;
}

}  // namespace metronome::array

namespace metronome::config {

namespace {

void check_rules(const array::TermSerialSpec& s,
                 const StructSchema<array::TermSerialSpec>::Complain& complain) {
  if (s.synchronisation == array::Synchronisation::array && s.lookahead_steps > 0) {
    complain("lookahead_steps", "nobody runs ahead where the whole array begins steps together",
             "0, or synchronisation: column");
  }
  if (s.terms == array::TermOperand::both && s.window_positions < 32) {
    complain("window_positions", "pairs of terms are added by exponent, without first shifters",
             "32 with terms: both");
  }
}

}  // namespace

template <>
const StructSchema<array::TermSerialSpec>& schema_of<array::TermSerialSpec>() {
  using S = array::TermSerialSpec;
  static const auto schema =
      StructSchema<S>("inner-product units that take operands by their terms (Pragmatic, Laconic)")
          .field("rows", &S::rows, {.doc = "units along the filter axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the window axis, that of the operand cut into terms",
                  .min = 1,
                  .max = 4096})
          .field("lanes", &S::lanes, {.doc = "lanes of one unit", .min = 2, .max = 4096})
          .field("terms", &S::terms,
                 {.doc = "operands taken term by term: both, the narrower one, or one by role"})
          .field("encoding", &S::encoding,
                 {.doc = "terms: ones of the magnitude, or digits of the non-adjacent form"})
          .field("subtract_zero_points", &S::subtract_zero_points,
                 {.doc = "form the terms of code - zero point, with a sign, instead of the code"})
          .field("parallel_bits", &S::parallel_bits,
                 {.unit = "bits",
                  .doc = "width of the side that is not cut into terms",
                  .min = 1,
                  .max = 16})
          .field(
              "window_positions", &S::window_positions,
              {.doc = "powers of two that the first shifters reach; 32: all", .min = 1, .max = 32})
          .field("synchronisation", &S::synchronisation,
                 {.doc = "units that begin their steps together: the array, those of a window "
                         "column, or none"})
          .field("lookahead_steps", &S::lookahead_steps,
                 {.unit = "steps",
                  .doc = "how far a group runs ahead of the slowest",
                  .min = 0,
                  .max = 64})
          .field("drain_outputs_per_cycle", &S::drain_outputs_per_cycle,
                 {.unit = "outputs per cycle",
                  .doc = "width of the output path",
                  .min = 1,
                  .max = 65536})
          .validate(check_rules);
  return schema;
}

}  // namespace metronome::config
