// The products of panels and of rows, from one source for every vector unit: Highway compiles it
// once for each, and what the processor has is found when the program runs.
#include "workloads/tensor/vector_kernels.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#if defined(__x86_64__)
// Whatever -march says, AVX2 and AVX-512 are compiled, and nothing that is narrower.
#define HWY_BASELINE_TARGETS HWY_SSSE3
#define HWY_DISABLED_TARGETS HWY_SSE4
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "workloads/tensor/vector_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// Without a fused multiply-add the sums of real numbers would have other bytes.
#if (HWY_TARGET & (HWY_AVX2 | HWY_AVX3)) || (HWY_TARGET == HWY_NEON && HWY_ARCH_ARM_A64)
HWY_BEFORE_NAMESPACE();
namespace metronome::tensor::HWY_NAMESPACE {
#define METRONOME_VNNI 0
#include "workloads/tensor/vector_kernels.inc"
#undef METRONOME_VNNI
extern const VectorKernels kKernels;
const VectorKernels kKernels{{multiply_codes, dot_codes}, multiply_reals, dot_reals};
}  // namespace metronome::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

// Highway's own target with VNNI (AVX3_DL of 1.0) allows the compiler AVX-VNNI, which processors
// with AVX-512 VNNI need not have, instead of it.
#if HWY_TARGET == HWY_AVX3
HWY_PUSH_ATTRIBUTES(HWY_TARGET_STR ",avx512vnni")
namespace metronome::tensor::N_AVX3_VNNI {
#define METRONOME_VNNI 1
#include "workloads/tensor/vector_kernels.inc"
#undef METRONOME_VNNI
extern const VectorKernels kKernels;
const VectorKernels kKernels{{multiply_codes, dot_codes}, multiply_reals, dot_reals};
}  // namespace metronome::tensor::N_AVX3_VNNI
HWY_POP_ATTRIBUTES
#endif

#if HWY_ONCE
namespace metronome::tensor {

namespace {

EnumArray<VectorUnit, const VectorKernels*> kernels_of_processor() {
  EnumArray<VectorUnit, const VectorKernels*> kernels{};
#if HWY_ARCH_X86
  const bool avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
                    __builtin_cpu_supports("bmi2") != 0;
  const bool avx512 =
      avx2 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  const bool vnni = avx512 && __builtin_cpu_supports("avx512vnni") != 0;
  kernels[VectorUnit::avx2] = avx2 ? &N_AVX2::kKernels : nullptr;
  kernels[VectorUnit::avx512] = avx512 ? &N_AVX3::kKernels : nullptr;
  kernels[VectorUnit::vnni] = vnni ? &N_AVX3_VNNI::kKernels : nullptr;
#elif HWY_ARCH_ARM_A64
  kernels[VectorUnit::neon] = &N_NEON::kKernels;  // every such processor has it
#endif
  return kernels;
}

}  // namespace

const VectorKernels* vector_kernels(VectorUnit unit) {
  static const EnumArray<VectorUnit, const VectorKernels*> kernels = kernels_of_processor();
  return kernels[unit];
}

const VectorKernels* widest_kernels() {
  static const VectorKernels* const widest = [] {
    const VectorKernels* found = nullptr;
    for (const VectorUnit unit : kEnumValues<VectorUnit>) {
      const VectorKernels* const kernels = vector_kernels(unit);
      found = kernels != nullptr ? kernels : found;
    }
    return found;
  }();
  return widest;
}

}  // namespace metronome::tensor
#endif
