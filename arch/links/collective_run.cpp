#include "arch/links/collective_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

/// One chunk of one collective on one chip.
struct Progress {
  std::vector<std::uint32_t> received;  ///< by step
  std::uint32_t step = 0;               ///< that it waits for, or prepares
  bool started = false, preparing = false;
};

class Runner {
 public:
  Runner(const SystemSpec& system, const std::vector<Request>& requests, std::size_t in_flight)
      : system_(system),
        requests_(requests),
        in_flight_(in_flight == 0 ? requests.size() : in_flight),
        chunks_(system.collectives.chunks),
        chunks_in_flight_(system.collectives.chunks_in_flight == 0
                              ? chunks_
                              : system.collectives.chunks_in_flight),
        fabric_(system),
        network_(fabric_, LinkClock(system.link, system.timing)) {
    const bool equal = system.timing != Timing::exact;
    for (const Request& request : requests) {
      for (std::uint64_t chunk = 0; chunk < chunks_; ++chunk) {
        const std::uint64_t whole = request.bytes.count();
        const std::uint64_t part = whole / chunks_ + (!equal && chunk < whole % chunks_ ? 1 : 0);
        schedules_.push_back(schedule_of(request.collective, system, Bytes(part)));
      }
    }
    progress_.resize(schedules_.size() * system.chips);
    for (std::size_t piece = 0; piece < schedules_.size(); ++piece) {
      for (ChipIndex chip = 0; chip < system.chips; ++chip) {
        at(piece, chip).received.resize(schedules_[piece][chip].size());
      }
    }
    open_.assign(system.chips, 0);
    finished_chunks_.assign(requests.size() * system.chips, 0);
    times_.done.assign(requests.size(), std::vector<Picoseconds>(system.chips));
  }

  CollectiveTimes run() {
    for (ChipIndex chip = 0; chip < system_.chips; ++chip) {
      start_more(chip, Picoseconds{});
    }
    // Events of chips and of messages, by time; chips first.
    while (true) {
      const auto of_network = network_.next();
      if (!timers_.empty() && (!of_network || timers_.top().time <= *of_network)) {
        const Timer timer = timers_.top();
        timers_.pop();
        perform(timer);
      } else if (of_network) {
        if (const auto message = network_.advance()) {
          receive(*message, *of_network);
        }
      } else {
        break;
      }
    }
    for (const Schedule& schedule : schedules_) {
      times_.sent += bytes_sent(schedule);
    }
    times_.link_bytes = network_.bytes();
    times_.link_busy = network_.busy();
    return std::move(times_);
  }

 private:
  struct Timer {
    Picoseconds time{};
    std::uint64_t order = 0;
    std::size_t piece = 0;
    ChipIndex chip = 0;
    bool begins = false;  ///< a request is ready; otherwise a step is prepared
    bool operator>(const Timer& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  [[nodiscard]] Progress& at(std::size_t piece, ChipIndex chip) {
    return progress_[piece * system_.chips + chip];
  }

  /// Opens requests of a chip while it may have more under way.
  void start_more(ChipIndex chip, Picoseconds now) {
    std::uint64_t& next = open_[chip];
    while (next < requests_.size() && under_way(chip, next) < in_flight_) {
      const std::vector<Picoseconds>& ready = requests_[next].ready;
      const Picoseconds begin = std::max(now, ready.empty() ? Picoseconds{} : ready.at(chip));
      timers_.push({begin, order_++, next * chunks_, chip, true});
      ++next;
    }
  }

  [[nodiscard]] std::size_t under_way(ChipIndex chip, std::uint64_t opened) const {
    std::size_t count = 0;
    for (std::uint64_t request = 0; request < opened; ++request) {
      count += finished_chunks_[request * system_.chips + chip] < chunks_ ? 1 : 0;
    }
    return count;
  }

  void begin_chunk(std::size_t piece, ChipIndex chip, Picoseconds now) {
    Progress& progress = at(piece, chip);
    progress.started = true;
    if (schedules_[piece][chip].empty()) {  // one chip: nothing is to be done
      finish_chunk(piece, chip, now);
      return;
    }
    prepare_if_due(piece, chip, now);
  }

  /// The messages of a step are there: it adds them up, and sends after a while.
  void prepare_if_due(std::size_t piece, ChipIndex chip, Picoseconds now) {
    Progress& progress = at(piece, chip);
    const Step& step = schedules_[piece][chip][progress.step];
    if (!progress.started || progress.preparing ||
        progress.received[progress.step] < step.receives) {
      return;
    }
    progress.preparing = true;
    timers_.push({now + adding(step.added) + endpoint(), order_++, piece, chip, false});
  }

  [[nodiscard]] Picoseconds endpoint() const {
    return Picoseconds(
        static_cast<std::uint64_t>(std::llround(system_.collectives.endpoint_ns * 1000)));
  }

  /// Three passes over what is added.
  [[nodiscard]] Picoseconds adding(Bytes added) const {
    if (!system_.collectives.reduction_gb_per_s || added.count() == 0) {
      return {};
    }
    const double ns = static_cast<double>(added.count()) / *system_.collectives.reduction_gb_per_s;
    return system_.timing == Timing::exact
               ? Picoseconds(static_cast<std::uint64_t>(std::ceil(3000 * ns)))
               : Picoseconds(static_cast<std::uint64_t>(std::floor(ns)) * 3000);
  }

  void perform(const Timer& timer) {
    if (timer.begins) {
      for (std::size_t chunk = 0; chunk < std::min(chunks_, chunks_in_flight_); ++chunk) {
        begin_chunk(timer.piece + chunk, timer.chip, timer.time);
      }
      return;
    }
    Progress& progress = at(timer.piece, timer.chip);
    const std::vector<Step>& steps = schedules_[timer.piece][timer.chip];
    for (const Send& send : steps[progress.step].sends) {
      network_.send(timer.time, timer.chip, {send.to, send.bytes, (timer.piece << 32) | send.step});
    }
    progress.preparing = false;
    if (++progress.step == steps.size()) {
      finish_chunk(timer.piece, timer.chip, timer.time);
    } else {
      prepare_if_due(timer.piece, timer.chip, timer.time);
    }
  }

  void receive(const Message& message, Picoseconds now) {
    const std::size_t piece = message.tag >> 32;
    const auto step = static_cast<std::uint32_t>(message.tag);
    Progress& progress = at(piece, message.to);
    ++progress.received.at(step);
    if (progress.step == step) {
      prepare_if_due(piece, message.to, now);
    }
  }

  void finish_chunk(std::size_t piece, ChipIndex chip, Picoseconds now) {
    const std::size_t request = piece / chunks_;
    std::uint64_t& finished = finished_chunks_[request * system_.chips + chip];
    ++finished;
    times_.done[request][chip] = std::max(times_.done[request][chip], now);
    const std::size_t next = piece + chunks_in_flight_;
    if (next < (request + 1) * chunks_) {
      begin_chunk(next, chip, now);
    } else if (finished == chunks_) {
      start_more(chip, now);
    }
  }

  const SystemSpec& system_;
  const std::vector<Request>& requests_;
  std::size_t in_flight_;
  std::uint64_t chunks_, chunks_in_flight_;
  Fabric fabric_;
  Network network_;
  std::vector<Schedule> schedules_;  ///< by request and chunk
  std::vector<Progress> progress_;
  std::vector<std::uint64_t> open_;             ///< requests opened, by chip
  std::vector<std::uint64_t> finished_chunks_;  ///< by request and chip
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::uint64_t order_ = 0;
  CollectiveTimes times_;
};

}  // namespace

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

CollectiveTimes run_collectives(const SystemSpec& system, const std::vector<Request>& requests,
                                std::size_t in_flight) {
  if (const std::vector<Diagnostic> faults = system_faults(system); !faults.empty()) {
    throw UserError(faults);
  }
  for (const Request& request : requests) {
    if (const std::uint64_t messages = messages_of(request.collective, system);
        messages > kMostMessages) {
      throw UserError(fmt::format("{} on {} chips in {} chunks takes {} messages",
                                  enum_name(request.collective), system.chips,
                                  system.collectives.chunks, messages),
                      fmt::format("at most {}: fewer chips or chunks", kMostMessages));
    }
  }
  return Runner(system, requests, in_flight).run();
}

}  // namespace metronome::links
