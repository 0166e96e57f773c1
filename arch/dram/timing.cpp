#include "arch/dram/timing.hpp"

#include <bit>

#include "sim/base/error.hpp"

namespace metronome::dram {

Timing::Delays Timing::delays_of(const DeviceSpec& d) {
  const Clock burst = d.burst_clocks();
  const Clock write_data = Clock{d.cwl} + burst;
  Delays out{};
  out.rcd = d.trcd;
  out.rcd_write = d.activate_to_write();
  out.ras = d.tras;
  out.rc = d.trc;
  out.rp = d.trp;
  out.rp_all = d.trp_all;
  out.rrd_s = d.trrd_s;
  out.rrd_l = d.trrd_l;
  out.faw = d.tfaw;
  out.ppd = d.tppd;
  out.rfc = d.trfc;
  out.rfc_bank = d.trfc_bank;
  out.rrefd = d.trrefd;
  out.pbr2pbr = d.tpbr2pbr;
  out.read_to_read_s = std::max<Clock>(d.tccd_s, burst);
  out.read_to_read_l = d.tccd_l;
  out.read_to_write = Clock{d.cl} + burst + d.read_to_write_gap - d.cwl;
  out.read_to_pre = d.trtp;
  out.write_to_write_s = out.read_to_read_s;
  out.write_to_write_l = d.write_to_write_l();
  out.write_to_read_s = write_data + d.twtr_s;
  out.write_to_read_l = write_data + d.twtr_l;
  out.write_to_pre = write_data + d.twr;
  // The data bus changes hands: the end of one rank's data, tRTRS, the other's first beat.
  out.other_same = burst + d.trtrs;
  out.other_read_to_write = Clock{d.cl} + burst + d.trtrs - d.cwl;
  out.other_write_to_read = write_data + d.trtrs - d.cl;
  // The data must be over before the clock is taken away: RL + BL/2 + 1, WL + BL/2 + tWR.
  out.read_to_down = Clock{d.cl} + burst + 1;
  out.write_to_down = write_data + d.twr;
  out.cke = d.tcke;
  out.power_up = d.txp;
  out.power_up_slow = std::max(d.txp, d.txp_dll);
  out.self_refresh_least = d.tckesr;
  out.leave_self_refresh = d.txs;
  out.leave_to_column = std::max(d.txs, d.txs_dll);
  out.activate_bus = d.activate_bus_clocks;
  out.column_bus = d.column_bus_clocks;
  out.precharge_bus = d.precharge_bus_clocks;
  return out;
}

Timing::Timing(const DeviceSpec& device)
    : d_(delays_of(device)),
      used_{device.ranks, device.ranks * device.bank_groups, device.banks()},
      group_shift_(static_cast<unsigned>(std::countr_zero(device.banks_per_group))),
      rank_shift_(static_cast<unsigned>(std::countr_zero(device.banks_per_rank()))),
      rank_banks_(device.banks() <= BankSet::kCapacity ? BankSet::below(device.banks_per_rank())
                                                       : BankSet{}) {
  METRONOME_ASSERT(used_.banks <= kMaxBanks && used_.ranks <= kMaxRanks,
                   "more banks than a set of them has bits");
}

}  // namespace metronome::dram
