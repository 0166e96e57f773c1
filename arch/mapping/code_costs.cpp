#include "arch/mapping/code_costs.hpp"

#include <algorithm>

#include "arch/mapping/operand_formats.hpp"
#include "arch/mapping/step_index.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/format_storage.hpp"

namespace metronome::mapping {
namespace {

/// Of a trial of four over six: code times scale, less the number, squared, added up.
constexpr trace::Cost kTrial{.adds = 2, .multiplies = 2};
constexpr double kTrials = 2;
/// Of the numbers of UnitWork::random.
constexpr double kNumberBits = 16;

void add_codes(ElementCost& cost, double codes, const vector::VectorSpec& vector) {
  if (vector.quantizer_elements_per_lane_cycle > 0) {
    cost.units.quantized += codes;
  } else {
    cost.adds += codes * trace::costs::kQuantize.adds;
    cost.multiplies += codes * trace::costs::kQuantize.multiplies;
  }
}

void add_search(ElementCost& cost, const vector::VectorSpec& vector) {
  if (vector.range_elements_per_lane_cycle > 0) {
    cost.units.ranged += 1;
  } else {
    cost.adds += trace::costs::kRange.adds;
  }
}

/// Of each of `elements` the share of it that codes with this cost are made of.
class CodeCosts {
 public:
  CodeCosts(const MachineOperation& what, const trace::Step& step,
            const trace::Precision& precision, const vector::VectorSpec& vector)
      : what_(what), step_(step), precision_(precision), vector_(vector) {}

  [[nodiscard]] ElementCost of(const std::string& name) const {
    const trace::Tensor& codes = step_.tensor(name);
    const auto operand = trace::operand_of(codes, precision_);
    return operand && operand_bits(codes, precision_) > 0
               ? code_cost(precision_.formats.of(*operand), codes.role == trace::Role::error,
                           vector_)
               : ElementCost{};
  }
  /// Adds those of some outputs to the work on each of `elements`. What fills the tiles of a
  /// transform is rounded as well, besides what `elements` count (none of them, or all).
  void add(const std::vector<std::string>& names, double elements, ElementCost& to,
           bool counts_fill = false) const {
    for (const std::string& name : names) {
      const trace::Tensor& codes = step_.tensor(name);
      const std::uint64_t parts = of_batch(codes.role) ? what_.parts : 1;
      const std::uint64_t stored = stored_elements(codes, parts, precision_);
      const std::uint64_t real = codes.elements() / parts;
      const double share = static_cast<double>(stored) / elements;
      if (stored > real && !counts_fill) {
        add_codes(to, static_cast<double>(stored - real) / elements, vector_);
      }
      const ElementCost each = of(name);
      to.adds += share * each.adds;
      to.multiplies += share * each.multiplies;
      to.units += share * each.units;
    }
  }

 private:
  const MachineOperation& what_;
  const trace::Step& step_;
  const trace::Precision& precision_;
  const vector::VectorSpec& vector_;
};

}  // namespace

ElementCost code_cost(const formats::OperandFormat& format, bool stochastic,
                      const vector::VectorSpec& vector) {
  ElementCost cost;
  const auto block = formats::block_of(format.format);
  if (block || format.delayed) {
    add_search(cost, vector);
  }
  const bool draws = format.rounding.mode == formats::RoundingMode::stochastic;
  cost.units.random = draws ? format.rounding.random_bits / kNumberBits : 0;
  if (vector.quantizer_elements_per_lane_cycle == 0) {
    constexpr double kNoise = trace::costs::kQuantizeStochastic.adds - trace::costs::kQuantize.adds;
    cost.adds += (draws ? kNoise : 0) - (stochastic ? kNoise : 0);
  }
  if (const auto* nvfp4 = std::get_if<formats::Nvfp4>(&format.format);
      nvfp4 != nullptr && nvfp4->four_over_six) {
    add_codes(cost, draws ? kTrials : kTrials - 1, vector);
    cost.adds +=
        kTrials * kTrial.adds + 1 / static_cast<double>(nvfp4->block.rows * nvfp4->block.columns);
    cost.multiplies += kTrials * kTrial.multiplies;
  }
  return cost;
}

void add_code_costs(VectorJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision, const vector::VectorSpec& vector) {
  const CodeCosts sum(what, step, precision, vector);
  const auto elements = static_cast<double>(std::max<std::uint64_t>(job.elements, 1));
  ElementCost cost{job.adds_per_element, job.multiplies_per_element, job.units};
  cost.units.random = 0;                                                // of affine codes
  const bool counts_fill = job.cls == trace::OperationClass::quantize;  // count_filled()
  sum.add(what.operation.outputs, elements, cost, counts_fill);
  sum.add(what.held_outputs, elements, cost, counts_fill);
  job.adds_per_element = cost.adds;
  job.multiplies_per_element = cost.multiplies;
  job.units = cost.units;
}

void add_code_costs(MatrixJob& job, const MachineOperation& what, const trace::Step& step,
                    const trace::Precision& precision, const vector::VectorSpec& vector) {
  const CodeCosts sum(what, step, precision, vector);
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const auto results = static_cast<double>(job.convolution.groups * gemm.m * gemm.n);
  ElementCost leaving = job.epilogue.cost();
  leaving.units.random = 0;
  sum.add(what.fused.outputs, results, leaving);
  sum.add(what.held_outputs, results, leaving);
  job.epilogue.adds_per_result = leaving.adds;
  job.epilogue.multiplies_per_result = leaving.multiplies;
  job.epilogue.units = leaving.units;
  const auto& work = std::get<trace::MatrixWork>(what.operation.work);
  const bool exchanged = trace::gemm_form(work.convolution, what.operation.cls).exchanged;
  const auto load = [&](const LoadedOperand& from, ElementCost& loading) {
    loading.units.random = 0;
    if (!from.as.empty()) {
      const ElementCost each = sum.of(from.as);
      loading.adds += each.adds;
      loading.multiplies += each.multiplies;
      loading.units += each.units;
    }
  };
  load(what.loads[exchanged ? 1 : 0], job.a_loading);
  load(what.loads[exchanged ? 0 : 1], job.b_loading);
}

void draw_in_time(VectorJob& job, const vector::VectorSpec& vector) {
  if (vector.random_numbers_per_lane_cycle > 0 || job.cls != trace::OperationClass::quantize) {
    return;
  }
  for (const auto* written : {&job.outputs, &job.held_outputs}) {
    for (const Stream& codes : *written) {
      job.units.random +=
          codes.role == trace::Role::error && codes.elements == job.elements ? 1 : 0;
    }
  }
}

}  // namespace metronome::mapping
