#include "arch/links/collective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

/// Part i of n of so many numbers.
class Parts {
 public:
  Parts(std::uint64_t whole, std::uint64_t parts, bool equal)
      : whole_(whole), parts_(parts), equal_(equal) {}
  [[nodiscard]] std::uint64_t operator()(std::uint64_t i) const {
    return equal_ ? whole_ / parts_ : begin(i + 1) - begin(i);
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
  Scheduler(const SystemSpec& system, const Wire& wire)
      : system_(system),
        wire_(wire),
        chips_(static_cast<ChipIndex>(system.chips)),
        equal_(system.timing != Timing::exact),
        steps_(system.chips) {}

  Schedule run(Collective collective, std::uint64_t elements) {
    const bool sums = collective != Collective::all_gather;
    const bool gathers = collective != Collective::reduce_scatter;
    if (chips_ == 1) {
      return std::move(steps_);
    }
    switch (system_.collectives.algorithm) {
      case Algorithm::ring:
        ring(all_chips(), whole_of(collective, elements), sums, gathers, 1, sums ? chips_ : 1);
        return std::move(steps_);
      case Algorithm::torus:
        torus(whole_of(collective, elements), sums, gathers);
        return std::move(steps_);
      case Algorithm::halving_doubling:
        halving_doubling(whole_of(collective, elements), sums, gathers);
        return std::move(steps_);
      case Algorithm::direct:
        direct(whole_of(collective, elements), sums, gathers);
        return std::move(steps_);
      case Algorithm::tree:
        tree(collective, elements);
        return std::move(steps_);
    }
    fail_no_enumerator(system_.collectives.algorithm);
  }

 private:
  [[nodiscard]] std::uint64_t whole_of(Collective collective, std::uint64_t elements) const {
    return collective == Collective::all_gather ? require_product<std::uint64_t>(elements, chips_)
                                                : elements;
  }
  /// What a message of numbers that are sums over so many chips takes.
  [[nodiscard]] Bytes bytes(std::uint64_t elements, std::uint64_t summands) const {
    return wire_.bytes(elements, summands);
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
  /// what the sum left. `before`: chips whose numbers each member has added up already; `gathered`:
  /// those in what is gathered.
  void ring(const std::vector<ChipIndex>& members, std::uint64_t whole, bool sums, bool gathers,
            std::uint64_t before, std::uint64_t gathered) {
    const std::uint64_t n = members.size();
    const Parts part(whole, n, equal_);
    const std::uint64_t steps = (n - 1) * ((sums ? 1 : 0) + (gathers ? 1 : 0));
    for (const ChipIndex chip : members) {
      open(chip);
    }
    for (std::uint64_t t = 0; t < steps; ++t) {
      const auto next = static_cast<std::uint32_t>(steps_[members[0]].size());
      const std::uint64_t summands = sums && t < n - 1 ? before * (t + 1) : gathered;
      for (std::uint64_t i = 0; i < n; ++i) {
        send(members[i], members[(i + 1) % n], bytes(part((i + 2 * n - t % n) % n), summands),
             next);
      }
      for (std::uint64_t i = 0; i < n; ++i) {
        open(members[i]);
        Step& step = steps_[members[i]].back();
        step.receives = 1;
        if (sums && t < n - 1) {
          step.added = bytes(part((i + 2 * n - 1 - t % n) % n), summands);
        }
      }
    }
  }

  void torus(std::uint64_t whole, bool sums, bool gathers) {
    const std::uint64_t gathered = sums ? chips_ : 1;
    const std::uint64_t rows = system_.rows();
    const std::uint64_t columns = system_.columns();
    const auto along_rows = [&](bool sum, bool gather) {
      for (std::uint64_t r = 0; r < rows; ++r) {
        std::vector<ChipIndex> members;
        for (std::uint64_t c = 0; c < columns; ++c) {
          members.push_back(static_cast<ChipIndex>(r * columns + c));
        }
        ring(members, whole, sum, gather, 1, gathered);
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
      ring(members, Parts(whole, columns, equal_)((c + 1) % columns), sums, gathers,
           sums ? columns : 1, gathered);
    }
    if (gathers) {
      along_rows(false, true);
    }
  }

  void halving_doubling(std::uint64_t whole, bool sums, bool gathers) {
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
      // A sum over 2^level chips goes out; all of them come back.
      const std::uint64_t summands =
          sum ? std::uint64_t{1} << level : (sums ? std::uint64_t{chips_} : 1);
      const Bytes half = bytes(equal_ ? whole / divisor : ceil_div(whole, divisor), summands);
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

  void direct(std::uint64_t whole, bool sums, bool gathers) {
    const Parts part(whole, chips_, equal_);
    for (ChipIndex chip = 0; chip < chips_; ++chip) {
      open(chip);
    }
    const auto exchange = [&](bool sum) {
      const std::uint64_t summands = sum || !sums ? 1 : std::uint64_t{chips_};
      const auto next = static_cast<std::uint32_t>(steps_[0].size());
      for (ChipIndex chip = 0; chip < chips_; ++chip) {
        for (ChipIndex k = 1; k < chips_; ++k) {
          const ChipIndex to = (chip + k) % chips_;
          send(chip, to, bytes(part(sum ? to : chip), summands), next);
        }
      }
      for (ChipIndex chip = 0; chip < chips_; ++chip) {
        open(chip);
        steps_[chip].back().receives = chips_ - 1;
        steps_[chip].back().added = sum ? bytes(part(chip), summands) * (chips_ - 1) : Bytes{};
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
  [[nodiscard]] std::vector<ChipIndex> children(ChipIndex chip) const {
    std::vector<ChipIndex> below;
    for (const ChipIndex child : {2 * chip, 2 * chip + 1}) {
      if (child > chip && child < chips_ && child > 0) {
        below.push_back(child);
      }
    }
    return below;
  }

  void tree(Collective collective, std::uint64_t elements) {
    if (collective != Collective::all_reduce) {
      throw UserError(fmt::format("a tree makes no {}", enum_name(collective)),
                      "ring, halving_doubling or direct");
    }
    std::vector<std::uint64_t> below_and_own(chips_, 1);
    for (ChipIndex chip = chips_ - 1; chip > 0; --chip) {
      below_and_own[chip / 2] += below_and_own[chip];
    }
    for (ChipIndex chip = 0; chip < chips_; ++chip) {
      const std::vector<ChipIndex> below = children(chip);
      // Leaves send at once; others when their children have been heard. The sum comes back in a
      // step behind that.
      open(chip);
      steps_[chip].back().receives = static_cast<std::uint32_t>(below.size());
      for (const ChipIndex child : below) {
        steps_[chip].back().added += bytes(elements, below_and_own[child]);
      }
      if (chip > 0) {
        send(chip, chip / 2, bytes(elements, below_and_own[chip]), 0);
        open(chip);
        steps_[chip].back().receives = 1;
      }
      for (const ChipIndex child : below) {
        send(chip, child, bytes(elements, chips_), 1);
      }
    }
  }

  const SystemSpec& system_;
  Wire wire_;
  ChipIndex chips_;
  bool equal_;
  Schedule steps_;
};

}  // namespace

Schedule schedule_of(Collective collective, const SystemSpec& system, const Payload& payload) {
  return Scheduler(system, payload.wire).run(collective, payload.elements);
}

Schedule transfer_schedule(const SystemSpec& system, ChipIndex from, ChipIndex to, Bytes bytes) {
  METRONOME_ASSERT(from < system.chips && to < system.chips && from != to,
                   "a message goes to another chip");
  Schedule schedule(system.chips);
  schedule[from].push_back({.receives = 0, .added = {}, .sends = {{to, bytes, 0}}});
  schedule[to].push_back({.receives = 1, .added = {}, .sends = {}});
  return schedule;
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
