#include "workloads/tensor/gemm.hpp"

#include <Eigen/Core>
#include <type_traits>

#include "sim/base/error.hpp"

namespace metronome::tensor {
namespace {

/// Eigen cuts products by the sizes of the caches, which it asks the processor for; the cuts decide
/// the order of sums. Fixed sizes (level 1, 2 and 3) make it the same on every machine.
const bool kFixedCuts = [] {
  Eigen::setCpuCacheSizes(48 << 10, 1 << 20, 32 << 20);
  return true;
}();

template <class T>
using RowMajor = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T>
auto map(MatrixView<T> view) {
  using Matrix =
      std::conditional_t<std::is_const_v<T>, const RowMajor<std::remove_const_t<T>>, RowMajor<T>>;
  return Eigen::Map<Matrix, 0, Eigen::OuterStride<>>(
      view.data, static_cast<Eigen::Index>(view.rows), static_cast<Eigen::Index>(view.cols),
      Eigen::OuterStride<>(static_cast<Eigen::Index>(view.stride)));
}

template <class A, class B, class C>
void add_product(const A& a, const B& b, C&& c) {
  METRONOME_ASSERT(a.cols() == b.rows() && a.rows() == c.rows() && b.cols() == c.cols(),
                   "gemm operands have extents that do not fit");
  c.noalias() += a * b;
}

}  // namespace

template <class T>
void gemm(MatrixView<const T> a, Transpose a_transpose, MatrixView<const T> b,
          Transpose b_transpose, MatrixView<T> c, bool accumulate) {
  const auto ma = map(a);
  const auto mb = map(b);
  auto mc = map(c);
  METRONOME_ASSERT(kFixedCuts, "cache sizes are set before the first product");
  if (!accumulate) {
    mc.setZero();
  }
  const bool ta = a_transpose == Transpose::yes;
  const bool tb = b_transpose == Transpose::yes;
  if (ta && tb) {
    add_product(ma.transpose(), mb.transpose(), mc);
  } else if (ta) {
    add_product(ma.transpose(), mb, mc);
  } else if (tb) {
    add_product(ma, mb.transpose(), mc);
  } else {
    add_product(ma, mb, mc);
  }
}

template void gemm<float>(MatrixView<const float>, Transpose, MatrixView<const float>, Transpose,
                          MatrixView<float>, bool);
template void gemm<double>(MatrixView<const double>, Transpose, MatrixView<const double>, Transpose,
                           MatrixView<double>, bool);

std::string kernel_set() {
#if defined(__AVX512F__)
  return "avx512";
#elif defined(__AVX2__)
  return "avx2";
#elif defined(__AVX__)
  return "avx";
#elif defined(__SSE2__)
  return "sse2";
#elif defined(__ARM_NEON)
  return "neon";
#else
  return "scalar";
#endif
}

}  // namespace metronome::tensor
