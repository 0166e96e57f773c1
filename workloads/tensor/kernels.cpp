#include "workloads/tensor/kernels.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/tensor/gemm.hpp"

namespace metronome::tensor {
namespace {

void multiply_portably(const CodePanel& p) {
  for (std::size_t r = 0; r < p.row_count; ++r) {
    std::int32_t* sums = p.sums + r * kPanelLanes;
    for (std::size_t v = 0; v < p.vectors; ++v, sums += kLanes) {
      std::array<std::int32_t, kLanes> total{};
      for (std::size_t s = 0; s < p.steps; ++s) {
        const SignedQuad a = p.rows[s * p.row_count + r];
        const UnsignedQuad* x = p.lanes[v] + p.offsets[s];
        for (std::size_t l = 0; l < kLanes; ++l) {
          const UnsignedQuad q = x[l];
          total[l] += a[0] * q[0] + a[1] * q[1] + a[2] * q[2] + a[3] * q[3];
        }
      }
      std::copy(total.begin(), total.end(), sums);
    }
  }
}

void dot_portably(DotTile& tile) {
  for (std::size_t i = 0; i < kDotSigned; ++i) {
    for (std::size_t j = 0; j < kDotUnsigned; ++j) {
      const std::int8_t* a = tile.signed_rows[i];
      const std::uint8_t* x = tile.unsigned_rows[j];
      std::int32_t sum = 0;
      for (std::size_t p = 0; p < tile.length; ++p) {
        sum += a[p] * x[p];
      }
      tile.sums[i][j] = sum;
    }
  }
}

bool processor_has_vnni() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
#else
  return false;
#endif
}

}  // namespace

const CodeKernels kPortableKernels{multiply_portably, dot_portably};

bool available(KernelSet set) {
  return set != KernelSet::vnni || (kVnniKernels.multiply != nullptr && processor_has_vnni());
}

KernelSet resolved(KernelSet set) {
  if (set == KernelSet::automatic) {
    return available(KernelSet::vnni) ? KernelSet::vnni : KernelSet::fp32;
  }
  if (!available(set)) {
    throw UserError(
        "this processor has no AVX-512 integer dot products, which `kernels: vnni` needs",
        "`kernels: portable` gives the same bytes on any processor");
  }
  return set;
}

std::string kernel_set_name(KernelSet set) {
  const char* products = "fp32";
  if (on_codes(resolved(set))) {
    products = resolved(set) == KernelSet::vnni ? "vnni" : "portable";
  }
  return std::string(products) + ", attention in " + kernel_set();
}

const CodeKernels& code_kernels(KernelSet set) {
  METRONOME_ASSERT(on_codes(set) && available(set), "these kernels are not available here");
  return set == KernelSet::vnni ? kVnniKernels : kPortableKernels;
}

}  // namespace metronome::tensor
