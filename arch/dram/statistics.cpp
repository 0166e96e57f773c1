#include "arch/dram/statistics.hpp"

#include <fmt/format.h>

#include <bit>
#include <iterator>

namespace metronome::dram {

void BandwidthProfile::coarsen() {
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

void BandwidthProfile::add(Clock begin, Direction direction) {
  while (begin >= width * static_cast<Clock>(kIntervals)) {
    coarsen();
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

DataBusUse bus_of(std::span<const Statistics> channels) {
  DataBusUse sum;
  for (const Statistics& channel : channels) {
    const DataBusUse& bus = channel.bus();
    sum.clocks += bus.clocks;
    sum.busy += bus.busy;
    for (const LossReason reason : kEnumValues<LossReason>) {
      sum.lost[reason] += bus.lost[reason];
    }
  }
  return sum;
}

BandwidthProfile bandwidth_of(std::span<const Statistics> channels) {
  BandwidthProfile sum;
  for (const Statistics& channel : channels) {
    BandwidthProfile part = channel.bandwidth();
    while (part.width < sum.width) {
      part.coarsen();
    }
    while (sum.width < part.width) {
      sum.coarsen();
    }
    sum.intervals.resize(std::max(sum.intervals.size(), part.intervals.size()));
    for (std::size_t i = 0; i < part.intervals.size(); ++i) {
      sum.intervals[i].read_bursts += part.intervals[i].read_bursts;
      sum.intervals[i].write_bursts += part.intervals[i].write_bursts;
    }
  }
  return sum;
}

std::string counters_csv(std::span<const Statistics> channels) {
  const bool several = channels.size() > 1;
  std::string text = several ? "channel," : "";
  text += "rank,bank_group,bank,activates,precharges,reads,writes,row_hits\n";
  for (std::size_t c = 0; c < channels.size(); ++c) {
    for (std::size_t i = 0; i < channels[c].banks().size(); ++i) {
      const BankCounts& b = channels[c].banks()[i];
      const Statistics::Place place = channels[c].place(i);
      if (several) {
        fmt::format_to(std::back_inserter(text), "{},", c);
      }
      fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{}\n", place.rank,
                     place.bank_group, place.bank, b.activates, b.precharges, b.reads, b.writes,
                     b.row_hits);
    }
  }
  return text;
}

}  // namespace metronome::dram
