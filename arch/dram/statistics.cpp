#include "arch/dram/statistics.hpp"

#include <fmt/format.h>

#include <bit>
#include <iterator>

namespace metronome::dram {

void BandwidthProfile::add(Clock begin, Direction direction) {
  while (begin >= width * static_cast<Clock>(kIntervals)) {
    width *= 2;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      const Interval moved = intervals[i];
      if (i % 2 == 0) {
        intervals[i / 2] = moved;
      } else {
        intervals[i / 2].read_bursts += moved.read_bursts;
        intervals[i / 2].write_bursts += moved.write_bursts;
      }
    }
    intervals.resize((intervals.size() + 1) / 2);
  }
  const auto index =
      static_cast<std::size_t>(begin >> std::countr_zero(static_cast<std::uint64_t>(width)));
  if (index >= intervals.size()) {
    intervals.resize(index + 1);
  }
  ++(direction == Direction::read ? intervals[index].read_bursts : intervals[index].write_bursts);
}

Statistics::Statistics(const DeviceSpec& device)
    : banks_per_group_(device.banks_per_group),
      banks_per_rank_(device.bank_groups * device.banks_per_group),
      data_bus_(device),
      banks_(device.banks()),
      open_(device.banks(), false),
      fresh_(device.banks(), false) {}

void Statistics::column(const CommandRecord& record) {
  column_ = record;
  BankCounts& bank = banks_[record.bank];
  const bool read = record.command == Command::read;
  ++(read ? bank.reads : bank.writes);
  bank.row_hits += fresh_[record.bank] ? 0 : 1;
  fresh_[record.bank] = false;
  bandwidth_.add(data_bus_.data_begin(record), read ? Direction::read : Direction::write);
}

void Statistics::row(const CommandRecord& record) {
  switch (record.command) {
    case Command::activate:
      ++banks_[record.bank].activates;
      open_[record.bank] = fresh_[record.bank] = true;
      break;
    case Command::precharge:
      close(record.bank);
      break;
    case Command::precharge_all: {
      const unsigned first = record.bank / banks_per_rank_ * banks_per_rank_;
      for (unsigned bank = first; bank < first + banks_per_rank_; ++bank) {
        close(bank);
      }
      break;
    }
    case Command::read:
    case Command::write:
    case Command::refresh:
    case Command::refresh_bank:
    case Command::power_down:
    case Command::power_up:
    case Command::self_refresh:
    case Command::leave_self_refresh:
      break;
  }
}

void Statistics::close(unsigned bank) {
  banks_[bank].precharges += open_[bank] ? 1 : 0;
  open_[bank] = false;
}

std::string counters_csv(const Statistics& statistics) {
  std::string text = "rank,bank_group,bank,activates,precharges,reads,writes,row_hits\n";
  for (std::size_t i = 0; i < statistics.banks().size(); ++i) {
    const BankCounts& b = statistics.banks()[i];
    const Statistics::Place place = statistics.place(i);
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{}\n", place.rank,
                   place.bank_group, place.bank, b.activates, b.precharges, b.reads, b.writes,
                   b.row_hits);
  }
  return text;
}

}  // namespace metronome::dram
