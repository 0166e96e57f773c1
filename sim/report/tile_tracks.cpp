#include "sim/report/tile_tracks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/timeline_events.hpp"

namespace metronome::report {
namespace {

std::string name_of(const TileSpan& span) { return fmt::format("tile {}", span.tile); }

/// Where spans of a kind that may overlap begin: those of a tile's streams were told as they ended.
std::vector<const TileSpan*> by_begin(const TileRecord& record, TileWork work) {
  std::vector<const TileSpan*> spans;
  for (const TileSpan& span : record.spans) {
    if (span.work == work) {
      spans.push_back(&span);
    }
  }
  std::stable_sort(spans.begin(), spans.end(),
                   [](const TileSpan* a, const TileSpan* b) { return a->begin < b->begin; });
  return spans;
}

}  // namespace

void TileTracks::add(const TileSpan& span, Lanes& lanes, std::uint64_t begin,
                     std::string& text) const {
  auto free = std::find_if(lanes.free_from.begin(), lanes.free_from.end(),
                           [&](std::uint64_t from) { return from <= span.begin; });
  if (free == lanes.free_from.end()) {
    free = lanes.free_from.insert(free, 0);
  }
  *free = span.end;
  const auto lane = static_cast<std::uint64_t>(free - lanes.free_from.begin());
  const std::uint64_t track = lanes.first + lane;
  if (lane == lanes.named) {
    ++lanes.named;
    text += track_event(track, lane == 0 ? lanes.name : fmt::format("{} {}", lanes.name, lane + 1));
  }
  text += slice(track, name_of(span), begin + span.begin, span.end - span.begin,
                fmt::format("\"role\":\"{}\",\"bytes\":{}", enum_name(span.role), span.bytes));
}

std::string TileTracks::text(const TileRecord& record, std::uint64_t begin) {
  std::string text;
  if (!named_) {
    named_ = true;
    text += track_event(array_ + 1, "computes");
  }
  for (const TileSpan& span : record.spans) {
    const std::uint64_t cycles = span.end - span.begin;
    switch (span.work) {
      case TileWork::load:
      case TileWork::store:
        break;  // below, in order of their begin
      case TileWork::bin:
        text += slice(array_, std::string(enum_name(span.bin)), begin + span.begin, cycles);
        break;
      case TileWork::multiply:
      case TileWork::vector:
      case TileWork::host:
      case TileWork::engine:
        text += slice(array_ + 1, name_of(span), begin + span.begin, cycles,
                      fmt::format("\"work\":\"{}\"", enum_name(span.work)));
        break;
    }
  }
  for (Lanes* lanes : {&loads_, &stores_}) {
    lanes->free_from.clear();
    for (const TileSpan* span : by_begin(record, lanes->work)) {
      add(*span, *lanes, begin, text);
    }
  }
  return text;
}

}  // namespace metronome::report
