#pragma once

#include <vector>

#include "arch/array/binary_overlay.hpp"
#include "arch/array/stepped_clock.hpp"
#include "arch/array/stepped_tile.hpp"

namespace metronome::array {

/// One operand of a tile as the operand memory holds it: for each bit plane and each outer index,
/// its bits along k in chunks of `lanes`, each chunk in whole 64-bit words, lane 0 lowest.
class BitPlanes {
 public:
  BitPlanes(const OperandView& view, std::uint64_t outers, std::uint64_t k_extent,
            std::uint64_t lanes);

  [[nodiscard]] int planes() const { return planes_; }
  /// Whether a plane is the top one of a signed operand: its ones count as minus one.
  [[nodiscard]] bool negative(int plane) const { return is_signed_ && plane + 1 == planes_; }
  [[nodiscard]] const std::uint64_t* words(int plane, std::uint64_t outer,
                                           std::uint64_t chunk) const {
    return &bits_[((static_cast<std::uint64_t>(plane) * outers_ + outer) * chunks_ + chunk) *
                  chunk_words_];
  }

 private:
  int planes_;
  bool is_signed_;
  std::uint64_t outers_, chunks_, chunk_words_;
  std::vector<std::uint64_t> bits_;
};

/// A BISMO overlay whose registers all move at every clock. An execute stage issues the chunks of
/// one block, pair of planes by pair, waits for the token of the result stage, and lets its
/// pipeline run empty (with `pipelined_passes`, behind the last block of a tile only): operand
/// registers, product register, the compressor's levels, a negation register, accumulators,
/// results. Control words travel beside the data. A result stage scans the results of the block
/// before, whether or not there are any.
class SteppedBinaryOverlay : public Watched {
 public:
  SteppedBinaryOverlay(const BinaryOverlaySpec& spec, bool transposed, const Ports& ports);

  ArrayUse run(const TileView& tile);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

  /// The first 64 bits of the planes at the unit and of their product, its ones with their sign,
  /// the accumulator and the result register.
  [[nodiscard]] std::vector<PeSignal> pe_signals() const {
    return {{"x", 64}, {"y", 64}, {"product", 64}, {"ones", 32}, {"sum", 48}, {"result", 48}};
  }
  [[nodiscard]] std::vector<std::int64_t> sample(std::uint64_t row, std::uint64_t column) const {
    const std::uint64_t unit = row * spec_.columns + column;
    const auto word = [](std::uint64_t bits) { return static_cast<std::int64_t>(bits); };
    return {word(x_.back()[row * words_]),
            word(y_.back()[column * words_]),
            word(products_[unit * words_]),
            signed_[unit],
            sums_[unit],
            results_[unit]};
  }

 private:
  struct Block {
    std::uint64_t x = 0, y = 0, rows = 0, columns = 0;
  };
  /// Of one issue.
  struct Control {
    bool valid = false;
    bool doubles = false;   ///< a new sum of plane indices: the accumulators double first
    bool negative = false;  ///< ones count as minus one
    bool last = false;      ///< the accumulators are the results
    Block block{};          ///< whose they are
  };
  struct Tile {
    const TileView& view;
    BitPlanes x, y;
  };
  using Plane = std::vector<std::uint64_t>;  ///< chunks of all rows, or of all columns
  using Ones = std::vector<std::int32_t>;    ///< counts, by unit

  void execute(const Tile& tile, const Block& block, SteppedClock& clock);
  [[nodiscard]] bool has_token() const;
  void hand_over(const TileView& tile, SteppedClock& clock);
  void enter(const Tile& tile, const Block& block, int i, int j, std::uint64_t chunk,
             SteppedClock& clock);
  void advance(const TileView& tile, const Control& control, SteppedClock& clock);
  void count_work(SteppedClock& clock) const;
  void retire();
  void multiply();
  void scan(const TileView& tile);
  [[nodiscard]] std::uint64_t outputs() const { return spec_.rows * spec_.columns; }

  BinaryOverlaySpec spec_;
  bool transposed_;
  Ports ports_;
  SteppedCounts counts_;
  std::uint64_t words_;  ///< of a chunk
  std::uint64_t operand_registers_;
  // Registers, the newest first:
  std::vector<Plane> x_, y_;  ///< what the memories put out, and the way to the units
  Plane products_;            ///< ANDs, unit by unit
  std::vector<Ones> levels_;  ///< of the compressor
  Ones signed_;
  std::vector<std::int64_t> sums_, results_;
  std::vector<Control> controls_;
  Block results_block_;
  std::uint64_t scanned_ = 0;
  std::uint64_t since_last_ = 0;  ///< clocks since the last chunk of a block was issued
};

}  // namespace metronome::array
