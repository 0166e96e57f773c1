#include <fmt/format.h>

#include <array>

#include "sim/base/error.hpp"
#include "sim/energy/composable.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace ku_leuven_rung {

using experiment::PublishedRow;
using experiment::real_of;
using experiment::text_of;

constexpr const char* kSource = "synthesis at 28 nm [ibrahim2022taxonomy]";
/// The fit is of three figures at 8x8; what it predicts elsewhere is taken to hold to this.
constexpr double kPercent = 9;
/// Rounding of the table's own values.
constexpr double kMeasuredPercent = 0.01;

static double published_fj(const std::vector<PublishedRow>& rows, std::string_view clock_ns,
                           std::string_view design, std::string_view widths) {
  for (const PublishedRow& row : rows) {
    if (text_of(row, "clk_ns") == clock_ns && text_of(row, "design") == design &&
        text_of(row, "prec") == widths) {
      return real_of(row, "fJ_per_MAC");
    }
  }
  throw UserError(fmt::format("no row {} {} at {} ns", design, widths, clock_ns));
}

static Claim claim_of(std::string of, std::string quantity, double ours, double theirs,
                      double percent) {
  return {.of = std::move(of),
          .quantity = std::move(quantity),
          .unit = "fJ",
          .ours = ours,
          .theirs = theirs,
          .tolerance_percent = percent,
          .source = kSource};
}

/// What primitives fitted at 8x8 predict for the other widths.
static void add_predictions(const Context& context, const std::vector<PublishedRow>& rows,
                            const std::string& clock_ns, std::vector<Claim>& claims) {
  PrimitiveEnergies fit = fit_primitives(enum_array<ComposableArray>([&](ComposableArray array) {
    return published_fj(rows, clock_ns, enum_name(array), "8x8") * 1e-3;
  }));
  fit.product = context.of("primitive.product", fit.product);
  fit.adder_bit = context.of("primitive.adder_bit", fit.adder_bit);
  fit.register_bit = context.of("primitive.register_bit", fit.register_bit);
  for (const auto& [array, design] : kEnumRows<ComposableArray>) {
    for (const std::string widths : {"8x4", "8x2", "4x4", "2x2"}) {
      const auto [a, w] = parse_bits(widths).value();
      Claim claim = claim_of(fmt::format("{} {} at {} ns", design, widths, clock_ns),
                             "predicted energy of a multiply-accumulate",
                             1e3 * composable_mac_pj(fit, array, a, w),
                             published_fj(rows, clock_ns, design, widths), kPercent);
      if (clock_ns == "5.00") {
        claim.explanation =
            Explanation{"energy by precision of composable arrays, 200 MHz", -19.2, 19.2};
      } else if (array == ComposableArray::loom && widths == "8x2") {
        claim.explanation = Explanation{"energy by precision of LOOM at 8x2", 9, 11.5};
      }
      claims.push_back(claim);
    }
  }
}

/// The rows of the delivered table that are made from this fit.
static void add_table(const Context& context, const std::vector<PublishedRow>& rows,
                      std::vector<Claim>& claims) {
  const auto table = config::load<EnergyTable>(context.configs / "energy" / "28nm.yaml");
  for (const auto& [family, design] :
       {std::pair<std::string, std::string>{"spatial_fusion", "BITFUSION"},
        {"bitblade", "BITBLADE"}}) {
    for (const std::string widths : {"8x8", "8x4", "8x2", "4x4", "2x2"}) {
      const auto [a, w] = parse_bits(widths).value();
      const auto row = table.find({Component::array, family + ".mac", a, w});
      if (!row) {
        throw UserError(fmt::format("energy/28nm.yaml has no row {}.mac {}", family, widths));
      }
      claims.push_back(
          claim_of(fmt::format("energy/28nm.yaml {}.mac {}", family, widths),
                   "price of a multiply-accumulate",
                   1e3 * context.of("energy " + family + ".mac", table.rows[*row].value),
                   published_fj(rows, "1.00", design, widths),
                   widths == "8x8" ? kMeasuredPercent : kPercent));
    }
  }
}

static std::vector<Claim> compare(const Context& context) {
  const auto rows =
      experiment::published_rows(context.results / "ku_leuven_28nm" / "published.csv");
  std::vector<Claim> claims;
  add_predictions(context, rows, "1.00", claims);
  add_predictions(context, rows, "5.00", claims);
  add_table(context, rows, claims);
  return claims;
}

}  // namespace ku_leuven_rung

Rung ku_leuven() {
  return {.name = "ku_leuven",
          .summary = "energy by precision of composable arrays, beside synthesised ones",
          .page = "results/ku_leuven_28nm/README.md",
          .rows = 2 * 12 + 10,
          .constants = {{"primitive.product", "energy of a 2-bit product"},
                        {"primitive.adder_bit", "energy of a bit of an adder"},
                        {"primitive.register_bit", "energy of a bit of a register"},
                        {"energy spatial_fusion.mac", "row of configs/energy/28nm.yaml"},
                        {"energy bitblade.mac", "row of configs/energy/28nm.yaml"}},
          .compare = ku_leuven_rung::compare};
}

}  // namespace metronome::validation
