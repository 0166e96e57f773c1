#include "workloads/train/weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "sim/base/bytes.hpp"
#include "sim/base/error.hpp"

namespace metronome::train {
namespace {

constexpr std::string_view kWeightsMagic("METRONOMEW\0\0", 12);
constexpr std::uint32_t kWeightsVersion = 1;

}  // namespace

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
    tensor.values.push_back(reader.short_real());
  }
  return tensor;
}

void write_tensor(std::string& out, const NamedTensor& tensor) {
  put_text(out, tensor.name);
  put(out, static_cast<std::uint32_t>(tensor.dims.size()));
  for (const std::uint64_t extent : tensor.dims) {
    put(out, extent);
  }
  for (const float value : tensor.values) {
    put(out, std::bit_cast<std::uint32_t>(value));
  }
}

namespace {

NamedTensor named(std::string name, const tensor::Tensor<float>& values) {
  // Vectors are stored with one dimension.
  const tensor::Dims& dims = values.dims();
  std::vector<std::uint64_t> extents(dims.begin(), dims.end());
  if (values.row_size() == 1) {
    extents.resize(1);
  }
  return {std::move(name), std::move(extents), {values.values().begin(), values.values().end()}};
}

}  // namespace

std::vector<NamedTensor> weights_of(nn::Network<float>& network) {
  std::vector<NamedTensor> list;
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    list.push_back(named(parameter.name, *parameter.value));
  }
  for (const auto& [name, value] : network.statistics()) {
    list.push_back(named(name, *value));
  }
  for (const auto& [name, range] : network.ranges()) {
    list.push_back({name, {2}, {range->zero_point(), range->extent()}});
  }
  return list;
}

std::vector<NamedTensor> carried_states_of(nn::Network<float>& network) {
  std::vector<NamedTensor> list;
  for (const auto& [name, value] : network.carried_states()) {
    list.push_back({name,
                    {value->dims().begin(), value->dims().end()},
                    {value->values().begin(), value->values().end()}});
  }
  return list;
}

namespace {

using ByName = std::map<std::string, const NamedTensor*>;

ByName index(const std::vector<NamedTensor>& tensors) {
  ByName by_name;
  for (const NamedTensor& tensor : tensors) {
    by_name[tensor.name] = &tensor;
  }
  return by_name;
}

const NamedTensor& stored(const ByName& by_name, const std::string& name, std::size_t elements) {
  const auto found = by_name.find(name);
  METRONOME_ASSERT(found != by_name.end() && found->second->values.size() == elements,
                   "stored weights are those of the same network");
  return *found->second;
}

void restore(tensor::Tensor<float>& values, const ByName& by_name, const std::string& name) {
  const NamedTensor& from = stored(by_name, name, values.size());
  std::copy(from.values.begin(), from.values.end(), values.data());
}

}  // namespace

void restore_weights(nn::Network<float>& network, const std::vector<NamedTensor>& tensors) {
  const ByName by_name = index(tensors);
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    restore(*parameter.value, by_name, parameter.name);
  }
  for (const auto& [name, value] : network.statistics()) {
    restore(*value, by_name, name);
  }
  for (const auto& [name, range] : network.ranges()) {
    const NamedTensor& from = stored(by_name, name, 2);
    *range = {from.values[0], from.values[1]};
  }
}

void restore_carried_states(nn::Network<float>& network, const std::vector<NamedTensor>& tensors) {
  const ByName by_name = index(tensors);
  for (const auto& [name, value] : network.carried_states()) {
    const auto found = by_name.find(name);
    METRONOME_ASSERT(found != by_name.end() && found->second->dims.size() == value->dims().size(),
                     "stored states are those of the same network");
    tensor::Dims dims{};
    std::copy(found->second->dims.begin(), found->second->dims.end(), dims.begin());
    value->reshape(dims);
    std::copy(found->second->values.begin(), found->second->values.end(), value->data());
  }
}

namespace {

/// The first of both lists that goes by another name, or another number of tensors.
std::string different_names(const std::vector<NamedTensor>& found,
                            const std::vector<NamedTensor>& expected) {
  if (found.size() != expected.size()) {
    return fmt::format("has {} tensors where there are {}", found.size(), expected.size());
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].name != expected[i].name) {
      return fmt::format("has a tensor `{}` in the place of `{}`", found[i].name, expected[i].name);
    }
  }
  return "";
}

}  // namespace

std::string different_tensors(const std::vector<NamedTensor>& found,
                              const std::vector<NamedTensor>& expected) {
  std::string difference = different_names(found, expected);
  for (std::size_t i = 0; difference.empty() && i < found.size(); ++i) {
    if (found[i].values.size() != expected[i].values.size()) {
      difference = fmt::format("has {} numbers in the tensor `{}` of {}", found[i].values.size(),
                               found[i].name, expected[i].values.size());
    }
  }
  return difference;
}

std::string different_states(const std::vector<NamedTensor>& found,
                             const std::vector<NamedTensor>& expected) {
  std::string difference = different_names(found, expected);
  for (std::size_t i = 0; difference.empty() && i < found.size(); ++i) {
    const std::size_t state = i - i % 2;  // a state and a cell of each layer, of one shape
    if (found[i].dims.size() != expected[i].dims.size() || found[i].dims != found[state].dims) {
      difference = fmt::format("has a state `{}` of another shape", found[i].name);
    }
  }
  return difference;
}

std::string serialise_weights(const std::vector<NamedTensor>& tensors) {
  std::string out(kWeightsMagic);
  put(out, kWeightsVersion);
  put(out, static_cast<std::uint32_t>(tensors.size()));
  for (const NamedTensor& tensor : tensors) {
    write_tensor(out, tensor);
  }
  return out;
}

std::vector<NamedTensor> parse_weights(std::string_view bytes, const std::string& file) {
  ByteReader reader(bytes, file, "weights", "a file that `metronome train` has written");
  if (reader.left() < kWeightsMagic.size() || reader.take(kWeightsMagic.size()) != kWeightsMagic) {
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
