# The list of `metronome dram --commands FILE.csv` as a trace for DRAMPower's command line: on standard output, of one channel.
#
#     awk -v generation=4 -v end=CYCLES -f examples/drampower/commands.awk commands.csv    # clock,command,bank
#     awk -v generation=6 -v end=CYCLES -f examples/drampower/commands.awk commands.csv    # clock,command,rank,bank_group,bank,
#                                                                        # row,column and the data of RD and WR
#
# Generation 4 is DRAMPower 4, 6 the command line of DRAMPower 6. CYCLES is what the replay says (`cycles`). Further: banks, of a group (4), for the numbers of generation 4, which knows one
# rank; exit_of_power_down, F or S (slow), of precharged power-down in generation 4; bytes of a burst (64), all zero, in generation 6; channel (0).
# A command is known by other names there, and power-down by whether a row of the rank is open. DRAMPower 6 takes a
# word that it does not know for NOP without a message.
BEGIN {
  FS = OFS = ","
  if (generation != 4 && generation != 6) {
    print "generation is 4 or 6" > "/dev/stderr"
    wrong = 1
    exit 2
  }
  banks = banks == "" ? 4 : banks
  bytes = bytes == "" ? 64 : bytes
  exit_of_power_down = exit_of_power_down == "" ? "F" : exit_of_power_down
  channel = channel == "" ? 0 : channel
  for (i = 0; i < bytes; ++i) {
    data = data "00"
  }
  old = generation == 4
  name["REF"] = old ? "REF" : "REFA"
  name["REFpb"] = "REFB"
  name["SRE"] = old ? "SREN" : "SREFEN"
  name["SRX"] = old ? "SREX" : "SREFEX"
}
NR == 1 || $3 != channel { next }
{
  command = $2 in name ? name[$2] : $2
  place = $4 SUBSEP $5 SUBSEP $6
  if ($2 == "ACT") {
    row_is_open[place] = 1
  } else if ($2 == "PRE") {
    delete row_is_open[place]
  } else if ($2 == "PREA") {
    for (other in row_is_open) {
      split(other, part, SUBSEP)
      if (part[1] == $4) {
        delete row_is_open[other]
      }
    }
  } else if ($2 == "PDE" || $2 == "PDX") {
    active = 0
    for (other in row_is_open) {
      split(other, part, SUBSEP)
      active = active || part[1] == $4
    }
    down = $2 == "PDE"
    if (old) {
      command = down ? (active ? "PDN_F_ACT" : "PDN_" exit_of_power_down "_PRE") : (active ? "PUP_ACT" : "PUP_PRE")
    } else {
      command = (down ? "PDE" : "PDX") (active ? "A" : "P")
    }
  }
  if (old) {
    if ($4 > 0) {
      print "generation 4 knows one rank" > "/dev/stderr"
      wrong = 1
      exit 2
    }
    print $1, command, $5 * banks + $6
  } else {
    line = $1 OFS command OFS $4 + 0 OFS $5 + 0 OFS $6 + 0 OFS $7 + 0 OFS $8 + 0
    print $2 == "RD" || $2 == "WR" ? line OFS data : line
  }
}
END {
  if (!wrong && end != "") {
    print old ? end ",END,0" : end ",END,0,0,0,0,0"
  }
}
