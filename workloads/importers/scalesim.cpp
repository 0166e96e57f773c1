#include "workloads/importers/scalesim.hpp"

#include <fmt/format.h>

#include "sim/base/checked.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::importers {
namespace {

using Sizes = std::vector<std::uint64_t>;

/// Reads the rows of one topology and gathers what is wrong.
class Topology {
 public:
  Topology(std::string file, std::vector<std::string> columns, std::size_t least)
      : file_(std::move(file)), columns_(std::move(columns)), least_(least) {}

  /// Calls `add(name, sizes)` for each row; `add` gives the product, or nothing beyond 64 bits.
  template <class Add>
  ProductFile read(const std::vector<CsvRow>& rows, const Add& add) {
    bool header = true;
    for (const CsvRow& row : rows) {
      if (row.comment || row.blank()) {
        continue;
      }
      if (!header) {
        read_row(row, add);
      }
      header = false;
    }
    if (result_.products.empty() && findings_.empty()) {
      complain(0, 0, "holds no layer", "a row for each behind the names of the columns");
    }
    findings_.raise();
    return std::move(result_);
  }

  void complain(int line, int column, std::string what, std::string hint) {
    findings_.add({file_, line, column, {}, std::move(what), std::move(hint)});
  }

 private:
  template <class Add>
  void read_row(const CsvRow& row, const Add& add) {
    std::vector<CsvField> fields = row.fields;
    while (!fields.empty() && fields.back().text.empty()) {
      fields.pop_back();
    }
    if (fields.size() < least_ || fields.size() > columns_.size()) {
      complain(row.line, 1, fmt::format("has {} columns", fields.size()),
               fmt::format("{} to {}: name, {}, ...", least_, columns_.size(), columns_[1]));
      return;
    }
    if (const auto fault = text_fault(fields[0].text, TextRule::line)) {
      complain(row.line, fields[0].column, fault->what, fault->hint);
      return;
    }
    const std::size_t before = findings_.count();
    const Sizes sizes = sizes_of(row.line, fields);
    if (findings_.count() != before) {
      return;
    }
    const std::string name = fields[0].text.empty()
                                 ? fmt::format("layer_{}", result_.products.size() + 1)
                                 : fields[0].text;
    const std::string fault = add(name, sizes, result_);
    if (!fault.empty()) {
      complain(row.line, 1, fault, {});
    }
  }

  Sizes sizes_of(int line, const std::vector<CsvField>& fields) {
    Sizes sizes;
    for (std::size_t i = 1; i < fields.size(); ++i) {
      const auto number = read_number<std::uint64_t>(fields[i].text, trace::kExtents);
      if (!number.value) {
        complain(line, fields[i].column, columns_[i] + ": " + number.what, number.hint);
      }
      sizes.push_back(number.value.value_or(1));
    }
    return sizes;
  }

  std::string file_;
  std::vector<std::string> columns_;
  std::size_t least_;
  ProductFile result_;
  Findings findings_;
};

/// Adds a product of which the parameters are the K x N matrix; what is wrong with it, if anything.
std::string append(ProductFile& file, std::optional<Product> product, std::uint64_t parameters) {
  const auto sum = checked_add(file.parameters, parameters);
  if (!product || !sum) {
    return "has more than 2^64 - 1 multiply-accumulates or parameters";
  }
  if (file.products.size() == kMostProducts) {
    return fmt::format("is beyond {} layers", kMostProducts);
  }
  file.parameters = *sum;
  file.products.push_back(std::move(*product));
  return {};
}

/// Zeros behind the last row that `out` windows need beyond those that are there.
std::uint64_t missing(std::uint64_t in, std::uint64_t filter, std::uint64_t stride,
                      std::uint64_t out) {
  const std::uint64_t due = (out - 1) * stride + filter;
  return due > in ? due - in : 0;
}

/// (in - filter) / stride + 1.
std::uint64_t outputs(std::uint64_t in, std::uint64_t filter, std::uint64_t stride,
                      Rounding rounding) {
  const std::uint64_t room = in - filter;
  return (rounding == Rounding::up ? (room + stride - 1) / stride : room / stride) + 1;
}

}  // namespace

ProductFile read_convolution_topology(const std::vector<CsvRow>& rows, const std::string& file,
                                      Rounding rounding, std::uint64_t batch) {
  Topology topology(file,
                    {"name", "IFMAP height", "IFMAP width", "filter height", "filter width",
                     "channels", "filters", "stride", "stride along the width"},
                    8);
  return topology.read(rows, [&](const std::string& name, const Sizes& s, ProductFile& result) {
    if (s[2] > s[0] || s[3] > s[1]) {
      return fmt::format("a filter of {} by {} is larger than the IFMAP of {} by {}", s[2], s[3],
                         s[0], s[1]);
    }
    const model::PerAxis stride(s[6], s.size() > 7 ? s[7] : s[6]);
    const std::uint64_t rows_out = outputs(s[0], s[2], stride.height, rounding);
    const std::uint64_t columns_out = outputs(s[1], s[3], stride.width, rounding);
    const auto m = checked_product({batch, rows_out, columns_out});
    const auto k = checked_product({s[2], s[3], s[4]});
    const auto weights = k ? checked_multiply(*k, s[5]) : k;
    if (!m || !weights) {
      return append(result, std::nullopt, 0);
    }
    const std::string fault = append(result, make_product(name, "Conv", *m, s[5], *k, 1), *weights);
    if (fault.empty()) {
      model::Convolution layer;
      layer.out_channels = s[5];
      layer.kernel = {s[2], s[3]};
      layer.stride = stride;
      layer.pad.bottom = missing(s[0], s[2], stride.height, rows_out);
      layer.pad.right = missing(s[1], s[3], stride.width, columns_out);
      result.add_layer(name, {s[4], s[0], s[1]}, layer);
    }
    return fault;
  });
}

ProductFile read_gemm_topology(const std::vector<CsvRow>& rows, const std::string& file) {
  Topology topology(file, {"name", "M", "N", "K"}, 4);
  return topology.read(rows, [&](const std::string& name, const Sizes& s, ProductFile& result) {
    const std::string fault =
        append(result, make_product(name, "Gemm", s[0], s[1], s[2], 1), s[1] * s[2]);
    if (fault.empty()) {
      result.add_gemm(result.products.back());
    }
    return fault;
  });
}

void ProductFile::add_layer(const std::string& name, const model::Shape& input,
                            const model::Convolution& layer) {
  model::NetworkLayer made;
  made.name = names_.unique(name);
  made.from = {names_.unique(made.name + "_in")};
  made.layer = layer;
  inputs.push_back({made.from[0], input.channels, input.height, input.width, false});
  layers.push_back(std::move(made));
}

void ProductFile::add_gemm(const Product& product) {
  model::Convolution layer;
  layer.groups = product.groups;
  layer.out_channels = product.n * product.groups;
  layer.bits.forward = product.bits.value_or(0);
  add_layer(product.node, {product.k * product.groups, product.m, 1}, layer);
}

}  // namespace metronome::importers
