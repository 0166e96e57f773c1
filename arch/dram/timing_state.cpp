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
  out.rfc_bank = d.trfc_bank;
  out.rrefd = d.trrefd;
  out.pbr2pbr = d.tpbr2pbr;
  out.read_to_read_s = std::max<Clock>(d.tccd_s, burst);
  out.read_to_read_l = d.tccd_l;
  out.read_to_write = Clock{d.cl} + burst + d.read_to_write_gap - d.cwl;
  out.read_to_pre = d.trtp;
  out.write_to_write_s = out.read_to_read_s;
  out.write_to_write_l = d.tccd_l;
  out.write_to_read_s = write_data + d.twtr_s;
  out.write_to_read_l = write_data + d.twtr_l;
  out.write_to_pre = write_data + d.twr;
  // The data bus changes hands: the end of one rank's data, tRTRS, the other's first beat.
  out.other_same = burst + d.trtrs;
  out.other_read_to_write = Clock{d.cl} + burst + d.trtrs - d.cwl;
  out.other_write_to_read = write_data + d.trtrs - d.cl;
  return out;
}

TimingState::TimingState(const DeviceSpec& device, Profile profile)
    : d_(delays_of(device, profile)),
      bank_count_(device.banks()),
      group_shift_(static_cast<unsigned>(std::countr_zero(device.banks_per_group))),
      rank_shift_(static_cast<unsigned>(std::countr_zero(device.banks_per_rank()))),
      rank_count_(device.ranks),
      rank_mask_(~std::uint64_t{0} >> (64 - device.banks_per_rank())) {
  METRONOME_ASSERT(bank_count_ <= kMaxBanks && rank_count_ <= kMaxRanks,
                   "more banks than a machine word has bits");
  reset();
}

void TimingState::reset() {
  ranks_.fill({});
  rests_.fill({});
  groups_.fill({});
  banks_.fill({});
  for (RankRest& rank : rests_) {
    rank.last_activates.fill(-d_.faw);  // a window before the first clock
  }
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
  RankRest& rest = rests_[rank_of(bank)];
  count_activate(rank_of(bank), t, t + d_.rrd_s);
  raise(rest.prea, t + d_.ras);
  raise(rest.refresh, t + d_.rc);
  open_mask_ |= std::uint64_t{1} << bank;
}

void TimingState::count_activate(unsigned rank, Clock t, Clock next) {
  RankRest& rest = rests_[rank];
  rest.last_activates[rest.oldest_activate] = t;
  rest.oldest_activate = (rest.oldest_activate + 1) % 4;
  raise(ranks_[rank].act, std::max(next, rest.last_activates[rest.oldest_activate] + d_.faw));
}

void TimingState::read(unsigned bank, Clock t) {
  Rank& rank = ranks_[rank_of(bank)];
  raise(banks_[bank].pre, t + d_.read_to_pre);
  raise(rests_[rank_of(bank)].prea, t + d_.read_to_pre);
  raise(rank.read, t + d_.read_to_read_s);
  raise(groups_[group_of(bank)].read, t + d_.read_to_read_l);
  raise(rank.write, t + d_.read_to_write);
  if (rank_count_ > 1) {
    hold_other_ranks(bank, t + d_.other_same, t + d_.other_read_to_write);
  }
}

void TimingState::write(unsigned bank, Clock t) {
  Rank& rank = ranks_[rank_of(bank)];
  raise(banks_[bank].pre, t + d_.write_to_pre);
  raise(rests_[rank_of(bank)].prea, t + d_.write_to_pre);
  raise(rank.write, t + d_.write_to_write_s);
  raise(groups_[group_of(bank)].write, t + d_.write_to_write_l);
  raise(rank.read, t + d_.write_to_read_s);
  raise(groups_[group_of(bank)].read, t + d_.write_to_read_l);
  if (rank_count_ > 1) {
    hold_other_ranks(bank, t + d_.other_write_to_read, t + d_.other_same);
  }
}

void TimingState::hold_other_ranks(unsigned bank, Clock read, Clock write) {
  for (unsigned rank = 0; rank < rank_count_; ++rank) {
    if (rank != rank_of(bank)) {
      raise(ranks_[rank].read, read);
      raise(ranks_[rank].write, write);
    }
  }
}

void TimingState::precharge(unsigned bank, Clock t) {
  banks_[bank].row = kClosed;
  raise(banks_[bank].act, t + d_.rp);
  raise(ranks_[rank_of(bank)].pre, t + d_.ppd);
  raise(rests_[rank_of(bank)].refresh, t + d_.rp);
  open_mask_ &= ~(std::uint64_t{1} << bank);
}

void TimingState::precharge_all(unsigned rank, Clock t) {
  for (unsigned bank = first_bank(rank); bank < first_bank(rank + 1); ++bank) {
    banks_[bank].row = kClosed;
  }
  raise(ranks_[rank].act, t + d_.rp_all);
  raise(ranks_[rank].pre, t + d_.ppd);
  raise(rests_[rank].refresh, t + d_.rp_all);
  open_mask_ &= ~banks_of(rank);
}

void TimingState::refresh(unsigned rank, Clock t) {
  raise(ranks_[rank].act, t + d_.rfc);
  raise(rests_[rank].refresh, t + d_.rfc);
}

Clock TimingState::refresh_bank_ready(std::uint64_t banks) const {
  Clock ready = rests_[rank_of(static_cast<unsigned>(std::countr_zero(banks)))].refresh_bank;
  for (std::uint64_t mask = banks; mask != 0; mask &= mask - 1) {
    raise(ready, act_ready(static_cast<unsigned>(std::countr_zero(mask))));
  }
  return ready;
}

void TimingState::refresh_bank(std::uint64_t banks, Clock t) {
  const unsigned rank = rank_of(static_cast<unsigned>(std::countr_zero(banks)));
  for (std::uint64_t mask = banks; mask != 0; mask &= mask - 1) {
    raise(banks_[static_cast<unsigned>(std::countr_zero(mask))].act, t + d_.rfc_bank);
  }
  count_activate(rank, t, t + d_.rrefd);
  raise(rests_[rank].refresh_bank, t + d_.pbr2pbr);
}

void TimingState::describe(Clock t, std::vector<std::uint64_t>& words) const {
  const auto put = [&](Clock bound) {
    words.push_back(bound > t ? static_cast<std::uint64_t>(bound - t) : 0);
  };
  words.push_back(open_mask_);
  for (unsigned r = 0; r < rank_count_; ++r) {
    const Rank& rank = ranks_[r];
    const RankRest& rest = rests_[r];
    for (const Clock bound :
         {rank.act, rank.read, rank.write, rank.pre, rest.prea, rest.refresh, rest.refresh_bank}) {
      put(bound);
    }
    for (unsigned i = 0; i < rest.last_activates.size(); ++i) {
      put(rest.last_activates[(rest.oldest_activate + i) % rest.last_activates.size()] + d_.faw);
    }
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
  for (unsigned r = 0; r < rank_count_; ++r) {
    Rank& rank = ranks_[r];
    RankRest& rest = rests_[r];
    for (Clock* bound : {&rank.act, &rank.read, &rank.write, &rank.pre, &rest.prea, &rest.refresh,
                         &rest.refresh_bank}) {
      move(*bound);
    }
    for (Clock& activate : rest.last_activates) {
      move(activate, d_.faw);
    }
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
