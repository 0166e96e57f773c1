#include "workloads/tensor/kernels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/error.hpp"
#include "workloads/tensor/gemm.hpp"
#include "workloads/tensor/vector_kernels.hpp"

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

/// The vector unit of a set that is named after one.
std::optional<VectorUnit> unit_of(KernelSet set) {
  return enum_from_name<VectorUnit>(enum_name(set));
}

}  // namespace

const CodeKernels kPortableKernels{multiply_portably, dot_portably};

bool available(KernelSet set) {
  const std::optional<VectorUnit> unit = unit_of(set);
  return !unit || vector_kernels(*unit) != nullptr;
}

KernelSet resolved(KernelSet set) {
  if (set == KernelSet::automatic) {
    KernelSet widest = KernelSet::fp32;
    for (const KernelSet each : kEnumValues<KernelSet>) {
      widest = unit_of(each) && available(each) ? each : widest;
    }
    return widest;
  }
  if (!available(set)) {
    throw UserError(
        fmt::format("this processor has not got the instructions that `kernels: {}` needs",
                    enum_name(set)),
        "`kernels: portable` gives the same bytes on any processor, `auto` takes what there is");
  }
  return set;
}

std::string kernel_set_name(KernelSet set) {
  return std::string(enum_name(resolved(set))) + ", attention in " + kernel_set();
}

const CodeKernels& code_kernels(KernelSet set) {
  METRONOME_ASSERT(on_codes(set) && available(set), "these kernels are not available here");
  const std::optional<VectorUnit> unit = unit_of(set);
  return unit ? vector_kernels(*unit)->codes : kPortableKernels;
}

}  // namespace metronome::tensor
