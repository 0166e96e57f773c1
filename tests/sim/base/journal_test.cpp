#include "sim/base/journal.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome {
namespace journal_test {

namespace fs = std::filesystem;

class journal : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_journal_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path file() const { return folder_ / "finished.journal"; }
  /// Bytes of every kind, of a length that tells pieces apart.
  static std::string bytes_of(int piece) {
    std::string bytes;
    for (int i = 0; i < 3 * piece; ++i) {
      bytes.push_back(static_cast<char>(i * 37 + piece));
    }
    return bytes;
  }
  static std::string key_of(int piece) { return "piece " + std::to_string(piece); }
  /// A journal of the pieces 0, ..., pieces - 1.
  void make(int pieces) const {
    Journal made(file(), "identity");
    for (int i = 0; i < pieces; ++i) {
      made.keep(key_of(i), bytes_of(i));
    }
  }
  static void expect_first(const Journal& opened, int pieces) {
    EXPECT_EQ(opened.size(), static_cast<std::size_t>(pieces));
    for (int i = 0; i < pieces; ++i) {
      const std::string* bytes = opened.find(key_of(i));
      ASSERT_NE(bytes, nullptr) << i;
      EXPECT_EQ(*bytes, bytes_of(i)) << i;
    }
    EXPECT_EQ(opened.find(key_of(pieces)), nullptr);
  }

  fs::path folder_;
};

TEST_F(journal, gives_back_what_was_kept_and_takes_more_after_it_was_opened_again) {
  make(3);
  {
    Journal again(file(), "identity");
    expect_first(again, 3);
    again.keep(key_of(3), bytes_of(3));
    expect_first(again, 4);
  }
  expect_first(Journal(file(), "identity"), 4);
}

TEST_F(journal, makes_no_file_before_there_is_something_to_keep) {
  {
    const Journal empty(file(), "identity");
    EXPECT_EQ(empty.size(), 0u);
  }
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(journal, without_a_file_it_keeps_pieces_and_makes_none) {
  Journal kept;
  EXPECT_EQ(kept.find(key_of(1)), nullptr);
  kept.keep(key_of(1), bytes_of(1));
  kept.keep(key_of(2), bytes_of(2));
  kept.keep(key_of(1), bytes_of(3));
  ASSERT_NE(kept.find(key_of(1)), nullptr);
  EXPECT_EQ(*kept.find(key_of(1)), bytes_of(3));
  EXPECT_EQ(kept.size(), 2u);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(journal, adds_up_the_wall_time_of_all_processes_that_had_it_open) {
  {
    Journal first(file(), "identity");
    first.add_seconds(1000);
    first.keep(key_of(0), bytes_of(0));
    first.add_seconds(5000);  // of work that nothing was kept of
  }
  Journal second(file(), "identity");
  EXPECT_GE(second.seconds(), 1000);
  EXPECT_LT(second.seconds(), 5000);
  second.add_seconds(200);
  second.keep(key_of(1), bytes_of(1));
  EXPECT_GE(Journal(file(), "identity").seconds(), 1200);
}

TEST_F(journal, of_a_key_that_was_kept_twice_the_latter_counts) {
  make(1);
  Journal(file(), "identity").keep(key_of(0), "new");
  EXPECT_EQ(*Journal(file(), "identity").find(key_of(0)), "new");
}

TEST_F(journal, torn_at_any_byte_it_gives_the_pieces_that_are_whole_and_goes_on_behind_them) {
  constexpr int kPieces = 4;
  std::vector<std::size_t> ends{24};  // of the header and of each piece
  for (int i = 1; i <= kPieces; ++i) {
    fs::remove(file());
    make(i);
    ends.push_back(fs::file_size(file()));
  }
  const std::string whole = read_file(file());
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    SCOPED_TRACE(size);
    write_file_atomically(file(), whole.substr(0, size));
    int left = 0;
    while (left < kPieces && ends[static_cast<std::size_t>(left) + 1] <= size) {
      ++left;
    }
    {
      Journal opened(file(), "identity");
      expect_first(opened, left);
      opened.keep(key_of(left), bytes_of(left));
    }
    expect_first(Journal(file(), "identity"), left + 1);
  }
}

TEST_F(journal, with_any_byte_damaged_it_gives_only_pieces_that_are_right) {
  make(3);
  const std::string whole = read_file(file());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    SCOPED_TRACE(i);
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << (i % 8)));
    write_file_atomically(file(), damaged);
    const Journal opened(file(), "identity");
    ASSERT_LT(opened.size(), 3u);
    for (int piece = 0; piece < static_cast<int>(opened.size()); ++piece) {
      const std::string* bytes = opened.find(key_of(piece));
      ASSERT_NE(bytes, nullptr);
      ASSERT_EQ(*bytes, bytes_of(piece));
    }
  }
}

TEST_F(journal, of_another_identity_or_version_or_kind_it_is_begun_anew) {
  make(3);
  EXPECT_EQ(Journal(file(), "another").size(), 0u);
  EXPECT_EQ(Journal(file(), "identity").size(), 0u);  // the other one began anew, too
  fs::remove(file());
  make(3);
  std::string later = read_file(file());
  EXPECT_EQ(later.substr(0, 16), std::string("METRONOMEJ\0\0\1\0\0\0", 16));
  later[12] = 2;
  write_file_atomically(file(), later);
  EXPECT_EQ(Journal(file(), "identity").size(), 0u);
  write_file_atomically(file(), std::string(1000, '\0'));  // what a power loss can leave
  EXPECT_EQ(Journal(file(), "identity").size(), 0u);
  EXPECT_EQ(fs::file_size(file()), 24u);
}

TEST_F(journal, a_piece_outlives_a_process_that_is_killed_right_behind_it) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Journal kept(file(), "identity");
    kept.keep(key_of(0), bytes_of(0));
    kept.keep(key_of(1), bytes_of(1));
    (void)::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  expect_first(Journal(file(), "identity"), 2);
}

TEST_F(journal, where_it_cannot_be_written_that_is_said_with_its_path) {
  try {
    Journal(folder_ / "absent" / "finished.journal", "identity").keep("key", "bytes");
    FAIL() << "it was written";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("absent/finished.journal"), std::string::npos)
        << error.what();
  }
  fs::create_symlink(folder_ / "elsewhere", file());
  EXPECT_THROW(Journal(file(), "identity"), UserError);  // a link is not followed
  EXPECT_FALSE(fs::exists(folder_ / "elsewhere"));
}

TEST_F(journal, what_is_no_file_is_refused) {
  EXPECT_THROW(Journal("/dev/null", "identity"), UserError);
  EXPECT_THROW(Journal(folder_, "identity"), UserError);
}

}  // namespace journal_test
}  // namespace metronome
