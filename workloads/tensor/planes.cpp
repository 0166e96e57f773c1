#include "workloads/tensor/planes.hpp"

#include <algorithm>
#include <type_traits>

namespace metronome::tensor {
namespace {

/// Rows of the usual widths get loops of known length, which the compiler turns into whole-register
/// moves; others a general one. Calls body(length), `length` a constant where it is usual.
template <class Body>
void with_length(std::size_t length, const Body& body) {
  switch (length) {
    case 32:
      return body(std::integral_constant<std::size_t, 32>{});
    case 16:
      return body(std::integral_constant<std::size_t, 16>{});
    case 8:
      return body(std::integral_constant<std::size_t, 8>{});
    case 1:
      return body(std::integral_constant<std::size_t, 1>{});
    default:
      return body(length);
  }
}

/// The first value whose place is not before the plane, and the end of those inside it.
struct Inside {
  std::size_t first, end;
};

Inside inside(const PlaneAxis& axis) {
  Inside range{axis.values, axis.values};
  for (std::size_t i = axis.values; i-- > 0;) {
    const std::ptrdiff_t at = axis.origin + static_cast<std::ptrdiff_t>(i * axis.spacing);
    if (at >= 0) {
      range.first = i;
    }
    if (at >= static_cast<std::ptrdiff_t>(axis.extent)) {
      range.end = i;
    }
  }
  return range;
}

std::size_t place_of(const PlaneAxis& axis, std::size_t i) {
  return static_cast<std::size_t>(axis.origin + static_cast<std::ptrdiff_t>(i * axis.spacing));
}

}  // namespace

template <class T>
void place(const PlaneGeometry& g, const T* values, std::size_t samples, T* planes) {
  const Inside rows = inside(g.y);
  const Inside columns = inside(g.x);
  const std::size_t length = columns.end - std::min(columns.end, columns.first);
  if (length == 0) {
    return;
  }
  with_length(length, [&](auto count) {
    for (std::size_t n = 0; n < samples; ++n) {
      for (std::size_t y = rows.first; y < rows.end; ++y) {
        const T* from = values + (n * g.y.values + y) * g.x.values + columns.first;
        T* to =
            planes + n * g.plane() + place_of(g.y, y) * g.x.extent + place_of(g.x, columns.first);
        if (g.x.spacing == 1) {
          std::copy_n(from, count, to);
          continue;
        }
        for (std::size_t x = 0; x < count; ++x) {
          to[x * g.x.spacing] = from[x];
        }
      }
    }
  });
}

template void place<std::uint8_t>(const PlaneGeometry&, const std::uint8_t*, std::size_t,
                                  std::uint8_t*);
template void place<double>(const PlaneGeometry&, const double*, std::size_t, double*);
template void place<float>(const PlaneGeometry&, const float*, std::size_t, float*);

void interleave(const std::uint8_t* planes, std::size_t channel_stride, std::size_t count,
                std::size_t codes, UnsignedQuad* quads) {
  const std::uint8_t* p = planes;
  if (count < kQuad) {
    for (std::size_t i = 0; i < codes; ++i) {
      for (std::size_t j = 0; j < kQuad; ++j) {
        quads[i][j] = j < count ? p[j * channel_stride + i] : std::uint8_t{0};
      }
    }
    return;
  }
  for (std::size_t i = 0; i < codes; ++i) {
    quads[i] = {p[i], p[channel_stride + i], p[2 * channel_stride + i], p[3 * channel_stride + i]};
  }
}

void add_valid_taps(const PlaneGeometry& g, const float* tap_values, float* sums) {
  // 1 or 0: whether a column holds values.
  StepVector<float> holds(g.x.extent);
  for (std::size_t x = 0; x < holds.size(); ++x) {
    holds[x] = g.x.holds_value(x) ? 1.0f : 0.0f;
  }
  StepVector<float> of_column(g.x.kernel);
  for (std::size_t y = 0; y < g.out_height(); ++y, sums += g.out_width()) {
    std::fill(of_column.begin(), of_column.end(), 0.0f);
    for (std::size_t ky = 0; ky < g.y.kernel; ++ky) {
      const bool holds_values = g.y.holds_value(y * g.y.stride + ky * g.y.dilation);
      for (std::size_t kx = 0; holds_values && kx < g.x.kernel; ++kx) {
        of_column[kx] += tap_values[ky * g.x.kernel + kx];
      }
    }
    for (std::size_t kx = 0; kx < g.x.kernel; ++kx) {
      const float* column = holds.data() + kx * g.x.dilation;
      for (std::size_t x = 0; x < g.out_width(); ++x) {
        sums[x] += of_column[kx] * column[x * g.x.stride];
      }
    }
  }
}

template <class T>
void gather_tap(const PlaneGeometry& g, const T* planes, std::size_t samples, std::size_t tap,
                T* out) {
  with_length(g.out_width(), [&](auto width) {
    const T* first = planes + g.tap_offset(tap);
    for (std::size_t n = 0; n < samples; ++n, first += g.plane()) {
      for (std::size_t y = 0; y < g.out_height(); ++y, out += width) {
        const T* from = first + y * g.y.stride * g.x.extent;
        if (g.x.stride == 1) {
          std::copy_n(from, width, out);
          continue;
        }
        for (std::size_t x = 0; x < width; ++x) {
          out[x] = from[x * g.x.stride];
        }
      }
    }
  });
}

template void gather_tap<std::uint8_t>(const PlaneGeometry&, const std::uint8_t*, std::size_t,
                                       std::size_t, std::uint8_t*);
template void gather_tap<float>(const PlaneGeometry&, const float*, std::size_t, std::size_t,
                                float*);
template void gather_tap<double>(const PlaneGeometry&, const double*, std::size_t, std::size_t,
                                 double*);

PackedRows<SignedQuad> pack_codes(const std::int8_t* codes, std::size_t rows, std::size_t channels,
                                  std::size_t taps, bool ones) {
  const std::size_t quads = (channels + kQuad - 1) / kQuad;
  const auto element = [=](std::size_t r, std::size_t q, std::size_t t) {
    const std::int8_t* first = codes + (r * channels + q * kQuad) * taps + t;
    SignedQuad quad{};
    for (std::size_t i = 0; i < std::min(kQuad, channels - q * kQuad); ++i) {
      quad[i] = first[i * taps];
    }
    return quad;
  };
  if (!ones) {
    return PackedRows<SignedQuad>(rows, quads, taps, element);
  }
  return PackedRows<SignedQuad>(rows, quads, taps, element, [=](std::size_t q) {
    SignedQuad quad{};
    std::fill_n(quad.begin(), std::min(kQuad, channels - q * kQuad), std::int8_t{1});
    return quad;
  });
}

template <class Unit>
PanelWalk<Unit>::PanelWalk(const PlaneGeometry& geometry, std::size_t channels,
                           std::size_t channel_stride, std::size_t samples)
    : geometry_(geometry), samples_(samples) {
  taps_.reserve(channels * geometry.taps());
  gathered_.reserve(channels * geometry.taps());
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t tap = 0; tap < geometry.taps(); ++tap) {
      taps_.push_back(static_cast<std::ptrdiff_t>(c * channel_stride + geometry.tap_offset(tap)));
    }
  }
  for (std::size_t s = 0; s < taps_.size(); ++s) {
    gathered_.push_back(static_cast<std::ptrdiff_t>(s * kPanelLanes));
  }
}

template <class Unit>
auto PanelWalk<Unit>::lanes_at(const Unit* planes, std::size_t first, std::size_t count) const
    -> Lanes {
  Lanes lanes{};
  for (std::size_t v = 0; v * kLanes < count; ++v) {
    lanes[v] = planes + geometry_.read_by(first + v * kLanes);
  }
  return lanes;
}

template <class Unit>
auto PanelWalk<Unit>::gather(const Unit* planes, std::size_t first, std::size_t count) -> Lanes {
  panel_.resize(taps_.size() * kPanelLanes);
  const std::size_t longest = geometry_.x.stride == 1 ? geometry_.out_width() : 1;
  for (std::size_t lane = 0, length = 0; lane < count; lane += length) {
    length = std::min(count - lane, longest - (first + lane) % longest);
    const Unit* from = planes + geometry_.read_by(first + lane);
    Unit* to = panel_.data() + lane;
    with_length(length, [&](auto n) {
      for (const std::ptrdiff_t tap : taps_) {
        std::copy_n(from + tap, n, to);
        to += kPanelLanes;
      }
    });
  }
  Lanes lanes{};
  for (std::size_t v = 0; v < kPanelVectors; ++v) {
    lanes[v] = panel_.data() + v * kLanes;
  }
  return lanes;
}

template class PanelWalk<UnsignedQuad>;
template class PanelWalk<float>;
template class PanelWalk<double>;

}  // namespace metronome::tensor
