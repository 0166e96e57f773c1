#include "workloads/data/text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome::data {
namespace text_test {

namespace fs = std::filesystem;

TEST(vocabulary, has_the_words_of_the_text_most_frequent_first) {
  const Vocabulary vocabulary("b a b\n a  c b \n");
  // b 3, then <eos> 2 and a 2 by bytes, c 1, <unk> 0.
  ASSERT_EQ(vocabulary.size(), 5u);
  EXPECT_EQ(vocabulary.word(0), "b");
  EXPECT_EQ(vocabulary.word(1), "<eos>");
  EXPECT_EQ(vocabulary.word(2), "a");
  EXPECT_EQ(vocabulary.word(3), "c");
  EXPECT_EQ(vocabulary.word(4), "<unk>");
  EXPECT_EQ(vocabulary.encode("a b d\nc"), (std::vector<std::uint32_t>{2, 0, 4, 1, 3, 1}));
}

TEST(vocabulary, a_limit_keeps_the_most_frequent_and_the_unknown_word) {
  const Vocabulary vocabulary("a a a b b c\n", 3);
  ASSERT_EQ(vocabulary.size(), 3u);
  EXPECT_EQ(vocabulary.token("a"), 0u);
  EXPECT_EQ(vocabulary.token("b"), 1u);
  EXPECT_EQ(vocabulary.token("c"), vocabulary.token("<unk>"));
}

TEST(token_batches, cut_the_text_into_streams_read_side_by_side) {
  std::vector<std::uint32_t> tokens(11);
  for (std::uint32_t i = 0; i < 11; ++i) {
    tokens[i] = i;
  }
  const TokenBatches batches(tokens, 2, 2);  // streams 0..4 and 5..9, two steps
  ASSERT_EQ(batches.steps_per_epoch(), 2u);
  const TokenBatch first = batches.at(0);
  EXPECT_EQ(first.inputs, (std::vector<std::uint32_t>{0, 5, 1, 6}));
  EXPECT_EQ(first.targets, (std::vector<std::uint32_t>{1, 6, 2, 7}));
  EXPECT_TRUE(first.first);
  const TokenBatch second = batches.at(1);
  EXPECT_EQ(second.inputs, (std::vector<std::uint32_t>{2, 7, 3, 8}));
  EXPECT_FALSE(second.first);
  EXPECT_EQ(batches.at(2).inputs, first.inputs);
  EXPECT_TRUE(batches.at(2).first);
  EXPECT_THROW(TokenBatches(tokens, 6, 1), UserError);
}

/// What loading "ptb" with this training text, and cutting it into steps, complains of.
std::string complaint_of(const std::string& train) {
  const fs::path folder =
      fs::temp_directory_path() / ("metronome_text_forms_" + std::to_string(::getpid()));
  write_file_atomically(folder / "ptb.train.txt", train);
  write_file_atomically(folder / "ptb.valid.txt", "a\n");
  write_file_atomically(folder / "ptb.test.txt", "a\n");
  std::string said;
  try {
    const TextSet set = load_text_set({.name = "ptb", .path = folder.string()});
    (void)TokenBatches(set.train, 2, 5, set.train_file);
    said = set.vocabulary.word(0);
  } catch (const UserError& error) {
    said = error.what();
  }
  fs::remove_all(folder);
  return said;
}

TEST(faults, F5_a_text_that_is_none_is_not_trained_on) {
  using namespace std::string_literals;
  const std::string words = "a a a a a a a a a a a a a a a a\n";
  EXPECT_EQ(complaint_of(words), "a");
  EXPECT_EQ(complaint_of("\xef\xbb\xbf" + words), "a");
  EXPECT_NE(complaint_of("\xff\xfe"
                         "a\0 \0"s)
                .find("ptb.train.txt: is UTF-16 text"),
            std::string::npos);
  EXPECT_NE(complaint_of(words + "b\0c"s).find("ptb.train.txt:2:1: holds a NUL byte"),
            std::string::npos);
}

TEST(faults, F7_a_text_that_is_too_short_is_named) {
  EXPECT_NE(complaint_of("a b\n").find("ptb.train.txt: 3 tokens do not fill one step of 2 streams"),
            std::string::npos);
}

TEST(text_set, files_are_read_with_the_vocabulary_of_the_training_part) {
  const fs::path folder =
      fs::temp_directory_path() / ("metronome_text_" + std::to_string(::getpid()));
  write_file_atomically(folder / "ptb.train.txt", " a b a\n b a\n");
  write_file_atomically(folder / "ptb.valid.txt", " a z\n");
  write_file_atomically(folder / "ptb.test.txt", "b");
  const TextRequest request{.name = "ptb", .path = folder.string()};
  const TextSet set = load_text_set(request);
  EXPECT_EQ(set.vocabulary.size(), 4u);  // a, <eos>, b, <unk>
  EXPECT_EQ(set.train.size(), 7u);
  EXPECT_EQ(set.validation[1], set.vocabulary.token("<unk>"));
  EXPECT_EQ(set.test.size(), 2u);
  write_file_atomically(folder / "ptb.valid.txt", " \n");
  try {
    (void)load_text_set(request);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("ptb.valid.txt: holds no words"), std::string::npos);
  }
  fs::remove(folder / "ptb.test.txt");
  fs::remove(folder / "ptb.valid.txt");
  try {
    (void)load_text_set(request);
    FAIL();
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("ptb.valid.txt: text `ptb`: no such file"), std::string::npos) << text;
    EXPECT_NE(text.find("dataset_path"), std::string::npos) << text;
  }
  fs::remove_all(folder);
  EXPECT_THROW((void)load_text_set({.name = "ptd"}), UserError);
}

TEST(text_set, a_synthetic_text_is_a_function_of_its_seed_and_can_be_predicted) {
  const TextSet set = load_text_set({.name = "synthetic-text", .train_tokens = 5500, .seed = 4});
  const TextSet again = load_text_set({.name = "synthetic-text", .train_tokens = 5500, .seed = 4});
  EXPECT_EQ(set.train, again.train);
  EXPECT_EQ(set.test, again.test);
  EXPECT_NE(set.train,
            load_text_set({.name = "synthetic-text", .train_tokens = 5500, .seed = 5}).train);
  EXPECT_EQ(set.train.size(), 5500u);
  // Three successors and the end of a line, of 50 words.
  std::map<std::uint32_t, std::set<std::uint32_t>> successors;
  const std::uint32_t end = set.vocabulary.token("<eos>");
  for (std::size_t i = 0; i + 1 < set.train.size(); ++i) {
    if (set.train[i] != end) {
      successors[set.train[i]].insert(set.train[i + 1]);
    }
  }
  EXPECT_GT(successors.size(), 20u);
  for (const auto& [word, next] : successors) {
    EXPECT_LE(next.size(), 4u) << set.vocabulary.word(word);
  }
}

TEST(licenses, are_characters_and_hold_one_licence_out) {
  const fs::path folder =
      fs::temp_directory_path() / ("metronome_licenses_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  write_file_atomically(folder / "A", "ab a\n");
  write_file_atomically(folder / "B", "\xc3\n");
  write_file_atomically(folder / "MPL-1.1", "b\n");
  write_file_atomically(folder / "MPL-2.0", "az\n");
  fs::create_symlink("A", folder / "C");  // as Debian's newest versions are
  const TextSet set = load_text_set({.name = "licenses", .path = folder.string()});
  // a 2, <eos> 2, then <20>, <c3>, b and <unk>.
  ASSERT_EQ(set.vocabulary.size(), 6u);
  EXPECT_EQ(set.train.size(), 7u) << "five of A with its end, two of B";
  EXPECT_EQ(set.test.size(), 3u);
  EXPECT_EQ(set.test[1], set.vocabulary.token("<unk>")) << "training has no z";
  fs::remove(folder / "MPL-2.0");
  EXPECT_THROW((void)load_text_set({.name = "licenses", .path = folder.string()}), UserError);
  fs::remove_all(folder);
}

}  // namespace text_test
}  // namespace metronome::data
