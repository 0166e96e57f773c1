#include "sim/engine/value_terms.hpp"

#include <fmt/format.h>

#include "arch/mapping/patches.hpp"
#include "sim/base/overload.hpp"
#include "workloads/trace/value_statistics.hpp"

namespace metronome::sim {
namespace {

using trace::Operand;
using trace::OperationClass;

constexpr const char* kHint =
    "`metronome train` measures them as it trains plain weights (weights: affine), also in number "
    "formats of integers (E2M1, E2M3, E3M2, mxint, bfp); --statistics TRACE borrows those of such "
    "a training; the time of other families needs none";

/// The kinds of operand that an operation may have as a or b, the first one measured being right
/// (trace::counts_of).
std::vector<Operand> kinds_of(OperationClass cls, int operand) {
  switch (cls) {
    case OperationClass::forward:
      return {operand == 0 ? Operand::forward_a : Operand::forward_b};
    case OperationClass::weight_gradient:
      return operand == 0 ? std::vector{Operand::weight_gradient_a}
                          : std::vector{Operand::weight_gradient_b, Operand::forward_a};
    case OperationClass::input_gradient:
      return operand == 0 ? std::vector{Operand::input_gradient_a, Operand::weight_gradient_a}
                          : std::vector{Operand::input_gradient_b, Operand::forward_b};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError(
          "vector, quantize, update, host and load operations have no operands of codes");
  }
  fail_no_enumerator(cls);
}

/// Of operands under number formats.
formats::ProductOperand format_operand_of(Operand kind) {
  switch (kind) {
    case Operand::forward_a:
      return formats::ProductOperand::forward_x;
    case Operand::forward_b:
      return formats::ProductOperand::forward_w;
    case Operand::weight_gradient_a:
      return formats::ProductOperand::weight_gradient_dy;
    case Operand::weight_gradient_b:
      return formats::ProductOperand::weight_gradient_x;
    case Operand::input_gradient_a:
      return formats::ProductOperand::input_gradient_dy;
    case Operand::input_gradient_b:
      return formats::ProductOperand::input_gradient_w;
  }
  fail_no_enumerator(kind);
}

/// Whether an operand stays real, or is a half: no number of a few bits.
bool stays_real(Operand kind, trace::Role role, const trace::Precision& precision) {
  if (!precision.formats.any()) {
    return trace::code_bits(role, precision) == 0;
  }
  const formats::Format& format = precision.formats.of(format_operand_of(kind)).format;
  return std::holds_alternative<formats::Fp32>(format) ||
         std::holds_alternative<formats::Half>(format);
}

/// What codes an operand has at a precision: its number format, or its bits.
std::string codes_of(Operand kind, trace::Role role, const trace::Precision& precision) {
  return precision.formats.any()
             ? formats::operand_text(precision.formats.of(format_operand_of(kind)))
             : fmt::format("{} bits", trace::code_bits(role, precision));
}

/// The sum over all layers of the counts of one kind of operand with such codes.
trace::OperandCounts counts_of_all(const trace::ValueStatistics& values, Operand kind,
                                   const std::string& codes) {
  trace::OperandCounts sum;
  for (const auto& [key, counts] : values) {
    if (key.operand == kind && codes_of(kind, counts.role, key.precision) == codes) {
      sum.raw.merge(counts.raw);
      sum.centred.merge(counts.centred);
    }
  }
  return sum;
}

template <class Histogram>
array::TermShares shares_of_histogram(const Histogram& histogram, std::uint64_t values) {
  array::TermShares shares;
  for (const std::uint64_t count : histogram) {
    shares.push_back(static_cast<double>(count) / static_cast<double>(values));
  }
  while (shares.size() > 1 && shares.back() == 0) {
    shares.pop_back();
  }
  return shares;
}

/// Shares by width, for codes whose bits are set independently of one another: a code takes no more
/// than w bits if none of those above is set. Numbers of formats have a sign besides.
array::TermShares shares_of_widths(const trace::CodeCounts& codes, bool has_signs) {
  std::size_t most = trace::CodeCounts::kBits;
  while (most > 1 && codes.bit[most - 1] == 0) {
    --most;
  }
  array::TermShares shares(most + 1, 0.0);
  double wider = 0;
  for (std::size_t width = most; width > 1; --width) {
    shares[width] = (1 - wider) * codes.bit_density(width - 1);
    wider += shares[width];
  }
  shares[1] = 1 - wider;
  if (has_signs) {
    shares.insert(shares.begin(), 0.0);
  }
  return shares;
}

array::TermShares term_shares_of(const trace::OperandCounts& counts,
                                 const array::TermSerialSpec& spec) {
  const trace::CodeCounts& codes = spec.subtract_zero_points ? counts.centred : counts.raw;
  switch (spec.encoding) {
    case array::TermEncoding::essential_bits:
      return shares_of_histogram(codes.ones, codes.values());
    case array::TermEncoding::signed_digits:
      return shares_of_histogram(codes.signed_digits, codes.values());
  }
  fail_no_enumerator(spec.encoding);
}

/// Where array::depends_on_values was not asked.
[[noreturn]] void fail_without_values() {
  throw InternalError("the array's time does not depend on values");
}

array::TermShares shares_of_counts(const trace::OperandCounts& counts, bool has_signs,
                                   const array::ArraySpec& array) {
  using Shares = array::TermShares;
  return std::visit(
      Overload{
          [](const array::SystolicSpec&) -> Shares { fail_without_values(); },
          [](const array::SpatialFusionSpec&) -> Shares { fail_without_values(); },
          [](const array::OperandSerialSpec&) -> Shares { fail_without_values(); },
          [&](const array::DualSerialSpec&) { return shares_of_widths(counts.raw, has_signs); },
          [](const array::BinaryOverlaySpec&) -> Shares { fail_without_values(); },
          [&](const array::TermSerialSpec& spec) { return term_shares_of(counts, spec); },
          [](const array::ChunkedBfpSpec&) -> Shares { fail_without_values(); },
          [](const array::TwoInOneSpec&) -> Shares { fail_without_values(); },
          [](const array::ChunkedFpSpec&) -> Shares { fail_without_values(); }},
      array);
}

}  // namespace

ValueTerms::ValueTerms(const trace::Trace& measured, const trace::Step& step,
                       const arch::AcceleratorSpec& machine, bool borrowed)
    : measured_(measured),
      machine_(machine),
      borrowed_(borrowed),
      same_model_(measured.step().model == step.model && measured.step().dataset == step.dataset) {}

mapping::MatrixJob ValueTerms::with_terms(mapping::MatrixJob job, const trace::Operation& operation,
                                          const trace::Precision& precision) const {
  if (array::depends_on_values(machine_.array)) {
    if (measured_.values.empty()) {
      throw UserError(
          fmt::format("the time of {} depends on the values of operands, and the trace of "
                      "{} ({}) has no value statistics",
                      machine_.name, measured_.step().model, measured_.schedule_name),
          kHint);
    }
    const auto& work = std::get<trace::MatrixWork>(operation.work);
    const bool exchanged = trace::gemm_form(work.convolution, operation.cls).exchanged;
    const trace::Role a_role = exchanged ? job.b_role() : job.a_role();
    const trace::Role b_role = exchanged ? job.a_role() : job.b_role();
    array::TermShares a = shares_of(operation, 0, a_role, precision);
    array::TermShares b = shares_of(operation, 1, b_role, precision);
    if (exchanged) {
      std::swap(a, b);
    }
    mapping::set_terms(job, std::move(a), std::move(b));
  }
  return job;
}

array::TermShares ValueTerms::shares_of(const trace::Operation& operation, int operand,
                                        trace::Role role, const trace::Precision& precision) const {
  const bool has_signs = precision.formats.any();
  if (same_model_) {
    const auto* counts = trace::counts_of(measured_.values, operation, operand, precision);
    if (counts != nullptr && counts->raw.values() > 0) {
      return shares_of_counts(*counts, has_signs, machine_.array);
    }
  }
  for (const Operand kind : kinds_of(operation.cls, operand)) {
    const trace::OperandCounts all =
        counts_of_all(measured_.values, kind, codes_of(kind, role, precision));
    if (all.raw.values() > 0) {
      return shares_of_counts(all, has_signs, machine_.array);
    }
  }
  if (stays_real(kinds_of(operation.cls, operand).front(), role, precision)) {
    throw UserError(fmt::format("{}: {} takes real numbers as integers here, whose values nothing "
                                "has measured, and its time depends on them",
                                operation.name, machine_.name),
                    "--set training.fp32_products=vector_unit");
  }
  throw UserError(fmt::format("{}: the value statistics of {} ({}) have no {} of {}",
                              operation.name, measured_.step().model, measured_.schedule_name,
                              role == trace::Role::error    ? "errors"
                              : role == trace::Role::weight ? "weights"
                                                            : "activations",
                              codes_of(kinds_of(operation.cls, operand).front(), role, precision)),
                  kHint);
}

std::string ValueTerms::text() const {
  if (!array::depends_on_values(machine_.array)) {
    return {};
  }
  if (!borrowed_) {
    return "measured in this training";
  }
  return fmt::format("borrowed from {} on {}, {} ({})", measured_.step().model,
                     measured_.step().dataset, measured_.schedule_name,
                     same_model_ ? "layer by layer" : "mean over its layers");
}

}  // namespace metronome::sim
