#include "workloads/trace/bit_operations.hpp"

#include <fmt/format.h>

#include <map>

#include "sim/experiment/published_rows.hpp"
#include "sim/validation/rung.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::validation {
namespace bit_operations_rung {

using experiment::count_of;
using experiment::PublishedRow;
using experiment::real_of;
using experiment::text_of;

/// The paper's runs: 32 periods of 2000 iterations.
constexpr std::uint64_t kIterations = 64'000;
constexpr int kPeriods = 32;
constexpr std::uint64_t kPeriod = 2000;

/// Bit operations of a whole run by the paper's measure.
static double run_bit_operations(const trace::PaperMeasure& measure, const std::string& schedule) {
  double total = 0;
  for (const trace::Phase& phase : schedule::parse_schedule(schedule).phases(kIterations)) {
    total += static_cast<double>(phase.iterations) *
             static_cast<double>(measure.of(phase.assignment).count());
  }
  return total;
}

/// The measure is a factor of the model's products, so that any network gives the same saving.
static trace::Step any_step() {
  return trace::lower(model::cifar_resnet(1, {3, 32, 32}, 10), "cifar-10", 128,
                      trace::DxScale::prescale_requantize);
}

static void add_savings(const Context& context, std::vector<Claim>& claims) {
  const trace::Step step = any_step();
  const trace::PaperMeasure measure(step);
  for (const PublishedRow& row :
       experiment::published_rows(context.reference() / "cpt_savings.csv")) {
    const std::uint64_t backward = context.of("backward_bits", count_of(row, "backward_bits"));
    const std::string cyclic =
        fmt::format("cpt:{},periods={},backward={}", text_of(row, "levels"), kPeriods, backward);
    const std::string fixed =
        fmt::format("static:{},backward={}",
                    context.of("largest_bits", count_of(row, "largest_bits")), backward);
    const double published = real_of(row, "saving_percent");
    Claim claim{.of = fmt::format("{}, {} over {} bits", text_of(row, "network"),
                                  text_of(row, "levels"), text_of(row, "largest_bits")),
                .quantity = "saving of bit operations",
                .unit = "%",
                .ours = 100 * (1 - run_bit_operations(measure, cyclic) /
                                       run_bit_operations(measure, fixed)),
                .theirs = published,
                .tolerance_percent = 100 * real_of(row, "rounding_points") / published,
                .source = fmt::format("CPT [fu2021cpt]: {}", text_of(row, "printed"))};
    if (text_of(row, "levels") == "4-6" && text_of(row, "backward_bits") == "8") {
      claim.explanation = Explanation{"CPT 4-6/8 saving", -11.5, -10};
    }
    claims.push_back(claim);
  }
}

static void add_levels(const Context& context, std::vector<Claim>& claims) {
  for (const PublishedRow& row :
       experiment::published_rows(context.reference() / "cpt_levels.csv")) {
    std::map<std::uint64_t, std::uint64_t> iterations;
    const std::uint64_t period = context.of("period", kPeriod);
    const schedule::Schedule cpt =
        schedule::parse_schedule(fmt::format("cpt:{},periods=1", text_of(row, "levels")));
    for (const trace::Phase& phase : cpt.phases(period)) {
      iterations[static_cast<std::uint64_t>(phase.assignment.all.weight_bits)] += phase.iterations;
    }
    claims.push_back(
        {.of = fmt::format("{} bits, level {}", text_of(row, "levels"), text_of(row, "bits")),
         .quantity = "iterations of a period of 2000",
         .unit = "iterations",
         .ours = static_cast<double>(iterations[count_of(row, "bits")]),
         .theirs = static_cast<double>(count_of(row, "iterations")),
         .tolerance_percent = 0,
         .source = "code of the CPT authors [fu2021code]"});
  }
}

static std::vector<Claim> compare(const Context& context) {
  std::vector<Claim> claims;
  add_savings(context, claims);
  add_levels(context, claims);
  return claims;
}

}  // namespace bit_operations_rung

Rung bit_operations() {
  return {.name = "bit_operations",
          .summary = "what CPT saves in bit operations, and its levels, beside paper and code",
          .page = "docs/training.md",
          .rows = 12 + 20,
          .constants = {{"backward_bits", "bits of errors"},
                        {"largest_bits", "bits of the static baseline"},
                        {"period", "iterations of a period"}},
          .compare = bit_operations_rung::compare};
}

}  // namespace metronome::validation
