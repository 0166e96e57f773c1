#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"
#include "workloads/train/width_search.hpp"

namespace metronome::train {
namespace {

constexpr const char* kScheduleHeading = "iteration,layer,weight_bits,activation_bits,error_bits\n";

std::string row(std::uint64_t iteration, const std::string& layer, const trace::Precision& bits) {
  return fmt::format("{},{},{},{},{}\n", iteration, csv_field(layer), bits.weight_bits,
                     bits.activation_bits, trace::bits_text(bits.error_bits));
}

std::string rows_at(std::uint64_t iteration, const trace::Assignment& assignment) {
  std::string text = row(iteration, "*", assignment.all);
  for (const auto& [layer, bits] : assignment.layers) {
    text += row(iteration, layer, bits);
  }
  return text;
}

trace::Precision at_place(const trace::Precision& found, int least, double phi) {
  trace::Precision bits(weights::bits_in_period(least, found.activation_bits, phi),
                        found.error_bits);
  bits.weight_bits = weights::bits_in_period(least, found.weight_bits, phi);
  return bits;
}

void add_candidates(std::string& text, const FoundWidths& found, std::size_t layer,
                    const char* operand, const weights::LayerRows& strengths,
                    const weights::LayerRows& shares, std::size_t strongest, std::size_t chosen) {
  for (std::size_t i = 0; i < found.candidates.size(); ++i) {
    text += fmt::format("{},{},{},{},{},{},{}\n", csv_field(found.layers[layer]), operand,
                        found.candidates[i], number_text(strengths[layer][i]),
                        number_text(shares[layer][i]), i == strongest ? 1 : 0, i == chosen ? 1 : 0);
  }
}

}  // namespace

trace::Assignment FoundWidths::assignment(int error_bits) const {
  trace::Precision all(1, error_bits);
  std::map<std::string, trace::Precision> precisions;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    trace::Precision own(candidates[choice.activations[l]], error_bits);
    own.weight_bits = candidates[choice.weights[l]];
    all.activation_bits = std::max(all.activation_bits, own.activation_bits);
    all.weight_bits = std::max(all.weight_bits, own.weight_bits);
    precisions[layers[l]] = own;
  }
  all.stash_bits = all.activation_bits;
  return {all, trace::LayerPrecisions(precisions)};
}

std::string widths_csv(const FoundWidths& found, int error_bits) {
  return kScheduleHeading + rows_at(0, found.assignment(error_bits));
}

std::string cycled_csv(const trace::Assignment& found, int least, std::uint64_t periods,
                       std::uint64_t iterations) {
  METRONOME_ASSERT(periods > 0, "a cycle has periods");
  if (periods > iterations) {
    throw UserError(fmt::format("{} iterations hold no {} periods", iterations, periods),
                    "fewer periods, or more iterations");
  }
  std::string text = kScheduleHeading;
  std::optional<trace::Assignment> before;
  for (std::uint64_t t = 0; t < iterations; ++t) {
    // In whole numbers, so that no period is begun in vain where they do not divide the run.
    const double place =
        static_cast<double>(t * periods % iterations) / static_cast<double>(iterations);
    const double phi = (1 - std::cos(std::numbers::pi * place)) / 2;
    trace::Assignment now = found;
    now.all = at_place(found.all, least, phi);
    for (const auto& [layer, bits] : found.layers) {
      now.layers.set(layer, at_place(bits, least, phi));
    }
    if (!before || now != *before) {
      text += rows_at(t, now);
      before = std::move(now);
    }
  }
  return text;
}

std::string search_csv(const FoundWidths& found) {
  std::string text = "layer,operand,bits,strength,share,strongest,chosen\n";
  for (std::size_t l = 0; l < found.layers.size(); ++l) {
    add_candidates(text, found, l, "weight", found.weight_strengths, found.weight_shares,
                   found.strongest_choice.weights[l], found.choice.weights[l]);
    add_candidates(text, found, l, "activation", found.activation_strengths,
                   found.activation_shares, found.strongest_choice.activations[l],
                   found.choice.activations[l]);
  }
  return text;
}

std::string search_json(const FoundWidths& found) {
  std::string machine;
  for (const char c : found.machine) {
    machine += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return fmt::format(
      "{{\n  \"cost\": \"{}\",\n  \"machine\": \"{}\",\n  \"cost_at_1x1\": {},\n  \"target\": {},\n"
      "  \"expected_of_mixtures\": {},\n  \"strongest_candidates\": {},\n  \"chosen\": {}\n}}\n",
      enum_name(found.unit), machine, number_text(found.unit_cost), number_text(found.target),
      number_text(found.expected), number_text(found.strongest), number_text(found.cost));
}

}  // namespace metronome::train
