#include "workloads/precision/precision_csv.hpp"

#include <algorithm>

namespace metronome::trace {
namespace {

constexpr const char* kForward = "forward_bits";
constexpr const char* kBackward = "backward_bits";
constexpr const char* kHint =
    "weight_bits,activation_bits,error_bits (and gradient_bits, stash_bits if wanted), or "
    "forward_bits,backward_bits";

}  // namespace

std::vector<std::string> PrecisionColumns::names() {
  std::vector<std::string> all = precision_columns();
  all.emplace_back(kForward);
  all.emplace_back(kBackward);
  return all;
}

PrecisionColumns::PrecisionColumns(CsvTable& table) : table_(table) {
  short_ = has(kForward) || has(kBackward);
  const bool full = std::any_of(kPrecisionFields.begin(), kPrecisionFields.end(),
                                [&](const PrecisionField& field) { return has(field.name); });
  complete_ = short_ ? !full && has(kForward) && has(kBackward)
                     : has("weight_bits") && has("activation_bits") && has("error_bits");
  if (!complete_ && table_.findings().empty()) {
    table_.complain(short_ && full ? "states bits in two forms" : "states no precision", kHint);
  }
}

bool PrecisionColumns::has(const char* column) const {
  const std::vector<std::string>& columns = table_.columns();
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

Precision PrecisionColumns::read(std::size_t row) const {
  if (!complete_) {
    return {};
  }
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
