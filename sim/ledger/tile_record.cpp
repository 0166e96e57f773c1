#include "sim/ledger/tile_record.hpp"

namespace metronome {

Attribution TileRecord::cycles() const {
  Attribution sum;
  for (const TileSpan& span : spans) {
    if (span.work == TileWork::bin) {
      sum[span.bin] += span.end - span.begin;
    }
  }
  return sum;
}

TileObserver recorder(TileRecord& record, std::uint64_t most) {
  return [&record, most](const TileSpan& span) {
    if (record.spans.size() < most) {
      record.spans.push_back(span);
    } else {
      record.whole = false;
    }
  };
}

}  // namespace metronome
