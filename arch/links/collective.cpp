#include "arch/links/collective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

/// Part i of n of so many bytes.
class Parts {
 public:
  Parts(Bytes whole, std::uint64_t parts, bool equal)
      : whole_(whole.count()), parts_(parts), equal_(equal) {}
  [[nodiscard]] Bytes operator()(std::uint64_t i) const {
    return equal_ ? Bytes(whole_ / parts_) : Bytes(begin(i + 1) - begin(i));
  }

 private:
  [[nodiscard]] std::uint64_t begin(std::uint64_t i) const {
    return whole_ / parts_ * i + std::min(i, whole_ % parts_);
  }
  std::uint64_t whole_, parts_;
  bool equal_;
};

/// Builds the steps of all chips. A phase begins with a step that waits for nothing and ends with
/// one that sends nothing.
class Scheduler {
 public:
  Scheduler(const SystemSpec& system)
      : system_(system),
        chips_(static_cast<ChipIndex>(system.chips)),
        equal_(system.timing != Timing::exact),
        steps_(system.chips) {}

  Schedule run(Collective collective, Bytes bytes) {
    const bool sums = collective != Collective::all_gather;
    const bool gathers = collective != Collective::reduce_scatter;
    if (chips_ == 1) {
      return std::move(steps_);
    }
    switch (system_.collectives.algorithm) {
      case Algorithm::ring:
        ring(all_chips(), whole_of(collective, bytes), sums, gathers);
        return std::move(steps_);
      case Algorithm::torus:
        torus(whole_of(collective, bytes), sums, gathers);
        return std::move(steps_);
      case Algorithm::halving_doubling:
        halving_doubling(whole_of(collective, bytes), sums, gathers);
        return std::move(steps_);
      case Algorithm::direct:
        direct(whole_of(collective, bytes), sums, gathers);
        return std::move(steps_);
      case Algorithm::tree:
        tree(collective, bytes);
        return std::move(steps_);
    }
    fail_no_enumerator(system_.collectives.algorithm);
  }

 private:
  [[nodiscard]] Bytes whole_of(Collective collective, Bytes bytes) const {
    return collective == Collective::all_gather ? bytes * chips_ : bytes;
  }

  [[nodiscard]] std::vector<ChipIndex> all_chips() const {
    std::vector<ChipIndex> chips;
    for (ChipIndex chip = 0; chip < chips_; ++chip) {
      chips.push_back(chip);
    }
    return chips;
  }

  /// A step at the end of a chip's; returns its number.
  std::uint32_t open(ChipIndex chip) {
    steps_[chip].emplace_back();
    return static_cast<std::uint32_t>(steps_[chip].size() - 1);
  }

  /// From the last step of a chip to a step of another one.
  void send(ChipIndex from, ChipIndex to, Bytes bytes, std::uint32_t step) {
    steps_[from].back().sends.push_back({to, bytes, step});
  }

  /// Part p of place i is what it sends in step t: i - t for the sum; the gathering goes on with
  /// what the sum left.
  void ring(const std::vector<ChipIndex>& members, Bytes whole, bool sums, bool gathers) {
    const std::uint64_t n = members.size();
    const Parts part(whole, n, equal_);
    const std::uint64_t steps = (n - 1) * ((sums ? 1 : 0) + (gathers ? 1 : 0));
    for (const ChipIndex chip : members) {
      open(chip);
    }
    for (std::uint64_t t = 0; t < steps; ++t) {
      const auto next = static_cast<std::uint32_t>(steps_[members[0]].size());
      for (std::uint64_t i = 0; i < n; ++i) {
        send(members[i], members[(i + 1) % n], part((i + 2 * n - t % n) % n), next);
      }
      for (std::uint64_t i = 0; i < n; ++i) {
        open(members[i]);
        Step& step = steps_[members[i]].back();
        step.receives = 1;
        if (sums && t < n - 1) {
          step.added = part((i + 2 * n - 1 - t % n) % n);
        }
      }
    }
  }

  void torus(Bytes whole, bool sums, bool gathers) {
    const std::uint64_t rows = system_.rows();
    const std::uint64_t columns = system_.columns();
    const auto along_rows = [&](bool sum, bool gather) {
      for (std::uint64_t r = 0; r < rows; ++r) {
        std::vector<ChipIndex> members;
        for (std::uint64_t c = 0; c < columns; ++c) {
          members.push_back(static_cast<ChipIndex>(r * columns + c));
        }
        ring(members, whole, sum, gather);
      }
    };
    if (sums) {
      along_rows(true, false);
    }
    for (std::uint64_t c = 0; c < columns; ++c) {
      std::vector<ChipIndex> members;
      for (std::uint64_t r = 0; r < rows; ++r) {
        members.push_back(static_cast<ChipIndex>(r * columns + c));
      }
      // After the sum along its row the chip of column c has part c + 1.
      ring(members, Parts(whole, columns, equal_)((c + 1) % columns), sums, gathers);
    }
    if (gathers) {
      along_rows(false, true);
    }
  }

  void halving_doubling(Bytes whole, bool sums, bool gathers) {
    const auto levels = static_cast<std::uint64_t>(std::countr_zero(system_.chips));
    std::vector<std::pair<std::uint64_t, bool>> exchanges;  // distance, sum
    for (std::uint64_t level = 0; sums && level < levels; ++level) {
      exchanges.emplace_back(level, true);
    }
    for (std::uint64_t level = levels; gathers && level-- > 0;) {
      exchanges.emplace_back(level, false);
    }
    for (ChipIndex chip = 0; chip < chips_; ++chip) {
      open(chip);
    }
    for (const auto& [level, sum] : exchanges) {
      const auto next = static_cast<std::uint32_t>(steps_[0].size());
      const std::uint64_t divisor = std::uint64_t{1} << (level + 1);
      const Bytes half(equal_ ? whole.count() / divisor : ceil_div(whole.count(), divisor));
      for (ChipIndex chip = 0; chip < chips_; ++chip) {
        send(chip, chip ^ (ChipIndex{1} << level), half, next);
      }
      for (ChipIndex chip = 0; chip < chips_; ++chip) {
        open(chip);
        steps_[chip].back().receives = 1;
        steps_[chip].back().added = sum ? half : Bytes{};
      }
    }
  }

  void direct(Bytes whole, bool sums, bool gathers) {
    const Parts part(whole, chips_, equal_);
    for (ChipIndex chip = 0; chip < chips_; ++chip) {
      open(chip);
    }
    const auto exchange = [&](bool sum) {
      const auto next = static_cast<std::uint32_t>(steps_[0].size());
      for (ChipIndex chip = 0; chip < chips_; ++chip) {
        for (ChipIndex k = 1; k < chips_; ++k) {
          const ChipIndex to = (chip + k) % chips_;
          send(chip, to, part(sum ? to : chip), next);
        }
      }
      for (ChipIndex chip = 0; chip < chips_; ++chip) {
        open(chip);
        steps_[chip].back().receives = chips_ - 1;
        steps_[chip].back().added = sum ? part(chip) * (chips_ - 1) : Bytes{};
      }
    };
    if (sums) {
      exchange(true);
    }
    if (gathers) {
      exchange(false);
    }
  }

  /// Chip 0 has one child, chip 1, below which chip i has 2 i and 2 i + 1.
  void tree(Collective collective, Bytes bytes) {
    if (collective != Collective::all_reduce) {
      throw UserError(fmt::format("a tree makes no {}", enum_name(collective)),
                      "ring, halving_doubling or direct");
    }
    const auto children = [&](ChipIndex chip) {
      std::vector<ChipIndex> below;
      for (const ChipIndex child : {2 * chip, 2 * chip + 1}) {
        if (child > chip && child < chips_ && child > 0) {
          below.push_back(child);
        }
      }
      return below;
    };
    for (ChipIndex chip = 0; chip < chips_; ++chip) {
      const std::vector<ChipIndex> below = children(chip);
      // Leaves send at once; others when their children have been heard. The sum comes back in a
      // step behind that.
      open(chip);
      steps_[chip].back().receives = static_cast<std::uint32_t>(below.size());
      steps_[chip].back().added = bytes * below.size();
      if (chip > 0) {
        send(chip, chip / 2, bytes, 0);
        open(chip);
        steps_[chip].back().receives = 1;
      }
      for (const ChipIndex child : below) {
        send(chip, child, bytes, 1);
      }
    }
  }

  const SystemSpec& system_;
  ChipIndex chips_;
  bool equal_;
  Schedule steps_;
};

}  // namespace

Schedule schedule_of(Collective collective, const SystemSpec& system, Bytes bytes) {
  return Scheduler(system).run(collective, bytes);
}

std::uint64_t messages_of(Collective collective, const SystemSpec& system) {
  const std::uint64_t n = system.chips;
  const std::uint64_t halves = collective == Collective::all_reduce ? 2 : 1;
  const auto all = [&](std::uint64_t of_chip) { return n * of_chip * system.collectives.chunks; };
  switch (system.collectives.algorithm) {
    case Algorithm::ring:
    case Algorithm::direct:
      return all(halves * (n - 1));
    case Algorithm::torus:
      return all(halves * (system.rows() + system.columns() - 2));
    case Algorithm::halving_doubling:
      return all(halves * static_cast<std::uint64_t>(std::bit_width(n - 1)));
    case Algorithm::tree:
      return 2 * (n - 1) * system.collectives.chunks;
  }
  fail_no_enumerator(system.collectives.algorithm);
}

Bytes bytes_sent(const Schedule& schedule) {
  Bytes sum{};
  for (const std::vector<Step>& steps : schedule) {
    for (const Step& step : steps) {
      for (const Send& send : step.sends) {
        sum += send.bytes;
      }
    }
  }
  return sum;
}

}  // namespace metronome::links
