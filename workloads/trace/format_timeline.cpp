#include "workloads/trace/format_timeline.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"
#include "sim/base/text.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::trace {
namespace {

using formats::ProductOperand;

int affine_bits(const Precision& precision, ProductOperand operand) {
  switch (operand) {
    case ProductOperand::forward_x:
      return precision.activation_bits;
    case ProductOperand::forward_w:
    case ProductOperand::input_gradient_w:
      return precision.weight_bits;
    case ProductOperand::input_gradient_dy:
    case ProductOperand::weight_gradient_dy:
      return precision.error_bits;
    case ProductOperand::weight_gradient_x:
      return precision.stash_bits;
  }
  fail_no_enumerator(operand);
}

FormatRow row_of(const Precision& precision, ProductOperand operand) {
  FormatRow row;
  row.operand = enum_name(operand);
  if (precision.formats.any()) {
    const formats::OperandFormat& format = precision.formats.of(operand);
    row.format = formats::operand_text(format);
    row.bits_per_element = formats::bits_per_element(format.format);
    return row;
  }
  const int bits = affine_bits(precision, operand);
  row.format = bits == 0 ? "fp32" : fmt::format("affine:{}", bits);
  row.bits_per_element = bits == 0 ? 32 : bits;
  return row;
}

}  // namespace

std::vector<FormatRow> format_timeline(const model::Graph& graph,
                                       const schedule::Schedule& schedule,
                                       std::uint64_t iterations) {
  const std::vector<std::string> layers = format_layers(graph);
  const schedule::Schedule bound = schedule.bound(layers);
  std::vector<Phase> phases;
  if (bound.loss_driven()) {
    for (const Assignment& level : bound.levels(iterations)) {
      phases.push_back({0, 0, level});
    }
  } else {
    // The trace of the run refuses what no layer has, or what has no effect there.
    phases = make_trace(graph, kNoDataSet, 1, schedule, iterations, DxScale::prescale_requantize)
                 .schedule;
  }
  std::vector<FormatRow> rows;
  for (const Phase& phase : phases) {
    const Assignment assignment = with_fixed_bits(graph, phase.assignment);
    for (const std::string& layer : layers) {
      for (const ProductOperand operand : kEnumValues<ProductOperand>) {
        FormatRow row = row_of(assignment.of(layer), operand);
        row.layer = layer;
        row.iterations = phase.iterations;
        if (!bound.loss_driven()) {
          row.first_iteration = phase.first_iteration;
        }
        rows.push_back(std::move(row));
      }
    }
  }
  return rows;
}

std::string format_timeline_csv(const std::vector<FormatRow>& rows) {
  std::string text = "first_iteration,iterations,layer,operand,format,bits_per_element\n";
  for (const FormatRow& row : rows) {
    text += fmt::format(
        "{},{},{},{},{},{}\n", row.first_iteration ? fmt::format("{}", *row.first_iteration) : "",
        row.first_iteration ? fmt::format("{}", row.iterations) : "", csv_field(row.layer),
        row.operand, csv_field(row.format), number_text(row.bits_per_element));
  }
  return text;
}

}  // namespace metronome::trace
