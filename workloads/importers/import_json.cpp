#include <nlohmann/json.hpp>

#include "workloads/importers/import_file.hpp"

namespace metronome::importers {
namespace {

using Json = nlohmann::ordered_json;

Json ports_json(const std::vector<Port>& ports) {
  Json all = Json::array();
  for (const Port& port : ports) {
    all.push_back({{"name", port.name}, {"shape", port.extents}});
  }
  return all;
}

Json product_json(const Product& product) {
  Json json{{"node", product.node}, {"op", product.op}, {"m", product.m},
            {"n", product.n},       {"k", product.k},   {"groups", product.groups},
            {"macs", product.macs}};
  if (product.bits) {
    json["bits"] = *product.bits;
  }
  return json;
}

Json precision_json(std::uint64_t iteration, const std::string& layer,
                    const trace::Precision& precision) {
  Json json{{"iteration", iteration}, {"layer", layer}};
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    const int bits = precision.*field.bits;
    json[field.name] = bits == 0 ? Json(trace::bits_text(bits)) : Json(bits);
  }
  return json;
}

}  // namespace

std::string to_json(const ImportedNetwork& network) {
  Json products = Json::array();
  for (const Product& product : network.products) {
    products.push_back(product_json(product));
  }
  const Json json{{"name", network.name},
                  {"batch", network.batch},
                  {"products", std::move(products)},
                  {"macs", network.macs},
                  {"parameters", network.parameters},
                  {"layers", network.layers},
                  {"inputs", ports_json(network.inputs)},
                  {"outputs", ports_json(network.outputs)}};
  return json.dump(2);
}

std::string to_json(const PrecisionLog& log) {
  Json changes = Json::array();
  for (const auto& [iteration, assignment] : log.changes) {
    changes.push_back(precision_json(iteration, "*", assignment.all));
    for (const auto& [layer, precision] : assignment.layers) {
      changes.push_back(precision_json(iteration, layer, precision));
    }
  }
  return Json{{"changes", std::move(changes)}}.dump(2);
}

}  // namespace metronome::importers
