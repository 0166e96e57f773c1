#pragma once

#include <cstddef>
#include <string>

namespace metronome::tensor {

/// A row-major matrix inside a larger one: element (i, j) is data[i * stride + j].
template <class T>
struct MatrixView {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t stride = 0;  ///< elements from one row to the next; at least `cols`
};

enum class Transpose { no, yes };

/// C = op(A) op(B), or C += op(A) op(B) when `accumulate`; op transposes where asked. One thread.
/// C must not overlap A or B. The order of every sum depends on the extents only.
template <class T>
void gemm(MatrixView<const T> a, Transpose a_transpose, MatrixView<const T> b,
          Transpose b_transpose, MatrixView<T> c, bool accumulate);

/// The vector instructions that the kernels were compiled for: "avx512", "avx2", "sse2", ...
/// Results are equal bytes for equal names.
[[nodiscard]] std::string kernel_set();

}  // namespace metronome::tensor
