#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/links/collective.hpp"
#include "arch/links/network.hpp"

namespace metronome::links {

/// A message from one chip to another.
struct Transfer {
  ChipIndex from = 0, to = 0;
  bool operator==(const Transfer&) const = default;
};

/// A collective, or a message, that chips ask for; and when each chip has what it needs for it
/// where no task makes it.
struct Request {
  Collective collective = Collective::all_reduce;
  Payload payload;
  std::vector<Picoseconds> ready{};    ///< by chip; empty: at once
  std::optional<Transfer> transfer{};  ///< instead of a collective
  /// Known: so long after it begins the chip is done with it, and nothing is sent.
  std::optional<Picoseconds> takes{};
};

/// A piece of work of a chip, which does one at a time.
struct Task {
  Picoseconds time{};
  bool follows = false;                ///< begins where the task before has ended
  bool aside = false;                  ///< takes no turn: begins when it may, whatever runs
  std::vector<std::uint32_t> needs{};  ///< tasks before it in the program that it comes behind
  std::vector<std::uint32_t> waits{};  ///< requests that must be done on this chip before it begins
  std::vector<std::uint32_t> makes{};  ///< requests that it has its part ready for at its end
};

/// What one chip does: of the tasks that may begin the first in the list is the next. A task that
/// waits for others lets them go first.
using ChipProgram = std::vector<Task>;

/// What all chips do. Collectives begin on each chip in the order of `requests`, at most
/// `in_flight` at a time (0: all that are ready), each when every task of the chip that makes it is
/// done; messages (Transfer) at once.
struct SystemProgram {
  std::vector<ChipProgram> programs;
  std::vector<std::uint32_t> program_of_chip{};  ///< index into programs; empty: all the first
  std::vector<Request> requests;
  std::size_t in_flight = 1;

  [[nodiscard]] const ChipProgram& of(ChipIndex chip) const {
    return programs.at(program_of_chip.empty() ? 0 : program_of_chip.at(chip));
  }
};

/// What requests took on the links.
struct CollectiveTimes {
  std::vector<std::vector<Picoseconds>> began, done;  ///< by request, by chip
  std::vector<Bytes> link_bytes;                      ///< by link
  std::vector<Picoseconds> link_busy;                 ///< by link
  Bytes sent{};                                       ///< by all chips
  Bytes received{};                                   ///< by all chips

  /// When the last chip is done with a request.
  [[nodiscard]] Picoseconds end(std::size_t request) const;
  /// Bytes times links that they crossed.
  [[nodiscard]] Bytes carried() const;
  /// Nothing where links are not priced.
  [[nodiscard]] std::optional<Picojoules> energy(const LinkSpec& link) const;
};

/// What a program took.
struct ProgramTimes {
  CollectiveTimes links;
  std::vector<Picoseconds> work;                 ///< by chip: its tasks
  std::vector<Picoseconds> end;                  ///< by chip: of its last task
  std::vector<std::vector<Picoseconds>> begins;  ///< by chip, by task

  /// When the last chip and the last request are done.
  [[nodiscard]] Picoseconds total() const;
};

/// Schedules of the requests of a program, chunk by chunk; equal ones are made once.
class SchedulePlan {
 public:
  /// UserError where the system or a request cannot be (system_faults, kMostMessages).
  SchedulePlan(const SystemSpec& system, const std::vector<Request>& requests);

  [[nodiscard]] std::uint64_t chunks() const { return chunks_; }
  /// Of them, at a time.
  [[nodiscard]] std::uint64_t chunks_in_flight() const { return chunks_in_flight_; }
  [[nodiscard]] std::size_t pieces() const { return schedule_of_.size(); }
  /// Of chunk piece % chunks() of request piece / chunks().
  [[nodiscard]] const Schedule& piece(std::size_t piece) const {
    return schedules_[schedule_of_[piece]];
  }

 private:
  std::uint64_t chunks_, chunks_in_flight_;
  std::vector<Schedule> schedules_;
  std::vector<std::size_t> schedule_of_;
};

/// Runs a program: links, chips and their queues event by event.
[[nodiscard]] ProgramTimes run_program(const SystemSpec& system, const SystemProgram& program);

}  // namespace metronome::links
