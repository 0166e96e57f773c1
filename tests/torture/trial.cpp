#include "tests/torture/trial.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "sim/base/files.hpp"

namespace metronome::torture {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Milliseconds kPatience{60000};   ///< a program that has not ended by then hangs
constexpr Milliseconds kOrphansGone{300};  ///< by then a dead parent's workers have ended
constexpr int kTries = 6;                  ///< until a random moment is one before the end

/// How a program may end that got `kill`.
bool expected(const Kill& kill, const Ending& ending) {
  const bool interrupted = ending.signal == kill.signal || ending.exit_code == 128 + kill.signal;
  if (kill.target == Target::worker) {
    return ending.exit_code == 3 || ending.exit_code == 0 ||
           (kill.signal != SIGKILL && interrupted);
  }
  return kill.signal == SIGKILL ? ending.signal == SIGKILL : interrupted || ending.exit_code == 0;
}

class Running {
 public:
  Running(const Bench& bench, const Trial& trial, const Undisturbed& undisturbed)
      : bench_(bench), job_(bench.jobs()[trial.job]), undisturbed_(undisturbed) {}

  TrialResult run(const std::vector<Kill>& kills) {
    bench_.reset(job_);
    for (Kill kill : kills) {
      bool landed = disturb(kill);
      for (int again = 1; !landed && again < kTries && result_.landed.empty(); ++again) {
        kill.share *= 0.7;
        bench_.reset(job_);
        landed = disturb(kill);
      }
      if (landed) {
        result_.landed.push_back(kill);
      }
    }
    go_on();
    return std::move(result_);
  }

 private:
  void found(Loss loss, const std::string& text) { result_.findings.push_back({loss, text}); }

  /// Sends a signal at a random moment; false where there was nobody any more to get it.
  bool send(Process& process, const Kill& kill) {
    const auto moment =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(undisturbed_.time * kill.share);
    std::this_thread::sleep_until(moment);
    if (kill.target != Target::worker) {
      if (process.poll()) {
        return false;
      }
      kill.target == Target::group ? process.signal_group(kill.signal)
                                   : process.signal(kill.signal);
      return true;
    }
    while (!process.poll()) {
      const std::vector<pid_t> workers = process.workers();
      if (!workers.empty()) {
        return ::kill(workers[static_cast<std::size_t>(kill.share * 1e6) % workers.size()],
                      kill.signal) == 0;
      }
      std::this_thread::sleep_for(Milliseconds(1));
    }
    return false;
  }

  /// Starts the job and kills it. True where the kill met it.
  bool disturb(const Kill& kill) {
    const Role role = kill.target == Target::worker ? Role::worker : Role::parent;
    Process process(bench_.start(job_, role, kill.call, kill.call > 0 ? kill.signal : 0));
    bool landed = kill.call == 0 && send(process, kill);
    const auto ending = process.wait(kPatience);
    if (!ending) {
      found(Loss::hang, "has not ended");
      return true;
    }
    landed = landed || (kill.call > 0 && bench_.counted().fired);
    if (landed && kill.target != Target::worker && ending->exit_code == 0 && kill.call == 0) {
      return false;  // came too late
    }
    if (landed ? !expected(kill, *ending) : ending->exit_code != 0) {
      found(Loss::exit_code, fmt::format("ended with {}; its output:\n{}", ending->text(), tail()));
    }
    check_orphans(process);
    return landed;
  }

  void check_orphans(Process& process) {
    const auto until = Clock::now() + kOrphansGone;
    std::vector<pid_t> left = process.descendants();
    while (!left.empty() && Clock::now() < until) {
      std::this_thread::sleep_for(Milliseconds(10));
      left = process.descendants();
    }
    if (!left.empty()) {
      found(Loss::orphan, fmt::format("{} processes live on", left.size()));
      process.end();
    }
  }

  /// The same command once more, left alone; then everything must be as if never disturbed.
  void go_on() {
    Process process(bench_.start(job_));
    const auto ending = process.wait(kPatience);
    if (!ending || ending->exit_code != 0) {
      found(Loss::not_resumed, fmt::format("the same command then ends with {}; its output:\n{}",
                                           ending ? ending->text() : "no end", tail()));
      return;
    }
    const Differences all = differences(undisturbed_.result, bench_.state());
    if (!all.different.empty()) {
      found(Loss::different, fmt::format("{}", fmt::join(all.different, ", ")));
    }
    if (!all.leftover.empty()) {
      found(Loss::leftover, fmt::format("{}", fmt::join(all.leftover, ", ")));
    }
  }

  [[nodiscard]] std::string tail() const {
    const std::string text = read_file(bench_.folder() / "output");
    return text.substr(text.size() - std::min<std::size_t>(text.size(), 1000));
  }

  const Bench& bench_;
  const Job& job_;
  const Undisturbed& undisturbed_;
  TrialResult result_;
};

}  // namespace

TrialResult run_trial(const Bench& bench, const Trial& trial, const Undisturbed& undisturbed) {
  return Running(bench, trial, undisturbed).run(trial.kills);
}

}  // namespace metronome::torture
