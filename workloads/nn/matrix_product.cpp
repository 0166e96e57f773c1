#include "workloads/nn/matrix_product.hpp"

#include <utility>

#include "workloads/nn/quantize.hpp"
#include "workloads/tensor/gemm.hpp"

namespace metronome::nn {
namespace {

/// The matrix of one channel and sample: planes lie one behind the other.
template <class T, class Tensor>
tensor::MatrixView<T> plane_of(Tensor& x, std::size_t plane) {
  const std::size_t rows = x.dim(2);
  const std::size_t columns = x.dim(3);
  return {x.data() + plane * rows * columns, rows, columns, columns};
}

tensor::Transpose transpose_if(bool transposed) {
  return transposed ? tensor::Transpose::yes : tensor::Transpose::no;
}

}  // namespace

template <class T>
void MatrixProduct<T>::forward(NodeRun<T>& run) {
  const int bits = run.precision().activation_bits;
  quantize_activation(run.input(0), ranges_[0], run.pass(), bits, id_, trace::Operand::forward_a,
                      a_);
  quantize_activation(run.input(1), ranges_[1], run.pass(), bits, id_, trace::Operand::forward_b,
                      b_);
  tensor::Tensor<T>& y = run.output();
  y.reshape(
      {a_.dim(0), a_.dim(1), a_.dim(kind_.transpose_a ? 3 : 2), b_.dim(kind_.transpose_b ? 2 : 3)});
  run.pass().workspace->pool().run(y.dim(0) * y.dim(1), [&](std::size_t plane, std::size_t) {
    tensor::gemm<T>(plane_of<const T>(std::as_const(a_), plane), transpose_if(kind_.transpose_a),
                    plane_of<const T>(std::as_const(b_), plane), transpose_if(kind_.transpose_b),
                    plane_of<T>(y, plane), false);
  });
}

template <class T>
void MatrixProduct<T>::backward(NodeRun<T>& run) {
  quantize_whole_error(run.error(), run.pass(), run.precision().error_bits, "product_rounding", id_,
                       error_);
  tensor::Tensor<T> da = run.take_buffer(a_.dims());
  tensor::Tensor<T> db = run.take_buffer(b_.dims());
  run.pass().workspace->pool().run(
      error_.dim(0) * error_.dim(1), [&](std::size_t plane, std::size_t) {
        const auto e = plane_of<const T>(std::as_const(error_), plane);
        const auto a = plane_of<const T>(std::as_const(a_), plane);
        const auto b = plane_of<const T>(std::as_const(b_), plane);
        if (kind_.transpose_a) {
          tensor::gemm<T>(b, transpose_if(kind_.transpose_b), e, tensor::Transpose::yes,
                          plane_of<T>(da, plane), false);
        } else {
          tensor::gemm<T>(e, tensor::Transpose::no, b, transpose_if(!kind_.transpose_b),
                          plane_of<T>(da, plane), false);
        }
        if (kind_.transpose_b) {
          tensor::gemm<T>(e, tensor::Transpose::yes, a, transpose_if(kind_.transpose_a),
                          plane_of<T>(db, plane), false);
        } else {
          tensor::gemm<T>(a, transpose_if(!kind_.transpose_a), e, tensor::Transpose::no,
                          plane_of<T>(db, plane), false);
        }
      });
  run.deliver(0, std::move(da));
  run.deliver(1, std::move(db));
}

template <class T>
LayerState<T> MatrixProduct<T>::state(const std::string& name) {
  return {.ranges = {{name + ".a_range", &ranges_[0]}, {name + ".b_range", &ranges_[1]}}};
}

template class MatrixProduct<float>;
template class MatrixProduct<double>;

}  // namespace metronome::nn
