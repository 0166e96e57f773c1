#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {
namespace {

constexpr NumberRange kBits{1, 32};
constexpr std::string_view kBitsHint = "bits are 1 to 32, or fp32";

/// One schedule text, "KIND:VALUE,key=value,...", and the complaints about it.
class Text {
 public:
  explicit Text(const std::string& text) : whole_(text) {
    std::string_view rest = text;
    rest.remove_prefix(std::min(rest.size(), rest.find(':') + 1));
    if (rest.substr(0, rest.find(',')).find('=') == std::string_view::npos) {
      value_ = take(rest);
    }
    while (!rest.empty()) {
      const std::string_view option = take(rest);
      const std::size_t equals = option.find('=');
      if (equals == std::string_view::npos) {
        complain(fmt::format("`{}` is not of the form key=value", option), "such as backward=8");
        continue;
      }
      options_.emplace_back(option.substr(0, equals), option.substr(equals + 1));
    }
  }

  void complain(std::string what, std::string hint) {
    diagnostics_.push_back(
        {{}, 0, 0, fmt::format("schedule `{}`", whole_), std::move(what), std::move(hint)});
  }

  [[nodiscard]] std::string_view value() const { return value_; }

  /// Complains about keys outside `known` and about repetitions.
  void check_options(const std::vector<std::string>& known) {
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
  /// The value of the first option of that key.
  [[nodiscard]] std::optional<std::string_view> option(std::string_view key) const {
    for (const auto& [name, value] : options_) {
      if (name == key) {
        return value;
      }
    }
    return std::nullopt;
  }

  void finish() const {
    if (!diagnostics_.empty()) {
      throw UserError(diagnostics_);
    }
  }

 private:
  /// The part before the next comma, which is removed with it.
  static std::string_view take(std::string_view& rest) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    return part;
  }

  std::string whole_;
  std::string_view value_;
  std::vector<std::pair<std::string_view, std::string_view>> options_;
  std::vector<Diagnostic> diagnostics_;
};

bool is_fp32(std::string_view text) { return text == "fp32" || text == "FP32" || text == "0"; }

int read_bits(Text& text, std::string_view what, std::string_view value) {
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

/// LOW-HIGH, one number for both, or fp32.
BitRange read_range(Text& text, std::string_view what, std::string_view value) {
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

/// Known options of a schedule with bits of each operand.
std::vector<std::string> with_operands(std::vector<std::string> known) {
  known.emplace_back("backward");
  for (const RangeField& field : kRangeFields) {
    known.emplace_back(field.number.option);
  }
  return known;
}

/// A number of bits or, where `ranges`, a range.
BitRange read_operand(Text& text, const std::string& what, std::string_view value, bool ranges) {
  if (ranges) {
    return read_range(text, what, value);
  }
  const int bits = read_bits(text, what, value);
  return {bits, bits};
}

/// The bits of all operands: of the value and `backward`, or of the options that name operands,
/// which come before the short form.
PrecisionRange read_precision(Text& text, bool ranges) {
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
  return bits;
}

Schedule parse_static(Text& text) {
  text.check_options(with_operands({}));
  const PrecisionRange bits = read_precision(text, false);
  text.finish();
  return Schedule(StaticSpec{bits.largest()});
}

/// The value of a whole-number option of at least `least`, at most a run's iterations, or
/// `fallback`.
std::uint64_t read_count(Text& text, const std::string& key, std::uint64_t fallback,
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

double read_positive(Text& text, const std::string& key, double fallback) {
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

/// What varies must be a range of something.
PrecisionRange read_ranges(Text& text, const std::string& kind) {
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
                  "LOW-HIGH, such as " + kind + ":3-8");
  }
  return bits;
}

/// What cpt and the suite's schedules have in common.
template <class Spec>
Schedule parse_cyclic(Text& text, const std::string& kind, Spec spec) {
  text.check_options(with_operands({"periods"}));
  spec.bits = read_ranges(text, kind);
  spec.periods = read_count(text, "periods", spec.periods, 1,
                            "a whole number of at least 1; the paper uses 32");
  text.finish();
  return Schedule(spec);
}

Schedule parse_deficit(Text& text) {
  text.check_options(with_operands({"start", "iterations"}));
  DeficitSpec spec;
  spec.bits = read_ranges(text, "deficit");
  spec.start = read_count(text, "start", spec.start, 0, "the window's first iteration");
  spec.iterations = read_count(text, "iterations", 0, 1, "the window's length, at least 1");
  if (!text.option("iterations")) {
    text.complain("the option `iterations` is missing", "such as iterations=1000");
  }
  text.finish();
  return Schedule(spec);
}

/// Bits of stages, "3/4/6/8".
std::vector<int> read_stages(Text& text, std::string_view what, std::string_view value) {
  std::vector<int> stages;
  while (!value.empty()) {
    const std::size_t slash = std::min(value.find('/'), value.size());
    stages.push_back(read_bits(text, what, value.substr(0, slash)));
    value.remove_prefix(std::min(value.size(), slash + 1));
  }
  return stages;
}

Schedule parse_progressive(Text& text) {
  text.check_options({"backward", "window", "epsilon", "alpha"});
  ProgressiveSpec spec;
  spec.forward = read_stages(text, "forward bits", text.value());
  if (spec.forward.empty()) {
    text.complain("no stages are given", "forward bits such as pfq:3/4/6/8");
  }
  const auto backward = text.option("backward");
  spec.backward = read_stages(text, "backward bits", backward.value_or("8"));
  if (spec.backward.size() == 1) {
    spec.backward.resize(spec.forward.size(), spec.backward.front());
  }
  if (spec.backward.size() != spec.forward.size()) {
    text.complain(
        fmt::format("{} backward bits for {} stages", spec.backward.size(), spec.forward.size()),
        "one for each stage, or one for all");
  }
  spec.window =
      read_count(text, "window", spec.window, 1, "iterations whose mean loss is compared");
  spec.epsilon = read_positive(text, "epsilon", spec.epsilon);
  spec.alpha = read_positive(text, "alpha", spec.alpha);
  text.finish();
  return Schedule(spec);
}

constexpr std::string_view kCsv = "csv:";
constexpr std::string_view kOption = ",iterations_per_epoch=";

/// FILE, or FILE,iterations_per_epoch=N: names may contain commas.
Schedule parse_csv(const std::string& text) {
  const std::size_t at = text.rfind(kOption);
  if (at == std::string::npos) {
    return Schedule(load_csv_schedule(text, 0));
  }
  const std::string value = text.substr(at + kOption.size());
  const auto count = read_number<std::uint64_t>(value, {1, trace::kIterations.max});
  if (!count.value) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "schedule `csv:" + text + "`",
                               "iterations_per_epoch: " + count.what,
                               "samples of an epoch over the batch, such as 391"});
  }
  return Schedule(load_csv_schedule(text.substr(0, at), *count.value));
}

/// Nothing where the kind is unknown.
std::optional<Schedule> parse_kind(const std::string& kind, Text& text) {
  if (kind == "static") {
    return parse_static(text);
  }
  if (kind == "cpt") {
    return parse_cyclic(text, kind, CptSpec{});
  }
  if (kind == "deficit") {
    return parse_deficit(text);
  }
  if (kind == "pfq") {
    return parse_progressive(text);
  }
  for (const SuiteKind& suite : suite_kinds()) {
    if (kind == suite.name) {
      return parse_cyclic(text, kind, SuiteSpec{suite.profile, suite.shape, {}, 8});
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> schedule_file(const std::string& text) {
  if (!text.starts_with(kCsv)) {
    return std::nullopt;
  }
  const std::string file = text.substr(kCsv.size());
  return file.substr(0, file.rfind(kOption));
}

Schedule parse_schedule(const std::string& text) {
  const std::string kind = text.substr(0, text.find(':'));
  if (kind.size() < text.size()) {
    if (kind == "csv") {
      return parse_csv(text.substr(kind.size() + 1));
    }
    Text parts(text);
    if (const std::optional<Schedule> schedule = parse_kind(kind, parts)) {
      return *schedule;
    }
  }
  std::string forms = "one of:";
  for (const ScheduleForm& form : schedule_forms()) {
    forms += (forms.back() == ':' ? " " : ", ") + form.form;
  }
  // The suite's names of two and three letters are near to everything.
  const std::string near = nearest_name(kind, {"static", "cpt", "csv", "deficit", "pfq"});
  throw UserError(Diagnostic{
      {},
      0,
      0,
      fmt::format("schedule `{}`", text),
      "is not a known form of schedule",
      near.empty() || near == kind ? forms : fmt::format("did you mean `{}:`? {}", near, forms)});
}

}  // namespace metronome::schedule
