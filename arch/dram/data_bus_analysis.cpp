#include "arch/dram/data_bus_analysis.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

#include "sim/base/error.hpp"

namespace metronome::dram {

LossReason DataBusUse::bound_by() const {
  return *std::max_element(kEnumValues<LossReason>.begin(), kEnumValues<LossReason>.end(),
                           [&](LossReason a, LossReason b) { return lost[a] < lost[b]; });
}

DataBusAnalysis::DataBusAnalysis(const DeviceSpec& device)
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
void DataBusAnalysis::hold(Bound& bound, Clock source, Clock delay, LossReason reason, int bank,
                           Cause cause) {
  if (source > kLongAgo && source + delay > bound.ready) {
    bound = {source + delay, reason, source, bank, cause};
  }
}

DataBusAnalysis::Bound DataBusAnalysis::activate_bound(unsigned bank) const {
  const Bank& b = banks_[bank];
  const Recent& rank = ranks_[rank_of(bank)];
  const Recent& group = groups_[group_of(bank)];
  const Window& window = windows_[rank_of(bank)];
  Bound bound;
  hold(bound, b.refresh_end, 0, LossReason::refresh);
  hold_awake(bound, bank, false);
  hold(bound, b.activate.clock, device_.trc, LossReason::trc);
  hold(bound, b.precharge.clock, device_.trp, LossReason::trp, static_cast<int>(bank),
       Cause::precharge);
  hold(bound, window.clocks[window.oldest], device_.tfaw, LossReason::tfaw,
       static_cast<int>(window.banks[window.oldest]));
  hold(bound, group.activate, device_.trrd_l, LossReason::trrd,
       static_cast<int>(group.activate_bank));
  hold(bound, rank.activate, device_.trrd_s, LossReason::trrd,
       static_cast<int>(rank.activate_bank));
  return bound;
}

void DataBusAnalysis::hold_awake(Bound& bound, unsigned bank, bool column) const {
  const Bank& b = banks_[bank];
  hold(bound, b.power_up.clock, column ? b.power_up_column : b.power_up_delay, LossReason::power_up,
       static_cast<int>(bank), Cause::power_up);
}

DataBusAnalysis::Bound DataBusAnalysis::precharge_bound(unsigned bank) const {
  const Bank& b = banks_[bank];
  Bound bound;
  hold(bound, b.read, device_.trtp, LossReason::trtp);
  hold(bound, b.write, write_latency_ + burst_ + device_.twr, LossReason::twr);
  hold(bound, b.activate.clock, device_.tras, LossReason::tras);
  hold_awake(bound, bank, false);
  return bound;
}

DataBusAnalysis::Bound DataBusAnalysis::column_bound(const CommandRecord& record) const {
  const bool read = record.command == Command::read;
  const unsigned bank = record.bank;
  const Recent& group = groups_[group_of(bank)];
  const Clock to_write = read_latency_ + burst_ + device_.read_to_write_gap - write_latency_;
  Bound bound;
  hold_awake(bound, bank, true);
  hold(bound, banks_[bank].activate.clock, read ? device_.trcd : device_.activate_to_write(),
       LossReason::trcd, static_cast<int>(bank));
  hold(bound, read ? group.read : group.write, read ? device_.tccd_l : device_.write_to_write_l(),
       LossReason::tccd_l);
  if (read) {
    hold(bound, group.write, write_latency_ + burst_ + device_.twtr_l, LossReason::write_to_read);
  }
  for (unsigned r = 0; r < ranks_.size(); ++r) {
    const Recent& rank = ranks_[r];
    if (r != rank_of(bank)) {
      const Clock latency = read ? read_latency_ : write_latency_;
      hold(bound, rank.read, read_latency_ + burst_ + device_.trtrs - latency,
           LossReason::rank_switch);
      hold(bound, rank.write, write_latency_ + burst_ + device_.trtrs - latency,
           LossReason::rank_switch);
      continue;
    }
    hold(bound, read ? rank.read : rank.write, std::max<Clock>(device_.tccd_s, burst_),
         LossReason::tccd_s);
    if (read) {
      hold(bound, rank.write, write_latency_ + burst_ + device_.twtr_s, LossReason::write_to_read);
    } else {
      hold(bound, rank.read, to_write, LossReason::read_to_write);
    }
  }
  return bound;
}

/// REFpb covers `banks_per_refresh` banks, equally far apart, from the record's on.
void DataBusAnalysis::note_refresh(const CommandRecord& record) {
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
    banks_[bank].open = banks_[bank].open && record.command == Command::refresh_bank;
  }
}

void DataBusAnalysis::note_power(const CommandRecord& record) {
  const bool deep = record.command == Command::leave_self_refresh;
  const unsigned first = record.bank;
  const unsigned end = first + (1u << rank_shift_);
  bool slow = device_.power_down_exit == PowerDownExit::slow;
  for (unsigned bank = first; bank < end; ++bank) {
    slow = slow && !banks_[bank].open;
  }
  for (unsigned bank = first; bank < end; ++bank) {
    Bank& b = banks_[bank];
    b.power_up = {record.clock, bus_free_, {}};
    b.power_up_delay = deep ? device_.txs : device_.txp;
    b.power_up_column = deep   ? std::max(device_.txs, device_.txs_dll)
                        : slow ? device_.txp_dll
                               : device_.txp;
  }
}

void DataBusAnalysis::command(const CommandRecord& record) {
  const Clock t = record.clock;
  Bank& bank = banks_[record.bank];
  switch (record.command) {
    case Command::activate: {
      bank.activate = {t, bus_free_, activate_bound(record.bank)};
      bank.open = true;
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
      bank.open = false;
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
    case Command::power_up:
    case Command::leave_self_refresh:
      note_power(record);
      bus_free_ = t + device_.precharge_bus_clocks;
      break;
    case Command::power_down:
    case Command::self_refresh:
      bus_free_ = t + device_.precharge_bus_clocks;
      break;
  }
}

void DataBusAnalysis::column(const CommandRecord& record, Clock accepted, LossReason held_by) {
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
const DataBusAnalysis::Event* DataBusAnalysis::cause(const Bound& bound) const {
  if (bound.source_bank < 0) {
    return nullptr;
  }
  const Bank& bank = banks_[static_cast<std::size_t>(bound.source_bank)];
  const Event* event = nullptr;
  switch (bound.cause) {
    case Cause::activate:
      event = &bank.activate;
      break;
    case Cause::precharge:
      event = &bank.precharge;
      break;
    case Cause::power_up:
      event = &bank.power_up;
      break;
  }
  return event->clock == bound.source ? event : nullptr;
}

/// Explains the `gap` clocks before a column command, in clocks of commands: the path is walked
/// back until they are used up.
void DataBusAnalysis::explain(const CommandRecord& record, const Event& column, Clock gap,
                              Clock accepted, LossReason held_by) {
  const Event* event = &column;
  const auto waited_for_activate = [](const Event& e) {
    return e.bound.reason == LossReason::trcd && e.bound.ready == e.clock;
  };
  if (waited_for_activate(column) && waited_for_activate(last_column_)) {
    event = cause(column.bound);
  }
  Clock end = event->clock;
  const Clock begin = end - gap;
  const auto until = [&](Clock clock, LossReason reason) {
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
      const bool waking = event == &banks_[record.bank].power_up;
      until(ready, waking                              ? LossReason::power_up
                   : event->bus_before == event->clock ? LossReason::command_bus
                                                       : LossReason::scheduling);
    }
    if (own && accepted > bound.ready) {
      until(1, held_by);
      until(begin, LossReason::first_latency);
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
