#pragma once

#include <cstddef>

namespace metronome::tensor {

/// How a square kernel walks over images that already carry their zero border.
struct PatchGeometry {
  std::size_t channels = 1;
  std::size_t padded_height = 1;  ///< image height + 2 * pad
  std::size_t padded_width = 1;
  std::size_t kernel = 1;
  std::size_t stride = 1;

  [[nodiscard]] std::size_t out_height() const { return (padded_height - kernel) / stride + 1; }
  [[nodiscard]] std::size_t out_width() const { return (padded_width - kernel) / stride + 1; }
  /// Rows of the patch matrix: channels * kernel * kernel, in the order of the weights.
  [[nodiscard]] std::size_t patch() const { return channels * kernel * kernel; }
  bool operator==(const PatchGeometry&) const = default;
};

/// The patch matrix of `samples` images (im2col), row-major patch() x
/// (samples*out_height*out_width). `padded` points at the first of these images in channel 0;
/// channels are `channel_stride` apart.
template <class T>
void gather_patches(const PatchGeometry& geometry, const T* padded, std::size_t channel_stride,
                    std::size_t samples, T* patches);

/// The adjoint of gather_patches: adds each patch element to the image element it came from.
template <class T>
void scatter_patches(const PatchGeometry& geometry, const T* patches, std::size_t samples,
                     T* padded, std::size_t channel_stride);

}  // namespace metronome::tensor
