// An array of your own, before it becomes a family of the simulator (docs/new_array_family.md): how
// it walks a GEMM is an Unrolling, and that is all that the closed form and the cycle model read.
//
// The array of this example takes both operands digit by digit, two bits at a time: 32 x 32 units,
// each with an adder tree over 8 products of 2 x 2 bits; a step takes ceil(a/2) * ceil(b/2) cycles.
//
//     own_array M N K
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "arch/array/analytic.hpp"
#include "arch/array/pass_machine.hpp"

namespace {

using namespace metronome::array;

Unrolling digit_serial(int a_bits, int b_bits) {
  const auto digits = [](int bits) { return static_cast<std::uint64_t>((bits + 1) / 2); };
  Unrolling walk;
  walk.name = "digit_serial";
  walk.kind = Unrolling::Kind::output_stationary;
  walk.rows = 32;
  walk.columns = 32;
  walk.depth = 8;
  walk.cycles_per_step = digits(a_bits) * digits(b_bits);
  walk.skew_cycles = 3;  // of the adder tree
  walk.x_bits = static_cast<std::uint64_t>(a_bits);
  walk.y_bits = static_cast<std::uint64_t>(b_bits);
  return walk;
}

/// Every tile through the cycle model.
ArrayUse walked(const Unrolling& walk, const Ports& ports, const GemmShape& gemm,
                const TileShape& tile) {
  const PassMachine machine(walk, ports);
  ArrayUse sum;
  for (std::uint64_t m = 0; m < gemm.m; m += tile.m) {
    for (std::uint64_t n = 0; n < gemm.n; n += tile.n) {
      for (std::uint64_t k = 0; k < gemm.k; k += tile.k) {
        const GemmShape shape{std::min(tile.m, gemm.m - m), std::min(tile.n, gemm.n - n),
                              std::min(tile.k, gemm.k - k)};
        sum += machine.run({shape, k > 0, {m, n, k}});
      }
    }
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  GemmShape gemm;
  if (argc == 4) {
    gemm = {std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10),
            std::strtoull(argv[3], nullptr, 10)};
  }
  if (argc != 4 || gemm.m == 0 || gemm.n == 0 || gemm.k == 0) {
    std::fprintf(stderr, "usage: own_array M N K\n");
    return 2;
  }
  const Ports ports{.input_bits = 2048, .weight_bits = 2048, .output_bits = 4096};
  const TileShape tile{128, 128, 256};
  std::printf("bits    cycles  multiply-accumulates a cycle  waiting for ports\n");
  for (const int bits : {3, 4, 6, 8}) {
    const Unrolling walk = digit_serial(bits, bits);
    const ArrayUse closed = analytic_use(walk, ports, gemm, tile);
    if (!(walked(walk, ports, gemm, tile) == closed)) {
      std::printf("closed form and cycle model differ\n");
      return 1;
    }
    const auto cycles = static_cast<double>(closed.cycles());
    std::printf("%d x %d %8.0f  %28.1f  %15.1f %%\n", bits, bits, cycles,
                static_cast<double>(gemm.macs()) / cycles,
                100 * static_cast<double>(closed.port_stall_cycles) / cycles);
  }
  std::printf("closed form and cycle model are equal\n");
  return 0;
}
