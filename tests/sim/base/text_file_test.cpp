#include "sim/base/text_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome::text_file_test {

using namespace std::string_literals;

TEST(text_file, known_formats_are_named) {
  std::string tar(512, '\0');
  tar.replace(257, 5, "ustar");
  EXPECT_EQ(binary_format(tar), "a tar archive");
  EXPECT_EQ(binary_format("\x80\x04}q\x00."s), "a Python pickle");
  EXPECT_EQ(binary_format("\x1f\x8b\x08"), "gzip data");
  EXPECT_EQ(binary_format("\x93NUMPY"), "a NumPy array");
  EXPECT_EQ(binary_format("a: 1\n"), "");
  EXPECT_EQ(binary_format(""), "");
}

TEST(text_file, a_byte_order_mark_is_no_part_of_a_text) {
  EXPECT_EQ(plain_text("\xef\xbb\xbf"
                       "a",
                       "f"),
            "a");
  EXPECT_EQ(plain_text("a\r\nb", "f"), "a\r\nb");
}

TEST(text_file, utf16_is_refused_with_and_without_its_mark) {
  for (const std::string& text : {"\xfe\xff\0a"s,
                                  "\xff\xfe"
                                  "a\0"s,
                                  "a\0b\0"s, "\0a\0b"s}) {
    try {
      (void)plain_text(text, "f.csv");
      FAIL();
    } catch (const UserError& error) {
      EXPECT_STREQ(error.what(), "f.csv: is UTF-16 text (save it as UTF-8)");
    }
  }
}

TEST(text_file, more_bytes_than_the_limit_are_not_read) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("metronome_text_file_" + std::to_string(::getpid()));
  write_file_atomically(file, "12345");
  EXPECT_EQ(read_text(file, 5), "12345");
  EXPECT_THROW((void)read_text(file, 4), UserError);
  std::filesystem::remove(file);
  EXPECT_THROW((void)read_text("/dev/zero", 1 << 20), UserError);
}

}  // namespace metronome::text_file_test
