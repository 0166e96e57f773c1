#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/schedule/bit_range.hpp"

namespace metronome::schedule {

/// One schedule text, "KIND:VALUE,key=value,...", and the complaints about it. VALUE may be a
/// preset with `+` and `=` inside, and the comma of bfp:B,G.
class ScheduleText {
 public:
  /// The text must outlive this object.
  explicit ScheduleText(const std::string& text);

  void complain(std::string what, std::string hint);
  [[nodiscard]] std::string kind() const { return whole_.substr(0, whole_.find(':')); }
  [[nodiscard]] std::string_view value() const { return value_; }
  /// Complains about keys outside `known` and about repetitions.
  void check_options(const std::vector<std::string>& known);
  /// The value of the first option of that key.
  [[nodiscard]] std::optional<std::string_view> option(std::string_view key) const;
  /// UserError with all complaints, if there are any.
  void finish() const;

 private:
  std::string whole_;
  std::string_view value_;
  std::vector<std::pair<std::string_view, std::string_view>> options_;
  std::vector<Diagnostic> diagnostics_;
};

/// Known options of a schedule with bits of each operand.
[[nodiscard]] std::vector<std::string> with_operands(std::vector<std::string> known);

/// A number of bits or fp32; what is wrong is complained about, and 0 taken.
[[nodiscard]] int read_bits(ScheduleText& text, std::string_view what, std::string_view value);

/// A preset (trace::read_preset) other than `fp32`; none of what are numbers of bits. What is wrong
/// with it is complained about.
[[nodiscard]] std::optional<trace::Precision> read_preset_value(ScheduleText& text);
/// The same of an option's value.
[[nodiscard]] std::optional<trace::Precision> read_preset_text(ScheduleText& text,
                                                               std::string_view preset);

/// Presets of stages, "mxfp4/mxfp8/bf16", `fp32` among them; none where all are numbers of bits.
/// They stand in the place of bits: options about bits are then complained about.
[[nodiscard]] std::vector<trace::Precision> read_preset_stages(ScheduleText& text);
/// Complains about presets, by name, of kinds that measure or choose numbers of bits; UserError
/// where there is any.
void refuse_presets(ScheduleText& text);
/// The text that reads back as them.
[[nodiscard]] std::string preset_stages_text(const std::vector<trace::Precision>& presets);
/// The name of a precision that was read as a preset.
[[nodiscard]] std::string preset_name(const trace::Precision& precision);

/// The family of formats of option `formats`, whose bits must be among those that it has.
void read_family_option(ScheduleText& text, PrecisionRange& bits);

/// The family of schedules whose bits are of number formats only: option `formats`, or `fallback`,
/// of which all bits must be.
[[nodiscard]] trace::FormatFamily read_format_family(ScheduleText& text, PrecisionRange bits,
                                                     const trace::FormatFamily& fallback);

/// The bits of all operands: of the value and `backward`, or of the options that name operands,
/// which come before the short form. Each is a number of bits or, where `ranges`, a range.
[[nodiscard]] PrecisionRange read_precision(ScheduleText& text, bool ranges);

/// The same of ranges, one of which at least must be one: what varies must be a range of something.
[[nodiscard]] PrecisionRange read_ranges(ScheduleText& text);

/// The value of a whole-number option of at least `least`, at most a run's iterations, or
/// `fallback`.
[[nodiscard]] std::uint64_t read_count(ScheduleText& text, const std::string& key,
                                       std::uint64_t fallback, std::uint64_t least,
                                       const std::string& hint);

/// Complains about stages of bits that fall, FP32 (0) the most: a schedule that goes on by what it
/// observes goes up. Each is to be at least `step` above the one before; FP32 follows FP32 where
/// `step` is 0.
void refuse_falling(ScheduleText& text, std::string_view what, const std::vector<int>& bits,
                    int step);

/// Whether a value is the name of a preset.
[[nodiscard]] bool is_preset(std::string_view value);

/// Bits of stages, "3/4/6/8".
[[nodiscard]] std::vector<int> read_stages(ScheduleText& text, std::string_view what,
                                           std::string_view value);

/// The value of an option above 0, or `fallback`.
[[nodiscard]] double read_positive(ScheduleText& text, const std::string& key, double fallback);

/// The whole of a schedule of equal periods: ranges and `periods`. UserError with all complaints.
void read_cyclic(ScheduleText& text, PrecisionRange& bits, std::uint64_t& periods);

}  // namespace metronome::schedule
