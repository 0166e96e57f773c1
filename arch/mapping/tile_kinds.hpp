#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {

/// Tiles of one dimension that are alike.
struct TileKind {
  std::uint64_t size = 0;  ///< along the dimension
  std::uint64_t rows = 0;  ///< of the window tensor that a tile of the spatial dimension reads
  bool first = false;      ///< of the dimension
  bool operator==(const TileKind&) const = default;
};

/// The tiles of one dimension in order, as kinds: how many there are of each, and how often one of
/// a kind follows one of another.
class TileSequence {
 public:
  using KindIndex = std::size_t;

  /// `times` tiles of a kind behind what there is; all of it, as well as how it follows what there
  /// is, counts `weight` times.
  void append(const TileKind& kind, std::uint64_t times, std::uint64_t weight = 1);

  [[nodiscard]] const std::vector<TileKind>& kinds() const { return kinds_; }
  [[nodiscard]] std::uint64_t count(KindIndex kind) const { return counts_[kind]; }
  [[nodiscard]] const std::map<std::pair<KindIndex, KindIndex>, std::uint64_t>& followed() const {
    return followed_;
  }
  [[nodiscard]] const TileKind& front() const { return kinds_.front(); }
  [[nodiscard]] const TileKind& back() const { return kinds_[last_]; }
  [[nodiscard]] std::uint64_t tiles() const;

 private:
  std::vector<TileKind> kinds_;
  std::vector<std::uint64_t> counts_;
  std::map<std::pair<KindIndex, KindIndex>, std::uint64_t> followed_;
  KindIndex last_ = 0;
};

/// The tiles of a mapping along each dimension of one group.
struct TileSequences {
  TileSequence m, n, k;
};
[[nodiscard]] TileSequences tile_sequences(const MatrixJob& job, const Mapping& mapping);

}  // namespace metronome::mapping
