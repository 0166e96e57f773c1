// A timeline is the ledger on a clock: what its slices last adds up to it, bin by bin.
#include "sim/report/timeline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/error.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/tile_tracks.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace timeline_test {

using OwnJson = nlohmann::json;

const RunResult& cpt() {
  static const RunResult run = [] {
    RunResult made = testing::cpt_run("dual_serial", 48, 2);
    if (made.switches.cycles.total().count() == 0) {
      made.switches.cycles[Bin::idle_switch] = 11 * 1000 + 7;
    }
    return made;
  }();
  return run;
}

Timeline timeline(const RunResult& run, TimelineRequest request = {}) {
  static const EnergyTable table = testing::priced_table();
  return timeline_of(run, table, testing::some_manifest().recipe, request);
}

Timeline of_iterations(std::uint64_t first, std::uint64_t end) {
  TimelineRequest request;
  request.iterations = std::pair(first, end);
  return timeline(cpt(), request);
}

/// Cycles of a time in microseconds with three decimals.
std::uint64_t cycles(const OwnJson& time) {
  return static_cast<std::uint64_t>(std::llround(time.get<double>() * 1000));
}

struct Track {
  std::map<std::string, std::uint64_t> by_name;
  std::uint64_t sum = 0;
  std::uint64_t end = 0;  ///< of the last slice
  std::uint64_t slices = 0;
};

/// The tracks by name, after what must hold of each event was checked.
std::map<std::string, Track> tracks_of(const Timeline& timeline) {
  const OwnJson json = OwnJson::parse(timeline.json);
  std::map<int, std::string> names;
  std::map<std::string, Track> tracks;
  for (const OwnJson& event : json.at("traceEvents")) {
    const std::string kind = event.at("ph");
    EXPECT_TRUE(kind == "M" || kind == "X" || kind == "C") << kind;
    if (kind == "M" && event.at("name") == "thread_name") {
      const std::string name = event.at("args").at("name");
      names[event.at("tid")] = name.substr(0, name.find(" ("));
    } else if (kind == "X") {
      Track& track = tracks[names.at(event.at("tid"))];
      const std::uint64_t begin = cycles(event.at("ts"));
      EXPECT_GE(begin, track.end) << "slices of a track overlap at " << event;
      track.end = begin + cycles(event.at("dur"));
      track.sum += cycles(event.at("dur"));
      track.by_name[event.at("name")] += cycles(event.at("dur"));
      ++track.slices;
    }
  }
  return tracks;
}

void expect_bins(const Track& array, const Attribution& expected) {
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    const auto found = array.by_name.find(std::string(name));
    EXPECT_EQ(found == array.by_name.end() ? 0 : found->second, expected[bin]) << name;
  }
}

TEST(timeline, of_a_whole_run_adds_up_to_the_ledger_bin_by_bin) {
  const Timeline whole = timeline(cpt());
  EXPECT_EQ(whole.left_out, "");
  const Attribution total = cpt().total().cycles;
  EXPECT_GT(total[Bin::idle_switch], 0u);
  EXPECT_EQ(whole.cycles, total);
  auto tracks = tracks_of(whole);
  expect_bins(tracks["array"], total);
  const std::uint64_t switches = cpt().switches.cycles.total().count();
  EXPECT_EQ(tracks["phases"].sum, total.total().count());
  EXPECT_EQ(tracks["phases"].by_name["switch"], switches);
  for (const char* name : {"iterations", "layers", "operations"}) {
    EXPECT_EQ(tracks[name].sum, total.total().count() - switches) << name;
  }
  EXPECT_EQ(tracks["iterations"].slices, 48u);
  EXPECT_EQ(tracks["operations"].slices, whole.operations);
}

TEST(timeline, of_an_operation_is_what_the_ledger_has_of_it) {
  auto tracks = tracks_of(timeline(cpt()));
  std::map<std::string, std::uint64_t> expected;
  const auto times = cpt().executions();
  for (std::size_t i = 0; i < times.size(); ++i) {
    expected[cpt().operations[i].operation] +=
        times[i] * cpt().operations[i].measure.cycles.total().count();
  }
  EXPECT_EQ(tracks["operations"].by_name, expected);
}

TEST(timeline, of_a_level_is_one_iteration_of_it) {
  for (std::size_t i = 0; i < cpt().levels.size(); ++i) {
    TimelineRequest request;
    request.level = i;
    const Timeline level = timeline(cpt(), request);
    EXPECT_EQ(level.cycles, cpt().per_iteration(cpt().levels[i]).cycles) << i;
    auto tracks = tracks_of(level);
    expect_bins(tracks["array"], level.cycles);
    EXPECT_EQ(tracks["iterations"].slices, 1u);
  }
}

TEST(timeline, of_parts_of_a_run_adds_up_to_the_run_wherever_it_is_cut) {
  const Attribution whole = timeline(cpt()).cycles;
  for (const std::uint64_t cut : {1, 5, 23, 24, 47}) {
    Attribution sum = of_iterations(0, cut).cycles;
    sum += of_iterations(cut, 48).cycles;
    EXPECT_EQ(sum, whole) << cut;
  }
}

TEST(timeline, ends_behind_a_whole_operation_where_the_text_would_grow_too_long) {
  const Timeline whole = timeline(cpt());
  std::uint64_t last = 0;
  for (const std::uint64_t most : {20'000u, 60'000u, 200'000u}) {
    TimelineRequest request;
    request.most_bytes = most;
    const Timeline part = timeline(cpt(), request);
    ASSERT_LT(most, whole.json.size());
    EXPECT_LE(part.json.size(), most);
    EXPECT_GT(part.json.size(), most / 2) << "the bound is used";
    EXPECT_GT(part.operations, last);
    last = part.operations;
    EXPECT_NE(part.left_out.find("iterations"), std::string::npos) << part.left_out;
    auto tracks = tracks_of(part);
    expect_bins(tracks["array"], part.cycles);
    EXPECT_EQ(tracks["phases"].end, part.cycles.total().count()) << "open slices end there";
    EXPECT_EQ(tracks["operations"].slices, part.operations);
  }
}

TEST(timeline, says_what_it_leaves_out) {
  TimelineRequest request;
  request.most_bytes = 60'000;
  const Timeline part = timeline(cpt(), request);
  std::uint64_t iterations = 0;
  std::uint64_t of_last = 0;
  std::uint64_t all_of_last = 0;
  std::uint64_t behind = 0;
  ASSERT_EQ(std::sscanf(part.left_out.c_str(), "%lu of %lu operations of iteration %lu, and %lu",
                        &of_last, &all_of_last, &iterations, &behind),
            4)
      << part.left_out;
  EXPECT_EQ(iterations + 1 + behind, 48u);
  std::uint64_t shown = 0;
  for (std::uint64_t i = 0; i <= iterations; ++i) {
    shown += of_iterations(i, i + 1).operations;
  }
  EXPECT_EQ(part.operations + of_last, shown);
}

TEST(timeline, counters_are_those_of_the_operations) {
  TimelineRequest request;
  request.level = 0;
  const OwnJson json = OwnJson::parse(timeline(cpt(), request).json);
  std::set<std::string> names;
  for (const OwnJson& event : json.at("traceEvents")) {
    if (event.at("ph") != "C") {
      continue;
    }
    names.insert(event.at("name"));
    for (const auto& [series, value] : event.at("args").items()) {
      EXPECT_GE(value.get<double>(), 0) << event;
    }
  }
  EXPECT_TRUE(names.contains("bits") && names.contains("DRAM (GB/s)") &&
              names.contains("power (W)"));
}

TEST(timeline, every_series_of_a_counter_is_told_each_time) {
  const OwnJson json = OwnJson::parse(timeline(cpt()).json);
  std::map<std::string, std::set<std::string>> series;
  OwnJson last;
  for (const OwnJson& event : json.at("traceEvents")) {
    if (event.at("ph") != "C") {
      continue;
    }
    std::set<std::string> names;
    for (const auto& [name, value] : event.at("args").items()) {
      names.insert(name);
    }
    const auto& first = series.emplace(event.at("name"), names).first->second;
    EXPECT_EQ(names, first) << event;
    last = event;
  }
  for (const auto& [name, value] : last.at("args").items()) {
    EXPECT_EQ(value, 0) << "counters end with the run";
  }
}

TEST(timeline, mean_power_times_time_is_the_energy_of_a_level) {
  TimelineRequest request;
  request.level = 1;
  const OwnJson json = OwnJson::parse(timeline(cpt(), request).json);
  double joules = 0;
  for (const OwnJson& event : json.at("traceEvents")) {
    if (event.at("ph") == "X" && event.contains("args")) {
      joules += event.at("args").at("energy_j").get<double>();
    }
  }
  const RunCosts costs = cost_of(cpt(), testing::priced_table());
  const double expected = costs.levels[1].per_iteration.energy.total().count();
  EXPECT_NEAR(joules, expected, 1e-4 * expected);
}

TEST(timeline, names_of_users_are_texts_of_json) {
  RunResult run = cpt();
  run.operations[0].layer = "a\"b\\c\x01\xff";
  run.operations[0].operation = "</script>\",\"ph\":\"B";
  run.accelerator = "\"}]}";
  EXPECT_EQ(tracks_of(timeline(run))["array"].sum, run.total().cycles.total().count());
}

/// Of each operation: a few tiles whose cycles are the operation's, bin by bin, loads of which two
/// are on their way at a time, and stores.
class FabricatedTiles {
 public:
  explicit FabricatedTiles(const RunResult& run) : records_(run.operations.size()) {
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const Attribution& cycles = run.operations[i].measure.cycles;
      std::uint64_t at = 0;
      for (const std::uint64_t tile : {0, 1, 2}) {
        const std::uint64_t begin = at;
        for (const Bin bin : kEnumValues<Bin>) {
          const std::uint64_t part = cycles[bin] * (tile + 1) / 3 - cycles[bin] * tile / 3;
          records_[i].spans.push_back({.begin = at, .end = at + part, .bin = bin});
          at += part;
        }
        const auto span = [&](TileWork work, std::uint64_t from, std::uint64_t to) {
          records_[i].spans.push_back(
              {.work = work, .tile = tile, .begin = from, .end = to, .bytes = 100 + i});
        };
        span(TileWork::multiply, begin, at);
        span(TileWork::load, begin / 2, at);  // while that of the tile before is under way
        span(TileWork::store, at, at);
      }
    }
  }
  [[nodiscard]] TileSource source() {
    return [this](std::size_t operation, std::uint64_t most) {
      asked_.push_back(most);
      return operation == unknown_ ? nullptr : &records_[operation];
    };
  }
  void forget(std::size_t operation) { unknown_ = operation; }
  [[nodiscard]] TileRecord& of(std::size_t operation) { return records_[operation]; }
  [[nodiscard]] const std::vector<std::uint64_t>& asked() const { return asked_; }

 private:
  std::vector<TileRecord> records_;
  std::vector<std::uint64_t> asked_;
  std::size_t unknown_ = static_cast<std::size_t>(-1);
};

TEST(timeline, of_tiles_adds_up_to_the_ledger_and_its_tracks_nest) {
  FabricatedTiles tiles(cpt());
  TimelineRequest request;
  request.tiles = tiles.source();
  const Timeline whole = timeline(cpt(), request);
  EXPECT_EQ(whole.without_tiles, 0u);
  auto tracks = tracks_of(whole);  // which sees that no slices of a track overlap
  const Attribution total = cpt().total().cycles;
  expect_bins(tracks["array"], total);
  EXPECT_EQ(tracks["computes"].sum, tracks["operations"].sum);
  EXPECT_EQ(tracks["computes"].slices, 3 * whole.operations);
  EXPECT_EQ(tracks["stores"].slices, 3 * whole.operations);
  EXPECT_EQ(tracks["loads"].slices + tracks["loads 2"].slices, 3 * whole.operations);
  EXPECT_GT(tracks["loads 2"].slices, 0u) << "two are on their way at a time";
  EXPECT_FALSE(tracks.contains("loads 3"));
  for (const char* name : {"phases", "iterations", "layers", "operations"}) {
    EXPECT_EQ(tracks[name].end, total.total().count()) << name;
  }
}

TEST(timeline, of_tiles_says_how_many_operations_have_none) {
  FabricatedTiles tiles(cpt());
  const std::uint32_t first = cpt().parts[cpt().levels[0].parts[0]][0][0];
  tiles.forget(first);
  TimelineRequest request;
  request.level = 0;
  request.tiles = tiles.source();
  const Timeline level = timeline(cpt(), request);
  EXPECT_EQ(level.without_tiles, 1u);
  auto tracks = tracks_of(level);
  expect_bins(tracks["array"], level.cycles);
  EXPECT_EQ(tracks["computes"].slices, 3 * (level.operations - 1));
}

TEST(timeline, of_tiles_ends_behind_a_whole_operation) {
  FabricatedTiles tiles(cpt());
  TimelineRequest request;
  request.tiles = tiles.source();
  request.most_bytes = 100'000;
  const Timeline part = timeline(cpt(), request);
  EXPECT_LE(part.json.size(), request.most_bytes);
  EXPECT_NE(part.left_out, "");
  auto tracks = tracks_of(part);
  expect_bins(tracks["array"], part.cycles);
  EXPECT_EQ(tracks["operations"].slices, part.operations);
  EXPECT_EQ(tracks["computes"].slices, 3 * part.operations) << "not half of one's tiles";
  EXPECT_GE(tiles.asked().front(), tiles.asked().back()) << "room for fewer and fewer";
  EXPECT_LT(tiles.asked().back(), 100'000 / TileTracks::kLeastText);
}

TEST(timeline, of_tiles_leaves_out_an_operation_of_which_not_all_are_known) {
  FabricatedTiles tiles(cpt());
  std::vector<std::uint32_t> operations;
  cpt().for_operations(cpt().levels[0], [&](std::uint32_t one) { operations.push_back(one); });
  tiles.of(operations[2]).whole = false;
  TimelineRequest request;
  request.level = 0;
  request.tiles = tiles.source();
  const Timeline part = timeline(cpt(), request);
  EXPECT_EQ(part.operations, 2u);
  EXPECT_NE(part.left_out, "");
}

TEST(timeline, spans_of_tiles_take_the_room_that_is_stated) {
  TileTracks tracks(5);
  const std::uint64_t late = 100'000'000'000'000'000;
  TileRecord one;
  one.spans = {{.work = TileWork::load,
                .tile = late,
                .begin = late,
                .end = 2 * late,
                .role = trace::Role::optimizer_state,
                .bytes = late}};
  const std::string named = tracks.text(one, late);
  EXPECT_LE(named.size(), 2 * TileTracks::kMostText) << "the track of computes is named as well";
  EXPECT_LE(tracks.text(one, late).size(), TileTracks::kMostText);
  one.spans = {{.begin = 0, .end = 1}};
  EXPECT_GE(tracks.text(one, 0).size(), TileTracks::kLeastText);
}

TEST(timeline, refuses_what_the_run_does_not_have) {
  TimelineRequest level;
  level.level = cpt().levels.size();
  EXPECT_THROW((void)timeline(cpt(), level), UserError);
  for (const auto& [first, end] : {std::pair{0, 0}, {5, 5}, {6, 5}, {0, 49}, {48, 49}}) {
    EXPECT_THROW(
        (void)of_iterations(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(end)),
        UserError)
        << first << ':' << end;
  }
  TimelineRequest tiny;
  tiny.most_bytes = 1000;
  EXPECT_THROW((void)timeline(cpt(), tiny), UserError);
}

}  // namespace timeline_test
}  // namespace metronome::report
