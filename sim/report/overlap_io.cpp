#include "sim/report/overlap_io.hpp"

namespace metronome::report {
namespace {

Json turn_json(const OverlappedTurn& turn) {
  return {{"operation", turn.operation},
          {"unit", enum_name(turn.unit)},
          {"next", turn.next},
          {"critical", turn.critical},
          {"alone_cycles", turn.alone.count()},
          {"ready_cycle", turn.ready.count()},
          {"begin_cycle", turn.begin.count()},
          {"end_cycle", turn.end.count()}};
}

OverlappedTurn read_turn(const JsonFields& fields, std::size_t operations) {
  OverlappedTurn turn;
  turn.operation = static_cast<std::uint32_t>(fields.index("operation", "operation", operations));
  turn.unit = fields.enumerator<WorkUnit>("unit");
  turn.next = fields.truth("next");
  turn.critical = fields.truth("critical");
  turn.alone = Cycles(fields.whole("alone_cycles"));
  turn.ready = Cycles(fields.whole("ready_cycle"));
  turn.begin = Cycles(fields.whole("begin_cycle"));
  turn.end = Cycles(fields.whole("end_cycle"));
  if (turn.begin < turn.ready || turn.end < turn.begin) {
    fields.complain("begin_cycle", "is not between ready_cycle and end_cycle");
  }
  return turn;
}

}  // namespace

Json overlap_json(const LevelResult& level) {
  Json out = Json::array();
  for (const OverlappedTurn& turn : level.overlap) {
    out.push_back(turn_json(turn));
  }
  return out;
}

std::vector<OverlappedTurn> read_overlap(const JsonFields& fields, const RunResult& run,
                                         const LevelResult& level) {
  std::vector<OverlappedTurn> turns;
  for (const JsonFields& turn : fields.objects("overlap")) {
    turns.push_back(read_turn(turn, run.operations.size()));
  }
  std::size_t at = 0;
  bool equal = true;
  run.for_operations(level, [&](std::uint32_t one) {
    equal = equal && at < turns.size() && turns[at].operation == one;
    ++at;
  });
  if (!equal || at != turns.size()) {
    fields.complain("overlap", "is not of the level's operations");
  }
  return turns;
}

}  // namespace metronome::report
