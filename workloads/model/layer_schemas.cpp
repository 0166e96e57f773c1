#include "workloads/model/layer_schemas.hpp"

namespace metronome::model {
namespace {

using config::FieldSpec;
using config::StructSchema;

constexpr long double kMostExtent = 1e9L;

/// A number that need not be written where it is the usual one.
FieldSpec usual(std::string doc, long double min = 1, long double max = kMostExtent) {
  return usual_number(std::move(doc), min, max);
}

FieldSpec required(std::string doc) {
  return {.doc = std::move(doc), .min = 1, .max = kMostExtent, .required = true};
}

FieldSpec choice(std::string doc) { return {.doc = std::move(doc), .omit_default = true}; }

const char* const kQuantize = "products of codes at the schedule's bits, else in FP32";
const char* const kBits = "bits kept whatever the schedule says";

template <class Kind>
void check_bits(const Kind& layer, const typename StructSchema<Kind>::Complain& complain) {
  if (!layer.quantized && layer.bits != FixedBits{}) {
    complain("bits", "have no effect: the layer is computed in FP32 (`quantize: false`)",
             "leave them out, or `quantize: true`");
  }
}

template <class Kind>
StructSchema<Kind> table() {
  return StructSchema<Kind>(std::string(Kind::kText.doc));
}

/// The windows of a pooling layer, as keys of the layer itself.
template <class Pool>
StructSchema<Pool> pool_table() {
  return table<Pool>()
      .field("kernel", static_cast<PerAxis Pool::*>(&PoolWindow::kernel),
             usual("rows and columns of a window"))
      .field("stride", static_cast<PerAxis Pool::*>(&PoolWindow::stride),
             usual("distance of neighbouring windows"))
      .field("pad", static_cast<Padding Pool::*>(&PoolWindow::pad),
             usual("border around the image", 0))
      .field("ceil", static_cast<bool Pool::*>(&PoolWindow::ceil),
             choice("a last window that does not lie wholly in the image counts too"));
}

}  // namespace

template <>
StructSchema<BatchNorm> layer_schema() {
  return table<BatchNorm>();
}

template <>
StructSchema<Relu> layer_schema() {
  return table<Relu>();
}

template <>
StructSchema<Add> layer_schema() {
  return table<Add>();
}

template <>
StructSchema<GlobalAveragePool> layer_schema() {
  return table<GlobalAveragePool>();
}

template <>
StructSchema<Tanh> layer_schema() {
  return table<Tanh>();
}

template <>
StructSchema<Sigmoid> layer_schema() {
  return table<Sigmoid>();
}

template <>
StructSchema<LayerNorm> layer_schema() {
  return table<LayerNorm>();
}

template <>
StructSchema<RmsNorm> layer_schema() {
  return table<RmsNorm>();
}

template <>
StructSchema<SwiGlu> layer_schema() {
  return table<SwiGlu>();
}

template <>
StructSchema<Rope> layer_schema() {
  return table<Rope>()
      .field("head_features", &Rope::head_features, required("features of a head, an even number"))
      .field("theta", &Rope::theta, usual("base of the angles", 1, 1e30L));
}

template <>
StructSchema<RepeatHeads> layer_schema() {
  return table<RepeatHeads>()
      .field("heads", &RepeatHeads::heads, usual("equal parts of the features"))
      .field("times", &RepeatHeads::times, required("how often each stands in the output"));
}

template <>
StructSchema<TiedLinear> layer_schema() {
  return table<TiedLinear>()
      .field("table", &TiedLinear::table,
             {.doc = "name of the embedding whose table it multiplies", .required = true})
      .field("out_features", &TiedLinear::out_features, required("the embedding's vocabulary"))
      .field("bias", &TiedLinear::bias, choice("whether a bias is added"));
}

template <>
StructSchema<Softmax> layer_schema() {
  return table<Softmax>().field("axis", &Softmax::axis, choice("along which the sum is one"));
}

template <>
StructSchema<Learned> layer_schema() {
  return table<Learned>()
      .field("channels", &Learned::channels, usual("channels"))
      .field("height", &Learned::height, usual("rows, or tokens"))
      .field("width", &Learned::width, usual("columns"))
      .field("mean", &Learned::mean, usual("of the first values", -1e30L, 1e30L))
      .field("deviation", &Learned::deviation,
             usual("of the first values from it, normally distributed", 0, 1e30L));
}

template <>
StructSchema<MatrixProduct> layer_schema() {
  return table<MatrixProduct>()
      .field("transpose_a", &MatrixProduct::transpose_a, choice("the first input is transposed"))
      .field("transpose_b", &MatrixProduct::transpose_b, choice("the second input is transposed"))
      .field("quantize", &MatrixProduct::quantized, choice(kQuantize));
}

template <>
StructSchema<Multiply> layer_schema() {
  return table<Multiply>();
}

template <>
StructSchema<InstanceNorm> layer_schema() {
  return table<InstanceNorm>();
}

template <>
StructSchema<GlobalMaxPool> layer_schema() {
  return table<GlobalMaxPool>();
}

template <>
StructSchema<Input> layer_schema() {
  return table<Input>();  // inputs have a list of their own
}

template <>
StructSchema<Convolution> layer_schema() {
  return table<Convolution>()
      .field("out_channels", &Convolution::out_channels, required("channels of the output"))
      .field("kernel", &Convolution::kernel, usual("rows and columns of the kernel"))
      .field("stride", &Convolution::stride, usual("distance of neighbouring windows"))
      .field("pad", &Convolution::pad, usual("zeros around the image", 0))
      .field("dilation", &Convolution::dilation, usual("distance of neighbouring taps"))
      .field("groups", &Convolution::groups, usual("parts of the channels convolved apart"))
      .field("bias", &Convolution::bias, choice("whether a bias is added"))
      .field("quantize", &Convolution::quantized, choice(kQuantize))
      .field(
          "transposed", &Convolution::transposed,
          choice("leads from the output of the ordinary convolution of these sizes to its input"))
      .field("output_pad", &Convolution::output_pad,
             usual("rows and columns more of a transposed one's output, below the stride", 0))
      .field("bits", &Convolution::bits, choice(kBits))
      .validate(check_bits<Convolution>);
}

template <>
StructSchema<Linear> layer_schema() {
  return table<Linear>()
      .field("out_features", &Linear::out_features, required("features of the output"))
      .field("quantize", &Linear::quantized, choice(kQuantize))
      .field("bits", &Linear::bits, choice(kBits))
      .validate(check_bits<Linear>);
}

template <>
StructSchema<MaxPool> layer_schema() {
  return pool_table<MaxPool>();
}

template <>
StructSchema<AveragePool> layer_schema() {
  return pool_table<AveragePool>().field(
      "count_pad", &AveragePool::count_pad,
      choice("the border counts as zeros, else the mean is over what lies in the image"));
}

template <>
StructSchema<Embedding> layer_schema() {
  return table<Embedding>()
      .field("vocabulary", &Embedding::vocabulary, required("rows of the table"))
      .field("features", &Embedding::features, required("numbers of a row"))
      .field("positions", &Embedding::positions, choice("adds the sinusoids of the token's place"));
}

template <>
StructSchema<Dropout> layer_schema() {
  return table<Dropout>().field("rate", &Dropout::rate,
                                usual("probability that an element is set to zero", 0, 0.999L));
}

template <>
StructSchema<Attention> layer_schema() {
  return table<Attention>()
      .field("heads", &Attention::heads, usual("equal parts of the features"))
      .field("causal", &Attention::causal, choice("tokens do not see later ones"))
      .field("quantize", &Attention::quantized, choice(kQuantize));
}

template <>
StructSchema<Lstm> layer_schema() {
  return table<Lstm>()
      .field("hidden", &Lstm::hidden, required("features of the output"))
      .field("quantize", &Lstm::quantized, choice(kQuantize));
}

template <>
StructSchema<GroupNorm> layer_schema() {
  return table<GroupNorm>().field("groups", &GroupNorm::groups,
                                  usual("parts of the channels, each normalised as one"));
}

template <>
StructSchema<Concat> layer_schema() {
  return table<Concat>().field("axis", &Concat::axis, choice("along which"));
}

template <>
StructSchema<Slice> layer_schema() {
  return table<Slice>()
      .field("axis", &Slice::axis, choice("along which"))
      .field("begin", &Slice::begin, usual("the first position", 0))
      .field("length", &Slice::length, required("positions"));
}

template <>
StructSchema<Reshape> layer_schema() {
  return table<Reshape>()
      .field("channels", &Reshape::channels, usual("channels; 0: what the others leave", 0))
      .field("height", &Reshape::height, usual("rows; 0: what the others leave", 0))
      .field("width", &Reshape::width, usual("columns; 0: what the others leave", 0));
}

template <>
StructSchema<Transpose> layer_schema() {
  return table<Transpose>().field("order", &Transpose::order,
                                  choice("which axis of the input each axis of the output is"));
}

template <>
StructSchema<Upsample> layer_schema() {
  return table<Upsample>()
      .field("scale", &Upsample::scale, usual("rows and columns for each"))
      .field("mode", &Upsample::mode, choice("how elements between are made"))
      .field("align_corners", &Upsample::align_corners,
             choice("outer elements lie on those of the input (bilinear)"))
      .validate([](const Upsample& layer, const StructSchema<Upsample>::Complain& complain) {
        if (layer.align_corners && layer.mode != Interpolation::bilinear) {
          complain("align_corners", "has no effect in mode nearest", "mode: bilinear");
        }
      });
}

}  // namespace metronome::model

namespace metronome::config {

using model::FixedBits;

template <>
const StructSchema<FixedBits>& schema_of<FixedBits>() {
  static const auto schema =
      StructSchema<FixedBits>("bits that a layer keeps")
          .field("forward", &FixedBits::forward,
                 {.doc = "of activations and weights; 0: the schedule's", .min = 0, .max = 16})
          .field("backward", &FixedBits::backward,
                 {.doc = "of errors; 0: the schedule's", .min = 0, .max = 16});
  return schema;
}

}  // namespace metronome::config
