#include "workloads/tensor/code_planes.hpp"

#include <algorithm>
#include <cstring>

#include "sim/base/error.hpp"

namespace metronome::tensor {
namespace {

/// Copies of the usual lengths become whole-register moves.
template <class T>
void copy_row(const T* from, std::size_t length, T* to) {
  switch (length) {
    case 32:
      std::memcpy(to, from, 32 * sizeof(T));
      return;
    case 16:
      std::memcpy(to, from, 16 * sizeof(T));
      return;
    case 8:
      std::memcpy(to, from, 8 * sizeof(T));
      return;
    default:
      std::memcpy(to, from, length * sizeof(T));
  }
}

/// The first value whose place is not before the plane, and the end of those inside it.
struct Inside {
  std::size_t first, end;
};

Inside inside(const PlaneGeometry& g, std::size_t values, std::size_t extent) {
  Inside range{values, values};
  for (std::size_t i = values; i-- > 0;) {
    const std::ptrdiff_t at = g.origin + static_cast<std::ptrdiff_t>(i * g.spacing);
    if (at >= 0) {
      range.first = i;
    }
    if (at >= static_cast<std::ptrdiff_t>(extent)) {
      range.end = i;
    }
  }
  return range;
}

std::size_t place_of(const PlaneGeometry& g, std::size_t i) {
  return static_cast<std::size_t>(g.origin + static_cast<std::ptrdiff_t>(i * g.spacing));
}

/// Whether a row or column of the plane holds values.
bool holds_values(const PlaneGeometry& g, std::size_t at, std::size_t values) {
  const std::ptrdiff_t from = static_cast<std::ptrdiff_t>(at) - g.origin;
  return from >= 0 && static_cast<std::size_t>(from) % g.spacing == 0 &&
         static_cast<std::size_t>(from) / g.spacing < values;
}

}  // namespace

template <class T>
void place(const PlaneGeometry& g, const T* values, std::size_t samples, T* planes) {
  const Inside rows = inside(g, g.height, g.plane_height);
  const Inside columns = inside(g, g.width, g.plane_width);
  const std::size_t length = columns.end - std::min(columns.end, columns.first);
  for (std::size_t n = 0; n < samples && length > 0; ++n) {
    for (std::size_t y = rows.first; y < rows.end; ++y) {
      const T* from = values + (n * g.height + y) * g.width + columns.first;
      T* to = planes + n * g.plane() + place_of(g, y) * g.plane_width + place_of(g, columns.first);
      if (g.spacing == 1) {
        copy_row(from, length, to);
        continue;
      }
      for (std::size_t x = 0; x < length; ++x) {
        to[x * g.spacing] = from[x];
      }
    }
  }
}

template void place<std::uint8_t>(const PlaneGeometry&, const std::uint8_t*, std::size_t,
                                  std::uint8_t*);
template void place<float>(const PlaneGeometry&, const float*, std::size_t, float*);

void interleave(const std::uint8_t* planes, std::size_t channel_stride, std::size_t count,
                std::size_t bytes, std::uint8_t* quads) {
  const std::uint8_t* p = planes;
  if (count < kQuad) {
    for (std::size_t i = 0; i < bytes; ++i) {
      for (std::size_t j = 0; j < kQuad; ++j) {
        quads[kQuad * i + j] = j < count ? p[j * channel_stride + i] : std::uint8_t{0};
      }
    }
    return;
  }
  for (std::size_t i = 0; i < bytes; ++i) {
    const std::uint32_t word = std::uint32_t{p[i]} | std::uint32_t{p[channel_stride + i]} << 8 |
                               std::uint32_t{p[2 * channel_stride + i]} << 16 |
                               std::uint32_t{p[3 * channel_stride + i]} << 24;
    std::memcpy(quads + kQuad * i, &word, sizeof word);
  }
}

void add_valid_taps(const PlaneGeometry& g, const float* tap_values, float* sums) {
  std::vector<float> of_column(g.kernel);
  for (std::size_t y = 0; y < g.out_height(); ++y) {
    std::fill(of_column.begin(), of_column.end(), 0.0f);
    for (std::size_t ky = 0; ky < g.kernel; ++ky) {
      for (std::size_t kx = 0; holds_values(g, y * g.stride + ky, g.height) && kx < g.kernel;
           ++kx) {
        of_column[kx] += tap_values[ky * g.kernel + kx];
      }
    }
    for (std::size_t kx = 0; kx < g.kernel; ++kx) {
      for (std::size_t x = 0; x < g.out_width(); ++x) {
        if (holds_values(g, x * g.stride + kx, g.width)) {
          sums[y * g.out_width() + x] += of_column[kx];
        }
      }
    }
  }
}

void gather_tap(const PlaneGeometry& g, const std::uint8_t* planes, std::size_t samples,
                std::size_t tap, std::uint8_t* out) {
  const std::size_t width = g.out_width();
  const std::uint8_t* first = planes + tap / g.kernel * g.plane_width + tap % g.kernel;
  for (std::size_t n = 0; n < samples; ++n, first += g.plane()) {
    for (std::size_t y = 0; y < g.out_height(); ++y, out += width) {
      const std::uint8_t* from = first + y * g.stride * g.plane_width;
      if (g.stride == 1) {
        copy_row(from, width, out);
        continue;
      }
      for (std::size_t x = 0; x < width; ++x) {
        out[x] = from[x * g.stride];
      }
    }
  }
}

PackedRows::PackedRows(const std::int8_t* codes, std::size_t rows, std::size_t channels,
                       std::size_t taps, bool ones)
    : rows_(rows), steps_((channels + kQuad - 1) / kQuad * taps), ones_(ones) {
  // Blocks of 8, a full set of registers beside 3 of the panel; the row of ones makes the first 9.
  const std::size_t all = layout_rows();
  blocks_.push_back(0);
  for (std::size_t end = std::min(all, ones ? kBlockRows : kBlockRows - 1); blocks_.back() < all;
       end = std::min(all, end + kBlockRows - 1)) {
    blocks_.push_back(end);
  }
  packed_.assign(all * steps_ * kQuad, 0);
  for (std::size_t b = 0; b + 1 < blocks_.size(); ++b) {
    const std::size_t count = blocks_[b + 1] - blocks_[b];
    std::int8_t* to = packed_.data() + blocks_[b] * steps_ * kQuad;
    for (std::size_t s = 0; s < steps_; ++s) {
      for (std::size_t r = 0; r < count; ++r) {
        for (std::size_t i = 0; i < kQuad; ++i, ++to) {
          const std::size_t channel = s / taps * kQuad + i;
          const std::size_t row = blocks_[b] + r - (ones ? 1 : 0);
          if (channel < channels) {
            const bool is_ones = ones && blocks_[b] + r == 0;
            *to = is_ones ? std::int8_t{1} : codes[(row * channels + channel) * taps + s % taps];
          }
        }
      }
    }
  }
}

PanelWalk::PanelWalk(const PlaneGeometry& geometry, std::size_t channels, std::size_t samples)
    : geometry_(geometry),
      channel_quads_((channels + kQuad - 1) / kQuad),
      samples_(samples),
      quad_stride_(samples * geometry.plane() * kQuad) {
  const bool whole_planes = geometry.outputs() == geometry.plane();
  in_place_ = geometry.stride == 1 && (whole_planes || geometry.out_width() % kLanes == 0);
  for (std::size_t c = 0; c < channel_quads_; ++c) {
    for (std::size_t tap = 0; tap < geometry.taps(); ++tap) {
      const std::size_t at = tap / geometry.kernel * geometry.plane_width + tap % geometry.kernel;
      taps_.push_back(static_cast<std::ptrdiff_t>(c * quad_stride_ + at * kQuad));
    }
  }
  offsets_ = taps_;
  for (std::size_t s = 0; !in_place_ && s < taps_.size(); ++s) {
    offsets_[s] = static_cast<std::ptrdiff_t>(s * kPanelLanes * kQuad);
  }
  panel_.resize(in_place_ ? 0 : taps_.size() * kPanelLanes);
}

std::size_t PanelWalk::quad_of(std::size_t output) const {
  const std::size_t sample = output / geometry_.outputs();
  const std::size_t y = output % geometry_.outputs() / geometry_.out_width();
  const std::size_t x = output % geometry_.out_width();
  return sample * geometry_.plane() + (y * geometry_.plane_width + x) * geometry_.stride;
}

PanelProduct PanelWalk::start(const std::uint8_t* quads, std::size_t first, std::size_t count) {
  PanelProduct product;
  product.vectors = (count + kLanes - 1) / kLanes;
  product.steps = taps_.size();
  product.offsets = offsets_.data();
  if (!in_place_) {
    gather(quads, first, count);
  }
  for (std::size_t v = 0; v < product.vectors; ++v) {
    product.lanes[v] =
        in_place_ ? quads + quad_of(first + v * kLanes) * kQuad
                  : reinterpret_cast<const std::uint8_t*>(panel_.data()) + v * kLanes * kQuad;
  }
  return product;
}

void PanelWalk::gather(const std::uint8_t* quads, std::size_t first, std::size_t count) {
  const std::size_t width = geometry_.out_width();
  const std::size_t longest = geometry_.stride == 1 ? width : 1;
  for (std::size_t lane = 0, length = 0; lane < count; lane += length) {
    length = std::min(count - lane, longest - (first + lane) % longest);
    const std::uint8_t* from = quads + quad_of(first + lane) * kQuad;
    std::uint32_t* to = panel_.data() + lane;
    if (length == 8) {
      for (std::size_t s = 0; s < taps_.size(); ++s) {
        std::memcpy(to + s * kPanelLanes, from + taps_[s], 8 * kQuad);
      }
      continue;
    }
    for (std::size_t s = 0; s < taps_.size(); ++s) {
      std::memcpy(to + s * kPanelLanes, from + taps_[s], length * kQuad);
    }
  }
}

}  // namespace metronome::tensor
