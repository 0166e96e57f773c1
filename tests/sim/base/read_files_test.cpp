// Which files a process has read, as results name what they were made of.
#include "sim/base/read_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/base/byte_source.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome {
namespace read_files_test {

namespace fs = std::filesystem;

class read : public ::testing::Test {
 protected:
  read() : folder_(fs::temp_directory_path() / ("read_files_" + std::to_string(::getpid()))) {
    write_file_atomically(folder_ / "a", "first");
    forget_read_files();
  }
  ~read() override { fs::remove_all(folder_); }
  [[nodiscard]] static std::string digest_of(const fs::path& path) {
    const auto all = read_files().digests;
    const auto at = all.find(path.string());
    return at == all.end() ? "" : at->second;
  }

  fs::path folder_;
};

TEST_F(read, files_have_the_digest_of_their_first_reading) {
  EXPECT_EQ(digest_of(folder_ / "a"), "");
  EXPECT_EQ(read_file(folder_ / "a"), "first");
  write_file_atomically(folder_ / "a", "second");
  EXPECT_EQ(read_file(folder_ / "a"), "second");
  EXPECT_EQ(digest_of(folder_ / "a"), content_digest("first"));
}

TEST_F(read, streamed_files_count_when_they_are_read_to_their_end) {
  ByteSource source(folder_ / "a");
  EXPECT_EQ(source.next(), "first");
  EXPECT_EQ(digest_of(folder_ / "a"), "");
  EXPECT_TRUE(source.next().empty());
  EXPECT_EQ(digest_of(folder_ / "a"), content_digest("first"));
}

TEST_F(read, outputs_and_what_cannot_be_read_again_are_told_apart) {
  write_file_atomically(folder_ / "out" / "b", "ours");
  EXPECT_EQ(read_file(folder_ / "out" / "b"), "ours");
  leave_out_of_read_files(folder_ / "out");
  EXPECT_EQ(read_file("/dev/null"), "");
  EXPECT_EQ(digest_of(folder_ / "out" / "b"), "");
  EXPECT_EQ(digest_of("/dev/null"), kStream);
}

TEST_F(read, manifests_keep_them_beside_other_keys) {
  EXPECT_EQ(read_file(folder_ / "a"), "first");
  ReadFiles back;
  EXPECT_TRUE(parse_read_files(with_read_files("{\"host\": \"x\"}", read_files()), back));
  EXPECT_EQ(back, read_files());
  for (const char* text :
       {"", "{}", "{\"read\": 3}", "{\"read\": {\"folder\": 1, \"files\": {}}}"}) {
    EXPECT_FALSE(parse_read_files(text, back)) << text;
  }
}

}  // namespace read_files_test
}  // namespace metronome
