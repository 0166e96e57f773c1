#include "arch/array/scalesim.hpp"

#include <array>

#include "arch/array/analytic.hpp"
#include "arch/array/array.hpp"
#include "arch/spec/accelerator.hpp"
#include "sim/base/error.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace scalesim_rung {

using experiment::count_of;
using experiment::PublishedRow;
using experiment::text_of;

constexpr const char* kSource = "SCALE-Sim v3, stall-free mode [scalesim2025repository]";

static array::Dataflow dataflow_of(const std::string& name) {
  if (const auto flow = enum_from_name<array::Dataflow>(name)) {
    return *flow;
  }
  throw UserError("`" + name + "` is not a dataflow of the reference", "os, ws or is");
}

/// The whole numbers of "56x56x3x3x64x64x1".
static std::vector<std::uint64_t> extents_of(const std::string& text) {
  std::vector<std::uint64_t> all;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('x', at), text.size());
    const auto extent =
        read_number<std::uint64_t>(std::string_view(text).substr(at, end - at), kAnyWhole);
    if (!extent.value) {
      throw UserError("`" + text + "` is no list of extents: " + extent.what, extent.hint);
    }
    all.push_back(*extent.value);
    at = end + 1;
  }
  return all;
}

class Rows {
 public:
  explicit Rows(const Context& context)
      : context_(context),
        machine_(config::load<arch::AcceleratorSpec>(context.configs / "arch" / "compat" /
                                                     "scalesim.yaml")) {}

  void add(const PublishedRow& row) {
    const std::string of = text_of(row, "shape") + " " + text_of(row, "dataflow");
    array::SystolicSpec spec = array_of<array::SystolicSpec>(machine_);
    spec.rows = context_.of("array.rows", count_of(row, "array_rows"));
    spec.columns = context_.of("array.columns", count_of(row, "array_cols"));
    spec.dataflow = dataflow_of(text_of(row, "dataflow"));
    const array::GemmShape gemm{count_of(row, "M"), count_of(row, "N"), count_of(row, "K")};
    const array::ArrayUse use = array::scalesim_use(spec, {}, gemm);
    equal(of, "cycles", "clocks", use.cycles(), count_of(row, "calc_compute_cycles"));
    equal(of, "input reads", "bits", use.input_read_bits, 8 * count_of(row, "sram_ifmap_reads"));
    equal(of, "weight reads", "bits", use.weight_read_bits, 8 * count_of(row, "sram_filter_reads"));
    equal(of, "output writes", "bits", use.output_write_bits,
          array::kAccumulatorBits * count_of(row, "sram_ofmap_writes"));
    own_count(of, spec, gemm, count_of(row, "calc_compute_cycles"));
    if (text_of(row, "kind") == "conv") {
      // height x width x kernel x kernel x channels x filters x stride
      const std::vector<std::uint64_t> s = extents_of(text_of(row, "spec"));
      if (s.size() != 7) {
        throw UserError("`" + text_of(row, "spec") +
                        "` has not the seven extents of a convolution");
      }
      equal(of, "output pixels", "pixels",
            array::scalesim_output(s[0], s[2], s[6]) * array::scalesim_output(s[1], s[3], s[6]),
            gemm.m);
    }
  }

  std::vector<Claim> claims;

 private:
  void equal(const std::string& of, const std::string& quantity, const std::string& unit,
             std::uint64_t ours, std::uint64_t theirs) {
    claims.push_back({.of = of,
                      .quantity = quantity,
                      .unit = unit,
                      .ours = static_cast<double>(ours),
                      .theirs = static_cast<double>(theirs),
                      .tolerance_percent = 0,
                      .source = kSource});
  }

  /// Our models count the last cycle, too, which its index does not.
  void own_count(const std::string& of, array::SystolicSpec spec, const array::GemmShape& gemm,
                 std::uint64_t theirs) {
    spec.scalesim_counting = false;
    const array::Unrolling walk = unrollings(spec, {}).front();
    const array::ArrayUse use =
        analytic_use(walk, {1 << 30, 1 << 30, 1 << 30}, gemm, {gemm.m, gemm.n, gemm.k});
    equal(of, "cycles as metronome counts them", "clocks", use.cycles(), theirs);
    const double one = 100 / static_cast<double>(theirs);
    claims.back().explanation =
        Explanation{"SCALE-Sim, number of cycles", 0.999999 * one, 1.000001 * one};
  }

  const Context& context_;
  arch::AcceleratorSpec machine_;
};

}  // namespace scalesim_rung

Rung scalesim() {
  return {
      .name = "scalesim",
      .summary = "cycles and accesses of systolic arrays, beside SCALE-Sim v3",
      .page = "docs/arrays.md",
      .rows = 39 * 5 + 15,
      .constants = {{"array.rows", "rows of the array"}, {"array.columns", "columns of the array"}},
      .compare = [](const Context& context) {
        scalesim_rung::Rows rows(context);
        for (const experiment::PublishedRow& row :
             experiment::published_rows(context.reference() / "scalesim.csv")) {
          rows.add(row);
        }
        return rows.claims;
      }};
}

}  // namespace metronome::validation
