#include "tests/torture/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "sim/base/random.hpp"

namespace metronome::torture {
namespace {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : stream_(seed, "torture") {}
  std::uint64_t below(std::uint64_t n) { return stream_.below(next_++, n); }
  double uniform() { return stream_.uniform(next_++); }

 private:
  RandomStream stream_;
  std::uint64_t next_ = 0;
};

/// Every call of every job, by job, role and number.
std::vector<Trial> all_calls(const std::vector<Undisturbed>& undisturbed) {
  std::vector<Trial> trials;
  for (std::size_t job = 0; job < undisturbed.size(); ++job) {
    for (std::size_t role = 0; role < kRoles; ++role) {
      const Target target = role == 0 ? Target::parent : Target::worker;
      for (std::uint64_t call = 1; call <= undisturbed[job].counted.calls[role]; ++call) {
        trials.push_back({job, {{target, SIGKILL, call, 0}}});
      }
    }
  }
  return trials;
}

/// `count` of them, evenly spaced.
std::vector<Trial> sample(const std::vector<Trial>& all, std::size_t count, Draws& draws) {
  std::vector<Trial> some;
  const double step =
      static_cast<double>(all.size()) / static_cast<double>(std::max<std::size_t>(count, 1));
  const double offset = draws.uniform() * step;
  for (std::size_t i = 0; i < count && !all.empty(); ++i) {
    const auto at = static_cast<std::size_t>(offset + static_cast<double>(i) * step);
    some.push_back(all[std::min(at, all.size() - 1)]);
  }
  return some;
}

int interruption(Draws& draws) { return draws.below(2) == 0 ? SIGTERM : SIGINT; }

Kill random_kill(bool has_workers, Draws& draws) {
  Kill kill;
  const std::uint64_t who = draws.below(10);
  if (who >= 8) {
    kill.target = Target::group;
  } else if (has_workers && who >= 5) {
    kill.target = Target::worker;
  }
  kill.signal = draws.below(5) < 3 ? SIGKILL : interruption(draws);
  kill.share = draws.uniform();
  return kill;
}

}  // namespace

std::string signal_name(int signal) {
  return signal == SIGKILL ? "SIGKILL" : signal == SIGTERM ? "SIGTERM" : "SIGINT";
}

const char* target_name(Target target) {
  constexpr std::array<const char*, 3> kNames{"parent", "worker", "group"};
  return kNames.at(static_cast<std::size_t>(target));
}

std::string Kill::text() const {
  const std::string when =
      call > 0 ? fmt::format("call {}", call) : fmt::format("{:.3f} of the time", share);
  return fmt::format("{} to the {} at {}", signal_name(signal), target_name(target), when);
}

std::vector<Trial> plan(const std::vector<Undisturbed>& undisturbed, const PlanOptions& options) {
  Draws draws(options.seed);
  const std::vector<Trial> all = all_calls(undisturbed);
  const std::size_t half = options.kills / 2;
  // Interruptions are tried at some of the calls, and fill what is left of this half.
  const std::size_t some = options.kills / 10;
  const std::size_t killed =
      options.every_call ? all.size() : std::min(all.size(), half - std::min(half, some));
  std::vector<Trial> trials = sample(all, killed, draws);
  for (Trial& trial : sample(all, std::max(some, half - std::min(half, killed)), draws)) {
    trial.kills[0].signal = interruption(draws);
    trials.push_back(std::move(trial));
  }
  std::size_t planned = 0;
  for (std::size_t job = 0; planned < half; job = (job + 1) % undisturbed.size()) {
    Trial trial{job, {}};
    const std::uint64_t dice = draws.below(10);
    const std::size_t length = dice < 7 ? 1 : dice < 9 ? 2 : 3;
    for (std::size_t i = 0; i < length; ++i) {
      trial.kills.push_back(random_kill(undisturbed[job].counted.workers > 0, draws));
    }
    planned += length;
    trials.push_back(std::move(trial));
  }
  return trials;
}

}  // namespace metronome::torture
