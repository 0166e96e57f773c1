#include "workloads/schedule/offset_schedule.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/base/overload.hpp"

namespace metronome::schedule {
namespace {

constexpr NumberRange kOffsets{-31, 31};
constexpr int kLeastBits = 1, kMostBits = 32;
constexpr const char* kForm = "such as offset:conv1=2/fc=-1,cpt:3-8,periods=8,backward=8";

/// What an offset moves.
constexpr std::array kMoved{&trace::Precision::weight_bits, &trace::Precision::activation_bits,
                            &trace::Precision::stash_bits};

[[noreturn]] void refuse(const std::string& text, std::string what, std::string hint) {
  throw UserError(
      Diagnostic{{}, 0, 0, fmt::format("schedule `{}`", text), std::move(what), std::move(hint)});
}

trace::Precision moved_by(trace::Precision precision, int offset) {
  for (const auto bits : kMoved) {
    precision.*bits += precision.*bits == 0 ? 0 : offset;
  }
  return precision;
}

/// The smallest and the largest bits of each operand.
std::array<trace::Precision, 2> extremes(const OffsetSpec::Base& base) {
  using Both = std::array<trace::Precision, 2>;
  const auto of = [](const PrecisionRange& bits) {
    return Both{bits.each([](BitRange range) { return range.min; }), bits.largest()};
  };
  return std::visit(Overload{[](const StaticSpec& spec) {
                               return Both{spec.precision, spec.precision};
                             },
                             [&](const CptSpec& spec) { return of(spec.bits); },
                             [&](const SuiteSpec& spec) { return of(spec.bits); }},
                    base);
}

/// Takes "LAYER=BITS", and the slash behind it, from a text: a layer's name may have slashes.
std::pair<std::string, int> take_offset(std::string_view& rest, const std::string& text) {
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    refuse(text, fmt::format("`{}` is no layer and its offset", rest), kForm);
  }
  const std::size_t end = std::min(rest.find('/', equals), rest.size());
  std::string layer(rest.substr(0, equals));
  std::string_view number = rest.substr(equals + 1, end - equals - 1);
  if (number.starts_with('+')) {
    number.remove_prefix(1);
  }
  const std::optional<int> offset = read_number<int>(number, kOffsets).value;
  if (!offset || *offset == 0) {
    refuse(text, fmt::format("`{}` is no offset of layer {}", number, layer),
           "bits more or less than those of the other layers, -31 to 31 and not 0");
  }
  if (end + 1 == rest.size()) {
    refuse(text, "nothing stands behind the last slash", kForm);
  }
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return {std::move(layer), *offset};
}

OffsetSpec::Base parse_base(const std::string& text, const std::string& whole) {
  const std::string kind = text.substr(0, text.find(':'));
  const auto is_one_of = [&](const std::vector<std::string>& names) {
    return kind.size() < text.size() && std::find(names.begin(), names.end(), kind) != names.end();
  };
  if (is_one_of(StaticSpec::names())) {
    return StaticSpec::parse(text);
  }
  if (is_one_of(CptSpec::names())) {
    return CptSpec::parse(text);
  }
  if (is_one_of(SuiteSpec::names())) {
    return SuiteSpec::parse(text);
  }
  refuse(whole, fmt::format("`{}` is no static or cyclic schedule", text), kForm);
}

/// UserError where an offset leaves the bits that there are, or moves none.
void check_bits(const OffsetSpec& spec, const std::string& text) {
  const auto [least, most] = extremes(spec.base);
  if (most.formats.any()) {
    refuse(text, "offsets are of numbers of bits, not of number formats",
           "a csv: file gives layers formats of their own");
  }
  for (const auto& [layer, offset] : spec.offsets) {
    bool moves = false;
    for (const auto bits : kMoved) {
      const int low = least.*bits + offset;
      const int high = most.*bits + offset;
      moves = moves || most.*bits != 0;
      if (most.*bits != 0 && (low < kLeastBits || high > kMostBits)) {
        refuse(text, fmt::format("layer {} would have {} to {} bits", layer, low, high),
               fmt::format("bits are {} to {}", kLeastBits, kMostBits));
      }
    }
    if (!moves) {
      refuse(text, "offsets have no effect: everything is FP32", "numbers of bits");
    }
  }
}

}  // namespace

OffsetSpec OffsetSpec::bound(const OffsetSpec& spec, const std::vector<std::string>& layers) {
  for (const auto& [layer, offset] : spec.offsets) {
    if (std::find(layers.begin(), layers.end(), layer) == layers.end()) {
      throw UserError(Diagnostic{{},
                                 0,
                                 0,
                                 "schedule " + spec.name(),
                                 fmt::format("the network has no quantized layer `{}`", layer),
                                 name_hint(layer, layers)});
    }
  }
  return spec;
}

trace::Assignment OffsetSpec::moved(const trace::Assignment& from) const {
  std::map<std::string, trace::Precision> exceptions;
  for (const auto& [layer, offset] : offsets) {
    exceptions[layer] = moved_by(from.all, offset);
  }
  return {from.all, trace::LayerPrecisions(exceptions)};
}

trace::Assignment OffsetSpec::at(std::uint64_t iteration, std::uint64_t iterations) const {
  return moved(std::visit([&](const auto& kind) { return kind.at(iteration, iterations); }, base));
}

std::vector<trace::Phase> OffsetSpec::phases(std::uint64_t iterations) const {
  std::vector<trace::Phase> phases =
      std::visit([&](const auto& kind) { return kind.phases(iterations); }, base);
  for (trace::Phase& phase : phases) {
    phase.assignment = moved(phase.assignment);
  }
  return phases;
}

trace::Assignment OffsetSpec::evaluation(std::uint64_t iterations) const {
  trace::Assignment result =
      std::visit([&](const auto& kind) { return kind.evaluation(iterations); }, base);
  const trace::Precision most = extremes(base)[1];
  std::map<std::string, trace::Precision> exceptions;
  for (const auto& [layer, offset] : offsets) {
    exceptions[layer] = evaluated(moved_by(most, offset)).all;
  }
  result.layers = trace::LayerPrecisions(exceptions);
  return result;
}

std::vector<trace::Assignment> OffsetSpec::levels(std::uint64_t iterations) const {
  return levels_of(phases(iterations));
}

int OffsetSpec::largest_bits() const {
  const trace::Precision most = extremes(base)[1];
  int bits = schedule::largest_bits(most);
  for (const auto& [layer, offset] : offsets) {
    bits = std::max(bits, schedule::largest_bits(moved_by(most, offset)));
  }
  return bits;
}

std::string OffsetSpec::name() const {
  std::vector<std::string> texts;
  texts.reserve(offsets.size());
  for (const auto& [layer, offset] : offsets) {
    texts.push_back(fmt::format("{}={}", layer, offset));
  }
  return fmt::format("offset:{},{}", fmt::join(texts, "/"),
                     std::visit([](const auto& kind) { return kind.name(); }, base));
}

std::vector<ScheduleForm> OffsetSpec::forms() {
  return {{"offset:conv1=2/fc=-1,cpt:3-8,periods=8,backward=8",
           "a static or cyclic schedule of which some layers have more or fewer forward bits"}};
}

OffsetSpec OffsetSpec::parse(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::size_t comma = text.find(',', colon);
  if (comma == std::string::npos) {
    refuse(text, "has no schedule behind its offsets", kForm);
  }
  OffsetSpec spec;
  std::string_view rest = std::string_view(text).substr(colon + 1, comma - colon - 1);
  do {
    spec.offsets.push_back(take_offset(rest, text));
  } while (!rest.empty());
  std::sort(spec.offsets.begin(), spec.offsets.end());
  const auto twice =
      std::adjacent_find(spec.offsets.begin(), spec.offsets.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != spec.offsets.end()) {
    refuse(text, fmt::format("layer {} stands twice", twice->first), "one offset a layer");
  }
  spec.base = parse_base(text.substr(comma + 1), text);
  check_bits(spec, text);
  return spec;
}

}  // namespace metronome::schedule
