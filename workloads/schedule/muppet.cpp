#include "workloads/schedule/muppet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/schedule/bits_text.hpp"
#include "workloads/schedule/schedule_text.hpp"

namespace metronome::schedule {
namespace {

void read_level_bits(ScheduleText& parts, MuppetSpec& spec) {
  spec.levels_bits = read_stages(parts, "levels", parts.value());
  if (spec.levels_bits.empty()) {
    parts.complain("no levels are given", "bits such as muppet:8/12/14/16/fp32");
  }
  refuse_falling(parts, "levels", spec.levels_bits, 1);
  PrecisionRange bits = spec.range();
  bits.family = spec.family;
  read_family_option(parts, bits);
  if (const auto given = parts.option("formats"); given && *given == "affine") {
    bits.family = {};
  }
  spec.family = bits.family;
}

}  // namespace

trace::Precision MuppetSpec::level(std::size_t index) const {
  if (!presets.empty()) {
    return presets.at(index);
  }
  const int bits = levels_bits.at(index);
  return family.of({bits, bits});
}

PrecisionRange MuppetSpec::range() const {
  BitRange range{0, 0};
  for (const int bits : levels_bits) {
    if (bits > 0) {
      range.min = range.min == 0 ? bits : std::min(range.min, bits);
      range.max = std::max(range.max, bits);
    }
  }
  return {range, range};
}

trace::Assignment MuppetSpec::at(std::uint64_t /*iteration*/, std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

std::vector<trace::Phase> MuppetSpec::phases(std::uint64_t /*iterations*/) const {
  fail_loss_driven(name());
}

trace::Assignment MuppetSpec::evaluation(std::uint64_t /*iterations*/) const {
  return evaluated(level(count() - 1));
}

std::vector<trace::Assignment> MuppetSpec::levels(std::uint64_t /*iterations*/) const {
  std::vector<trace::Assignment> all;
  for (std::size_t i = 0; i < count(); ++i) {
    all.push_back({level(i), {}});
  }
  return all;
}

int MuppetSpec::largest_bits() const {
  if (!presets.empty()) {
    return largest_bits_of(presets);
  }
  return family.kind == trace::FamilyKind::affine ? range().weights.max : 0;
}

std::string MuppetSpec::name() const {
  if (!presets.empty()) {
    return fmt::format("muppet:{},window={},patience={},rise={},decay={}",
                       preset_stages_text(presets), window, patience, rise, decay);
  }
  return fmt::format("muppet:{},formats={},window={},patience={},rise={},decay={}",
                     stages_text(levels_bits), family.text(), window, patience, rise, decay);
}

std::vector<ScheduleForm> MuppetSpec::forms() {
  return {{"muppet:8/12/14/16/fp32,formats=bfp:64,window=390,patience=2,rise=1.5,decay=0.1",
           "MuPPET: the next level when gradients of a window agree less than before (training "
           "only; levels and patience reconstructed)"},
          {"muppet:mxfp4/mxfp8/bf16,window=390,patience=2,rise=1.5,decay=0.1",
           "the same levels with presets (training only)"}};
}

MuppetSpec MuppetSpec::parse(const std::string& text) {
  ScheduleText parts(text);
  parts.check_options({"formats", "window", "patience", "rise", "decay"});
  MuppetSpec spec;
  spec.presets = read_preset_stages(parts);
  if (spec.presets.empty()) {
    read_level_bits(parts, spec);
  }
  spec.window = read_count(parts, "window", spec.window, 1, "iterations");
  spec.patience = read_count(parts, "patience", spec.patience, 1, "violations");
  spec.rise = read_positive(parts, "rise", spec.rise);
  spec.decay = read_positive(parts, "decay", spec.decay);
  parts.finish();
  return spec;
}

void MuppetLevels::observe(const Observation& observation) {
  const auto& gradients = observation.gradients;
  if (seen_ == 0) {
    squares_.assign(gradients.size(), 0);
    sums_.clear();
    for (const auto& gradient : gradients) {
      sums_.emplace_back(gradient.size());
    }
  }
  METRONOME_ASSERT(gradients.size() == sums_.size(), "a run has the same layers throughout");
  for (std::size_t layer = 0; layer < gradients.size(); ++layer) {
    METRONOME_ASSERT(gradients[layer].size() == sums_[layer].size(),
                     "a layer has the same weights throughout");
    for (std::size_t i = 0; i < gradients[layer].size(); ++i) {
      const double g = gradients[layer][i];
      squares_[layer] += g * g;
      sums_[layer][i] += g;
    }
  }
  if (++seen_ == spec_.window) {
    end_window();
  }
}

void MuppetLevels::end_window() {
  double diversity = 0;
  for (std::size_t layer = 0; layer < sums_.size(); ++layer) {
    double square = 0;
    for (const double sum : sums_[layer]) {
      square += sum * sum;
    }
    // Gradients that cancel out are as diverse as can be told.
    diversity += square > 0 ? squares_[layer] / square : 0;
  }
  diversity /= static_cast<double>(std::max<std::size_t>(sums_.size(), 1));
  const double limit = 1 + spec_.rise * std::exp(-spec_.decay * static_cast<double>(windows_));
  const bool violation = diversity < most_ && diversity > 0 && most_ / diversity > limit;
  violations_ += violation ? 1 : 0;
  most_ = std::max(most_, diversity);
  ++windows_;
  seen_ = 0;
  sums_.clear();
  squares_.clear();
  if (violations_ >= spec_.patience && level_ + 1 < spec_.count()) {
    ++level_;
    violations_ = 0;
    most_ = 0;
  }
}

/// Numbers, then for each layer its squares, the count of its weights and their sums.
std::vector<double> MuppetLevels::state() const {
  std::vector<double> state{static_cast<double>(level_), static_cast<double>(seen_),
                            static_cast<double>(windows_), static_cast<double>(violations_), most_};
  for (std::size_t layer = 0; layer < sums_.size(); ++layer) {
    state.push_back(squares_[layer]);
    state.push_back(static_cast<double>(sums_[layer].size()));
    state.insert(state.end(), sums_[layer].begin(), sums_[layer].end());
  }
  return state;
}

bool MuppetLevels::accepts(const std::vector<double>& state) const {
  const auto whole = [](double number, double end) {
    return number >= 0 && std::floor(number) == number && number < end;
  };
  if (state.size() < kNumbers || !whole(state[0], static_cast<double>(spec_.count())) ||
      !whole(state[1], static_cast<double>(spec_.window)) || !whole(state[2], 1e15) ||
      !whole(state[3], 1e15) || !(state[4] >= 0)) {
    return false;
  }
  std::size_t at = kNumbers;
  while (at < state.size()) {
    if (state.size() - at < 2 || !(state[at] >= 0) ||
        !whole(state[at + 1], static_cast<double>(state.size() - at - 1))) {
      return false;
    }
    at += 2 + static_cast<std::size_t>(state[at + 1]);
  }
  return at == state.size() && (state[1] > 0 || at == kNumbers);
}

void MuppetLevels::restore(const std::vector<double>& state) {
  METRONOME_ASSERT(accepts(state), "a stored state is that of levels");
  level_ = static_cast<std::size_t>(state[0]);
  seen_ = static_cast<std::uint64_t>(state[1]);
  windows_ = static_cast<std::uint64_t>(state[2]);
  violations_ = static_cast<std::uint64_t>(state[3]);
  most_ = state[4];
  squares_.clear();
  sums_.clear();
  for (std::size_t at = kNumbers; at < state.size();) {
    const auto weights = static_cast<std::ptrdiff_t>(state[at + 1]);
    const auto first = state.begin() + static_cast<std::ptrdiff_t>(at) + 2;
    squares_.push_back(state[at]);
    sums_.emplace_back(first, first + weights);
    at += 2 + static_cast<std::size_t>(weights);
  }
}

}  // namespace metronome::schedule
