#include "sim/base/interrupt.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>

#include "sim/base/child_process.hpp"
#include "tests/sim/base/forked.hpp"

namespace metronome {
namespace interrupt_test {

/// Work that looks for signals, as a command's.
int looking_work() {
  catch_interrupts();
  try {
    const KeptNote outer("outer");
    set_own_command("metronome sweep s.yaml");
    const KeptNote note("3 points are kept; the same command goes on");
    tell("ready");
    for (;;) {
      stop_if_interrupted();
    }
  } catch (const Interrupted& interrupted) {
    end_by_signal(interrupted.signal());
  }
}

void signal_when_ready(pid_t pid, const std::string& line, int signal) {
  if (line == "ready") {
    ::kill(pid, signal);
  }
}

TEST(faults, F2_9_an_interrupted_process_says_what_is_kept_and_ends_by_the_signal) {
  for (const auto& [signal, name] :
       {std::pair{SIGINT, "SIGINT"}, std::pair{SIGTERM, "SIGTERM"}, std::pair{SIGHUP, "SIGHUP"}}) {
    const Forked copy = in_copy(looking_work, [s = signal](pid_t pid, const std::string& line) {
      signal_when_ready(pid, line, s);
    });
    EXPECT_EQ(copy.signal(), signal);
    EXPECT_EQ(copy.error,
              std::string("ready\ninterrupted by ") + name +
                  ": 3 points are kept; the same command goes on: metronome sweep s.yaml\n");
  }
}

TEST(faults, F2_9_work_that_does_not_look_is_ended_with_the_same_message) {
  const Forked copy = in_copy(
      [] {
        catch_interrupts();
        const KeptNote note("nothing is kept");
        tell("ready");
        compute();
        return 0;
      },
      [](pid_t pid, const std::string& line) { signal_when_ready(pid, line, SIGINT); });
  EXPECT_EQ(copy.signal(), SIGINT);
  EXPECT_EQ(copy.error, "ready\ninterrupted by SIGINT: nothing is kept\n");
}

TEST(interrupt, a_second_signal_ends_at_once_by_its_own_number) {
  const Forked copy = in_copy([] {
    catch_interrupts();
    (void)::raise(SIGINT);
    (void)::raise(SIGTERM);
    return 0;  // not reached
  });
  EXPECT_EQ(copy.signal(), SIGTERM);
}

TEST(interrupt, an_ignored_signal_stays_ignored) {
  const Forked copy = in_copy([] {
    (void)::signal(SIGHUP, SIG_IGN);  // as nohup does
    catch_interrupts();
    (void)::raise(SIGHUP);
    return interrupt_signal() == 0 ? 7 : 8;
  });
  EXPECT_EQ(copy.exit_code(), 7);
}

TEST(interrupt, a_note_outlives_the_exception_that_leaves_its_work_and_no_other_end) {
  {
    const KeptNote note("inner");
    EXPECT_EQ(kept_note(), "inner");
  }
  EXPECT_EQ(kept_note(), "");
  try {
    const KeptNote note("the disk was full");
    throw std::runtime_error("full");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(kept_note(), "the disk was full");
}

TEST(interrupt, a_write_to_a_closed_pipe_is_an_error_of_the_write) {
  const Forked copy = in_copy([] {
    catch_interrupts();
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    ::close(ends[0]);
    return ::write(ends[1], "x", 1) < 0 ? errno : 0;
  });
  EXPECT_EQ(copy.exit_code(), EPIPE);
}

TEST(interrupt, a_child_leaves_the_terminals_signals_to_its_parent) {
  ChildProcess child([] {
    (void)::raise(SIGINT);
    (void)::raise(SIGHUP);
    return 5;
  });
  EXPECT_EQ(WEXITSTATUS(child.wait()), 5);
}

}  // namespace interrupt_test
}  // namespace metronome
