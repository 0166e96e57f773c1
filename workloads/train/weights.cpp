#include "workloads/train/weights.hpp"

#include <fmt/format.h>

#include <bit>

#include "sim/base/error.hpp"

namespace metronome::train {
namespace {

constexpr std::string_view kMagic("METRONOMEW\0\0", 12);
constexpr std::uint32_t kWeightsVersion = 1;

template <class U>
void put(std::string& out, U value) {
  for (std::size_t i = 0; i < sizeof(U); ++i) {
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i))));
  }
}

/// Reads from the front of the bytes that are left.
class ByteReader {
 public:
  ByteReader(std::string_view bytes, std::string file) : left_(bytes), file_(std::move(file)) {}

  std::string_view take(std::uint64_t n) {
    if (n > left_.size()) {
      fail("ends too early");
    }
    const std::string_view taken = left_.substr(0, n);
    left_.remove_prefix(n);
    return taken;
  }
  template <class U>
  U number() {
    const std::string_view bytes = take(sizeof(U));
    U value = 0;
    for (std::size_t i = 0; i < sizeof(U); ++i) {
      value |= static_cast<U>(static_cast<U>(static_cast<std::uint8_t>(bytes[i])) << (8 * i));
    }
    return value;
  }
  [[nodiscard]] std::uint64_t left() const { return left_.size(); }
  [[noreturn]] void fail(std::string what) const {
    throw UserError(Diagnostic{.file = file_,
                               .key = {},
                               .what = "weights: " + std::move(what),
                               .hint = "a file that `metronome train` has written"});
  }

 private:
  std::string_view left_;
  std::string file_;
};

NamedTensor read_tensor(ByteReader& reader) {
  NamedTensor tensor;
  tensor.name = reader.take(reader.number<std::uint32_t>());
  const auto dimensions = reader.number<std::uint32_t>();
  std::uint64_t elements = 1;
  for (std::uint32_t i = 0; i < dimensions; ++i) {
    tensor.dims.push_back(reader.number<std::uint64_t>());
    // Each extent is bounded by what is left, so that no product overflows or allocates in vain.
    if (tensor.dims.back() > reader.left() || elements > reader.left()) {
      reader.fail(fmt::format("tensor `{}` is larger than the file", tensor.name));
    }
    elements *= tensor.dims.back();
  }
  if (elements > reader.left() / sizeof(float)) {
    reader.fail(fmt::format("tensor `{}` is larger than the file", tensor.name));
  }
  for (std::uint64_t i = 0; i < elements; ++i) {
    tensor.values.push_back(std::bit_cast<float>(reader.number<std::uint32_t>()));
  }
  return tensor;
}

NamedTensor named(std::string name, const tensor::Tensor<float>& values) {
  // Vectors are stored with one dimension.
  const tensor::Dims& dims = values.dims();
  std::vector<std::uint64_t> extents(dims.begin(), dims.end());
  if (values.row_size() == 1) {
    extents.resize(1);
  }
  return {std::move(name), std::move(extents), {values.values().begin(), values.values().end()}};
}

void append_range(std::vector<NamedTensor>& list, const std::string& node,
                  nn::Convolution<float>& convolution) {
  const quant::RunningRange<float>& range = convolution.input_range();
  list.push_back({node + ".input_range", {2}, {range.zero_point(), range.extent()}});
}

}  // namespace

std::vector<NamedTensor> weights_of(nn::Network<float>& network) {
  std::vector<NamedTensor> list;
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    list.push_back(named(parameter.name, *parameter.value));
  }
  for (model::NodeIndex i = 0; i < network.graph().nodes.size(); ++i) {
    const std::string& node = network.graph().nodes[i].name;
    if (auto* norm = std::get_if<nn::BatchNorm<float>>(&network.layer(i))) {
      list.push_back(named(node + ".running_mean", norm->running_mean()));
      list.push_back(named(node + ".running_variance", norm->running_variance()));
    } else if (auto* convolution = std::get_if<nn::Convolution<float>>(&network.layer(i))) {
      append_range(list, node, *convolution);
    }
  }
  return list;
}

std::string serialise_weights(const std::vector<NamedTensor>& tensors) {
  std::string out(kMagic);
  put(out, kWeightsVersion);
  put(out, static_cast<std::uint32_t>(tensors.size()));
  for (const NamedTensor& tensor : tensors) {
    put(out, static_cast<std::uint32_t>(tensor.name.size()));
    out += tensor.name;
    put(out, static_cast<std::uint32_t>(tensor.dims.size()));
    for (const std::uint64_t extent : tensor.dims) {
      put(out, extent);
    }
    for (const float value : tensor.values) {
      put(out, std::bit_cast<std::uint32_t>(value));
    }
  }
  return out;
}

std::vector<NamedTensor> parse_weights(std::string_view bytes, const std::string& file) {
  ByteReader reader(bytes, file);
  if (reader.left() < kMagic.size() || reader.take(kMagic.size()) != kMagic) {
    reader.fail("does not start with the magic text METRONOMEW");
  }
  const auto version = reader.number<std::uint32_t>();
  if (version != kWeightsVersion) {
    reader.fail(fmt::format("has version {}, this program reads {}", version, kWeightsVersion));
  }
  const auto count = reader.number<std::uint32_t>();
  std::vector<NamedTensor> tensors;
  for (std::uint32_t i = 0; i < count; ++i) {
    tensors.push_back(read_tensor(reader));
  }
  if (reader.left() != 0) {
    reader.fail(fmt::format("has {} bytes after its last tensor", reader.left()));
  }
  return tensors;
}

}  // namespace metronome::train
