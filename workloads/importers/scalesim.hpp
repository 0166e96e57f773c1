#pragma once

#include <string>
#include <vector>

#include "sim/base/csv.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/onnx/layer_names.hpp"
#include "workloads/onnx/product_list.hpp"

namespace metronome::importers {

/// How outputs of a convolution are counted where the last window does not fit.
enum class Rounding { up, down };

constexpr auto enum_rows(Rounding) {
  return enum_list<Rounding>({{Rounding::up, "up"}, {Rounding::down, "down"}});
}

/// Products of one file.
inline constexpr std::size_t kMostProducts = 100'000;

/// Layers of a list that are not connected: each has an input of its own, and there is no loss.
struct ProductFile {
  std::vector<Product> products;
  std::uint64_t parameters = 0;  ///< elements of filters or of right matrices
  std::vector<model::NetworkInput> inputs;
  std::vector<model::NetworkLayer> layers;

  /// Adds a convolution of an input {channels, height, width}.
  void add_layer(const std::string& name, const model::Shape& input,
                 const model::Convolution& layer);
  /// Adds `groups` products of M x K with K x N matrices: a convolution of one element in groups.
  void add_gemm(const Product& product);

 private:
  LayerNames names_;
};

/// A topology of SCALE-Sim [scalesim2025repository], by position:
///   name, IFMAP height, IFMAP width, filter height, filter width, channels, filters, stride
///   [, stride along the width]
/// without padding; (IFMAP - filter) / stride + 1 outputs along an axis, rounded up as SCALE-Sim
/// does or down. Gradients of a layer (`_inp_grad`, `_weight_grad`) are topologies like any other.
/// `rows` as csv_rows gives them, the header first. UserError with all that is wrong.
[[nodiscard]] ProductFile read_convolution_topology(const std::vector<CsvRow>& rows,
                                                    const std::string& file, Rounding rounding,
                                                    std::uint64_t batch);

/// The form for matrix products: name, M, N, K.
[[nodiscard]] ProductFile read_gemm_topology(const std::vector<CsvRow>& rows,
                                             const std::string& file);

}  // namespace metronome::importers
