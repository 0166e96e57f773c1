#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/ledger/attribution.hpp"
#include "workloads/precision/precision.hpp"

namespace metronome {

/// What a stage of the machine does for a tile.
enum class TileWork {
  load,      ///< a stream of a tile comes from memory
  store,     ///< a stream of a tile goes there
  multiply,  ///< the array, or the lanes in its stead, works on the tile
  vector,    ///< the vector unit works on it
  host,      ///< the host does
  engine,    ///< the update engine at the memory does
  bin,       ///< no tile's: where cycles of the array went
};
constexpr auto enum_rows(TileWork) {
  using enum TileWork;
  return enum_list<TileWork>({{load, "load"},
                              {store, "store"},
                              {multiply, "multiply"},
                              {vector, "vector"},
                              {host, "host"},
                              {engine, "engine"},
                              {bin, "bin"}});
}

/// Cycles [begin, end) of an operation, counted from its start, in which a stage works for a tile.
struct TileSpan {
  TileWork work = TileWork::bin;
  std::uint64_t tile = 0;  ///< step of the operation's program
  std::uint64_t begin = 0, end = 0;
  trace::Role role = trace::Role::activation;  ///< of a load or store
  std::uint64_t bytes = 0;                     ///< likewise
  Bin bin = Bin::busy;                         ///< of `bin`
};

/// Takes the spans of an operation as they end; empty: nobody asks.
using TileObserver = std::function<void(const TileSpan&)>;

/// The spans of an operation, as they ended. Those of `bin` follow each other without a gap from
/// its start to its end.
struct TileRecord {
  std::vector<TileSpan> spans;
  bool whole = true;  ///< false: there were more than were to be kept

  /// Cycles by bin: of a whole record those of the operation.
  [[nodiscard]] Attribution cycles() const;
};

/// An observer that keeps at most so many spans in the record, which outlives it.
[[nodiscard]] TileObserver recorder(TileRecord& record, std::uint64_t most);

}  // namespace metronome
