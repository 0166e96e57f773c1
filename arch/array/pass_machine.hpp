#pragma once

#include "arch/array/unrolling.hpp"

namespace metronome::array {

/// What a tile is a part of: the product, or the sums that zero points need where the array forms
/// them (arch/array/corrections.hpp).
enum class TilePart { product, row_sums, column_sums };

/// One tile as the array receives it. `accumulate`: partial sums of an earlier tile along k are
/// taken up from the output buffer.
struct Tile {
  GemmShape shape;
  bool accumulate = false;
  GemmShape origin{0, 0, 0};  ///< where it lies in the GEMM; a place, without influence on time
  TilePart part = TilePart::product;
  /// Of an input gradient in phases, which is several GEMMs: whose tile it is. `origin` lies in
  /// that GEMM.
  std::uint64_t stride_phase = 0;
};

/// The cycle model of an array: walks a tile pass by pass, each through preload, steps, drain and
/// skew, against the port widths, and keeps the books cycle by cycle of what happened.
class PassMachine {
 public:
  PassMachine(const Unrolling& unrolling, const Ports& ports)
      : unrolling_(unrolling), ports_(ports) {}

  /// Runs one tile from an empty array to its last output.
  [[nodiscard]] ArrayUse run(const Tile& tile) const;

 private:
  struct Block : PassBlock {
    bool accumulate = false;
  };
  /// What one pass asks of an operand's way.
  struct Demand {
    std::uint64_t elements = 0;
    std::uint64_t bits = 0;
  };
  void run_pass(const Block& block, ArrayUse& use) const;
  [[nodiscard]] Demand x_demand(const Block& block) const;
  [[nodiscard]] Demand y_demand(const Block& block) const;
  [[nodiscard]] std::uint64_t stall(const ArrayUse& pass, const Demand& x, const Demand& y,
                                    std::uint64_t stream_window) const;

  Unrolling unrolling_;
  Ports ports_;
};

}  // namespace metronome::array
