#include "workloads/trace/step_file.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "workloads/trace/limits.hpp"

namespace metronome::trace {

int version_of(const Step& step) {
  const bool newer = std::any_of(step.tensors.begin(), step.tensors.end(), [&](const Tensor& t) {
    const bool given =
        t.role == Role::weight &&
        std::none_of(step.operations.begin(), step.operations.end(), [&](const Operation& one) {
          return std::find(one.outputs.begin(), one.outputs.end(), t.name) != one.outputs.end();
        });
    return t.operand.has_value() || is_bitwise(t.format) || given;
  });
  const bool works = std::any_of(step.operations.begin(), step.operations.end(), [](const auto& o) {
    const auto* work = std::get_if<VectorWork>(&o.work);
    return o.cls == OperationClass::load ||
           (work != nullptr && (work->rebuilt_rows > 0 || work->shift_adds > 0));
  });
  const bool rows = std::any_of(step.operations.begin(), step.operations.end(), [](const auto& o) {
    const auto* work = std::get_if<VectorWork>(&o.work);
    return work != nullptr && !work->kept_rows.empty();
  });
  return rows ? kVersionWithRows : newer || works ? kVersion : kVersionWithoutFormats;
}

StepFile to_file(const Step& step) {
  StepFile file{
      version_of(step),     step.model,        step.dataset, step.batch,      step.dx_scale,
      step.statistics_part, step.forward_macs, {},           step.operations, step.delay};
  std::unordered_map<std::string, std::size_t> index;
  for (const Tensor& tensor : step.tensors) {
    index.emplace(tensor.name, file.tensors.size());
    file.tensors.push_back(
        {tensor.name, tensor.role, tensor.format, tensor.shape, {}, {}, tensor.operand});
  }
  for (const Operation& operation : step.operations) {
    for (const std::string& output : operation.outputs) {
      file.tensors.at(index.at(output)).producers.push_back(operation.name);
    }
    for (const std::string& input : operation.inputs) {
      file.tensors.at(index.at(input)).consumers.push_back(operation.name);
    }
  }
  return file;
}

Step to_step(StepFile file) {
  Step step{std::move(file.model),
            std::move(file.dataset),
            file.batch,
            file.dx_scale,
            file.statistics_part,
            file.forward_macs,
            {},
            std::move(file.operations),
            file.delay};
  for (TensorEntry& entry : file.tensors) {
    step.tensors.push_back(
        {std::move(entry.name), entry.role, entry.format, std::move(entry.shape), entry.operand});
  }
  name_products(step);
  return step;
}

}  // namespace metronome::trace

namespace metronome::config {

using trace::Convolution;
using trace::HostWork;
using trace::MatrixWork;
using trace::Operation;
using trace::StepFile;
using trace::TensorEntry;
using trace::VectorWork;

namespace {

FieldSpec extent(std::string doc) {
  return {.doc = std::move(doc),
          .min = trace::kExtents.min,
          .max = trace::kExtents.max,
          .required = true};
}

FieldSpec needed(std::string doc) { return {.doc = std::move(doc), .required = true}; }

}  // namespace

template <>
const StructSchema<Convolution>& schema_of<Convolution>() {
  static const auto schema =
      StructSchema<Convolution>("the forward convolution behind a matrix product")
          .field("batch", &Convolution::batch, extent("samples"))
          .field("in_channels", &Convolution::in_channels, extent("channels of the input"))
          .field("in_height", &Convolution::in_height, extent("rows of the input"))
          .field("in_width", &Convolution::in_width, extent("columns of the input"))
          .field("out_channels", &Convolution::out_channels, extent("channels of the output"))
          .field("kernel", &Convolution::kernel, extent("rows and columns of the kernel"))
          .field("stride", &Convolution::stride, extent("distance of neighbouring windows"))
          .field("pad", &Convolution::pad,
                 {.doc = "zeros around it", .min = 0, .max = trace::kExtents.max, .required = true})
          .field("groups", &Convolution::groups,
                 {.doc = "parts of the channels that are convolved apart",
                  .min = 1,
                  .max = trace::kExtents.max,
                  .omit_default = true})
          .field("dilation", &Convolution::dilation,
                 {.doc = "distance of neighbouring taps of the kernel",
                  .min = 1,
                  .max = trace::kExtents.max,
                  .omit_default = true})
          .field("transposed", &Convolution::transposed,
                 {.doc = "the input gradient of the ordinary convolution of these sizes",
                  .omit_default = true})
          .field(
              "output_pad", &Convolution::output_pad,
              {.doc = "rows and columns that a transposed one's output has more, below the stride",
               .min = 0,
               .max = trace::kExtents.max,
               .omit_default = true})
          .validate([](const Convolution& c, const StructSchema<Convolution>::Complain& complain) {
            if (const auto fault = trace::fault_of(c)) {
              complain(fault->key, fault->what, fault->hint);
            }
          });
  return schema;
}

template <>
const StructSchema<MatrixWork>& schema_of<MatrixWork>() {
  static const auto schema =
      StructSchema<MatrixWork>("a matrix product")
          .field("convolution", &MatrixWork::convolution, needed("its shape"))
          .field("fp32", &MatrixWork::fp32, {.doc = "on the vector unit, in FP32"});
  return schema;
}

template <>
const StructSchema<VectorWork>& schema_of<VectorWork>() {
  static const auto schema =
      StructSchema<VectorWork>("elementwise or reducing work")
          .field("elements", &VectorWork::elements,
                 {.doc = "how many", .min = 1, .max = trace::kMostProduct, .required = true})
          .field("adds_per_element", &VectorWork::adds_per_element,
                 {.doc = "FP32 additions for each element", .min = 0, .max = 1e6})
          .field("multiplies_per_element", &VectorWork::multiplies_per_element,
                 {.doc = "FP32 multiplications for each element", .min = 0, .max = 1e6})
          .field("rebuilt_rows", &VectorWork::rebuilt_rows,
                 {.doc = "rows of coefficients that weights are rebuilt from",
                  .min = 0,
                  .max = trace::kMostProduct,
                  .omit_default = true})
          .field("shift_adds", &VectorWork::shift_adds,
                 {.doc = "of the additions, those of a rebuild's coefficients",
                  .min = 0,
                  .max = trace::kMostProduct,
                  .omit_default = true})
          .field("filter_rows", &VectorWork::filter_rows,
                 {.doc = "rows of coefficients of one filter",
                  .min = 0,
                  .max = trace::kMostProduct,
                  .omit_default = true})
          .field("kept_rows", &VectorWork::kept_rows,
                 {.doc = "rows in which some filter of a group has coefficients, all groups "
                         "together: groups of 1, 2, 4, ... and all filters",
                  .min = 0,
                  .max = trace::kMostProduct,
                  .omit_default = true})
          .validate([](const VectorWork& work, const StructSchema<VectorWork>::Complain& complain) {
            if (const auto fault = trace::fault_of(work)) {
              complain(fault->key, fault->what, fault->hint);
            }
          });
  return schema;
}

template <>
const StructSchema<HostWork>& schema_of<HostWork>() {
  static const auto schema =
      StructSchema<HostWork>("work of the processor beside the accelerator")
          .field("flops", &HostWork::flops,
                 {.doc = "additions and multiplications of 64-bit real numbers",
                  .min = 0,
                  .max = trace::kMostProduct,
                  .required = true})
          .field("words", &HostWork::words,
                 {.doc = "words of 64 bits to and from its own memory",
                  .min = 0,
                  .max = trace::kMostProduct,
                  .required = true});
  return schema;
}

template <>
const StructSchema<Operation>& schema_of<Operation>() {
  static const auto schema =
      StructSchema<Operation>("an operation of the step")
          .field("name", &Operation::name, needed("unique name"))
          .field("layer", &Operation::layer, needed("the layer whose precision holds"))
          .field("class", &Operation::cls, needed("what kind of operation"))
          .field("work", &Operation::work, needed("what is computed"))
          .field("inputs", &Operation::inputs,
                 needed("tensors read; of a matrix product its operands a and b, in this order"))
          .field("outputs", &Operation::outputs, needed("tensors written"));
  return schema;
}

template <>
const StructSchema<TensorEntry>& schema_of<TensorEntry>() {
  static const auto schema =
      StructSchema<TensorEntry>("a tensor of the step")
          .field("name", &TensorEntry::name, needed("unique name"))
          .field("role", &TensorEntry::role, needed("what it is to the training step"))
          .field("format", &TensorEntry::format, needed("how elements are stored"))
          .field("shape", &TensorEntry::shape,
                 extent("extents; of images batch, height, width, channels"))
          .field("producers", &TensorEntry::producers, {.doc = "operations that write it"})
          .field("consumers", &TensorEntry::consumers, {.doc = "operations that read it"})
          .field("operand", &TensorEntry::operand,
                 {.doc = "the operand of the layer's products that these codes are made for"})
          .validate(
              [](const TensorEntry& tensor, const StructSchema<TensorEntry>::Complain& complain) {
                if (const auto fault = trace::fault_of(tensor.shape)) {
                  complain(fault->key, fault->what, fault->hint);
                }
              });
  return schema;
}

template <>
const StructSchema<StepFile>& schema_of<StepFile>() {
  static const auto schema =
      StructSchema<StepFile>("one training iteration")
          .field("version", &StepFile::version,
                 {.doc = "version of the trace's files", .min = 1, .max = 1000, .required = true})
          .field("model", &StepFile::model, needed("name of the model"))
          .field("dataset", &StepFile::dataset, needed("name of the data set"))
          .field("batch", &StepFile::batch, extent("samples of one iteration"))
          .field("dx_scale", &StepFile::dx_scale, needed("weight scales in the input gradient"))
          .field("statistics_part", &StepFile::statistics_part,
                 {.unit = "samples",
                  .doc = "batch norm takes the statistics of so many samples at a time, part by "
                         "part of the batch; 0: of the whole batch",
                  .min = 0,
                  .max = trace::kExtents.max,
                  .omit_default = true})
          .field("forward_macs", &StepFile::forward_macs,
                 {.doc = "forward multiply-accumulates of one iteration",
                  .min = 0,
                  .max = 1e18,
                  .required = true})
          .field("tensors", &StepFile::tensors, needed("tensors, as they first appear"))
          .field("operations", &StepFile::operations, needed("operations in execution order"))
          .field("delay", &StepFile::delay,
                 {.unit = "iterations",
                  .doc = "by which updates come later than their gradients",
                  .min = 0,
                  .max = 1,
                  .omit_default = true})
          .validate([](const StepFile& file, const StructSchema<StepFile>::Complain& complain) {
            if (file.statistics_part > 0 && file.batch % file.statistics_part != 0) {
              complain("statistics_part", "does not divide the batch", "a divisor of `batch`");
            }
          });
  return schema;
}

}  // namespace metronome::config
