#pragma once

#include <queue>
#include <systemc>
#include <vector>

#include "arch/links/network.hpp"

namespace metronome::sim {

/// A message on its way: the links that it crosses, and the one that it is to enter.
struct Travelling {
  links::Message message;
  std::vector<links::LinkIndex> route;
  std::uint32_t hop = 0;

  [[nodiscard]] bool arrived() const { return hop == route.size(); }
};

/// Where messages go that leave a link.
class Crossing {
 public:
  virtual ~Crossing() = default;
  /// At the present time of the kernel.
  virtual void arrive(Travelling message) = 0;
};

/// One direction of a link, self-timed: takes messages, serves them in the order in which they come
/// (of one time: links::has_way), hands each on when it is at the other end. Events are those of
/// messages, none of their parts. In a timing without queues (congestion-unaware) a message passes
/// all of its links in the first one.
class LinkModule : public sc_core::sc_module {
 public:
  LinkModule(const sc_core::sc_module_name& name, const links::LinkClock& clock, Crossing& far_end);

  /// A message is there. It is served one delta cycle later, with all that come in this one.
  void accept(Travelling message);
  /// Forgets what it has carried. Times of the kernel count from `zero`.
  void begin(Picoseconds zero);
  [[nodiscard]] const links::LinkLine& line() const { return line_; }
  /// A message passes that another link serves.
  void count(Bytes message) { line_.count(message, clock_); }
  /// The links whose messages the first of them serves, in a timing without queues.
  void set_all(const std::vector<LinkModule*>* all) { all_ = all; }

 private:
  struct Waiting {
    Travelling message;
    std::uint64_t delta = 0;  ///< in which it came
  };
  struct Leaving {
    Picoseconds time{};
    std::uint64_t order = 0;
    Travelling message;
    bool operator>(const Leaving& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  void run();
  void hand_on(Picoseconds now);
  void serve(Picoseconds now);
  void serve_one(Travelling message, Picoseconds now);

  links::LinkClock clock_;
  Crossing& far_end_;
  const std::vector<LinkModule*>* all_ = nullptr;
  links::LinkLine line_;
  Picoseconds zero_{};
  std::vector<Waiting> waiting_;
  std::priority_queue<Leaving, std::vector<Leaving>, std::greater<>> leaving_;
  std::uint64_t order_ = 0;
  sc_core::sc_event ev_due_;
};

/// The switch in the middle: passes each message to the link of its chip, without a delay of its
/// own (that is the links'); it cuts through or stores as the timing says.
class SwitchModule : public sc_core::sc_module {
 public:
  explicit SwitchModule(const sc_core::sc_module_name& name) : sc_module(name) {}
  void pass(Travelling message, const std::vector<LinkModule*>& links) {
    ++messages_;
    links.at(message.route.at(message.hop))->accept(std::move(message));
  }
  [[nodiscard]] std::uint64_t messages() const { return messages_; }

 private:
  std::uint64_t messages_ = 0;
};

}  // namespace metronome::sim
