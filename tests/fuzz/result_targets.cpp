#include "sim/base/hash.hpp"
#include "sim/report/chart_io.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/ledger_io.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/metrics_io.hpp"
#include "sim/sweep/point_line.hpp"
#include "tests/fuzz/targets.hpp"

namespace metronome::fuzz {
namespace {

std::vector<std::string> json_words(std::vector<std::string> keys) {
  for (std::string& key : keys) {
    key = '"' + key + "\": ";
  }
  for (const char* word : {"{", "}", "[", "]", ",", "{}", "[]", "\"\"", "\\u0000", "\\ud800"}) {
    keys.emplace_back(word);
  }
  return with_common_words(std::move(keys));
}

/// The bytes as a line of points with the digest that belongs to them, so that what is behind it is
/// reached.
std::string with_digest(std::string_view text) {
  std::string line = R"({"index":7,"key":"0123456789abcdef","status":"done","version":7,)";
  line += text;
  return line + R"(,"digest":")" + hex_digest(fnv1a(line)) + R"("})";
}

}  // namespace

Target ledger() {
  return {2048,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const RunResult run = report::parse_ledger(bytes, "file");
              expect_again(run,
                           [&] { return report::parse_ledger(report::ledger_json(run), "file"); });
            });
          },
          json_words({"format",
                      "version",
                      "accelerator",
                      "array_kind",
                      "trace",
                      "mode",
                      "clock_hz",
                      "levels",
                      "phases",
                      "value_statistics",
                      "switches",
                      "layers",
                      "operations",
                      "operation",
                      "layer",
                      "class",
                      "a_bits",
                      "b_bits",
                      "peak_macs_per_cycle",
                      "mapping",
                      "extrapolated",
                      "measure",
                      "cycles",
                      "counts",
                      "dram_bytes",
                      "macs",
                      "bit_operations_executed",
                      "forward_bits",
                      "backward_bits",
                      "iterations",
                      "bit_operations_paper",
                      "footprint_bytes",
                      "continuous_cycles",
                      "first_iteration",
                      "level",
                      "read",
                      "write",
                      "busy",
                      "fill_drain",
                      "array",
                      "systolic.mac 8x8",
                      "weight"})};
}

Target charts() {
  return {
      2048,
      [](std::string_view bytes) {
        return outcome_of([&] {
          const std::string text = report::charts_json(report::parse_charts(bytes, "file"));
          expect_again(text,
                       [&] { return report::charts_json(report::parse_charts(text, "file")); });
        });
      },
      json_words({"format",  "version",       "figures",  "name",         "title",     "caption",
                  "frame",   "value_label",   "unit",     "value_column", "height",    "note",
                  "chart",   "bars",          "percent",  "groups",       "label",     "series",
                  "colour",  "values",        "begins",   "line",         "x_label",   "x_column",
                  "whole_x", "logarithmic_x", "x_labels", "panels",       "from_zero", "tic_step",
                  "share",   "logarithmic",   "style",    "dashed",       "points",    "stroke",
                  "mark",    "about",         "#1b3a5c",  "stacked",      "spans",     "marks"})};
}

Target point() {
  return {
      4096,
      [](std::string_view bytes) {
        return outcome_of([&] {
          const auto again = [](const std::string& line) {
            const bool summary = line.find("\"values\":") != std::string::npos;
            std::string text = sweep::point_line(sweep::parse_point_line(line, "file"), summary);
            text.pop_back();  // the end of the line
            return text;
          };
          const std::string written = again(with_digest(bytes));
          expect_again(written, [&] { return again(written); });
        });
      },
      [] {
        auto keys = sweep::number_names();
        for (const char* key : {"reason",     "values",           "run",     "end",    "training",
                                "arithmetic", "value_statistics", "numbers", "levels", "layers",
                                "waterfalls", "progress",         "prices",  "saving", "ideal",
                                "steps",      "achieved",         "effect",  "change", "shape"}) {
          keys.emplace_back(key);
        }
        return json_words(std::move(keys));
      }()};
}

Target manifest() {
  return {1024,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const report::Manifest manifest = report::parse_manifest(bytes, "file");
              expect_again(manifest, [&] {
                return report::parse_manifest(report::manifest_json(manifest), "file");
              });
            });
          },
          json_words({"version", "command", "seed", "hashes", "host", "wall_seconds", "accelerator",
                      "trace", "simulation", "seconds", "jobs", "operations", "reused", "cycles"})};
}

Target metrics_csv() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const report::TrainingMetrics metrics = report::parse_metrics(bytes, "file");
              expect_again(metrics, [&] {
                return report::parse_metrics(report::metrics_csv(metrics), "file");
              });
            });
          },
          with_common_words(
              {"run,", "baseline,", ",", "\"", "\"\"",
               "training,iteration,loss,train_accuracy,test_accuracy,learning_rate,forward_bits,"
               "backward_bits,evaluation_bits,test_loss\n"})};
}

}  // namespace metronome::fuzz
