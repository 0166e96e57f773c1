#pragma once

#include "sim/base/enumeration.hpp"

namespace metronome::weights {

/// The forms of a layer's weights: what the key `weights` chooses from.
enum class FormKind {
  affine,         ///< codes on one affine grid a channel [fu2021cpt]
  nested_planes,  ///< one code whose leading planes are the codes of lower precisions
  blended,        ///< a mixture of grids, during a search of widths [li2020ebs]
  binary_planes,  ///< codes of a width that was found, executed plane by plane [li2020ebs]
  coefficients    ///< powers of two times a small basis [chen2021smartdeal]
};
constexpr auto enum_rows(FormKind) {
  using enum FormKind;
  return enum_list<FormKind>({{affine, "affine"},
                              {nested_planes, "nested_planes"},
                              {blended, "blended"},
                              {binary_planes, "binary_planes"},
                              {coefficients, "coefficients"}});
}

/// The operations that a form adds to a step.
enum class Action {
  range,      ///< an element passes the search of a range
  quantize,   ///< an element is put on a grid
  blend,      ///< an element of one grid is weighted and added to the mixture, or to its gradient
  assemble,   ///< a bit of a plane is put into its code in front of an array that takes codes
  rebuild,    ///< a row that has coefficients passes the engine that rebuilds weights
  shift_add,  ///< a coefficient that is not zero meets one entry of its basis
  project,    ///< a multiply-accumulate of a gradient with a basis or a coefficient
  count       ///< a counter is read, changed and written
};
constexpr auto enum_rows(Action) {
  using enum Action;
  return enum_list<Action>({{range, "range"},
                            {quantize, "quantize"},
                            {blend, "blend"},
                            {assemble, "assemble"},
                            {rebuild, "rebuild"},
                            {shift_add, "shift_add"},
                            {project, "project"},
                            {count, "count"}});
}

/// What a form keeps in memory, each kind a stream of its own.
enum class StreamKind {
  codes,         ///< whole codes, side by side
  planes,        ///< bit planes
  scales,        ///< grids: scales and zero points
  strengths,     ///< of the candidates of a search
  coefficients,  ///< presence bits, signs and exponents
  row_map,       ///< which rows have coefficients
  basis,         ///< with its scales and headers
  counters,      ///< of bucket switching
  master,        ///< FP32 values that are trained
  momentum       ///< of an optimizer that the form runs itself
};
constexpr auto enum_rows(StreamKind) {
  using enum StreamKind;
  return enum_list<StreamKind>({{codes, "codes"},
                                {planes, "planes"},
                                {scales, "scales"},
                                {strengths, "strengths"},
                                {coefficients, "coefficients"},
                                {row_map, "row_map"},
                                {basis, "basis"},
                                {counters, "counters"},
                                {master, "master"},
                                {momentum, "momentum"}});
}

}  // namespace metronome::weights
