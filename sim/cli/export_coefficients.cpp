#include "sim/cli/export_coefficients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/train/stored_layers.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;
using weights::StoredCoefficients;

constexpr std::string_view kMagic = "METRONOMES";

/// What a layer takes: bytes of its file, and bits by the two closed forms.
struct Sizes {
  std::uint64_t weights = 0, nonzeros = 0, places = 0, file_bytes = 0;
  std::uint64_t row_map = 0, coefficients = 0, basis = 0;
  std::uint64_t reported = 0;

  [[nodiscard]] std::uint64_t container() const { return row_map + coefficients + basis; }
  [[nodiscard]] double per_weight(std::uint64_t bits) const {
    return static_cast<double>(bits) / static_cast<double>(weights);
  }
  [[nodiscard]] double density() const {
    return static_cast<double>(nonzeros) / static_cast<double>(places);
  }
  Sizes& operator+=(const Sizes& more) {
    weights += more.weights;
    nonzeros += more.nonzeros;
    places += more.places;
    file_bytes += more.file_bytes;
    row_map += more.row_map;
    coefficients += more.coefficients;
    basis += more.basis;
    reported += more.reported;
    return *this;
  }
};

Sizes sizes_of(const StoredCoefficients& layer, std::uint64_t file_bytes) {
  const weights::BlockLayout layout(layer.shape);
  const weights::StreamBits streams =
      weights::container_bits(weights::counts_of(layout, layer.coefficients), layer.basis_width);
  const weights::ReportedSize reported = weights::reported_size(layout, layer.coefficients);
  const std::uint64_t entry = layer.basis_width == weights::BasisWidth::fp32 ? 32 : 8;
  return {.weights = layer.shape.elements(),
          .nonzeros = reported.nonzeros,
          .places = reported.coefficients,
          .file_bytes = file_bytes,
          .row_map = streams.row_map,
          .coefficients = streams.coefficients,
          .basis = streams.basis,
          .reported = reported.bits(entry)};
}

void add_text(report::TextTable& table, const std::string& name, const Sizes& s) {
  table.rows.push_back({name, std::to_string(s.weights), fmt::format("{:.3f}", s.density()),
                        std::to_string(s.file_bytes),
                        fmt::format("{:.3f}", s.per_weight(s.container())),
                        fmt::format("{:.2f}", 32 / s.per_weight(s.container())),
                        fmt::format("{:.3f}", s.per_weight(s.reported)),
                        fmt::format("{:.2f}", 32 / s.per_weight(s.reported))});
}

void add_csv(report::Csv& csv, const std::string& name, const Sizes& s) {
  csv.add(name).add(s.weights).add(s.density()).add(s.file_bytes);
  csv.add(s.row_map).add(s.coefficients).add(s.basis).add(s.reported);
  csv.add(32 / s.per_weight(s.container())).add(32 / s.per_weight(s.reported));
  csv.end_row();
}

}  // namespace

bool is_container(const fs::path& file) {
  return file.extension() == kContainerEnding ||
         (is_file(file) && read_file(file).starts_with(kMagic));
}

std::string checked_container(const fs::path& file) {
  const std::string bytes = read_file(file);
  const StoredCoefficients layer = weights::parse_coefficients(bytes, file.string());
  const Sizes sizes = sizes_of(layer, bytes.size());
  return fmt::format(
      "coefficients of {} x {} x {} x {} weights, density {:.3f}, {:.3f} bits a weight",
      layer.shape.outputs, layer.shape.inputs, layer.shape.kernel_height, layer.shape.kernel_width,
      sizes.density(), sizes.per_weight(sizes.container()));
}

void export_coefficients(const Options& options, const fs::path& source,
                         const ManifestClock& clock) {
  OutputFolder out(
      OutputRequest{.path = options.required("out"), .made_by = "export", .sources = {source}});
  const std::vector<train::StoredLayer> layers =
      train::stored_layers({.path = source, .network = {}, .schedule = {}});
  report::Csv csv({"layer", "weight_count", "density", "file_bytes", "row_map_bits",
                   "coefficient_bits", "basis_bits", "reported_bits", "fp32_ratio",
                   "reported_fp32_ratio"});
  report::TextTable table{{{"layer", "weights", "density", "bytes", "container bits/weight",
                            "FP32 over it", "authors' report", "FP32 over it"}},
                          1};
  Sizes all;
  for (const train::StoredLayer& layer : layers) {
    const std::string bytes = weights::serialise_coefficients(layer.coefficients);
    const fs::path file = out.result() / (layer.name + kContainerEnding);
    write_file_atomically(file, bytes);
    // What others will read is what was trained, or there is no file.
    METRONOME_ASSERT(
        weights::parse_coefficients(read_file(file), file.string()) == layer.coefficients,
        "a container gives back every bit");
    const Sizes sizes = sizes_of(layer.coefficients, bytes.size());
    add_text(table, layer.name, sizes);
    add_csv(csv, layer.name, sizes);
    all += sizes;
  }
  add_text(table, "all", all);
  write_file_atomically(out.result() / "sizes.csv", csv.text());
  report::Manifest manifest = clock.manifest();
  manifest.recipe.inputs["checkpoint"] = file_digest(train::trained_file(source));
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{}{} containers, read back bit by bit: {}\n", table.text(), layers.size(),
        path_text(out.path()));
}

}  // namespace metronome::cli
