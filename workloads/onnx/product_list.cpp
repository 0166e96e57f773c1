#include "workloads/onnx/product_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/checked.hpp"
#include "sim/base/error.hpp"
#include "workloads/onnx/einsum.hpp"

namespace metronome::importers {
namespace {

/// Adds the products of nodes, one after the other.
class ProductList {
 public:
  explicit ProductList(const ImportedGraph& graph) : graph_(graph) {}

  std::vector<Product> list() {
    for (const ImportedNode& node : graph_.nodes) {
      if (!node.constant) {
        node_ = &node;
        add_node();
      }
    }
    return std::move(products_);
  }

 private:
  void add_node() {
    const std::string& op = node_->op;
    if (op == "Conv" || op == "ConvInteger") {
      add_convolution(1);
    } else if (op == "QLinearConv") {
      add_convolution(3);
    } else if (op == "ConvTranspose") {
      add_transposed();
    } else if (op == "Gemm") {
      add_gemm();
    } else if (op == "MatMul" || op == "MatMulInteger") {
      add_matmul(1);
    } else if (op == "QLinearMatMul") {
      add_matmul(3);
    } else if (op == "Einsum") {
      add_einsum();
    } else if (op == "RNN" || op == "GRU" || op == "LSTM") {
      add_recurrent();
    }
  }

  [[nodiscard]] const Extents& extents(std::size_t input) const {
    return *graph_.tensors[node_->inputs[input]].extents;
  }
  [[nodiscard]] std::int64_t attribute(const char* name, std::int64_t fallback) const {
    const auto found = node_->attributes.find(name);
    const auto* value =
        found == node_->attributes.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    return value == nullptr ? fallback : *value;
  }

  [[nodiscard]] std::uint64_t product_of(const Extents& factors) const {
    const auto product = element_count(factors);
    return product ? *product : (fail_size(), 0);
  }
  /// Of a part of the axes of a shape.
  [[nodiscard]] std::uint64_t product_of(const Extents& from, std::size_t begin,
                                         std::size_t end) const {
    return product_of({from.begin() + static_cast<std::ptrdiff_t>(begin),
                       from.begin() + static_cast<std::ptrdiff_t>(end)});
  }

  [[noreturn]] void fail_size() const {
    fail_at_node(graph_, *node_, "has more than 2^64 - 1 multiply-accumulates");
  }

  void add(std::uint64_t m, std::uint64_t n, std::uint64_t k, std::uint64_t groups) {
    auto product = make_product(node_->name, node_->op, m, n, k, groups);
    products_.push_back(product ? std::move(*product) : (fail_size(), Product{}));
  }

  void add_convolution(std::size_t w_at) {
    const Extents& y = *graph_.tensors[node_->outputs[0]].extents;
    const Extents& w = extents(w_at);
    const auto groups = static_cast<std::uint64_t>(attribute("group", 1));
    add(product_of({product_of_axes(y, 0, 1), product_of_axes(y, 2, y.size())}),
        static_cast<std::uint64_t>(w[0]) / groups, product_of(w, 1, w.size()), groups);
  }
  /// The same as an extent, so that products of products are checked.
  [[nodiscard]] std::int64_t product_of_axes(const Extents& from, std::size_t begin,
                                             std::size_t end) const {
    const std::uint64_t product = product_of(from, begin, end);
    if (product > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      fail_size();
    }
    return static_cast<std::int64_t>(product);
  }

  void add_transposed() {
    const Extents& x = extents(0);
    const Extents& w = extents(1);
    const auto groups = static_cast<std::uint64_t>(attribute("group", 1));
    add(product_of({x[0], product_of_axes(x, 2, x.size())}), product_of(w, 1, w.size()),
        static_cast<std::uint64_t>(w[0]) / groups, groups);
  }

  void add_gemm() {
    const Extents& y = *graph_.tensors[node_->outputs[0]].extents;
    const Extents& a = extents(0);
    add(static_cast<std::uint64_t>(y[0]), static_cast<std::uint64_t>(y[1]),
        static_cast<std::uint64_t>(a[attribute("transA", 0) != 0 ? 0 : 1]), 1);
  }

  void add_matmul(std::size_t b_at) {
    Extents a = extents(0);
    Extents b = extents(b_at);
    if (a.size() == 1) {
      a.insert(a.begin(), 1);
    }
    if (b.size() == 1) {
      b.push_back(1);
    }
    const std::int64_t rows = a[a.size() - 2];
    const auto k = static_cast<std::uint64_t>(a.back());
    const auto n = static_cast<std::uint64_t>(b.back());
    const std::uint64_t right = product_of(b, 0, b.size() - 2);
    if (right == 1) {  // one right matrix: all rows are of one product
      add(product_of({product_of_axes(a, 0, a.size() - 2), rows}), n, k, 1);
      return;
    }
    const Extents& y = *graph_.tensors[node_->outputs[0]].extents;
    const std::size_t outer = std::max(a.size(), b.size()) - 2;
    add(static_cast<std::uint64_t>(rows), n, k, product_of(y, 0, outer));
  }

  /// Letters of both operands and the result are groups, those of one operand and the result rows
  /// or columns, all others are summed over.
  void add_einsum() {
    if (node_->inputs.size() != 2) {
      if (node_->inputs.size() > 2) {
        fail_at_node(graph_, *node_, "multiplies more than two operands",
                     "one Einsum for each product");
      }
      return;
    }
    ImportedGraph copy = {.file = graph_.file};
    ImportedNode node = *node_;
    const Einsum sum =
        parse_einsum(NodeScope(copy, node), std::get<std::string>(node.attributes.at("equation")),
                     {extents(0), extents(1)});
    std::map<std::string, Extents> parts;
    for (const auto& [letter, extent] : sum.extents) {
      parts[part_of(sum, letter)].push_back(extent);
    }
    add(product_of(parts["m"]), product_of(parts["n"]), product_of(parts["k"]),
        product_of(parts["groups"]));
  }

  [[nodiscard]] static std::string part_of(const Einsum& sum, int letter) {
    const auto in = [&](const std::vector<int>& letters) {
      return std::find(letters.begin(), letters.end(), letter) != letters.end();
    };
    if (!in(sum.output)) {
      return "k";
    }
    const bool left = in(sum.operands[0]);
    return left && in(sum.operands[1]) ? "groups" : left ? "m" : "n";
  }

  void add_recurrent() {
    const Extents& x = extents(0);
    const Extents& w = extents(1);
    const Extents& r = extents(2);
    const std::uint64_t m = product_of(x, 0, 2);
    const auto n = static_cast<std::uint64_t>(w[1]);
    const auto directions = static_cast<std::uint64_t>(w[0]);
    add(m, n, static_cast<std::uint64_t>(w[2]), directions);
    add(m, n, static_cast<std::uint64_t>(r[2]), directions);
  }

  const ImportedGraph& graph_;
  const ImportedNode* node_ = nullptr;
  std::vector<Product> products_;
};

}  // namespace

std::optional<Product> make_product(std::string node, std::string op, std::uint64_t m,
                                    std::uint64_t n, std::uint64_t k, std::uint64_t groups) {
  const auto macs = checked_product({m, n, k, groups});
  if (!macs) {
    return std::nullopt;
  }
  return Product{std::move(node), std::move(op), m, n, k, groups, *macs};
}

std::uint64_t total_macs(const std::vector<Product>& products, const std::string& file) {
  std::uint64_t total = 0;
  for (const Product& product : products) {
    const auto sum = checked_add(total, product.macs);
    if (!sum) {
      throw UserError(Diagnostic{
          .file = file, .key = {}, .what = "has more than 2^64 - 1 multiply-accumulates in all"});
    }
    total = *sum;
  }
  return total;
}

std::vector<Product> products_of(const ImportedGraph& graph) { return ProductList(graph).list(); }

}  // namespace metronome::importers
