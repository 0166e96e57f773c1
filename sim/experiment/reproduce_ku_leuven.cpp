#include <fmt/format.h>

#include <array>

#include "sim/base/error.hpp"
#include "sim/energy/composable.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::experiment {
namespace {

constexpr std::array<const char*, 5> kWidths{"8x8", "8x4", "8x2", "4x4", "2x2"};

double published_fj(const std::vector<PublishedRow>& rows, const std::string& clock,
                    std::string_view design, const std::string& widths) {
  for (const PublishedRow& row : rows) {
    if (row.at("clk_ns") == clock && row.at("design") == design && row.at("prec") == widths) {
      return real_of(row, "fJ_per_MAC");
    }
  }
  throw UserError(fmt::format("no row {} {} at {} ns", design, widths, clock));
}

}  // namespace

Reproduced reproduce_ku_leuven(const std::filesystem::path& inputs) {
  const auto rows = published_rows(inputs / "published.csv");
  report::Csv csv({"clock_ns", "design", "precision", "fitted", "published_fj_per_mac",
                   "predicted_fj_per_mac", "residual_percent"});
  report::Csv primitives_csv({"clock_ns", "product_fj", "adder_bit_fj", "register_bit_fj"});
  report::TextTable table{
      .rows = {{"clock", "design", "precision", "published fJ", "ours fJ", "residual"}},
      .left_columns = 3};
  std::string text = "Primitive energies fitted at 8x8, three designs each:\n";
  for (const std::string clock : {"1.00", "5.00"}) {
    const PrimitiveEnergies fit =
        fit_primitives(enum_array<ComposableArray>([&](ComposableArray array) {
          return published_fj(rows, clock, enum_name(array), "8x8") * 1e-3;
        }));
    const std::array<double, 3> fj{fit.product * 1e3, fit.adder_bit * 1e3, fit.register_bit * 1e3};
    text += fmt::format(
        "  {} ns: 2-bit product {:.3f} fJ, adder bit {:.3f} fJ, register bit {:.3f} fJ\n", clock,
        fj[0], fj[1], fj[2]);
    primitives_csv.add(clock);
    for (const double value : fj) {
      primitives_csv.add(fmt::format("{:.4f}", value));
    }
    primitives_csv.end_row();
    for (const auto& [array, design] : kEnumRows<ComposableArray>) {
      for (const std::string widths : kWidths) {
        const auto [a, w] = parse_bits(widths).value();
        const double published = published_fj(rows, clock, design, widths);
        const double ours = 1e3 * composable_mac_pj(fit, array, a, w);
        const std::string residual = fmt::format("{:+.1f}", 100 * (ours / published - 1) + 0.0);
        const bool fitted = widths == "8x8";
        csv.add(clock).add(design).add(widths).add(fitted ? "yes" : "no");
        csv.add(published).add(fmt::format("{:.1f}", ours)).add(fitted ? "0.0" : residual);
        csv.end_row();
        table.rows.push_back({clock + " ns", std::string(design), widths,
                              fmt::format("{:.1f}", published), fmt::format("{:.1f}", ours),
                              fitted ? "fitted" : residual + " %"});
      }
    }
  }
  return {{{"residuals.csv", csv.text()}, {"primitives.csv", primitives_csv.text()}},
          text + "\n" + table.text()};
}

const std::vector<Reproduction>& reproductions() {
  static const std::vector<Reproduction> all{
      {"bitfusion_isca18", "eight networks on BitFusion: its simulator's count and ours",
       reproduce_bitfusion},
      {"chips", "what CPT saves on 1 to 64 chips: two networks, three links, two gradient widths",
       [](const auto&, const auto& configs, const auto& options) {
         return reproduce_chips(configs, options);
       }},
      {"equal_area",
       "forms of weights beside the best that their hardware's area makes of other machines",
       [](const auto&, const auto& configs, const auto& options) {
         return reproduce_equal_area(configs, options);
       }},
      {"feedback", "direct feedback beside backpropagation: VGG-11, AlexNet, crossover in classes",
       [](const auto&, const auto& configs, const auto& options) {
         return reproduce_feedback(configs, options);
       }},
      {"formats", "language models in today's number formats, and what is left of their speed",
       [](const auto& inputs, const auto& configs, const auto& options) {
         return reproduce_formats(inputs, configs, options);
       }},
      {"ku_leuven_28nm", "energy by precision of composable arrays, fitted at 8x8 only",
       [](const auto& inputs, const auto&, const auto&) { return reproduce_ku_leuven(inputs); }},
      {"reachability", "trainings under a reachability constraint: what they keep, prove and cost",
       [](const auto&, const auto& configs, const auto& options) {
         return reproduce_reachability(configs, options);
       }},
      {"smartdeal", "coefficients of several densities beside FP32 and 8-bit weights",
       [](const auto&, const auto& configs, const auto& options) {
         return reproduce_smartdeal(configs, options);
       }},
      {"published_points", "figures of papers, one row each, and ours beside them",
       reproduce_points}};
  return all;
}

}  // namespace metronome::experiment
