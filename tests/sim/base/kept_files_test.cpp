#include "sim/base/kept_files.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "sim/base/files.hpp"

namespace metronome {
namespace kept_files_test {

namespace fs = std::filesystem;

TEST(kept_files, are_read_once_and_again_when_they_have_changed) {
  const fs::path file = fs::path(::testing::TempDir()) / "metronome_kept_file";
  write_file_atomically(file, "one");
  KeptFiles<std::string> kept;
  int reads = 0;
  const auto get = [&] {
    return kept.get(file, [&] {
      ++reads;
      return read_file(file);
    });
  };
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(get(), "one");
  EXPECT_EQ(reads, 1);
  write_file_atomically(file, "two");  // as long, and another file of that name
  EXPECT_EQ(get(), "two");
  EXPECT_EQ(reads, 2);
  fs::remove(file);
  EXPECT_THROW((void)get(), std::exception);
  write_file_atomically(file, "three");
  EXPECT_THROW((void)kept.get(file, []() -> std::string { throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_EQ(get(), "three") << "what threw is kept as nothing";
  fs::remove(file);
}

}  // namespace kept_files_test
}  // namespace metronome
