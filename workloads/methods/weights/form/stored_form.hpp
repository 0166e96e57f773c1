#pragma once

#include <vector>

#include "sim/base/quantity.hpp"
#include "workloads/methods/weights/form/form_kind.hpp"

namespace metronome::weights {

/// One stream of a stored form: `pieces` equal pieces, each of which starts on a burst of memory of
/// its own, so that it can be left out.
struct StoredStream {
  StreamKind kind{};
  Bits bits_per_piece{};
  std::uint64_t pieces = 1;

  [[nodiscard]] Bits bits() const { return bits_per_piece * pieces; }
  /// What is moved in whole bursts.
  [[nodiscard]] Bytes moved(Bytes burst) const {
    return Bytes(round_up(bytes_for(bits_per_piece).count(), burst.count())) * pieces;
  }
  bool operator==(const StoredStream&) const = default;
};

/// Rows of a form's weights that groups of filters need, which is as many as any of the group has:
/// of groups of 1, 2, 4, ... and all filters, summed over the groups.
struct RowGroups {
  std::uint64_t filter_rows = 0;  ///< all rows of a filter
  std::vector<std::uint64_t> kept{};
  bool operator==(const RowGroups&) const = default;
};

/// What of a layer's weights is read, written or kept, stream by stream.
struct StoredForm {
  std::vector<StoredStream> streams;
  RowGroups rows{};  ///< of forms that have rows

  [[nodiscard]] Bits bits() const {
    Bits sum{};
    for (const StoredStream& stream : streams) {
      sum += stream.bits();
    }
    return sum;
  }
  [[nodiscard]] Bits bits(StreamKind kind) const {
    Bits sum{};
    for (const StoredStream& stream : streams) {
      sum += stream.kind == kind ? stream.bits() : Bits{};
    }
    return sum;
  }
  [[nodiscard]] Bytes moved(Bytes burst) const {
    Bytes sum{};
    for (const StoredStream& stream : streams) {
      sum += stream.moved(burst);
    }
    return sum;
  }
  bool operator==(const StoredForm&) const = default;
};

/// How often a step of training or inference does an action for one layer's weights.
struct FormWork {
  Action action{};
  std::uint64_t count = 0;
  bool operator==(const FormWork&) const = default;
};

}  // namespace metronome::weights
