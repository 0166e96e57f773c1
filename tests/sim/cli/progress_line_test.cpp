#include "sim/cli/progress_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace metronome::cli {
namespace progress_line_test {

using Clock = ProgressLine::Clock;

ProgressState half() { return {"training µ", 0.5, "310 images/s", 65}; }

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

TEST(progress_line, says_what_how_far_the_rate_and_the_time_left) {
  EXPECT_EQ(progress_text(half()), "training µ  50 %, 310 images/s, 1:05 left");
  EXPECT_EQ(progress_text({"sweep", 1, "", 0}), "sweep 100 %");
  EXPECT_EQ(progress_text({"sweep", 0, "", -1}), "sweep   0 %");
}

TEST(progress_line, F5_a_line_never_takes_the_whole_width_of_a_terminal) {
  for (unsigned columns = 1; columns < 120; ++columns) {
    const std::string line = progress_bar(half(), columns);
    EXPECT_LT(characters(line), columns);
    EXPECT_EQ(progress_text(half()).starts_with(line) || columns > 60, true) << line;
  }
  EXPECT_EQ(progress_bar(half(), 0), progress_bar(half(), 80));
}

TEST(progress_line, has_a_bar_where_there_is_room) {
  EXPECT_EQ(progress_bar(half(), 100),
            "training µ [##########..........]  50 %, 310 images/s, 1:05 left");
}

TEST(progress_line, elsewhere_than_on_a_terminal_there_is_a_line_a_minute) {
  ::testing::internal::CaptureStderr();
  {
    Clock::time_point now{};
    ProgressLine line(false, [&] { return now; });
    for (int second = 0; second <= 150; ++second, now += std::chrono::seconds(1)) {
      line.show("sweep", second / 300.0, "points", -1);
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "sweep  20 %, points, 4:00 left\nsweep  40 %, points, 3:00 left\n");
}

TEST(progress_line, on_a_terminal_the_line_is_redrawn_and_taken_away) {
  ::testing::internal::CaptureStderr();
  {
    Clock::time_point now{};
    ProgressLine line(true, [&] { return now; });
    line.show("sweep", 0.25, "", 9);
    line.show("sweep", 0.26, "", 9);  // too early
    line.message("a point has failed");
    now += std::chrono::seconds(1);
    line.show("sweep", 0.5, "", 6);
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "\r\033[Ksweep [#####...............]  25 %, 0:09 left"
            "\r\033[Ka point has failed\n"
            "\r\033[Ksweep [##########..........]  50 %, 0:06 left\r\033[K");
}

}  // namespace progress_line_test
}  // namespace metronome::cli
