#include "sim/export/scalesim_topology.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/export/products.hpp"

namespace metronome::exporting {
namespace {

constexpr std::uint64_t kMostLines = 1'000'000;

/// Its reader cuts lines at commas and knows no quotes.
std::string plain_name(std::string name) {
  std::replace(name.begin(), name.end(), ',', '_');
  std::replace(name.begin(), name.end(), '"', '_');
  return name;
}

}  // namespace

std::string scalesim_topology(const trace::Step& step) {
  std::string text = "Layer, M, N, K,\n";
  std::uint64_t lines = 0;
  for (const Product& product : products_of(step)) {
    const std::uint64_t groups = product.convolution.groups;
    lines += groups;
    if (lines > kMostLines) {
      throw UserError(fmt::format("{}: more than {} products, each group being one",
                                  product.operation->name, kMostLines),
                      "a smaller batch, or a network without attention");
    }
    const std::string name = plain_name(product.operation->name);
    for (std::uint64_t group = 0; group < groups; ++group) {
      text +=
          fmt::format("{}{}, {}, {}, {},\n", name, groups > 1 ? fmt::format(".group{}", group) : "",
                      product.gemm.m, product.gemm.n, product.gemm.k);
    }
  }
  return text;
}

}  // namespace metronome::exporting
