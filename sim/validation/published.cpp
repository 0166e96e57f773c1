#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace published_rung {

using experiment::count_of;
using experiment::PublishedRow;
using experiment::real_of;
using experiment::text_of;

/// Plots are read to three digits, and 165 epochs of 50000 images are 0.7 % more than 64000
/// iterations of 128.
constexpr double kPlotPercent = 1.1;
/// Figures of ImageNet count the images of 64000 iterations of 128.
constexpr std::uint64_t kImages = std::uint64_t{64'000} * 128;

struct Known {
  const char* point;
  Explanation explanation;
};
static const std::vector<Known>& known_differences() {
  static const std::vector<Known> all{
      {"fractrain_time", {"FracTrain, time and energy saved", -23, -19}},
      {"fractrain_energy", {"FracTrain, time and energy saved", -53, -47}},
      {"stripes", {"Stripes and Loom, mean speed over their baselines", 4, 4.5}},
      {"loom", {"Stripes and Loom, mean speed over their baselines", -9, -8.5}}};
  return all;
}

/// The row with what a change says of it; empty for rows that are not compared.
static std::optional<PublishedRow> compared_row(const Context& context, PublishedRow row) {
  const std::string kind = text_of(row, "kind");
  const std::string point = text_of(row, "point");
  if (kind == "bit_operations") {
    const std::string& dataset = text_of(row, "dataset");
    if (dataset != "imagenet" && !dataset.starts_with("cifar")) {
      return std::nullopt;  // neither the network's size nor its tokens are public
    }
    const std::uint64_t iterations =
        dataset == "imagenet" ? kImages / count_of(row, "batch") : count_of(row, "iterations");
    row["iterations"] = fmt::format("{}", context.of("iterations", iterations));
    return row;
  }
  if (point == "stripes" || point == "loom") {
    row["a_bits"] = fmt::format("{}", context.of("a_bits", count_of(row, "a_bits")));
    return row;
  }
  return kind == "time_saving" || kind == "energy_saving" ? std::optional(row) : std::nullopt;
}

static std::vector<Claim> compare(const Context& context) {
  const std::filesystem::path inputs = context.results / "published_points";
  std::vector<Claim> claims;
  for (const PublishedRow& published : experiment::published_rows(inputs / "points.csv")) {
    const std::optional<PublishedRow> row = compared_row(context, published);
    if (!row) {
      continue;
    }
    Claim claim{.of = fmt::format("{}, {}", text_of(*row, "network"), text_of(*row, "bits")),
                .quantity = text_of(*row, "quantity"),
                .unit = text_of(*row, "unit"),
                .ours = experiment::number_of_point(*row, inputs, context.configs),
                .theirs = real_of(*row, "published"),
                .tolerance_percent = kPlotPercent,
                .source = fmt::format("[{}]", text_of(*row, "source"))};
    for (const Known& known : known_differences()) {
      if (known.point == text_of(*row, "point")) {
        claim.explanation = known.explanation;
      }
    }
    claims.push_back(claim);
  }
  return claims;
}

}  // namespace published_rung

Rung published() {
  return {.name = "published",
          .summary = "published bit operations, speed-ups and savings, and ours made the same way",
          .page = "results/published_points/README.md",
          .rows = 11 + 2 + 2,
          .constants = {{"iterations", "of the trainings whose bit operations are counted"},
                        {"a_bits", "bits of the activations of Stripes and Loom"}},
          .compare = published_rung::compare};
}

}  // namespace metronome::validation
