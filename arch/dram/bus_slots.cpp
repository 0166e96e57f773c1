#include "arch/dram/bus_slots.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

#include "sim/base/error.hpp"

namespace metronome::dram {

LostTo BusUse::bound_by() const {
  return *std::max_element(kEnumValues<LostTo>.begin(), kEnumValues<LostTo>.end(),
                           [&](LostTo a, LostTo b) { return lost[a] < lost[b]; });
}

BusSlots::BusSlots(const DeviceSpec& device)
    : device_(device),
      group_shift_(static_cast<unsigned>(std::countr_zero(device.banks_per_group))),
      rank_shift_(group_shift_ + static_cast<unsigned>(std::countr_zero(device.bank_groups))),
      read_latency_(device.cl),
      write_latency_(device.cwl),
      burst_(device.burst_clocks()),
      banks_(device.banks()),
      groups_(device.banks() >> group_shift_),
      ranks_(device.banks() >> rank_shift_),
      windows_(ranks_.size()) {}

/// An earlier candidate wins where a later one is as late.
void BusSlots::hold(Bound& bound, Clock source, Clock delay, LostTo reason, int bank,
                    bool precharge) {
  if (source > kLongAgo && source + delay > bound.ready) {
    bound = {source + delay, reason, source, bank, precharge};
  }
}

BusSlots::Bound BusSlots::activate_bound(unsigned bank) const {
  const Bank& b = banks_[bank];
  const Recent& rank = ranks_[rank_of(bank)];
  const Recent& group = groups_[group_of(bank)];
  const Window& window = windows_[rank_of(bank)];
  Bound bound;
  hold(bound, b.refresh_end, 0, LostTo::refresh);
  hold(bound, b.activate.clock, device_.trc, LostTo::trc);
  hold(bound, b.precharge.clock, device_.trp, LostTo::trp, static_cast<int>(bank), true);
  hold(bound, window.clocks[window.oldest], device_.tfaw, LostTo::tfaw,
       static_cast<int>(window.banks[window.oldest]));
  hold(bound, group.activate, device_.trrd_l, LostTo::trrd, static_cast<int>(group.activate_bank));
  hold(bound, rank.activate, device_.trrd_s, LostTo::trrd, static_cast<int>(rank.activate_bank));
  return bound;
}

BusSlots::Bound BusSlots::precharge_bound(unsigned bank) const {
  const Bank& b = banks_[bank];
  Bound bound;
  hold(bound, b.read, device_.trtp, LostTo::trtp);
  hold(bound, b.write, write_latency_ + burst_ + device_.twr, LostTo::twr);
  hold(bound, b.activate.clock, device_.tras, LostTo::tras);
  return bound;
}

BusSlots::Bound BusSlots::column_bound(const CommandRecord& record) const {
  const bool read = record.command == Command::read;
  const unsigned bank = record.bank;
  const Recent& group = groups_[group_of(bank)];
  const Clock to_write = read_latency_ + burst_ + device_.read_to_write_gap - write_latency_;
  Bound bound;
  hold(bound, banks_[bank].activate.clock, read ? device_.trcd : device_.activate_to_write(),
       LostTo::trcd, static_cast<int>(bank));
  hold(bound, read ? group.read : group.write, device_.tccd_l, LostTo::tccd_l);
  if (read) {
    hold(bound, group.write, write_latency_ + burst_ + device_.twtr_l, LostTo::write_to_read);
  }
  for (unsigned r = 0; r < ranks_.size(); ++r) {
    const Recent& rank = ranks_[r];
    if (r != rank_of(bank)) {
      const Clock latency = read ? read_latency_ : write_latency_;
      hold(bound, rank.read, read_latency_ + burst_ + device_.trtrs - latency, LostTo::rank_switch);
      hold(bound, rank.write, write_latency_ + burst_ + device_.trtrs - latency,
           LostTo::rank_switch);
      continue;
    }
    hold(bound, read ? rank.read : rank.write, std::max<Clock>(device_.tccd_s, burst_),
         LostTo::tccd_s);
    if (read) {
      hold(bound, rank.write, write_latency_ + burst_ + device_.twtr_s, LostTo::write_to_read);
    } else {
      hold(bound, rank.read, to_write, LostTo::read_to_write);
    }
  }
  return bound;
}

/// REFpb covers `banks_per_refresh` banks, equally far apart, from the record's on.
void BusSlots::note_refresh(const CommandRecord& record) {
  const unsigned banks = 1u << rank_shift_;
  const unsigned first = rank_of(record.bank) << rank_shift_;
  const unsigned step = banks / device_.banks_per_refresh;
  for (unsigned bank = first; bank < first + banks; ++bank) {
    const bool covered =
        record.command != Command::refresh_bank || bank % step == record.bank % step;
    const Clock delay = record.command == Command::precharge_all ? device_.trp_all
                        : record.command == Command::refresh     ? device_.trfc
                        : covered                                ? device_.trfc_bank
                                                                 : device_.trrefd;
    banks_[bank].refresh_end = std::max(banks_[bank].refresh_end, record.clock + delay);
  }
}

void BusSlots::command(const CommandRecord& record) {
  const Clock t = record.clock;
  Bank& bank = banks_[record.bank];
  switch (record.command) {
    case Command::activate: {
      bank.activate = {t, bus_free_, activate_bound(record.bank)};
      Window& window = windows_[rank_of(record.bank)];
      window.clocks[window.oldest] = t;
      window.banks[window.oldest] = record.bank;
      window.oldest = (window.oldest + 1) % 4;
      for (Recent* r : {&ranks_[rank_of(record.bank)], &groups_[group_of(record.bank)]}) {
        r->activate = t;
        r->activate_bank = record.bank;
      }
      bus_free_ = t + device_.activate_bus_clocks;
      break;
    }
    case Command::precharge:
      bank.precharge = {t, bus_free_, precharge_bound(record.bank)};
      bus_free_ = t + device_.precharge_bus_clocks;
      break;
    case Command::read:
    case Command::write:
      break;
    case Command::precharge_all:
    case Command::refresh:
    case Command::refresh_bank:
      note_refresh(record);
      bus_free_ = t + device_.precharge_bus_clocks;
      break;
  }
}

void BusSlots::column(const CommandRecord& record, Clock accepted, LostTo held_by) {
  const Clock begin = data_begin(record);
  const Event event{record.clock, bus_free_, column_bound(record)};
  if (begin > data_end_) {
    explain(record, event, begin - data_end_, accepted, held_by);
  }
  last_column_ = event;
  data_end_ = begin + burst_;
  use_.clocks = static_cast<std::uint64_t>(data_end_);
  use_.busy += static_cast<std::uint64_t>(burst_);
  const bool read = record.command == Command::read;
  Bank& bank = banks_[record.bank];
  Recent& group = groups_[group_of(record.bank)];
  Recent& rank = ranks_[rank_of(record.bank)];
  (read ? bank.read : bank.write) = record.clock;
  (read ? group.read : group.write) = record.clock;
  (read ? rank.read : rank.write) = record.clock;
  bus_free_ = record.clock + device_.column_bus_clocks;
}

/// The command that imposed the bound, where it is one of a row and still on record.
const BusSlots::Event* BusSlots::cause(const Bound& bound) const {
  if (bound.source_bank < 0) {
    return nullptr;
  }
  const Bank& bank = banks_[static_cast<std::size_t>(bound.source_bank)];
  const Event& event = bound.source_is_precharge ? bank.precharge : bank.activate;
  return event.clock == bound.source ? &event : nullptr;
}

/// Explains the `gap` clocks before a column command, in clocks of commands: the path is walked
/// back until they are used up.
void BusSlots::explain(const CommandRecord& record, const Event& column, Clock gap, Clock accepted,
                       LostTo held_by) {
  const Event* event = &column;
  const auto waited_for_activate = [](const Event& e) {
    return e.bound.reason == LostTo::trcd && e.bound.ready == e.clock;
  };
  if (waited_for_activate(column) && waited_for_activate(last_column_)) {
    event = cause(column.bound);
  }
  Clock end = event->clock;
  const Clock begin = end - gap;
  const auto until = [&](Clock clock, LostTo reason) {
    const Clock from = std::max(clock, begin);
    if (from < end) {
      use_.lost[reason] += static_cast<std::uint64_t>(end - from);
      end = from;
    }
  };
  bool own = true;  // the event belongs to the request that was accepted in `accepted`
  while (end > begin) {
    const Bound& bound = event->bound;
    const Clock ready = std::max(bound.ready, own ? accepted : kLongAgo);
    if (ready < event->clock) {
      until(ready, event->bus_before == event->clock ? LostTo::command_bus : LostTo::scheduling);
    }
    if (own && accepted > bound.ready) {
      until(1, held_by);
      until(begin, LostTo::first_latency);
      return;
    }
    until(bound.source, bound.reason);
    const Event* next = cause(bound);
    if (next == nullptr) {
      until(begin, bound.reason);
      return;
    }
    own = own && bound.source_bank == static_cast<int>(record.bank);
    event = next;
  }
}

}  // namespace metronome::dram
