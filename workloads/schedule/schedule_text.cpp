#include "workloads/schedule/schedule_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/base/number.hpp"
#include "workloads/formats/product_formats.hpp"
#include "workloads/precision/phase.hpp"

namespace metronome::schedule {
namespace {

constexpr NumberRange kBits{1, 32};
constexpr std::string_view kBitsHint = "bits are 1 to 32, or fp32";

/// The part before the next comma, which is removed with it.
std::string_view take(std::string_view& rest) {
  const std::size_t comma = rest.find(',');
  const std::string_view part = rest.substr(0, comma);
  rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  return part;
}

/// Whether a comma behind the text is that of bfp:B,G.
bool awaits_group(std::string_view text) {
  constexpr std::string_view kBfp = "bfp:";
  const std::size_t at = text.rfind(kBfp);
  return at != std::string_view::npos && at + kBfp.size() < text.size() &&
         text.find_first_not_of("0123456789", at + kBfp.size()) == std::string_view::npos;
}

/// The part before the next comma that is none of bfp:B,G; it is removed with that comma.
std::string_view take_preset(std::string_view& rest) {
  const std::string_view whole = rest;
  std::string_view part = take(rest);
  while (awaits_group(part) && !rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    const std::size_t more = std::min(rest.find(','), rest.size());
    part = whole.substr(0, part.size() + 1 + more);
    rest.remove_prefix(std::min(rest.size(), more + 1));
  }
  return part;
}

/// Whether a part begins with `PRODUCT=` or `OPERAND=` of a preset's parts; `backward=` is an
/// option of bits as well.
bool names_product(std::string_view part) {
  const std::string_view key = part.substr(0, part.find('='));
  return enum_from_name<formats::Product>(key) || enum_from_name<formats::ProductOperand>(key);
}

/// Whether a part without a key stands first: a value, also one with `+KEY=` inside.
bool is_value(std::string_view part) {
  const std::size_t plus = part.find('+');
  const bool more = plus != std::string_view::npos && plus + 1 < part.size() &&
                    part[plus + 1] >= 'a' && part[plus + 1] <= 'z';
  return part.find('=') == std::string_view::npos || more || names_product(part);
}

bool is_fp32(std::string_view text) { return text == "fp32" || text == "FP32" || text == "0"; }

/// The parts between slashes.
std::vector<std::string_view> stage_texts(std::string_view value) {
  std::vector<std::string_view> parts;
  bool more = !value.empty();
  while (more) {  // a last slash has an empty part behind it
    const std::size_t slash = value.find('/');
    parts.push_back(value.substr(0, slash));
    more = slash != std::string_view::npos;
    value.remove_prefix(more ? slash + 1 : value.size());
  }
  return parts;
}

/// What begins with a digit, and FP32.
bool meant_as_bits(std::string_view text) {
  return text.empty() || is_fp32(text) || text.front() == '-' ||
         (text.front() >= '0' && text.front() <= '9');
}

/// LOW-HIGH, one number for both, or fp32.
BitRange read_range(ScheduleText& text, std::string_view what, std::string_view value) {
  if (is_fp32(value)) {
    return {0, 0};
  }
  const std::size_t dash = value.find('-');
  const std::optional<int> low = read_number<int>(value.substr(0, dash), kBits).value;
  const std::optional<int> high =
      dash == std::string_view::npos ? low : read_number<int>(value.substr(dash + 1), kBits).value;
  if (!low || !high || *low > *high) {
    text.complain(fmt::format("{} `{}` are not a range of bits", what, value),
                  "LOW-HIGH with 1 <= LOW <= HIGH <= 32, such as 3-8, or fp32");
    return {};
  }
  return {*low, *high};
}

/// A number of bits or, where `ranges`, a range.
BitRange read_operand(ScheduleText& text, const std::string& what, std::string_view value,
                      bool ranges) {
  if (ranges) {
    return read_range(text, what, value);
  }
  const int bits = read_bits(text, what, value);
  return {bits, bits};
}

}  // namespace

ScheduleText::ScheduleText(const std::string& text) : whole_(text) {
  std::string_view rest = text;
  rest.remove_prefix(std::min(rest.size(), rest.find(':') + 1));
  if (is_value(rest.substr(0, rest.find(',')))) {
    value_ = take_preset(rest);
  }
  while (!rest.empty()) {
    const std::string_view option = take_preset(rest);
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos) {
      complain(fmt::format("`{}` is not of the form key=value", option), "such as backward=8");
      continue;
    }
    options_.emplace_back(option.substr(0, equals), option.substr(equals + 1));
  }
  if (text.ends_with(',')) {
    complain("ends with a comma", "leave it out");
  }
}

void ScheduleText::complain(std::string what, std::string hint) {
  diagnostics_.push_back(
      {{}, 0, 0, fmt::format("schedule `{}`", whole_), std::move(what), std::move(hint)});
}

void ScheduleText::check_options(const std::vector<std::string>& known) {
  for (std::size_t i = 0; i < options_.size(); ++i) {
    const std::string key(options_[i].first);
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      complain(fmt::format("unknown option `{}`", key), name_hint(key, known));
    }
    if (option(key) != options_[i].second) {
      complain(fmt::format("option `{}` stands twice", key), "keep one of them");
    }
  }
}

std::optional<std::string_view> ScheduleText::option(std::string_view key) const {
  for (const auto& [name, value] : options_) {
    if (name == key) {
      return value;
    }
  }
  return std::nullopt;
}

void ScheduleText::finish() const {
  if (!diagnostics_.empty()) {
    throw UserError(diagnostics_);
  }
}

std::vector<std::string> with_operands(std::vector<std::string> known) {
  known.emplace_back("backward");
  known.emplace_back("formats");
  for (const RangeField& field : kRangeFields) {
    known.emplace_back(field.number.option);
  }
  return known;
}

int read_bits(ScheduleText& text, std::string_view what, std::string_view value) {
  if (is_fp32(value)) {
    return 0;
  }
  const std::optional<int> bits = read_number<int>(value, kBits).value;
  if (!bits) {
    text.complain(fmt::format("{} `{}` are not a number of bits", what, value),
                  std::string(kBitsHint));
    return 0;
  }
  return *bits;
}

std::optional<trace::Precision> read_preset_text(ScheduleText& text, std::string_view preset) {
  auto read = trace::read_preset(preset);
  if (!read.value) {
    text.complain(std::move(read.what), std::move(read.hint));
  }
  return read.value;
}

std::optional<trace::Precision> read_preset_value(ScheduleText& text) {
  const std::string_view value = text.value();
  if (meant_as_bits(value)) {
    return std::nullopt;
  }
  const auto preset = read_preset_text(text, value);
  if (!preset) {
    text.finish();  // a wrong preset is not read as bits, which it is not either
  }
  return preset;
}

std::string preset_name(const trace::Precision& precision) {
  const std::string text =
      precision == trace::Precision(0, 0) ? std::string("fp32") : trace::preset_text(precision);
  METRONOME_ASSERT(!text.empty(), "a precision that was read of a preset has its text");
  return text;
}

std::string preset_stages_text(const std::vector<trace::Precision>& presets) {
  std::string text;
  for (const trace::Precision& preset : presets) {
    text += (text.empty() ? "" : "/") + preset_name(preset);
  }
  return text;
}

std::vector<trace::Precision> read_preset_stages(ScheduleText& text) {
  const std::vector<std::string_view> parts = stage_texts(text.value());
  if (std::all_of(parts.begin(), parts.end(), meant_as_bits)) {
    return {};
  }
  std::vector<trace::Precision> presets;
  for (const std::string_view part : parts) {
    presets.push_back(is_fp32(part) ? trace::Precision(0, 0)
                                    : read_preset_text(text, part).value_or(trace::Precision{}));
  }
  for (const char* option : {"backward", "formats"}) {
    if (text.option(option)) {
      text.complain(fmt::format("`{}` is of bits, and the stages are presets", option),
                    "leave it out; a preset says all six operands");
    }
  }
  text.finish();  // a wrong preset is not read as bits, which it is not either
  return presets;
}

bool is_preset(std::string_view value) {
  return !meant_as_bits(value) && trace::read_preset(value).value.has_value();
}

void refuse_falling(ScheduleText& text, std::string_view what, const std::vector<int>& bits,
                    int step) {
  const auto rank = [](int b) { return b == 0 ? std::numeric_limits<int>::max() - 1 : b; };
  for (std::size_t i = 1; i < bits.size(); ++i) {
    if (rank(bits[i]) < rank(bits[i - 1]) + step) {
      const auto name = [](int b) { return b == 0 ? std::string("fp32") : std::to_string(b); };
      return text.complain(fmt::format("{} {} behind {}: {} only goes up", what, name(bits[i]),
                                       name(bits[i - 1]), text.kind()),
                           step > 0 ? "levels that rise, such as muppet:8/12/14/16/fp32"
                                    : "stages that rise, such as pfq:3/4/6/8,backward=6/6/8/8");
    }
  }
}

void refuse_presets(ScheduleText& text) {
  for (const std::string_view stage : stage_texts(text.value())) {
    const std::string_view part = stage.substr(0, stage.find('-'));  // of a range the lower end
    if (is_preset(part)) {
      text.complain(
          fmt::format("`{}` is a preset, and {} changes numbers of bits", part, text.kind()),
          "bits, and formats=mxint, mxfp or bfp:16 for what they are bits of; presets over time "
          "are those of late, deficit, pfq, muppet, noise and csv");
      text.finish();
    }
  }
}

void read_family_option(ScheduleText& text, PrecisionRange& bits) {
  const auto given = text.option("formats");
  if (!given) {
    return;
  }
  auto family = trace::read_family(*given);
  if (!family.value) {
    return text.complain(std::move(family.what), std::move(family.hint));
  }
  if (family.value->kind == trace::FamilyKind::affine) {
    return;
  }
  for (const RangeField& field : kRangeFields) {
    const BitRange range = bits.*field.range;
    if (range == BitRange{0, 0}) {
      continue;
    }
    if (range.min < family.value->least_bits() || range.max > family.value->most_bits()) {
      return text.complain(
          fmt::format("{} of {} to {} bits have no format of {}", field.number.option, range.min,
                      range.max, family.value->text()),
          fmt::format("bits of {} to {}", family.value->least_bits(), family.value->most_bits()));
    }
  }
  if (bits.gradients != BitRange{0, 0}) {
    return text.complain("gradients have no number format", "leave `gradients` or `formats` out");
  }
  bits.family = *family.value;
}

trace::FormatFamily read_format_family(ScheduleText& text, PrecisionRange bits,
                                       const trace::FormatFamily& fallback) {
  if (const auto given = text.option("formats")) {
    if (*given == "affine") {
      text.complain("affine codes have no number format", "formats=bfp:32, mxint or mxfp");
    }
    bits.family = fallback;
    read_family_option(text, bits);
    return bits.family;
  }
  const int most = std::max(bits.weights.max, bits.errors.max);
  const bool below = bits.weights.min < fallback.least_bits() ||
                     (bits.errors.min > 0 && bits.errors.min < fallback.least_bits());
  if (below || most > fallback.most_bits()) {
    text.complain(fmt::format("bits have no format of {}", fallback.text()),
                  fmt::format("bits of {} to {}", fallback.least_bits(), fallback.most_bits()));
  }
  return fallback;
}

PrecisionRange read_precision(ScheduleText& text, bool ranges) {
  const std::optional<std::string_view> weights = text.option("weights");
  const std::optional<std::string_view> activations = text.option("activations");
  PrecisionRange bits;
  if (!text.value().empty()) {
    bits.weights = bits.activations = read_operand(text, "forward bits", text.value(), ranges);
    if (weights && activations) {
      text.complain("the value before the options has no effect",
                    "leave it out: weights and activations are given");
    }
  } else if (!weights || !activations) {
    text.complain(fmt::format("the bits of {} are missing", weights       ? "activations"
                                                            : activations ? "weights"
                                                                          : "the forward pass"),
                  "a value such as 8, or weights= and activations=");
  }
  if (weights) {
    bits.weights = read_operand(text, "weights", *weights, ranges);
  }
  if (activations) {
    bits.activations = read_operand(text, "activations", *activations, ranges);
  }
  const bool fp32 = bits.weights == BitRange{0, 0} && bits.activations == BitRange{0, 0};
  bits.errors = fp32 ? BitRange{0, 0} : BitRange{8, 8};
  const auto backward = text.option("backward");
  const auto errors = text.option("errors");
  if (backward && errors) {
    text.complain("`backward` and `errors` are the same bits", "keep one of them");
  }
  if (backward || errors) {
    bits.errors = read_operand(text, backward ? "backward bits" : "errors",
                               *(backward ? backward : errors), ranges);
  }
  if (const auto gradients = text.option("gradients")) {
    bits.gradients = read_operand(text, "gradients", *gradients, ranges);
  }
  const auto stash = text.option("stash");
  bits.stash = stash ? read_operand(text, "stash", *stash, ranges) : bits.activations;
  read_family_option(text, bits);
  return bits;
}

std::uint64_t read_count(ScheduleText& text, const std::string& key, std::uint64_t fallback,
                         std::uint64_t least, const std::string& hint) {
  const auto given = text.option(key);
  if (!given) {
    return fallback;
  }
  const NumberRange range{static_cast<long double>(least), trace::kIterations.max};
  const auto count = read_number<std::uint64_t>(*given, range).value;
  if (!count) {
    text.complain(fmt::format("`{}` is not a number of {}", *given, key), hint);
  }
  return count.value_or(fallback);
}

std::vector<int> read_stages(ScheduleText& text, std::string_view what, std::string_view value) {
  std::vector<int> stages;
  for (const std::string_view stage : stage_texts(value)) {
    stages.push_back(read_bits(text, what, stage));
  }
  return stages;
}

double read_positive(ScheduleText& text, const std::string& key, double fallback) {
  const auto given = text.option(key);
  if (!given) {
    return fallback;
  }
  const auto value = read_number<double>(*given, {0, 1e9L}).value;
  if (!value || !(*value > 0)) {
    text.complain(fmt::format("{} `{}` is not a number above 0", key, *given),
                  "such as 0.05, at most 1e9");
  }
  return value.value_or(fallback);
}

PrecisionRange read_ranges(ScheduleText& text) {
  refuse_presets(text);
  const PrecisionRange bits = read_precision(text, true);
  const bool any = std::any_of(kRangeFields.begin(), kRangeFields.end(), [&](const RangeField& f) {
    return (bits.*f.range).min < (bits.*f.range).max;
  });
  const auto written = [](std::string_view value) {
    return value.find('-') != std::string_view::npos;
  };
  const bool forward = written(text.value()) || written(text.option("weights").value_or("")) ||
                       written(text.option("activations").value_or(""));
  if (!any && !forward) {
    text.complain(text.value().empty() ? "no bits are a range" : "forward bits are not a range",
                  "LOW-HIGH, such as " + text.kind() + ":3-8");
  }
  return bits;
}

void read_cyclic(ScheduleText& text, PrecisionRange& bits, std::uint64_t& periods) {
  text.check_options(with_operands({"periods"}));
  bits = read_ranges(text);
  periods =
      read_count(text, "periods", periods, 1, "a whole number of at least 1; the paper uses 32");
  text.finish();
}

}  // namespace metronome::schedule
