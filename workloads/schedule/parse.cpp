#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "sim/base/error.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {
namespace {

constexpr int kLargestBits = 32;
constexpr std::string_view kBitsHint = "bits are 1 to 32, or 0 for FP32";

template <class T>
std::optional<T> whole_number(std::string_view text) {
  T value{};
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

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
  const std::optional<int> bits = whole_number<int>(value);
  if (!bits || *bits < 0 || *bits > kLargestBits) {
    text.complain(fmt::format("{} `{}` are not a number of bits", what, value),
                  std::string(kBitsHint));
    return 0;
  }
  return *bits;
}

BitRange read_range(Text& text, std::string_view what, std::string_view value) {
  const std::size_t dash = value.find('-');
  const std::optional<int> low = whole_number<int>(value.substr(0, dash));
  const std::optional<int> high =
      dash == std::string_view::npos ? low : whole_number<int>(value.substr(dash + 1));
  if (!low || !high || *low < 1 || *high > kLargestBits || *low > *high) {
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

Schedule parse_cpt(Text& text) {
  text.check_options({"periods", "backward"});
  CptSpec spec;
  spec.forward = read_range(text, "forward bits", text.value());
  if (text.value().find('-') == std::string_view::npos) {
    text.complain("forward bits are not a range", "LOW-HIGH, such as cpt:3-8");
  }
  const auto backward = text.option("backward");
  if (backward == "0") {
    spec.backward = {0, 0};
  } else if (backward) {
    spec.backward = read_range(text, "backward bits", *backward);
  }
  if (const auto periods = text.option("periods")) {
    const auto count = whole_number<std::uint64_t>(*periods);
    if (!count || *count == 0) {
      text.complain(fmt::format("`{}` is not a number of periods", *periods),
                    "a whole number of at least 1; the paper uses 32");
    }
    spec.periods = count.value_or(spec.periods);
  }
  text.finish();
  return Schedule(spec);
}

}  // namespace

Schedule parse_schedule(const std::string& text) {
  const std::string kind = text.substr(0, text.find(':'));
  if (kind.size() < text.size()) {
    if (kind == "csv") {
      return Schedule(load_csv_schedule(text.substr(kind.size() + 1)));
    }
    if (kind == "static" || kind == "cpt") {
      Text parts(text);
      return kind == "static" ? parse_static(parts) : parse_cpt(parts);
    }
  }
  std::string forms = "one of:";
  for (const ScheduleForm& form : schedule_forms()) {
    forms += (forms.back() == ':' ? " " : ", ") + form.form;
  }
  const std::string near = nearest_name(kind, {"static", "cpt", "csv"});
  throw UserError(Diagnostic{
      {},
      0,
      0,
      fmt::format("schedule `{}`", text),
      "is not a known form of schedule",
      near.empty() || near == kind ? forms : fmt::format("did you mean `{}:`? {}", near, forms)});
}

}  // namespace metronome::schedule
