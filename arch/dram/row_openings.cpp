#include "arch/dram/row_openings.hpp"

#include <algorithm>
#include <bit>

#include "arch/dram/least_time.hpp"

namespace metronome::dram {

RowOpenings::RowOpenings(const MemorySpec& memory)
    : interleave_(interleave_of(memory)),
      map_(memory.device),
      columns_(map_.columns()),
      rows_(memory.channels) {
  close();
}

void RowOpenings::close() {
  for (auto& banks : rows_) {
    banks.fill(0);
  }
}

std::uint64_t RowOpenings::open(std::uint64_t channel, std::uint64_t begin, std::uint64_t end) {
  std::uint64_t opened = 0;
  auto& rows = rows_[channel];
  while (begin < end) {
    const std::uint64_t whole = columns_.span - 1;
    const std::uint64_t last_of_span =  // a division takes as long as all else
        std::has_single_bit(columns_.span) ? begin | whole
                                           : begin / columns_.span * columns_.span + whole;
    const std::uint64_t next = std::min(end, last_of_span + 1);
    // Of the bursts of a span those that are `step` apart lie in one row.
    const std::uint64_t last = std::min(next, begin + columns_.step);
    for (std::uint64_t burst = begin; burst < last; ++burst) {
      const std::uint32_t wanted = map_.row(burst) + 1;
      std::uint32_t& open = rows[map_.bank(burst)];
      opened += open != wanted ? 1 : 0;
      open = wanted;
    }
    begin = next;
  }
  return opened;
}

double RowOpenings::of(const Transfer& transfer) {
  std::uint64_t opened = 0;
  std::uint64_t seen = 0;
  RowIterator rows(transfer, interleave_.burst_bits);
  while (seen < kMostRows && rows.next()) {
    seen = rows.row();
    if (interleave_.in_one_block(rows.first(), rows.last())) {
      const std::uint64_t first = interleave_.local(rows.first());
      opened +=
          open(interleave_.channel_of(rows.first()), first, first + rows.last() - rows.first() + 1);
      continue;
    }
    for (std::uint64_t channel = 0; channel < rows_.size(); ++channel) {
      opened += open(channel, interleave_.below(rows.first(), channel),
                     interleave_.below(rows.last() + 1, channel));
    }
  }
  const bool one = transfer.pitch == transfer.row_bytes;
  const double rest =
      one || seen == 0 ? 1 : static_cast<double>(transfer.rows) / static_cast<double>(seen);
  return static_cast<double>(opened) * (seen < kMostRows ? 1 : rest);
}

unsigned ranks_below(const MemorySpec& memory, std::uint64_t bytes) {
  const AddressMap map(memory.device);
  const std::uint64_t rank_bytes =
      map.bursts_below_rank() * memory.device.bytes_per_burst().count() * memory.channels;
  return static_cast<unsigned>(
      std::clamp<std::uint64_t>((bytes + rank_bytes - 1) / rank_bytes, 1, memory.device.ranks));
}

}  // namespace metronome::dram
