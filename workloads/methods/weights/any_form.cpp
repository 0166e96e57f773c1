#include "workloads/methods/weights/any_form.hpp"

#include <fmt/format.h>

#include "sim/base/overload.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"

namespace metronome::weights {

template <class T>
AnyForm<T> make_form(const FormSpec& spec, const WeightShape& shape, std::span<const T> weights) {
  using Form = AnyForm<T>;
  return std::visit(
      Overload{
          [&](const AffineSpec&) -> Form { return AffineCodes<T>(shape, weights); },
          [&](const NestedSpec& nested) -> Form { return NestedPlanes<T>(shape, nested, weights); },
          [&](const BlendedSpec& blend) -> Form { return BlendedGrids<T>(shape, blend, weights); },
          [&](const BinarySpec& binary) -> Form { return BinaryPlanes<T>(shape, binary, weights); },
          [&](const CoefficientSpec& spec_of) -> Form {
            return Coefficients<T>(shape, spec_of, weights);
          }},
      spec);
}

FormKind kind_of(const FormSpec& spec) { return kEnumValues<FormKind>.at(spec.index()); }

FormSpec default_spec(FormKind kind) {
  switch (kind) {
    case FormKind::affine:
      return AffineSpec{};
    case FormKind::nested_planes:
      return NestedSpec{};
    case FormKind::blended:
      return BlendedSpec{};
    case FormKind::binary_planes:
      return BinarySpec{};
    case FormKind::coefficients:
      return CoefficientSpec{};
  }
  fail_no_enumerator(kind);
}

FormWidths widths_of(const FormSpec& spec) {
  constexpr int kMost = ActivationGrid<float>::kMostBits;
  return std::visit(Overload{[](const AffineSpec&) -> FormWidths {
                               return {1, kMost, true};
                             },
                             [](const NestedSpec& nested) -> FormWidths {
                               return {1, nested.high_bits, false};
                             },
                             [](const BlendedSpec&) -> FormWidths {
                               return {1, 0, true};
                             },
                             [](const BinarySpec& binary) -> FormWidths {
                               return {1, binary.bits, false};
                             },
                             [](const CoefficientSpec&) -> FormWidths {
                               return {1, kMost, true};
                             }},
                    spec);
}

std::string FormWidths::text() const {
  if (most < least) {
    return "FP32";
  }
  return fmt::format("{} to {} bits{}", least, most, zero ? ", or FP32" : "");
}

Feed feed_of(FormKind kind, bool plane_serial) {
  switch (kind) {
    case FormKind::affine:
      return Feed::native;
    case FormKind::nested_planes:
    case FormKind::binary_planes:
      return plane_serial ? Feed::native : Feed::assembled;
    case FormKind::blended:
      return Feed::real;
    case FormKind::coefficients:
      return Feed::rebuilt;
  }
  fail_no_enumerator(kind);
}

template AnyForm<float> make_form<float>(const FormSpec&, const WeightShape&,
                                         std::span<const float>);
template AnyForm<double> make_form<double>(const FormSpec&, const WeightShape&,
                                           std::span<const double>);

}  // namespace metronome::weights
