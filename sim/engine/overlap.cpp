#include "sim/engine/overlap.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <tuple>

#include "sim/base/error.hpp"

namespace metronome::sim {
namespace {

/// What is left of a task below this has ended: far below a cycle, far above rounding.
constexpr double kEnded = 1e-6;

class Execution {
 public:
  explicit Execution(std::span<const OverlapTask> tasks)
      : tasks_(tasks), open_(tasks.size()), next_(tasks.size()), causes_(tasks.size()) {
    out_.tasks.resize(tasks.size());
    for (std::uint32_t i = 0; i < tasks.size(); ++i) {
      open_[i] = tasks[i].after.size();
      for (const std::uint32_t before : tasks[i].after) {
        next_[before].push_back(i);
      }
    }
  }

  OverlapTimes run() {
    for (std::uint32_t i = 0; i < tasks_.size(); ++i) {
      if (open_[i] == 0) {
        make_ready(i, std::nullopt);
      }
    }
    begin_ready();
    while (advance()) {
    }
    METRONOME_ASSERT(ended_ == tasks_.size(), "a graph of operations has no circle");
    out_.interval = whole(now_);
    mark_critical();
    return std::move(out_);
  }

 private:
  struct Running {
    std::uint32_t task = 0;
    double left = 0;  ///< cycles at full speed
    double speed = 1;
  };
  /// Waiting tasks of a unit, the first to begin first.
  using Queue = std::set<std::pair<bool, std::uint32_t>>;

  static std::uint64_t whole(double time) { return static_cast<std::uint64_t>(std::llround(time)); }

  void make_ready(std::uint32_t task, std::optional<std::uint32_t> cause) {
    out_.tasks[task].ready = whole(now_);
    causes_[task] = cause;
    waiting_[tasks_[task].unit].insert({tasks_[task].next, task});
  }

  void begin_ready() {
    for (const WorkUnit unit : kEnumValues<WorkUnit>) {
      Queue& queue = waiting_[unit];
      if (running_[unit] || queue.empty()) {
        continue;
      }
      const std::uint32_t task = queue.begin()->second;
      queue.erase(queue.begin());
      running_[unit] = Running{task, static_cast<double>(tasks_[task].cycles)};
      out_.tasks[task].begin = whole(now_);
      if (out_.tasks[task].begin > out_.tasks[task].ready) {
        causes_[task] = last_of_[unit];  // had to wait for the unit
      }
    }
  }

  /// To the next end of a task; false where none is under way.
  bool advance() {
    share_out();
    double step = std::numeric_limits<double>::infinity();
    for (const auto& one : running_) {
      step = one ? std::min(step, one->left / one->speed) : step;
    }
    if (std::isinf(step)) {
      return false;
    }
    count_as_own(step);
    now_ += step;
    for (auto& one : running_) {
      if (one) {
        one->left -= step * one->speed;
      }
    }
    end_tasks();
    begin_ready();
    return true;
  }

  void count_as_own(double step) {
    for (const auto& one : running_) {  // in the order of units
      if (one) {
        out_.tasks[one->task].own += whole(now_ + step) - whole(now_);
        return;
      }
    }
  }

  void end_tasks() {
    for (const WorkUnit unit : kEnumValues<WorkUnit>) {
      auto& one = running_[unit];
      if (!one || one->left > kEnded) {
        continue;
      }
      const std::uint32_t task = one->task;
      out_.tasks[task].end = whole(now_);
      last_of_[unit] = task;
      one.reset();
      ++ended_;
      for (const std::uint32_t next : next_[task]) {
        if (--open_[next] == 0) {
          make_ready(next, task);
        }
      }
    }
  }

  /// Speeds of what is under way, by progressive filling.
  void share_out() {
    std::array<double, 2> room{1, 1};
    std::vector<Running*> rising;
    for (auto& one : running_) {
      if (one) {
        one->speed = 0;
        rising.push_back(&*one);
      }
    }
    double speed = 0;
    while (!rising.empty() && speed < 1) {
      std::array<double, 2> wanted{};
      for (const Running* one : rising) {
        wanted[0] += demand(*one)[0];
        wanted[1] += demand(*one)[1];
      }
      double more = 1 - speed;
      for (std::size_t i = 0; i < room.size(); ++i) {
        more = wanted[i] > 0 ? std::min(more, room[i] / wanted[i]) : more;
      }
      speed += more;
      for (std::size_t i = 0; i < room.size(); ++i) {
        room[i] = std::max(room[i] - more * wanted[i], 0.0);
      }
      for (Running* one : rising) {
        one->speed = speed;
      }
      std::erase_if(rising, [&](const Running* one) {
        const std::array<double, 2> needs = demand(*one);
        return (needs[0] > 0 && room[0] < kEnded) || (needs[1] > 0 && room[1] < kEnded);
      });
    }
  }

  [[nodiscard]] std::array<double, 2> demand(const Running& one) const {
    return {tasks_[one.task].memory, tasks_[one.task].lanes};
  }

  void mark_critical() {
    std::optional<std::uint32_t> at;
    for (std::uint32_t i = 0; i < tasks_.size(); ++i) {
      if (!at || out_.tasks[i].end > out_.tasks[*at].end) {
        at = i;
      }
    }
    while (at) {
      out_.tasks[*at].critical = true;
      at = causes_[*at];
    }
  }

  std::span<const OverlapTask> tasks_;
  OverlapTimes out_;
  std::vector<std::size_t> open_;                     ///< by task: what it still waits for
  std::vector<std::vector<std::uint32_t>> next_;      ///< by task: who waits for it
  std::vector<std::optional<std::uint32_t>> causes_;  ///< by task: what let it begin
  EnumArray<WorkUnit, Queue> waiting_;
  EnumArray<WorkUnit, std::optional<Running>> running_;
  EnumArray<WorkUnit, std::optional<std::uint32_t>> last_of_;  ///< that ended there
  std::size_t ended_ = 0;
  double now_ = 0;
};

}  // namespace

OverlapTimes overlapped(std::span<const OverlapTask> tasks) { return Execution(tasks).run(); }

}  // namespace metronome::sim
