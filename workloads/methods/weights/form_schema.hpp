#pragma once

#include "sim/config/schema.hpp"
#include "workloads/methods/weights/any_form.hpp"

/// The settings of the forms as the key `weights` of workloads has them.
namespace metronome::config {

template <>
const StructSchema<weights::AffineSpec>& schema_of<weights::AffineSpec>();
template <>
const StructSchema<weights::NestedSpec>& schema_of<weights::NestedSpec>();
template <>
const StructSchema<weights::BlendedSpec>& schema_of<weights::BlendedSpec>();
template <>
const StructSchema<weights::SearchSpec>& schema_of<weights::SearchSpec>();
template <>
const StructSchema<weights::BinarySpec>& schema_of<weights::BinarySpec>();
template <>
const StructSchema<weights::CoefficientSpec>& schema_of<weights::CoefficientSpec>();
template <>
const StructSchema<weights::LayerPruning>& schema_of<weights::LayerPruning>();
template <>
const StructSchema<weights::CycledRange>& schema_of<weights::CycledRange>();
template <>
const StructSchema<weights::DecompositionSpec>& schema_of<weights::DecompositionSpec>();
template <>
const StructSchema<weights::SwitchSpec>& schema_of<weights::SwitchSpec>();

/// A form by the key `kind` of a map, or, with its other keys at their defaults, by its name alone.
template <>
struct Codec<weights::FormSpec> {
  static std::string type() { return "map, by its key `kind`, or a kind"; }
  static bool read(weights::FormSpec& out, const Node& given, Reader& reader,
                   const std::string& path, const FieldSpec& spec);
  static Node write(const weights::FormSpec& value);
  static void describe(const std::string& path, const weights::FormSpec& initial,
                       const FieldSpec& spec, std::vector<FieldInfo>& rows);
};

}  // namespace metronome::config
