// Work that is done for another program is left when that program says so.
#include "sim/base/interrupt_check.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "sim/base/interrupt.hpp"

namespace metronome {
namespace interrupt_check_test {

/// Asks as work does that goes on and on.
int signal_that_ends_work() {
  try {
    while (true) {
      stop_if_interrupted();
    }
  } catch (const Interrupted& interrupted) {
    return interrupted.signal();
  }
}

TEST(interrupt_check, ends_the_work_of_its_thread) {
  int asked = 0;
  InterruptCheck check([&] { return ++asked == 2; });
  EXPECT_EQ(signal_that_ends_work(), SIGINT);
  EXPECT_EQ(asked, 2);
}

TEST(interrupt_check, is_of_its_thread_alone) {
  InterruptCheck check([] { return true; });
  bool left = false;
  std::thread([&] {
    int asked = 0;
    InterruptCheck own([&] { return ++asked == 3; });
    left = signal_that_ends_work() == SIGINT && asked == 3;
  }).join();
  EXPECT_TRUE(left);
  std::thread([] { EXPECT_NO_THROW(stop_if_interrupted()); }).join();
}

TEST(interrupt_check, gives_way_to_an_inner_one_and_ends_with_its_life) {
  int outer = 0;
  {
    InterruptCheck check([&] { return ++outer > 0; });
    {
      InterruptCheck inner([] { return true; });
      EXPECT_EQ(signal_that_ends_work(), SIGINT);
      EXPECT_EQ(outer, 0);
    }
    EXPECT_EQ(signal_that_ends_work(), SIGINT);
    EXPECT_EQ(outer, 1);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  EXPECT_NO_THROW(stop_if_interrupted());
  EXPECT_EQ(outer, 1);
}

}  // namespace interrupt_check_test
}  // namespace metronome
