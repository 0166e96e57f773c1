#include "workloads/methods/weights/form_schema.hpp"

#include <fmt/format.h>

#include <cmath>

#include "workloads/methods/weights/form/rounded_grid.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"

namespace metronome::config {
namespace {

using weights::BinarySpec;
using weights::BlendedSpec;
using weights::CoefficientSpec;
using weights::DecompositionSpec;
using weights::NestedSpec;
using weights::SearchSpec;
using weights::SwitchSpec;

bool is_power_of_two(double value) {
  int exponent = 0;
  return value > 0 && std::frexp(value, &exponent) == 0.5;
}

void check_nested(const NestedSpec& spec, const StructSchema<NestedSpec>::Complain& complain) {
  if (spec.low_bits >= spec.high_bits) {
    complain("low_bits", "is not below high_bits", "such as low_bits: 2, high_bits: 8");
  }
  if (spec.grid == weights::NestedGrid::range &&
      spec.training != weights::NestedTraining::scheduled) {
    complain("grid", "a grid of ranges has no modes", "training: scheduled, or grid: tanh");
  }
}

void check_blended(const BlendedSpec& spec, const StructSchema<BlendedSpec>::Complain& complain) {
  const bool rises = std::is_sorted(spec.candidates.begin(), spec.candidates.end(),
                                    [](int a, int b) { return a <= b; });
  if (spec.candidates.size() < 2 || !rises) {
    complain("candidates", "are no widths to choose from",
             "at least two, each above the one before, such as [1, 2, 3, 4, 5]");
  }
}

void check_binary(const BinarySpec& spec, const StructSchema<BinarySpec>::Complain& complain) {
  if (spec.activations == weights::BinaryActivations::range &&
      spec.first_range != BinarySpec{}.first_range) {
    complain("first_range", "has no effect", "it belongs to activations: clipped");
  }
}

void check_search(const SearchSpec& spec, const StructSchema<SearchSpec>::Complain& complain) {
  if (spec.cost != weights::CostUnit::bit_operations && spec.costs.empty()) {
    complain("costs", fmt::format("`cost: {}` is that of a machine", enum_name(spec.cost)),
             "the table that `metronome width-costs --arch ARCH.yaml` writes, or cost: "
             "bit_operations");
  }
  if (spec.cost == weights::CostUnit::bit_operations && !spec.costs.empty()) {
    complain("costs", "has no effect: bit operations are the network's own",
             "a cost of the machine, such as cost: energy, or leave it out");
  }
  if (spec.costs.empty() && !spec.machine.empty()) {
    complain("machine", "has no effect: there is no table of a machine's costs",
             "`costs`, or leave it out");
  }
  if (spec.mixture == weights::MixtureKind::deterministic &&
      (spec.first_temperature != SearchSpec{}.first_temperature ||
       spec.last_temperature != SearchSpec{}.last_temperature)) {
    complain("first_temperature", "has no effect: a deterministic mixture has none",
             "mixture: stochastic");
  }
  if (spec.last_temperature > spec.first_temperature) {
    complain("last_temperature", "is above the first one", "a temperature that falls");
  }
}

void check_coefficients(const CoefficientSpec& spec,
                        const StructSchema<CoefficientSpec>::Complain& complain) {
  for (std::size_t i = 0; i < spec.pruned_layers.size(); ++i) {
    for (std::size_t before = 0; before < i; ++before) {
      if (spec.pruned_layers[before].layer == spec.pruned_layers[i].layer) {
        complain("pruned_layers", fmt::format("{} is there twice", spec.pruned_layers[i].layer),
                 "one share for each layer");
      }
    }
  }
  if (spec.cycled.bits == 0) {
    if (spec.cycled != weights::CycledRange{}) {
      complain("cycled", "has no effect: no level is below 0 bits", "such as cycled: {bits: 8}");
    }
    return;
  }
  if (spec.update == weights::CoefficientUpdate::dense) {
    complain("cycled", "has no effect: `update: dense` trains real weights",
             "update: optimizer or bucket_switch");
  }
  if (spec.threshold == 0) {
    complain("cycled", "has no effect: a threshold of 0 does not grow", "such as threshold: 0.004");
  }
}

template <class Spec>
void check_power(const Spec& spec, double Spec::*member, const std::string& key,
                 const typename StructSchema<Spec>::Complain& complain) {
  if (!is_power_of_two(spec.*member)) {
    complain(key, fmt::format("{} is no power of two", spec.*member), "such as 0.0078125 or 32");
  }
}

void check_switching(const SwitchSpec& spec, const StructSchema<SwitchSpec>::Complain& complain) {
  check_power(spec, &SwitchSpec::least, "least", complain);
  check_power(spec, &SwitchSpec::most, "most", complain);
  if (spec.least > spec.most) {
    complain("least", "is above `most`", "the smallest magnitude");
  }
}

void check_decomposition(const DecompositionSpec& spec,
                         const StructSchema<DecompositionSpec>::Complain& complain) {
  check_power(spec, &DecompositionSpec::most, "most", complain);
}

}  // namespace

template <>
const StructSchema<weights::AffineSpec>& schema_of<weights::AffineSpec>() {
  static const StructSchema<weights::AffineSpec> schema(
      "codes on the affine grid of each output channel, at the schedule's bits");
  return schema;
}

template <>
const StructSchema<NestedSpec>& schema_of<NestedSpec>() {
  static const auto schema =
      StructSchema<NestedSpec>("one code whose leading bits are the codes of lower precisions")
          .field("low_bits", &NestedSpec::low_bits,
                 {.unit = "bits",
                  .doc = "of weights and activations in the low mode",
                  .min = 1,
                  .max = weights::kMostNestedBits})
          .field("high_bits", &NestedSpec::high_bits,
                 {.unit = "bits",
                  .doc = "of the code that is stored, and of activations in the high mode",
                  .min = 1,
                  .max = weights::kMostNestedBits})
          .field("training", &NestedSpec::training,
                 {.doc = "two_phase: the low mode, then what lies below its frozen planes; "
                         "joint_hard: both modes in each step; joint_recursive: both, the low mode "
                         "learns the answers of the high one; scheduled: one mode of the "
                         "schedule's bits"})
          .field("first_phase", &NestedSpec::first_phase,
                 {.doc = "share of the iterations of two_phase that train the low mode",
                  .min = 0.01,
                  .max = 0.99})
          .field("grid", &NestedSpec::grid,
                 {.doc = "where a weight lies among the codes: its tanh (as DoReFa), or itself in "
                         "the range of the layer (as the CPT authors' quantizer, whose rounded "
                         "codes are not nested); range: with training: scheduled",
                  .omit_default = true})
          .validate(check_nested);
  return schema;
}

template <>
const StructSchema<BlendedSpec>& schema_of<BlendedSpec>() {
  static const auto schema =
      StructSchema<BlendedSpec>("a mixture of grids, while widths are searched")
          .field("candidates", &BlendedSpec::candidates,
                 {.unit = "bits",
                  .doc = "widths to choose from, ascending; default [1, 2, 3, 4, 5]",
                  .min = 1,
                  .max = weights::kMostRoundedBits})
          .field("first_strength", &BlendedSpec::first_strength,
                 {.doc = "of every candidate at the start", .min = -100, .max = 100})
          .field("first_range", &BlendedSpec::first_range,
                 {.doc = "of activations at the start; it is trained", .min = 1e-6, .max = 1e6})
          .field("scaled", &BlendedSpec::scaled, {.doc = "values are times the mean magnitude"})
          .field("search", &BlendedSpec::search,
                 {.doc = "how strengths move, and what the widths may cost"})
          .validate(check_blended);
  return schema;
}

template <>
const StructSchema<BinarySpec>& schema_of<BinarySpec>() {
  static const auto schema =
      StructSchema<BinarySpec>("codes of a width that was found, executed plane by plane")
          .field("bits", &BinarySpec::bits,
                 {.unit = "bits",
                  .doc = "that were found, which a schedule may go below",
                  .min = 1,
                  .max = weights::kMostRoundedBits})
          .field("scaled", &BinarySpec::scaled, {.doc = "values are times the mean magnitude"})
          .field("activations", &BinarySpec::activations,
                 {.doc = "grid of the layers' inputs: range, of the batch as beside other forms; "
                         "clipped, on a range that is trained, whose evaluations multiply planes",
                  .omit_default = true})
          .field("first_range", &BinarySpec::first_range,
                 {.doc = "of clipped activations at the start",
                  .min = 1e-6,
                  .max = 1e6,
                  .omit_default = true})
          .validate(check_binary);
  return schema;
}

template <>
const StructSchema<SearchSpec>& schema_of<SearchSpec>() {
  using S = SearchSpec;
  static const auto schema =
      StructSchema<S>("how the widths of a search are found")
          .field("mixture", &S::mixture,
                 {.doc = "deterministic: shares are the softmax of the strengths; stochastic: with "
                         "Gumbel noise, at a temperature"})
          .field("first_temperature", &S::first_temperature,
                 {.doc = "of stochastic mixtures", .min = 1e-3, .max = 1e3})
          .field("last_temperature", &S::last_temperature,
                 {.doc = "which it reaches in a straight line", .min = 1e-3, .max = 1e3})
          .field("learning_rate", &S::learning_rate,
                 {.doc = "of the strengths, by Adam on the second half of the training samples",
                  .min = 0,
                  .max = 100})
          .field("beta1", &S::beta1, {.doc = "of that Adam", .min = 0, .max = 0.999999})
          .field("beta2", &S::beta2, {.doc = "of that Adam", .min = 0, .max = 0.9999999})
          .field("cost", &S::cost,
                 {.doc = "what the widths are to save; all but bit_operations need `costs`"})
          .field("costs", &S::costs,
                 {.doc = "table of a machine's costs, as `metronome width-costs` writes it"})
          .field(
              "machine", &S::machine,
              {.doc = "name of the accelerator whose costs are meant, beside `costs`: a table of "
                      "another one is refused; with @DIGEST one of other contents under that "
                      "name, too",
               .omit_default = true})
          .field("target", &S::target,
                 {.doc = "cost of what is found, in that of all searched layers at 1 bit x 1 bit",
                  .min = 1e-6,
                  .max = 1e9})
          .field(
              "penalty", &S::penalty,
              {.doc = "added to the loss for bit operations above the target, in those of 1 bit x "
                      "1 bit; of another cost for as large a share of its range",
               .min = 0,
               .max = 1e9})
          .field("error_bits", &S::error_bits,
                 {.unit = "bits",
                  .doc = "of errors, in the schedule that the widths are written as; 0: FP32",
                  .min = 0,
                  .max = 16})
          .validate(check_search);
  return schema;
}

template <>
const StructSchema<CoefficientSpec>& schema_of<CoefficientSpec>() {
  using S = CoefficientSpec;
  static const auto schema =
      StructSchema<S>("powers of two times a small basis")
          .field("decomposition", &S::decomposition, {.doc = "of the weights at the start"})
          .field("pruned_rows", &S::pruned_rows,
                 {.doc = "share of rows that are zeroed before the decomposition, of layers of "
                         "kernels wider than 1",
                  .min = 0,
                  .max = 0.99})
          .field("pruned_layers", &S::pruned_layers,
                 {.doc = "of convolutions that are named, in the place of `pruned_rows`",
                  .omit_default = true})
          .field("threshold", &S::threshold,
                 {.doc = "of the operator of training: smaller coefficients are zero",
                  .min = 0,
                  .max = 32})
          .field("cycled", &S::cycled,
                 {.doc = "the exponent range follows the schedule's bits: low levels drop the "
                         "smallest magnitudes",
                  .omit_default = true})
          .field(
              "update", &S::update,
              {.doc =
                   "what moves the coefficients; dense: real weights are trained, and decomposed "
                   "after each epoch and at the end"})
          .field("switching", &S::switching, {.doc = "of update: bucket_switch"})
          .field("basis", &S::basis_width, {.unit = "bits", .doc = "of an entry of a basis"})
          .validate(check_coefficients);
  return schema;
}

template <>
const StructSchema<weights::LayerPruning>& schema_of<weights::LayerPruning>() {
  using S = weights::LayerPruning;
  static const auto schema =
      StructSchema<S>("rows that one layer loses")
          .field("layer", &S::layer, {.doc = "a convolution"})
          .field("share", &S::share,
                 {.doc = "of its rows that are zeroed before the decomposition",
                  .min = 0,
                  .max = 0.99});
  return schema;
}

template <>
const StructSchema<weights::CycledRange>& schema_of<weights::CycledRange>() {
  using S = weights::CycledRange;
  static const auto schema =
      StructSchema<S>("an exponent range that follows the schedule's bits")
          .field("bits", &S::bits,
                 {.unit = "bits",
                  .doc = "of weights, at and above which (and in FP32) all coefficients count; 0: "
                         "at any",
                  .min = 0,
                  .max = 16})
          .field("exponents", &S::exponents,
                 {.doc = "the smallest powers of two that each bit below that drops: the threshold "
                         "at b bits is `threshold` 2^(exponents (bits - b)), at most the largest "
                         "magnitude of the layer",
                  .min = 0.01,
                  .max = 8});
  return schema;
}

template <>
const StructSchema<DecompositionSpec>& schema_of<DecompositionSpec>() {
  using S = DecompositionSpec;
  static const auto schema =
      StructSchema<S>("how weights are decomposed")
          .field("threshold", &S::threshold,
                 {.doc = "smaller coefficients become zero", .min = 0, .max = 32})
          .field("scaled", &S::scaled,
                 {.doc = "columns are brought to the middle of their powers before rounding"})
          .field("iterations", &S::iterations, {.doc = "at most", .min = 2, .max = 10000})
          .field("tolerance", &S::tolerance,
                 {.doc = "of the change of the coefficients that ends it", .min = 0, .max = 1})
          .field("most", &S::most,
                 {.doc = "of a coefficient's magnitude; a power of two", .min = 1e-6, .max = 1e6})
          .field("decay", &S::decay,
                 {.doc = "of the threshold where a column of a scaled block became empty",
                  .min = 0.01,
                  .max = 0.99})
          .validate(check_decomposition);
  return schema;
}

template <>
const StructSchema<SwitchSpec>& schema_of<SwitchSpec>() {
  using S = SwitchSpec;
  static const auto schema =
      StructSchema<S>("bucket switching: coefficients move by powers when gradients agree")
          .field("bar", &S::bar,
                 {.unit = "steps",
                  .doc = "of one direction, net, that move a coefficient",
                  .min = 1,
                  .max = 1 << 20})
          .field("filter", &S::filter,
                 {.doc = "steps of at most this size do not count; negative: all count",
                  .min = -1,
                  .max = 1e6})
          .field("least", &S::least,
                 {.doc = "magnitude that a zero coefficient becomes; a power of two",
                  .min = 1e-9,
                  .max = 1e6})
          .field("most", &S::most, {.doc = "magnitude; a power of two", .min = 1e-9, .max = 1e6})
          .field("momentum", &S::momentum,
                 {.doc = "of the gradients of coefficients; 0: none is kept",
                  .min = 0,
                  .max = 0.999999})
          .validate(check_switching);
  return schema;
}

namespace {

using weights::FormKind;
using weights::FormSpec;

FormSpec read_form(FormKind kind, const Node& node, Reader& reader, const std::string& path,
                   bool& ok) {
  FormSpec form = weights::default_spec(kind);
  std::visit(
      [&](auto& alternative) {
        using A = std::decay_t<decltype(alternative)>;
        ok = schema_of<A>().read(alternative, node, reader, path, "kind");
      },
      form);
  return form;
}

}  // namespace

bool Codec<FormSpec>::read(FormSpec& out, const Node& given, Reader& reader,
                           const std::string& path, const FieldSpec&) {
  Node node = given;
  if (given.kind == Node::Kind::scalar) {
    node = Node::make_map(given.mark);
    node.add("kind", given);
  }
  if (node.kind != Node::Kind::map) {
    reader.error(node.mark, path, "must be a kind, or a map with a key `kind`",
                 name_hint("", enum_name_list<FormKind>()));
    return false;
  }
  reader.apply_overrides(node, path);
  const Node* kind = node.find("kind");
  if (kind == nullptr || kind->kind != Node::Kind::scalar) {
    reader.error(node.mark, join_path(path, "kind"), "is missing",
                 name_hint("", enum_name_list<FormKind>()));
    return false;
  }
  const std::optional<FormKind> known = enum_from_name<FormKind>(kind->scalar);
  if (!known) {
    reader.error(kind->mark, join_path(path, "kind"),
                 fmt::format("`{}` is not a known kind", kind->scalar),
                 name_hint(kind->scalar, enum_name_list<FormKind>()));
    return false;
  }
  bool ok = false;
  out = read_form(*known, node, reader, path, ok);
  return ok;
}

Node Codec<FormSpec>::write(const FormSpec& value) {
  Node node = Node::make_map();
  node.add("kind", Node::make_scalar(std::string(enum_name(weights::kind_of(value)))));
  std::visit(
      [&](const auto& alternative) {
        using A = std::decay_t<decltype(alternative)>;
        for (Node::Entry& entry : schema_of<A>().write(alternative).entries) {
          node.add(entry.key, std::move(entry.value));
        }
      },
      value);
  return node;
}

void Codec<FormSpec>::describe(const std::string& path, const FormSpec& initial,
                               const FieldSpec& spec, std::vector<FieldInfo>& rows) {
  rows.push_back({join_path(path, "kind"), Codec<FormKind>::type(), "",
                  std::string(enum_name(weights::kind_of(initial))), "", spec.doc});
  for (const FormKind kind : kEnumValues<FormKind>) {
    std::visit(
        [&](const auto& alternative) {
          using A = std::decay_t<decltype(alternative)>;
          schema_of<A>().describe(fmt::format("{}({})", path, enum_name(kind)), alternative, rows);
        },
        weights::default_spec(kind));
  }
}

}  // namespace metronome::config
