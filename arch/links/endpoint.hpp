#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "arch/links/chip_program.hpp"

namespace metronome::links {

/// One chip of a system: its tasks one after the other, and its steps of collectives beside them.
/// Knows no queue of events but its own: whoever runs it asks when its next event is, and hands it
/// the messages that arrive. The plan and the program outlive it.
class Endpoint {
 public:
  Endpoint(const SystemSpec& system, const SystemProgram& program, const SchedulePlan& plan,
           ChipIndex chip);

  /// At the beginning of time, before anything else.
  void start();
  /// When its next event is; nothing: it waits for a message, or has done everything.
  [[nodiscard]] std::optional<Picoseconds> next() const;
  /// Carries out all events of its next time; messages that leave the chip then are appended.
  void advance(std::vector<Message>& leaving);
  /// A message has arrived; what follows from it are events of its own, not before `now`.
  void receive(const Message& message, Picoseconds now);

  [[nodiscard]] std::size_t requests() const { return done_.size(); }
  [[nodiscard]] Picoseconds began(std::size_t request) const { return began_[request]; }
  [[nodiscard]] Picoseconds done(std::size_t request) const { return done_[request]; }
  [[nodiscard]] Picoseconds work() const { return work_; }
  [[nodiscard]] Picoseconds end() const { return end_; }
  [[nodiscard]] const std::vector<Picoseconds>& begins() const { return begins_; }
  [[nodiscard]] Bytes sent() const { return sent_; }
  [[nodiscard]] Bytes received() const { return received_; }
  /// Whether all tasks and all requests are done.
  [[nodiscard]] bool finished() const;

 private:
  /// One chunk of one request.
  struct Progress {
    std::vector<std::uint32_t> received;  ///< by step
    std::uint32_t step = 0;               ///< that it waits for, or prepares
    bool started = false, preparing = false;
  };
  enum class What { request_begins, request_ends, step_prepared, task_ends };
  struct Timer {
    Picoseconds time{};
    std::uint64_t order = 0;
    What what = What::task_ends;
    std::size_t piece = 0;  ///< or the task
    bool operator>(const Timer& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  [[nodiscard]] const std::vector<Step>& steps(std::size_t piece) const {
    return plan_.piece(piece)[chip_];
  }
  [[nodiscard]] Picoseconds endpoint() const;
  [[nodiscard]] Picoseconds adding(Bytes added) const;
  void at(Picoseconds time, What what, std::size_t piece);
  void carry_out(const Timer& timer, std::vector<Message>& leaving);
  void begin_request(std::size_t request, Picoseconds now);
  void open_requests(Picoseconds now);
  void begin_chunk(std::size_t piece, Picoseconds now);
  void prepare_if_due(std::size_t piece, Picoseconds now);
  void step_prepared(std::size_t piece, Picoseconds now, std::vector<Message>& leaving);
  void finish_chunk(std::size_t piece, Picoseconds now);
  void task_ends(std::size_t task, Picoseconds now);
  void begin_task(Picoseconds now);
  void begin_asides(Picoseconds now);
  [[nodiscard]] bool may_begin(std::size_t task) const;

  const SystemSpec& system_;
  const SystemProgram& program_;
  const SchedulePlan& plan_;
  ChipIndex chip_;
  const ChipProgram& tasks_;
  std::vector<Progress> progress_;          ///< by piece
  std::vector<std::uint64_t> chunks_left_;  ///< by request
  std::vector<std::uint32_t> makers_left_;  ///< by request
  std::vector<Picoseconds> began_, done_;   ///< by request
  std::size_t next_request_ = 0;            ///< the first collective that has not been opened
  std::size_t open_ = 0;                    ///< collectives under way
  std::vector<bool> task_done_;
  std::size_t first_open_task_ = 0;
  std::vector<std::size_t> asides_;  ///< tasks that take no turn and have not begun
  std::optional<std::size_t> running_;
  std::optional<std::size_t> must_follow_;
  std::vector<Picoseconds> begins_;
  Picoseconds work_{}, end_{};
  Bytes sent_{}, received_{};
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::uint64_t order_ = 0;
};

/// Of chips that have done everything, without what their links know.
[[nodiscard]] ProgramTimes times_of(const std::vector<Endpoint>& chips);

}  // namespace metronome::links
