#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/base/hash.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/report/manifest.hpp"
#include "sim/sweep/grid.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::sweep {

/// What the points of a sweep are of.
struct SweepIdentity {
  std::vector<trace::Facts> points;  ///< by point, as report::identity_of
  std::string unlike;  ///< how trained runs differ from their baselines in more than precision
};

/// Says what points are of; reads each trace folder and energy table once.
class IdentityReader {
 public:
  explicit IdentityReader(bool allow_unlike) : allow_unlike_(allow_unlike) {}

  /// As report::identity_of; of a point that cannot be read, nothing. UserError as identity_of().
  [[nodiscard]] trace::Facts identity(const Point& point);
  /// SweepIdentity::unlike of the points so far.
  [[nodiscard]] const std::string& unlike() const { return unlike_; }

 private:
  struct Trained {
    trace::Facts facts;
    std::string schedule;
  };

  const Trained& trained(const std::filesystem::path& folder);
  /// That the network of a file gives itself; of a built-in one its own.
  const std::string& network(const TraceSpec& trace);
  const EnergyTable& table(const std::filesystem::path& file);
  void check(const TraceSpec& trace, const Trained& ours, const Trained& theirs);

  bool allow_unlike_;
  std::map<std::filesystem::path, Trained> traces_;
  std::map<std::pair<std::string, std::string>, std::string> networks_;  ///< by model and data set
  std::map<std::filesystem::path, EnergyTable> tables_;
  std::string unlike_;
};

/// UserError where a trained run and its baseline are unlike (report/identity.hpp), unless
/// `allow_unlike`.
[[nodiscard]] SweepIdentity identity_of(const std::vector<Point>& points, bool allow_unlike);

/// What a point's row is made from: its key, and accuracies that stand beside the result.
[[nodiscard]] std::string inputs_text(const Point& point);

/// The digests of all that a sweep is made from, point by point (its representatives).
class InputDigests {
 public:
  void add(const Point& point);
  /// Of the points so far: each point's training, machine, energy table and mode.
  [[nodiscard]] std::string points() const { return hex_digest(points_); }
  /// Adds the sweep's file, each energy table, and `points`.
  void add_to(report::Recipe& recipe, const SweepSpec& sweep) const;

 private:
  std::uint64_t points_ = fnv1a("");
  std::map<std::string, std::string> tables_;
};

}  // namespace metronome::sweep
