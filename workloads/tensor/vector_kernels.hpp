#pragma once

#include "sim/base/enumeration.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/tensor/value_kernels.hpp"

namespace metronome::tensor {

/// Vector units that the kernels are compiled for, narrow ones first. `vnni` is AVX-512 with its
/// integer dot products.
enum class VectorUnit { neon, avx2, avx512, vnni };
constexpr auto enum_rows(VectorUnit) {
  using enum VectorUnit;
  return enum_list<VectorUnit>(
      {{neon, "neon"}, {avx2, "avx2"}, {avx512, "avx512"}, {vnni, "vnni"}});
}

/// The products on one of them: the bytes of the portable ones.
struct VectorKernels {
  CodeKernels codes;
  void (*multiply)(const ValuePanel<float>&) = nullptr;
  void (*dot)(ValueDots<float>&) = nullptr;
};

/// Null where the processor has not got it, or the program was compiled for another architecture.
[[nodiscard]] const VectorKernels* vector_kernels(VectorUnit unit);
/// Those of the widest unit of this processor; null where it has none.
[[nodiscard]] const VectorKernels* widest_kernels();

}  // namespace metronome::tensor
