// Orders in which numbers of weights stand in files and in the trainer.
#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/onnx/imported_weights.hpp"

namespace metronome::importers {

std::vector<float> as_they_are(std::vector<float> values) { return values; }

std::function<std::vector<float>(std::vector<float>)> transposed(std::size_t rows) {
  return [rows](const std::vector<float>& values) {
    const std::size_t columns = values.size() / rows;
    std::vector<float> out(values.size());
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        out[c * rows + r] = values[r * columns + c];
      }
    }
    return out;
  };
}

std::function<std::vector<float>(std::vector<float>)> turned_kernels(std::size_t groups,
                                                                     std::size_t inputs,
                                                                     std::size_t outputs_of_group) {
  return [=](const std::vector<float>& values) {
    const std::size_t inputs_of_group = inputs / groups;
    const std::size_t taps = values.size() / (inputs * outputs_of_group);
    std::vector<float> out(values.size());
    for (std::size_t in = 0; in < inputs; ++in) {
      for (std::size_t o = 0; o < outputs_of_group; ++o) {
        const std::size_t channel = in / inputs_of_group * outputs_of_group + o;
        const float* from = values.data() + (in * outputs_of_group + o) * taps;
        float* to = out.data() + (channel * inputs_of_group + in % inputs_of_group) * taps;
        std::reverse_copy(from, from + taps, to);
      }
    }
    return out;
  };
}

std::vector<float> gates_in_order(std::vector<float> values) {
  const std::size_t part = values.size() / 4;
  std::vector<float> out;
  for (const std::size_t gate : {0, 2, 3, 1}) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(gate * part);
    out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(part));
  }
  return out;
}

std::vector<float> sum_of_gate_biases(std::vector<float> values) {
  const std::size_t half = values.size() / 2;
  std::vector<float> sum(half);
  for (std::size_t i = 0; i < half; ++i) {
    sum[i] = values[i] + values[half + i];
  }
  return gates_in_order(std::move(sum));
}

std::function<std::vector<float>(std::vector<float>)> permuted(std::vector<std::size_t> extents,
                                                               std::vector<std::size_t> axes) {
  return [extents = std::move(extents), axes = std::move(axes)](const std::vector<float>& values) {
    std::vector<std::size_t> strides(extents.size(), 1);
    for (std::size_t i = extents.size(); i-- > 1;) {
      strides[i - 1] = strides[i] * extents[i];
    }
    std::vector<float> out;
    out.reserve(values.size());
    std::vector<std::size_t> at(axes.size(), 0);
    for (std::size_t n = 0; n < values.size(); ++n) {
      std::size_t from = 0;
      for (std::size_t i = 0; i < axes.size(); ++i) {
        from += at[i] * strides[axes[i]];
      }
      METRONOME_ASSERT(from < values.size(), "the axes hold all elements");
      out.push_back(values[from]);
      for (std::size_t i = axes.size(); i-- > 0;) {
        if (++at[i] < extents[axes[i]]) {
          break;
        }
        at[i] = 0;
      }
    }
    return out;
  };
}

}  // namespace metronome::importers
