#include "arch/dram/timing_state.hpp"

namespace metronome::dram {

TimingState::Delays TimingState::delays_of(const DeviceSpec& d, Profile profile) {
  const bool standard = profile == Profile::standard;
  const Clock burst = d.burst_clocks();
  const Clock write_data = Clock{d.cwl} + burst;
  Delays out{};
  out.rcd = d.trcd;
  out.rcd_write = d.activate_to_write();
  out.ras = d.tras;
  out.rc = d.trc;
  out.rp = d.trp;
  out.rp_all = standard ? d.trp_all : d.trp;
  out.rrd_s = d.trrd_s;
  out.rrd_l = d.trrd_l;
  out.faw = d.tfaw;
  out.ppd = standard ? d.tppd : 0;
  out.rfc = d.trfc;
  out.read_to_read_s = std::max<Clock>(d.tccd_s, burst);
  out.read_to_read_l = d.tccd_l;
  out.read_to_write = Clock{d.cl} + burst + d.read_to_write_gap - d.cwl;
  out.read_to_pre = d.trtp;
  out.write_to_write_s = out.read_to_read_s;
  out.write_to_write_l = d.tccd_l;
  out.write_to_read_s = write_data + d.twtr_s;
  out.write_to_read_l = write_data + d.twtr_l;
  out.write_to_pre = write_data + d.twr;
  return out;
}

TimingState::TimingState(const DeviceSpec& device, Profile profile)
    : d_(delays_of(device, profile)),
      bank_count_(device.banks()),
      group_shift_(static_cast<unsigned>(std::countr_zero(device.banks_per_group))) {
  METRONOME_ASSERT(bank_count_ <= kMaxBanks, "more banks than a machine word has bits");
  reset();
}

void TimingState::reset() {
  rank_ = {};
  groups_.fill({});
  banks_.fill({});
  // A window before the first clock.
  last_activates_.fill(-d_.faw);
  oldest_activate_ = 0;
  open_mask_ = 0;
}

void TimingState::activate(unsigned bank, std::uint32_t row, Clock t) {
  Bank& b = banks_[bank];
  b.row = row;
  raise(b.act, t + d_.rc);
  raise(b.read, t + d_.rcd);
  raise(b.write, t + d_.rcd_write);
  raise(b.pre, t + d_.ras);
  raise(groups_[group_of(bank)].act, t + d_.rrd_l);
  last_activates_[oldest_activate_] = t;
  oldest_activate_ = (oldest_activate_ + 1) % 4;
  raise(rank_.act, std::max(t + d_.rrd_s, last_activates_[oldest_activate_] + d_.faw));
  raise(rank_.prea, t + d_.ras);
  raise(rank_.refresh, t + d_.rc);
  open_mask_ |= std::uint64_t{1} << bank;
}

void TimingState::read(unsigned bank, Clock t) {
  raise(banks_[bank].pre, t + d_.read_to_pre);
  raise(rank_.prea, t + d_.read_to_pre);
  raise(rank_.read, t + d_.read_to_read_s);
  raise(groups_[group_of(bank)].read, t + d_.read_to_read_l);
  raise(rank_.write, t + d_.read_to_write);
}

void TimingState::write(unsigned bank, Clock t) {
  raise(banks_[bank].pre, t + d_.write_to_pre);
  raise(rank_.prea, t + d_.write_to_pre);
  raise(rank_.write, t + d_.write_to_write_s);
  raise(groups_[group_of(bank)].write, t + d_.write_to_write_l);
  raise(rank_.read, t + d_.write_to_read_s);
  raise(groups_[group_of(bank)].read, t + d_.write_to_read_l);
}

void TimingState::precharge(unsigned bank, Clock t) {
  banks_[bank].row = kClosed;
  raise(banks_[bank].act, t + d_.rp);
  raise(rank_.pre, t + d_.ppd);
  raise(rank_.refresh, t + d_.rp);
  open_mask_ &= ~(std::uint64_t{1} << bank);
}

void TimingState::precharge_all(Clock t) {
  for (unsigned bank = 0; bank < bank_count_; ++bank) {
    banks_[bank].row = kClosed;
  }
  raise(rank_.act, t + d_.rp_all);
  raise(rank_.pre, t + d_.ppd);
  raise(rank_.refresh, t + d_.rp_all);
  open_mask_ = 0;
}

void TimingState::refresh(Clock t) {
  raise(rank_.act, t + d_.rfc);
  raise(rank_.refresh, t + d_.rfc);
}

void TimingState::describe(Clock t, std::vector<std::uint64_t>& words) const {
  const auto put = [&](Clock bound) {
    words.push_back(bound > t ? static_cast<std::uint64_t>(bound - t) : 0);
  };
  words.push_back(open_mask_);
  for (const Clock bound :
       {rank_.act, rank_.read, rank_.write, rank_.pre, rank_.prea, rank_.refresh}) {
    put(bound);
  }
  for (unsigned i = 0; i < last_activates_.size(); ++i) {
    put(last_activates_[(oldest_activate_ + i) % last_activates_.size()] + d_.faw);
  }
  for (unsigned bank = 0; bank < bank_count_; ++bank) {
    const Bank& b = banks_[bank];
    words.push_back(b.row);
    put(b.act);
    put(b.read);
    put(b.write);
    put(b.pre);
  }
  for (unsigned group = 0; group < bank_count_ >> group_shift_; ++group) {
    put(groups_[group].act);
    put(groups_[group].read);
    put(groups_[group].write);
  }
}

void TimingState::shift(Clock t, Clock distance) {
  const auto move = [&](Clock& bound, Clock window = 0) {
    bound += bound + window > t ? distance : 0;
  };
  for (Clock* bound :
       {&rank_.act, &rank_.read, &rank_.write, &rank_.pre, &rank_.prea, &rank_.refresh}) {
    move(*bound);
  }
  for (Clock& activate : last_activates_) {
    move(activate, d_.faw);
  }
  for (unsigned bank = 0; bank < bank_count_; ++bank) {
    move(banks_[bank].act);
    move(banks_[bank].read);
    move(banks_[bank].write);
    move(banks_[bank].pre);
  }
  for (unsigned group = 0; group < bank_count_ >> group_shift_; ++group) {
    move(groups_[group].act);
    move(groups_[group].read);
    move(groups_[group].write);
  }
}

}  // namespace metronome::dram
