#include "arch/links/collective_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "arch/links/endpoint.hpp"
#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

/// Chips and links in one queue of events.
class Runner {
 public:
  Runner(const SystemSpec& system, const SystemProgram& program)
      : plan_(system, program.requests),
        fabric_(system),
        network_(fabric_, LinkClock(system.link, system.timing)) {
    chips_.reserve(system.chips);
    for (ChipIndex chip = 0; chip < system.chips; ++chip) {
      chips_.emplace_back(system, program, plan_, chip);
    }
  }

  ProgramTimes run() {
    for (ChipIndex chip = 0; chip < chips_.size(); ++chip) {
      chips_[chip].start();
      arrange(chip, {});
    }
    // Of one instant chips come first; what they send is on its way an instant later.
    while (true) {
      const std::optional<Instant> of_network = network_.next();
      if (!turns_.empty() && (!of_network || turns_.top().when <= *of_network)) {
        const Turn turn = turns_.top();
        turns_.pop();
        take(turn);
      } else if (of_network) {
        if (const auto message = network_.advance()) {
          chips_[message->to].receive(*message, of_network->time);
          arrange(message->to, *of_network);
        }
      } else {
        break;
      }
    }
    return times();
  }

 private:
  struct Turn {
    Instant when;
    ChipIndex chip = 0;
    bool operator>(const Turn& other) const {
      return when != other.when ? when > other.when : chip > other.chip;
    }
  };

  /// A chip's next event, as of now.
  void arrange(ChipIndex chip, Instant now) {
    if (const auto next = chips_[chip].next()) {
      turns_.push({now.then(*next), chip});
    }
  }

  void take(const Turn& turn) {
    if (chips_[turn.chip].next() != turn.when.time) {
      return;  // it was taken along with an earlier turn
    }
    leaving_.clear();
    chips_[turn.chip].advance(leaving_);
    for (const Message& message : leaving_) {
      network_.send(turn.when, message);
    }
    arrange(turn.chip, turn.when);
  }

  ProgramTimes times() {
    ProgramTimes out = times_of(chips_);
    out.links.link_bytes = network_.bytes();
    out.links.link_busy = network_.busy();
    return out;
  }

  SchedulePlan plan_;
  Fabric fabric_;
  Network network_;
  std::vector<Endpoint> chips_;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  std::vector<Message> leaving_;
};

}  // namespace

ProgramTimes times_of(const std::vector<Endpoint>& chips) {
  ProgramTimes out;
  const std::size_t requests = chips.front().requests();
  out.links.began.assign(requests, {});
  out.links.done.assign(requests, {});
  for (const Endpoint& chip : chips) {
    METRONOME_ASSERT(chip.finished(), "a chip waits for what never comes");
    for (std::size_t request = 0; request < requests; ++request) {
      out.links.began[request].push_back(chip.began(request));
      out.links.done[request].push_back(chip.done(request));
    }
    out.work.push_back(chip.work());
    out.end.push_back(chip.end());
    out.begins.push_back(chip.begins());
    out.links.sent += chip.sent();
    out.links.received += chip.received();
  }
  return out;
}

Picoseconds CollectiveTimes::end(std::size_t request) const {
  const std::vector<Picoseconds>& chips = done.at(request);
  return *std::max_element(chips.begin(), chips.end());
}

Bytes CollectiveTimes::carried() const {
  return std::accumulate(link_bytes.begin(), link_bytes.end(), Bytes{});
}

std::optional<Picojoules> CollectiveTimes::energy(const LinkSpec& link) const {
  if (!link.pj_per_bit) {
    return std::nullopt;
  }
  return Picojoules(8 * static_cast<double>(carried().count()) * *link.pj_per_bit);
}

Picoseconds ProgramTimes::total() const {
  Picoseconds last{};
  for (const Picoseconds one : end) {
    last = std::max(last, one);
  }
  for (std::size_t request = 0; request < links.done.size(); ++request) {
    last = std::max(last, links.end(request));
  }
  return last;
}

SchedulePlan::SchedulePlan(const SystemSpec& system, const std::vector<Request>& requests)
    : chunks_(system.collectives.chunks),
      chunks_in_flight_(system.collectives.chunks_in_flight == 0
                            ? chunks_
                            : system.collectives.chunks_in_flight) {
  if (const std::vector<Diagnostic> faults = system_faults(system); !faults.empty()) {
    throw UserError(faults);
  }
  const bool equal = system.timing != Timing::exact;
  std::map<std::tuple<int, Payload>, std::size_t> known;
  const auto add = [&](int kind, const Payload& part, const auto& make) {
    const auto [at, fresh] = known.try_emplace({kind, part}, schedules_.size());
    if (fresh) {
      schedules_.push_back(make());
    }
    schedule_of_.push_back(at->second);
  };
  for (const Request& request : requests) {
    for (std::uint64_t chunk = 0; chunk < chunks_; ++chunk) {
      if (request.takes) {
        schedule_of_.push_back(schedules_.size());
        schedules_.emplace_back(system.chips);
        continue;
      }
      if (request.transfer) {
        const auto [from, to] = *request.transfer;
        const Bytes bytes = request.payload.wire.bytes(request.payload.elements, 1);
        schedule_of_.push_back(schedules_.size());
        schedules_.push_back(chunk == 0 ? transfer_schedule(system, from, to, bytes)
                                        : Schedule(system.chips));
        continue;
      }
      if (const std::uint64_t messages = messages_of(request.collective, system);
          messages > kMostMessages) {
        throw UserError(fmt::format("{} on {} chips in {} chunks takes {} messages",
                                    enum_name(request.collective), system.chips, chunks_, messages),
                        fmt::format("at most {}: fewer chips or chunks", kMostMessages));
      }
      const std::uint64_t whole = request.payload.elements;
      const Payload part(whole / chunks_ + (!equal && chunk < whole % chunks_ ? 1 : 0),
                         request.payload.wire);
      add(static_cast<int>(request.collective), part,
          [&] { return schedule_of(request.collective, system, part); });
    }
  }
}

ProgramTimes run_program(const SystemSpec& system, const SystemProgram& program) {
  return Runner(system, program).run();
}

CollectiveTimes run_collectives(const SystemSpec& system, const std::vector<Request>& requests,
                                std::size_t in_flight) {
  return run_program(system, {{{}}, {}, requests, in_flight}).links;
}

}  // namespace metronome::links
