#include "workloads/tensor/patches.hpp"

#include <type_traits>

namespace metronome::tensor {
namespace {

/// Rows of the usual widths get a loop of known length, which the compiler turns into
/// whole-register moves; others a general one. Calls body(length) with `length` a constant where it
/// is usual.
template <class Body>
void with_length(std::size_t length, const Body& body) {
  switch (length) {
    case 32:
      return body(std::integral_constant<std::size_t, 32>{});
    case 16:
      return body(std::integral_constant<std::size_t, 16>{});
    case 8:
      return body(std::integral_constant<std::size_t, 8>{});
    default:
      return body(length);
  }
}

/// Calls row(image_row, patch_row) for each row of outputs of each (channel, ky, kx, sample): its
/// first element in the image and in the patch matrix.
template <class Image, class Patch, class Row>
void for_each_row(const PatchGeometry& g, Image* padded, std::size_t channel_stride,
                  std::size_t samples, Patch* patches, const Row& row) {
  const std::size_t plane = g.padded_height * g.padded_width;
  const std::size_t height = g.out_height();
  const std::size_t width = g.out_width();
  Patch* patch = patches;
  for (std::size_t i = 0; i < g.patch(); ++i) {
    const std::size_t channel = i / (g.kernel * g.kernel);
    const std::size_t ky = i / g.kernel % g.kernel;
    const std::size_t kx = i % g.kernel;
    Image* first = padded + channel * channel_stride + ky * g.padded_width + kx;
    for (std::size_t n = 0; n < samples; ++n, first += plane) {
      for (std::size_t y = 0; y < height; ++y, patch += width) {
        row(first + y * g.stride * g.padded_width, patch);
      }
    }
  }
}

}  // namespace

template <class T>
void gather_patches(const PatchGeometry& g, const T* padded, std::size_t channel_stride,
                    std::size_t samples, T* patches) {
  with_length(g.out_width(), [&](auto width) {
    if (g.stride == 1) {
      for_each_row(g, padded, channel_stride, samples, patches, [width](const T* image, T* patch) {
        for (std::size_t x = 0; x < width; ++x) {
          patch[x] = image[x];
        }
      });
      return;
    }
    for_each_row(g, padded, channel_stride, samples, patches,
                 [width, stride = g.stride](const T* image, T* patch) {
                   for (std::size_t x = 0; x < width; ++x) {
                     patch[x] = image[x * stride];
                   }
                 });
  });
}

template <class T>
void scatter_patches(const PatchGeometry& g, const T* patches, std::size_t samples, T* padded,
                     std::size_t channel_stride) {
  with_length(g.out_width(), [&](auto width) {
    if (g.stride == 1) {
      for_each_row(g, padded, channel_stride, samples, patches, [width](T* image, const T* patch) {
        for (std::size_t x = 0; x < width; ++x) {
          image[x] += patch[x];
        }
      });
      return;
    }
    for_each_row(g, padded, channel_stride, samples, patches,
                 [width, stride = g.stride](T* image, const T* patch) {
                   for (std::size_t x = 0; x < width; ++x) {
                     image[x * stride] += patch[x];
                   }
                 });
  });
}

template void gather_patches<float>(const PatchGeometry&, const float*, std::size_t, std::size_t,
                                    float*);
template void gather_patches<double>(const PatchGeometry&, const double*, std::size_t, std::size_t,
                                     double*);
template void scatter_patches<float>(const PatchGeometry&, const float*, std::size_t, float*,
                                     std::size_t);
template void scatter_patches<double>(const PatchGeometry&, const double*, std::size_t, double*,
                                      std::size_t);

}  // namespace metronome::tensor
