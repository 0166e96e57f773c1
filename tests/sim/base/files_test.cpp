#include "sim/base/files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"

namespace metronome {
namespace files_test {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  Files()
      : dir_(fs::temp_directory_path() /
             fmt::format("metronome_files_{}_{}", test_name(), ::getpid())) {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  ~Files() override { fs::remove_all(dir_); }

  static std::string test_name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(dir_), fs::directory_iterator()));
  }
  const fs::path dir_;
};

std::string gzipped(const std::string& text) {
  namespace io = boost::iostreams;
  std::string out;
  io::filtering_istream in;
  in.push(io::gzip_compressor());
  in.push(io::array_source(text.data(), text.size()));
  io::copy(in, io::back_inserter(out));
  return out;
}

TEST_F(Files, what_is_written_is_read_and_nothing_else_is_left) {
  const std::string content("a\0b\r\n\xff", 6);
  write_file_atomically(dir_ / "x", content);
  EXPECT_EQ(read_file(dir_ / "x"), content);
  EXPECT_EQ(entries(), 1u);
  write_file_atomically(dir_ / "x", "new");
  EXPECT_EQ(read_file(dir_ / "x"), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, writing_makes_missing_folders) {
  write_file_atomically(dir_ / "a" / "b" / "x", "1");
  EXPECT_EQ(read_file(dir_ / "a" / "b" / "x"), "1");
}

TEST_F(Files, a_write_that_fails_names_the_file_and_leaves_nothing) {
  write_file_atomically(dir_ / "file", "1");
  try {
    write_file_atomically(dir_ / "file" / "x", "2");  // a file is no folder
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).file, (dir_ / "file" / "x").string());
  }
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, a_missing_file_is_named) {
  try {
    (void)read_file(dir_ / "absent");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).file, (dir_ / "absent").string());
    EXPECT_EQ(error.diagnostics().at(0).hint, "no such file");
  }
  EXPECT_THROW((void)read_file(dir_), UserError);
}

/// What happens to a path: the exit code's kind, and the message.
std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const UserError& error) {
    return std::string("2: ") + error.what();
  } catch (const EnvironmentError& error) {
    return std::string("3: ") + error.what();
  }
  return "none";
}

TEST_F(Files, F5_what_cannot_be_read_is_named_with_the_reason) {
  fs::create_symlink("loop", dir_ / "loop");
  const auto reading = [](const fs::path& path) {
    return complaint([&] { (void)read_file(path); });
  };
  using ::testing::HasSubstr;
  using ::testing::StartsWith;
  EXPECT_THAT(reading(dir_), StartsWith("2: " + dir_.string() + ": cannot be read"));
  EXPECT_THAT(reading(dir_), HasSubstr("directory"));
  EXPECT_THAT(reading(dir_ / "loop"), StartsWith("2: " + (dir_ / "loop").string()));
  EXPECT_THAT(reading(dir_ / "loop"), HasSubstr("symbolic links"));
  const std::string long_name(300, 'n');
  EXPECT_THAT(reading(dir_ / long_name), StartsWith("2: " + (dir_ / long_name).string()));
  EXPECT_THAT(reading(dir_ / long_name), HasSubstr("too long"));
  // The first page of memory cannot be read: the kernel answers EIO, as a broken disk does.
  EXPECT_THAT(reading("/proc/self/mem"), StartsWith("3: /proc/self/mem: cannot be read"));
}

TEST_F(Files, F2_4_only_regular_files_are_replaced) {
  using ::testing::HasSubstr;
  write_file_atomically(dir_ / "x", "1");
  fs::create_symlink(dir_ / "x", dir_ / "link");
  const auto writing = [](const fs::path& path) {
    return complaint([&] { write_file_durably(path, "2"); });
  };
  EXPECT_THAT(writing(dir_ / "link"), HasSubstr("is a symbolic link"));
  EXPECT_THAT(writing("/dev/null"), HasSubstr("is a device"));
  EXPECT_THAT(writing(dir_), HasSubstr("is a folder"));
  EXPECT_THAT(writing(dir_ / ""), HasSubstr("is a folder"));
  EXPECT_THAT(writing(""), HasSubstr("empty name"));
  EXPECT_THAT(writing("/proc/metronome"), HasSubstr("2: /proc/metronome: cannot be written"));
  EXPECT_EQ(read_file(dir_ / "x"), "1");
  EXPECT_EQ(entries(), 2u);
}

TEST_F(Files, F2_9_what_a_dead_writer_left_is_taken_over_by_the_next) {
  std::ofstream(dir_ / ".x.new") << "a much longer part of a file";
  write_file_atomically(dir_ / "x", "1");
  EXPECT_EQ(read_file(dir_ / "x"), "1");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, a_write_that_ends_early_is_seen_and_leaves_nothing) {
  // The largest file that the process may write ends a write early, as a full disk does.
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit small{10, 10};
    ::setrlimit(RLIMIT_FSIZE, &small);
    ::signal(SIGXFSZ, SIG_IGN);
    const std::string text = complaint([&] { write_file_durably(dir_ / "x", "12345678901"); });
    ::_exit(text.find("cannot be written") != std::string::npos && fs::is_empty(dir_) ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(Files, gzip_is_recognised_by_content_not_by_name) {
  const std::string text(100'000, 'z');
  write_file_atomically(dir_ / "plain.gz", "not packed");
  write_file_atomically(dir_ / "packed.txt", gzipped(text));
  EXPECT_EQ(read_maybe_gzip(dir_ / "plain.gz"), "not packed");
  EXPECT_EQ(read_maybe_gzip(dir_ / "packed.txt"), text);
}

TEST_F(Files, damaged_gzip_is_an_error_of_the_user) {
  const std::string packed = gzipped("some text that is long enough to be cut");
  write_file_atomically(dir_ / "cut.gz", packed.substr(0, packed.size() / 2));
  EXPECT_THROW((void)read_maybe_gzip(dir_ / "cut.gz"), UserError);
}

TEST_F(Files, a_files_digest_is_that_of_its_bytes) {
  write_file_atomically(dir_ / "x", "foobar");
  EXPECT_EQ(file_digest((dir_ / "x").string()), hex_digest(fnv1a("foobar")));
}

TEST(number_text, is_short_and_reads_back_exactly) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(3), "3");
  for (const double value : {1.0 / 3, 1e-300, 6.02214076e23, -0.7, 5e-324,
                             std::numeric_limits<double>::max(), std::sqrt(2.0)}) {
    EXPECT_EQ(std::strtod(number_text(value).c_str(), nullptr), value) << number_text(value);
  }
}

TEST_F(Files, what_a_path_leads_to) {
  write_file_atomically(dir_ / "file", "x");
  fs::create_symlink("file", dir_ / "link");
  fs::create_symlink("loop", dir_ / "loop");
  EXPECT_TRUE(is_file(dir_ / "file") && path_exists(dir_ / "file") && !is_folder(dir_ / "file"));
  EXPECT_TRUE(is_file(dir_ / "link"));
  EXPECT_TRUE(is_folder(dir_) && !is_file(dir_));
  for (const fs::path& nothing : {dir_ / "absent", dir_ / "file" / "below", dir_ / "loop",
                                  dir_ / std::string(300, 'x'), fs::path(std::string(5000, 'x'))}) {
    EXPECT_FALSE(path_exists(nothing)) << nothing;
    EXPECT_FALSE(is_file(nothing)) << nothing;
    EXPECT_FALSE(is_folder(nothing)) << nothing;
  }
}

TEST_F(Files, names_in_a_folder_are_sorted) {
  for (const char* name : {"b", "a", "\xc3\xa4", "C"}) {
    write_file_atomically(dir_ / name, "");
  }
  EXPECT_THAT(names_in(dir_), ::testing::ElementsAre("C", "a", "b", "\xc3\xa4"));
  EXPECT_THROW((void)names_in(dir_ / "a"), UserError);
  EXPECT_THROW((void)names_in(dir_ / "absent"), UserError);
}

TEST_F(Files, a_move_makes_folders_and_leaves_none_where_it_fails) {
  write_file_atomically(dir_ / "a", "x");
  move_to(dir_ / "a", dir_ / "new" / "b");
  EXPECT_EQ(read_file(dir_ / "new" / "b"), "x");
  EXPECT_THROW(move_to(dir_ / "a", dir_ / "other" / "b"), UserError);
  EXPECT_FALSE(path_exists(dir_ / "other"));
  remove_file(dir_ / "new" / "b");
  remove_file(dir_ / "new" / "b");
  EXPECT_THROW(remove_file(dir_), UserError);
}

}  // namespace files_test
}  // namespace metronome
