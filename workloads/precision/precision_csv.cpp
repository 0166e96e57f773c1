#include "workloads/precision/precision_csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metronome::trace {
namespace {

constexpr const char* kForward = "forward_bits";
constexpr const char* kBackward = "backward_bits";
constexpr const char* kHint =
    "weight_bits,activation_bits,error_bits (and gradient_bits, stash_bits if wanted), "
    "forward_bits,backward_bits, or preset";

}  // namespace

std::vector<std::string> PrecisionColumns::names() {
  std::vector<std::string> all = precision_columns();
  all.emplace_back(kForward);
  all.emplace_back(kBackward);
  all.emplace_back(kPresetColumn);
  return all;
}

PrecisionColumns::PrecisionColumns(CsvTable& table) : table_(table) {
  preset_ = has(kPresetColumn);
  short_ = has(kForward) || has(kBackward);
  const bool full = std::any_of(kPrecisionFields.begin(), kPrecisionFields.end(),
                                [&](const PrecisionField& field) { return has(field.name); });
  complete_ = short_ ? !full && has(kForward) && has(kBackward)
                     : has("weight_bits") && has("activation_bits") && has("error_bits");
  if (!complete_ && (!preset_ || short_ || full) && table_.findings().empty()) {
    table_.complain(short_ && full ? "states bits in two forms" : "states no precision", kHint);
  }
}

bool PrecisionColumns::has(const char* column) const {
  const std::vector<std::string>& columns = table_.columns();
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

Precision PrecisionColumns::read(std::size_t row) const {
  const std::string text(preset_ ? table_.text(row, kPresetColumn) : "");
  if (text.empty()) {
    if (preset_ && !complete_) {
      table_.complain(row, kPresetColumn, "states no precision", "a preset such as mxfp8 or fp32");
    }
    return complete_ ? read_bits(row) : Precision{};
  }
  auto preset = read_preset(text);
  if (!preset.value) {
    table_.complain(row, kPresetColumn, std::move(preset.what), std::move(preset.hint));
    return {};
  }
  if (complete_ && states_bits(row)) {
    Precision bits = read_bits(row);
    bits.formats = preset.value->formats;
    if (bits != *preset.value) {
      table_.complain(row, kPresetColumn, fmt::format("`{}` has other bits than the row", text),
                      "leave the bits empty: they follow from the preset");
    }
  }
  return *preset.value;
}

bool PrecisionColumns::states_bits(std::size_t row) const {
  const std::vector<std::string> all = names();
  return std::any_of(all.begin(), all.end(), [&](const std::string& column) {
    return column != kPresetColumn && has(column.c_str()) && !table_.text(row, column).empty();
  });
}

Precision PrecisionColumns::read_bits(std::size_t row) const {
  if (short_) {
    return {table_.bits(row, kForward), table_.bits(row, kBackward)};
  }
  Precision precision;
  for (const PrecisionField& field : kPrecisionFields) {
    const bool optional =
        field.bits == &Precision::gradient_bits || field.bits == &Precision::stash_bits;
    if (!optional || !table_.text(row, field.name).empty()) {
      precision.*field.bits = table_.bits(row, field.name);
    } else if (field.bits == &Precision::stash_bits) {
      precision.stash_bits = precision.activation_bits;
    }
  }
  return precision;
}

}  // namespace metronome::trace
