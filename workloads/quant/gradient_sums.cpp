#include "workloads/quant/gradient_sums.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::quant {
namespace {

float largest(std::span<const float> values) {
  float most = 0;
  for (const float value : values) {
    most = std::max(most, std::abs(value));
  }
  return most;
}

class Coder {
 public:
  explicit Coder(int bits) : most_(static_cast<float>((1 << (bits - 1)) - 1)) {
    METRONOME_ASSERT(bits >= 2 && bits <= 16, "codes have 2 to 16 bits");
  }
  [[nodiscard]] float scale(float magnitude) const { return magnitude / most_; }
  [[nodiscard]] std::int64_t code(float value, float scale) const {
    if (scale == 0) {
      return 0;
    }
    return static_cast<std::int64_t>(std::clamp(std::nearbyint(value / scale), -most_, most_));
  }

 private:
  float most_;
};

/// Calls body(first, count) for each block.
template <class Body>
void for_blocks(std::size_t elements, std::size_t block, const Body& body) {
  for (std::size_t first = 0; first < elements; first += block) {
    body(first, std::min(block, elements - first));
  }
}

void quantize(std::span<float> values, const Coder& coder) {
  const float scale = coder.scale(largest(values));
  for (float& value : values) {
    value = static_cast<float>(coder.code(value, scale)) * scale;
  }
}

}  // namespace

std::vector<float> sum_requantized(const ChipGradients& chips, const GradientCodes& codes) {
  const Coder coder(codes.bits);
  std::vector<float> sum(chips.front().size());
  for (const std::vector<float>& gradients : chips) {
    std::transform(sum.begin(), sum.end(), gradients.begin(), sum.begin(), std::plus<>());
    for_blocks(sum.size(), codes.block, [&](std::size_t first, std::size_t count) {
      quantize(std::span(sum).subspan(first, count), coder);
    });
  }
  return sum;
}

std::vector<float> sum_quantized_once(const ChipGradients& chips, const GradientCodes& codes) {
  const Coder coder(codes.bits);
  std::vector<float> sum(chips.front().size());
  for_blocks(sum.size(), codes.block, [&](std::size_t first, std::size_t count) {
    for (const std::vector<float>& gradients : chips) {
      const float scale = coder.scale(largest(std::span(gradients).subspan(first, count)));
      for (std::size_t i = first; i < first + count; ++i) {
        sum[i] += static_cast<float>(coder.code(gradients[i], scale)) * scale;
      }
    }
    quantize(std::span(sum).subspan(first, count), coder);
  });
  return sum;
}

std::vector<float> sum_by_shared_scale(const ChipGradients& chips, const GradientCodes& codes) {
  const Coder coder(codes.bits);
  std::vector<float> sum(chips.front().size());
  for_blocks(sum.size(), codes.block, [&](std::size_t first, std::size_t count) {
    float magnitude = 0;
    for (const std::vector<float>& gradients : chips) {
      magnitude = std::max(magnitude, largest(std::span(gradients).subspan(first, count)));
    }
    const float scale = coder.scale(magnitude);
    for (std::size_t i = first; i < first + count; ++i) {
      std::int64_t whole = 0;
      for (const std::vector<float>& gradients : chips) {
        whole += coder.code(gradients[i], scale);
      }
      sum[i] = static_cast<float>(whole) * scale;
    }
  });
  return sum;
}

int sum_bits(int bits, std::size_t chips) {
  return bits + static_cast<int>(std::bit_width(std::max<std::size_t>(chips, 1) - 1));
}

}  // namespace metronome::quant
