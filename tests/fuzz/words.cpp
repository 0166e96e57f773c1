#include "tests/fuzz/targets.hpp"

namespace metronome::fuzz {

std::vector<std::string> with_common_words(std::vector<std::string> words) {
  for (const char* word : {"-1",
                           "0",
                           "1",
                           "3",
                           "64",
                           "255",
                           "256",
                           "65536",
                           "4294967295",
                           "4294967296",
                           "1e15",
                           "9223372036854775808",
                           "18446744073709551615",
                           "18446744073709551616",
                           "1e308",
                           "1e400",
                           "-0.0",
                           "0.5",
                           "5e-324",
                           "nan",
                           "inf",
                           "true",
                           "null",
                           "~",
                           "..",
                           "/",
                           "*",
                           "#",
                           "\"",
                           "'",
                           "\\",
                           "`",
                           "$",
                           "%",
                           "<",
                           "\r\n",
                           "\n\n",
                           "\t",
                           "\xef\xbb\xbf",
                           "\xff\xfe",
                           "\xc3",
                           "\xf0\x9f\x8e\xb5"}) {
    words.emplace_back(word);
  }
  return words;
}

}  // namespace metronome::fuzz
