#pragma once

#include <string>

namespace metronome {

/// The process was asked to end (SIGINT, SIGTERM, SIGHUP), or whoever read its standard output went
/// away (SIGPIPE). Thrown where work can be left, so that every folder and child is brought into
/// its documented state; main then ends the process by the same signal. Not a std::exception: what
/// handles errors does not take it for one.
class Interrupted {
 public:
  explicit Interrupted(int signal) : signal_(signal) {}
  [[nodiscard]] int signal() const { return signal_; }

 private:
  int signal_;
};

/// From now on the first SIGINT, SIGTERM or SIGHUP is only noted, for stop_if_interrupted(). Work
/// that does not look within 0.3 s is ended where it stands, as by SIGKILL but with the message;
/// so does a second signal, at once. SIGPIPE and SIGXFSZ become errors of the write. Called once,
/// by main; without it signals do what they do by default.
void catch_interrupts();

/// The signal that the process was asked to end by; 0: none.
[[nodiscard]] int interrupt_signal() noexcept;

/// Throws Interrupted where the process was asked to end. Costs one load from memory: loops call it
/// once for each piece of work that takes more than some milliseconds.
void stop_if_interrupted();

/// Readable from the moment a signal was noted, for poll(); -1 where signals are not caught.
[[nodiscard]] int interrupt_descriptor() noexcept;

/// What is said where the process is interrupted, or the environment fails it, while this object
/// lives: what is kept of the unfinished work and how to go on. Made by whoever owns the work; the
/// innermost one counts. It ends with the command that set_own_command() has named.
class KeptNote {
 public:
  explicit KeptNote(std::string text);
  ~KeptNote();
  KeptNote(const KeptNote&) = delete;
  KeptNote& operator=(const KeptNote&) = delete;
  /// There is nothing to be said after all.
  void withdraw();

 private:
  const std::string* outer_;
  int exceptions_;
};

/// The command line of this process, for notes: "metronome train w.yaml --out DIR".
void set_own_command(std::string command);

/// The note in force, or that of the work that an exception has just left; may be empty.
[[nodiscard]] std::string kept_note();

/// In a forked child that goes on with our work: what a terminal sends to all its processes is the
/// parent's to decide, which ends its children. SIGTERM ends the child; nothing is said by it.
void leave_interrupts_to_parent();

/// In a forked child that becomes another program: every signal as by default.
void restore_default_signals();

/// Says the last word (once a process) and ends the process by the signal: 128 + its number in a
/// shell. Of SIGPIPE nothing is said: nobody reads.
[[noreturn]] void end_by_signal(int signal);

}  // namespace metronome
