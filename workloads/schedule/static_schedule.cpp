#include "workloads/schedule/static_schedule.hpp"

#include <fmt/format.h>

#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

PrecisionRange constant(const trace::Precision& precision) {
  PrecisionRange range;
  for (const RangeField& field : kRangeFields) {
    const int bits = precision.*field.number.bits;
    range.*field.range = {bits, bits};
  }
  return range;
}

}  // namespace

trace::Assignment StaticSpec::at(std::uint64_t /*iteration*/, std::uint64_t /*iterations*/) const {
  return {precision, {}};
}

std::vector<trace::Phase> StaticSpec::phases(std::uint64_t iterations) const {
  return {{0, iterations, {precision, {}}}};
}

trace::Assignment StaticSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(precision);
}

std::vector<trace::Assignment> StaticSpec::levels(std::uint64_t iterations) const {
  return levels_of(phases(iterations));
}

int StaticSpec::largest_bits() const { return schedule::largest_bits(precision); }

std::string StaticSpec::name() const {
  if (precision.formats.any()) {
    return "static:" + precision.formats.text();
  }
  const BitsName bits = bits_name(constant(precision), range_name);
  return fmt::format("static:{}{}", bits.value, bits.options);
}

std::vector<ScheduleForm> StaticSpec::forms() {
  return {{"static:8,backward=8",
           "fixed forward bits (weights, activations) and backward bits (errors); static:fp32"},
          {"static:weights=4,activations=8,errors=fp32,gradients=8,stash=4",
           "fixed bits of each operand: cpt, deficit and the schedules below take them as well, or "
           "ranges of them; gradients are FP32 and the stash has the activations' bits unless "
           "given"},
          {"static:nvfp4",
           "a preset of number formats (`list presets`), bfp:B,G, mxint:B, or parts of them: "
           "static:nvfp4+forward=bf16"}};
}

StaticSpec StaticSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options(with_operands({}));
  if (const auto preset = read_preset_value(parts)) {
    for (const std::string& option : with_operands({})) {
      if (parts.option(option)) {
        parts.complain(fmt::format("`{}` has no effect beside a preset", option),
                       "static:nvfp4+backward=mxfp4 replaces a part of it");
      }
    }
    parts.finish();
    return StaticSpec{*preset};
  }
  const PrecisionRange bits = read_precision(parts, false);
  parts.finish();
  return StaticSpec{bits.largest()};
}

}  // namespace metronome::schedule
