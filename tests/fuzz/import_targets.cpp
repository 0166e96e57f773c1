#include <nlohmann/json.hpp>

#include "tests/fuzz/targets.hpp"
#include "workloads/importers/import_file.hpp"
#include "workloads/onnx/operator_rules.hpp"
#include "workloads/schedule/csv_schedule.hpp"

namespace metronome::fuzz {
namespace {

using importers::ImportedNetwork;

/// Rows multiply to their counts, and these sum to the whole.
void check_network(const ImportedNetwork& network) {
  std::uint64_t macs = 0;
  for (const importers::Product& product : network.products) {
    expect(product.m * product.n * product.k * product.groups == product.macs,
           "a product is as large as its sizes");
    macs += product.macs;
  }
  expect(macs == network.macs, "products sum to the network");
  expect(nlohmann::json::accept(importers::to_json(network)), "JSON is written");
}

void import_as(std::string_view bytes, const char* file, const importers::ImportOptions& options) {
  const auto imported = importers::import_bytes(std::string(bytes), file, options);
  if (const auto* network = std::get_if<ImportedNetwork>(&imported)) {
    check_network(*network);
    if (network->file) {
      try_work([&] { (void)importers::network_yaml(*network->file, file); });
    }
  }
}

}  // namespace

/// As it is, and as layers for another batch.
Target onnx() {
  return {4096,
          [](std::string_view bytes) {
            return outcome_of([&] {
              import_as(bytes, "network.onnx", {});
              try_work([&] {
                importers::ImportOptions options;
                options.sizes.batch = 3;
                options.with_layers = true;
                import_as(bytes, "network.onnx", options);
              });
            });
          },
          [] {
            std::vector<std::string> words = importers::known_operators();
            for (const char* word :
                 {"axis",      "axes",           "perm",         "pads",      "strides",
                  "dilations", "group",          "kernel_shape", "auto_pad",  "SAME_UPPER",
                  "to",        "value",          "equation",     "ij,jk->ik", "keepdims",
                  "ceil_mode", "output_padding", "layout",       "direction", "batch"}) {
              words.emplace_back(word);
            }
            return with_common_words(std::move(words));
          }()};
}

/// Topologies of SCALE-Sim and lists of GEMMs.
Target product_list() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              import_as(bytes, "network.csv", {});
              try_work([&] {
                importers::ImportOptions options;
                options.sizes.batch = 1'000'000'000;
                options.rounding = importers::Rounding::down;
                import_as(bytes, "network.csv", options);
              });
            });
          },
          with_common_words({"Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, "
                             "Channels, Num Filter, Strides,\n",
                             "Layer,M,N,K,\n", "m,n,k,batch,count,bits\n", "name", "1000000000",
                             ",3,3,", "1,1,1,1,1,1,1,\n"})};
}

/// What is read becomes a schedule, which is read again.
Target precision_log() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const bool epochs = bytes.find("epoch") != std::string_view::npos;
              const auto log = importers::read_precision_log(
                  std::string(bytes), "log",
                  epochs ? std::optional<std::uint64_t>(10) : std::nullopt);
              expect_again(log.changes, [&] {
                return schedule::parse_csv_schedule(importers::schedule_csv(log), "log").changes;
              });
            });
          },
          with_common_words({"epoch,bits\n", "iteration,bits,layer,backward_bits\n", "fp32", "32",
                             "{\"epoch\": 0, \"bits\": 4}\n", "\"layer\": \"conv1\"", "*", ",",
                             "{\"iteration\": 0, \"bits\": \"fp32\"}\n"})};
}

}  // namespace metronome::fuzz
