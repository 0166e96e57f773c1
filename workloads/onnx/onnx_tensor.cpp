#include "workloads/onnx/onnx_tensor.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "sim/base/error.hpp"
#include "workloads/model/limits.hpp"

namespace metronome::importers {
namespace {

using onnx::TensorProto;

/// Binary16: 1 sign, 5 exponent, 10 fraction bits.
double from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1F;
  const int fraction = bits & 0x3FF;
  const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
  if (exponent == 0x1F) {
    return fraction != 0 ? std::nan("") : sign * HUGE_VAL;
  }
  return sign *
         (exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 1024, exponent - 25));
}

double from_bfloat(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// Reads the data of one tensor, wherever the file has them.
class TensorData {
 public:
  TensorData(const TensorProto& proto, std::string name, const std::string& file)
      : proto_(&proto), name_(std::move(name)), file_(&file) {}

  [[nodiscard]] std::uint64_t elements() const {
    Extents extents(proto_->dims().begin(), proto_->dims().end());
    for (const std::int64_t extent : extents) {
      if (extent < 0 || static_cast<long double>(extent) > model::kExtents.max) {
        fail("has shape " + extents_text(extents),
             "extents are 0 to " + bound_text(model::kExtents.max));
      }
    }
    const auto count = element_count(extents);
    if (!count || *count > model::kMostProduct) {
      fail("has too many elements: " + extents_text(extents));
    }
    return *count;
  }

  /// False: they lie elsewhere, or nowhere (an export without weights).
  [[nodiscard]] bool here() const { return stored() > 0; }

  void check_length(std::uint64_t elements) const {
    const std::uint64_t due =
        proto_->has_raw_data() && !proto_->raw_data().empty() ? elements * width() : elements;
    if (due != stored()) {
      fail(fmt::format("has {} {}, which its shape of {} elements contradicts", stored(),
                       proto_->raw_data().empty() ? "values" : "bytes of values", elements));
    }
  }

  [[nodiscard]] double real(std::size_t i) const {
    switch (proto_->data_type()) {
      case TensorProto::FLOAT:
        return raw() ? raw_at<float>(i) : proto_->float_data(static_cast<int>(i));
      case TensorProto::DOUBLE:
        return raw() ? raw_at<double>(i) : proto_->double_data(static_cast<int>(i));
      case TensorProto::BFLOAT16:
        return from_bfloat(half_bits(i));
      default:
        return from_half(half_bits(i));
    }
  }

  [[nodiscard]] std::int64_t integer(std::size_t i) const {
    const int at = static_cast<int>(i);
    switch (proto_->data_type()) {
      case TensorProto::INT64:
        return raw() ? raw_at<std::int64_t>(i) : proto_->int64_data(at);
      case TensorProto::UINT64:
        return narrowed(raw() ? raw_at<std::uint64_t>(i) : proto_->uint64_data(at));
      case TensorProto::UINT32:
        return raw() ? raw_at<std::uint32_t>(i) : narrowed(proto_->uint64_data(at));
      default:
        return raw() ? small_integer(i) : proto_->int32_data(at);
    }
  }

  [[noreturn]] void fail(std::string what, std::string hint = {}) const {
    throw UserError(Diagnostic{.file = *file_,
                               .key = "tensor `" + name_ + "`",
                               .what = std::move(what),
                               .hint = std::move(hint)});
  }

 private:
  [[nodiscard]] bool raw() const { return !proto_->raw_data().empty(); }

  /// Bytes of an element.
  [[nodiscard]] std::uint64_t width() const {
    switch (proto_->data_type()) {
      case TensorProto::DOUBLE:
      case TensorProto::INT64:
      case TensorProto::UINT64:
      case TensorProto::COMPLEX64:
        return 8;
      case TensorProto::FLOAT:
      case TensorProto::INT32:
      case TensorProto::UINT32:
        return 4;
      case TensorProto::COMPLEX128:
        return 16;
      case TensorProto::FLOAT16:
      case TensorProto::BFLOAT16:
      case TensorProto::INT16:
      case TensorProto::UINT16:
        return 2;
      default:
        return 1;
    }
  }

  /// Bytes of raw data, or numbers of the field that the type has.
  [[nodiscard]] std::uint64_t stored() const {
    if (raw()) {
      return proto_->raw_data().size();
    }
    switch (proto_->data_type()) {
      case TensorProto::FLOAT:
        return static_cast<std::uint64_t>(proto_->float_data_size());
      case TensorProto::DOUBLE:
        return static_cast<std::uint64_t>(proto_->double_data_size());
      case TensorProto::INT64:
        return static_cast<std::uint64_t>(proto_->int64_data_size());
      case TensorProto::UINT32:
      case TensorProto::UINT64:
        return static_cast<std::uint64_t>(proto_->uint64_data_size());
      case TensorProto::STRING:
        return static_cast<std::uint64_t>(proto_->string_data_size());
      default:
        return static_cast<std::uint64_t>(proto_->int32_data_size());
    }
  }

  template <class T>
  [[nodiscard]] T raw_at(std::size_t i) const {
    T value{};
    std::memcpy(&value, proto_->raw_data().data() + i * sizeof(T), sizeof(T));
    return value;
  }

  [[nodiscard]] std::uint16_t half_bits(std::size_t i) const {
    return raw() ? raw_at<std::uint16_t>(i)
                 : static_cast<std::uint16_t>(proto_->int32_data(static_cast<int>(i)));
  }

  [[nodiscard]] std::int64_t small_integer(std::size_t i) const {
    switch (proto_->data_type()) {
      case TensorProto::INT32:
        return raw_at<std::int32_t>(i);
      case TensorProto::INT16:
        return raw_at<std::int16_t>(i);
      case TensorProto::UINT16:
        return raw_at<std::uint16_t>(i);
      case TensorProto::INT8:
        return raw_at<std::int8_t>(i);
      default:
        return raw_at<std::uint8_t>(i);
    }
  }

  [[nodiscard]] std::int64_t narrowed(std::uint64_t value) const {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      fail(fmt::format("holds {}", value), "at most 2^63 - 1");
    }
    return static_cast<std::int64_t>(value);
  }

  const TensorProto* proto_;
  std::string name_;
  const std::string* file_;
};

template <class Number>
std::vector<Number> all_of(std::uint64_t count, const auto& number) {
  std::vector<Number> values;
  values.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(number(i));
  }
  return values;
}

void require_numbers(const TensorData& data, std::uint64_t elements) {
  for (std::size_t i = 0; i < elements; ++i) {
    if (std::isnan(data.real(i))) {
      data.fail(fmt::format("holds NaN at element {}", i),
                "the training had diverged when these weights were saved");
    }
  }
}

}  // namespace

std::vector<float> read_reals(const TensorProto& proto, const std::string& name,
                              const std::string& file) {
  const TensorData data(proto, name, file);
  const std::uint64_t elements = data.elements();
  if (element_type(proto.data_type()) != ElementType::real) {
    data.fail("holds no real numbers", "weights are real numbers");
  }
  if (proto.data_location() == TensorProto::EXTERNAL || (elements > 0 && !data.here())) {
    data.fail("has no numbers in the file", "an export with weights, in one file");
  }
  data.check_length(elements);
  std::vector<float> values;
  values.reserve(elements);
  for (std::size_t i = 0; i < elements; ++i) {
    values.push_back(static_cast<float>(data.real(i)));
  }
  return values;
}

ElementType element_type(std::int32_t data_type) {
  switch (data_type) {
    case TensorProto::FLOAT:
    case TensorProto::FLOAT16:
    case TensorProto::DOUBLE:
    case TensorProto::BFLOAT16:
      return ElementType::real;
    case TensorProto::UINT8:
    case TensorProto::INT8:
    case TensorProto::UINT16:
    case TensorProto::INT16:
    case TensorProto::INT32:
    case TensorProto::INT64:
    case TensorProto::UINT32:
    case TensorProto::UINT64:
      return ElementType::integer;
    case TensorProto::BOOL:
      return ElementType::boolean;
    default:
      return ElementType::other;
  }
}

ImportedTensor read_tensor(const TensorProto& proto, const std::string& name,
                           const std::string& file, bool refuse_nan) {
  const TensorData data(proto, name, file);
  ImportedTensor tensor;
  tensor.name = name;
  tensor.type = element_type(proto.data_type());
  const std::uint64_t elements = data.elements();
  tensor.extents = Extents(proto.dims().begin(), proto.dims().end());
  const bool elsewhere = proto.data_location() == TensorProto::EXTERNAL;
  if (elsewhere || (elements > 0 && !data.here()) || tensor.type == ElementType::other) {
    return tensor;
  }
  data.check_length(elements);
  if (tensor.type == ElementType::real && refuse_nan) {
    require_numbers(data, elements);
  }
  if (elements > kMostValues) {
    return tensor;
  }
  if (tensor.type == ElementType::real) {
    tensor.values = all_of<double>(elements, [&](std::size_t i) { return data.real(i); });
  } else {
    tensor.values = all_of<std::int64_t>(elements, [&](std::size_t i) { return data.integer(i); });
  }
  return tensor;
}

}  // namespace metronome::importers
