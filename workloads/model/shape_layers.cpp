#include "workloads/model/shape_layers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/checked.hpp"

namespace metronome::model {
namespace {

std::size_t& extent(Shape& shape, Axis axis) {
  switch (axis) {
    case Axis::channels:
      return shape.channels;
    case Axis::height:
      return shape.height;
    case Axis::width:
      return shape.width;
  }
  fail_no_enumerator(axis);
}

}  // namespace

std::size_t extent(const Shape& shape, Axis axis) {
  Shape copy = shape;
  return extent(copy, axis);
}

Shape Concat::output(const LayerInputs& in) const {
  Shape all = in.front();
  for (std::size_t i = 1; i < in.shapes.size(); ++i) {
    Shape other = in.shapes[i];
    extent(all, axis) += extent(other, axis);
    extent(other, axis) = extent(all, axis);
    if (other != all) {
      refuse_inputs(in,
                    fmt::format("joins shapes {} and {} along their {}", text_of(in.front()),
                                text_of(in.shapes[i]), enum_name(axis)),
                    "inputs that differ along that axis only");
    }
  }
  return all;
}

Shape Slice::output(const LayerInputs& in) const {
  Shape out = in.front();
  std::size_t& along = extent(out, axis);
  if (begin >= along || length > along - begin) {
    refuse_inputs(
        in, fmt::format("takes {} from {} on of {} {}", length, begin, along, enum_name(axis)),
        "begin + length at most that");
  }
  along = length;
  return out;
}

Shape Reshape::output(const LayerInputs& in) const {
  const std::uint64_t elements = in.front().elements();
  Shape out{channels, height, width};
  std::uint64_t stated = 1;
  std::size_t* rest = nullptr;
  for (std::size_t* one : {&out.channels, &out.height, &out.width}) {
    if (*one == 0 && rest == nullptr) {
      rest = one;
    } else {
      stated = checked_product({stated, *one}).value_or(0);
    }
  }
  if (rest != nullptr && stated > 0 && elements % stated == 0) {
    *rest = elements / stated;
    stated = elements;
  }
  if (stated != elements) {
    refuse_inputs(in,
                  fmt::format("makes shape {} of {}", text_of(Shape{channels, height, width}),
                              text_of(in.front())),
                  fmt::format("{} elements, at most one extent 0", elements));
  }
  return out;
}

Shape Transpose::output(const LayerInputs& in) const {
  std::vector<Axis> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  if (!std::equal(sorted.begin(), sorted.end(), kEnumValues<Axis>.begin(),
                  kEnumValues<Axis>.end())) {
    refuse_inputs(in, "its order is not one of the three axes",
                  "each of channels, height, width once");
  }
  return {model::extent(in.front(), order[0]), model::extent(in.front(), order[1]),
          model::extent(in.front(), order[2])};
}

Shape Upsample::output(const LayerInputs& in) const {
  return {in.front().channels, in.front().height * scale.height, in.front().width * scale.width};
}

}  // namespace metronome::model
