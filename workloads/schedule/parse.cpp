#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::schedule {
namespace {

constexpr NumberRange kBits{0, 32};
constexpr NumberRange kRangeBits{1, 32};
constexpr std::string_view kBitsHint = "bits are 1 to 32, or 0 for FP32";

/// One schedule text, "KIND:VALUE,key=value,...", and the complaints about it.
class Text {
 public:
  explicit Text(const std::string& text) : whole_(text) {
    std::string_view rest = text;
    rest.remove_prefix(std::min(rest.size(), rest.find(':') + 1));
    value_ = take(rest);
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

int read_bits(Text& text, std::string_view what, std::string_view value) {
  const std::optional<int> bits = read_number<int>(value, kBits).value;
  if (!bits) {
    text.complain(fmt::format("{} `{}` are not a number of bits", what, value),
                  std::string(kBitsHint));
    return 0;
  }
  return *bits;
}

BitRange read_range(Text& text, std::string_view what, std::string_view value) {
  const std::size_t dash = value.find('-');
  const std::optional<int> low = read_number<int>(value.substr(0, dash), kRangeBits).value;
  const std::optional<int> high = dash == std::string_view::npos
                                      ? low
                                      : read_number<int>(value.substr(dash + 1), kRangeBits).value;
  if (!low || !high || *low > *high) {
    text.complain(fmt::format("{} `{}` are not a range of bits", what, value),
                  "LOW-HIGH with 1 <= LOW <= HIGH <= 32, such as 3-8");
    return {};
  }
  return {*low, *high};
}

Schedule parse_static(Text& text) {
  text.check_options({"backward"});
  StaticSpec spec;
  spec.precision.forward_bits = read_bits(text, "forward bits", text.value());
  spec.precision.backward_bits = spec.precision.forward_bits == 0 ? 0 : 8;
  if (const auto backward = text.option("backward")) {
    spec.precision.backward_bits = read_bits(text, "backward bits", *backward);
  }
  text.finish();
  return Schedule(spec);
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

BitRange read_forward_range(Text& text, const std::string& kind) {
  const BitRange range = read_range(text, "forward bits", text.value());
  if (text.value().find('-') == std::string_view::npos) {
    text.complain("forward bits are not a range", "LOW-HIGH, such as " + kind + ":3-8");
  }
  return range;
}

/// What cpt and the suite's schedules have in common.
template <class Spec>
Schedule parse_cyclic(Text& text, const std::string& kind, Spec spec) {
  text.check_options({"periods", "backward"});
  spec.forward = read_forward_range(text, kind);
  const auto backward = text.option("backward");
  if (backward == "0") {
    spec.backward = {0, 0};
  } else if (backward) {
    spec.backward = read_range(text, "backward bits", *backward);
  }
  spec.periods = read_count(text, "periods", spec.periods, 1,
                            "a whole number of at least 1; the paper uses 32");
  text.finish();
  return Schedule(spec);
}

Schedule parse_deficit(Text& text) {
  text.check_options({"start", "iterations", "backward"});
  DeficitSpec spec;
  spec.forward = read_forward_range(text, "deficit");
  spec.start = read_count(text, "start", spec.start, 0, "the window's first iteration");
  spec.iterations = read_count(text, "iterations", 0, 1, "the window's length, at least 1");
  if (!text.option("iterations")) {
    text.complain("the option `iterations` is missing", "such as iterations=1000");
  }
  if (const auto backward = text.option("backward")) {
    spec.backward = read_bits(text, "backward bits", *backward);
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
      return parse_cyclic(text, kind, SuiteSpec{suite.profile, suite.shape, {}, {}, 8});
    }
  }
  return std::nullopt;
}

}  // namespace

Schedule parse_schedule(const std::string& text) {
  const std::string kind = text.substr(0, text.find(':'));
  if (kind.size() < text.size()) {
    if (kind == "csv") {
      return Schedule(load_csv_schedule(text.substr(kind.size() + 1)));
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
