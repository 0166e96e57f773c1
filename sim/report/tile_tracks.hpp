#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/ledger/tile_record.hpp"

namespace metronome::report {

/// The tracks of a timeline for the tiles of operations:
///   computes   what array, vector unit and host do, tile by tile: one after the other
///   loads, stores
///              streams of tiles from and to memory, of which several are in flight: where one
///              begins before another has ended it is on the next track, "loads 2", ...
/// and, on the track of the array, where its cycles went, in order of time. Of a tile's own cycles
/// it is known how many went where, not when: they stand in the order of Attribution.
class TileTracks {
 public:
  /// Characters that the text of a span has at least and at most, those that name tracks included.
  static constexpr std::uint64_t kLeastText = 60;
  static constexpr std::uint64_t kMostText = 400;

  /// `array`: number of the array's track; the tiles' follow it.
  explicit TileTracks(std::uint64_t array) : array_(array) {}

  /// The events of an operation that begins at a cycle, new tracks among them.
  [[nodiscard]] std::string text(const TileRecord& record, std::uint64_t begin);

 private:
  /// Tracks of what may overlap.
  struct Lanes {
    TileWork work;
    std::string name;
    std::uint64_t first;  ///< number of the first track
    std::uint64_t named = 0;
    std::vector<std::uint64_t> free_from{};  ///< cycle of the present operation, by lane
  };
  void add(const TileSpan& span, Lanes& lanes, std::uint64_t begin, std::string& text) const;

  std::uint64_t array_;
  bool named_ = false;  ///< the track of computes
  Lanes loads_{TileWork::load, "loads", array_ + 2};
  Lanes stores_{TileWork::store, "stores", array_ + 10'000};
};

}  // namespace metronome::report
