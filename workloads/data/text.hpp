#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace metronome::data {

/// Words and their numbers, most frequent first (ties by bytes).
class Vocabulary {
 public:
  static constexpr std::string_view kUnknown = "<unk>";
  static constexpr std::string_view kEndOfLine = "<eos>";

  Vocabulary() = default;
  /// Of a text: its blank-separated words and an end-of-line word, the `most` most frequent ones
  /// (0: all). There always is an unknown word.
  explicit Vocabulary(std::string_view text, std::size_t most = 0);

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const std::string& word(std::uint32_t token) const { return words_.at(token); }
  /// That of the unknown word for words that are not in it.
  [[nodiscard]] std::uint32_t token(std::string_view word) const;
  /// Every word of a text, each line ended by the end-of-line word.
  [[nodiscard]] std::vector<std::uint32_t> encode(std::string_view text) const;

  bool operator==(const Vocabulary&) const = default;

 private:
  std::vector<std::string> words_;
  std::map<std::string, std::uint32_t, std::less<>> tokens_;
};

/// A text for language models, as tokens of the training part's vocabulary.
struct TextSet {
  std::string name;
  Vocabulary vocabulary;
  std::vector<std::uint32_t> train;
  std::vector<std::uint32_t> validation;
  std::vector<std::uint32_t> test;
  std::string train_file;  ///< for messages; empty: no file
  std::string test_file;
};

struct TextRequest {
  std::string name;                    ///< one of text_set_names()
  std::string path{};                  ///< folder of the files; empty: /usr/share/datasets/NAME
  std::size_t train_tokens = 0;        ///< the first so many; 0: all (synthetic-text: 20000)
  std::size_t largest_vocabulary = 0;  ///< words; 0: all of the training file
  std::uint64_t seed = 1;              ///< of a synthetic text
};

/// "ptb" (ptb.train.txt, ...), "wikitext-103" and "wikitext-2" (wiki.train.tokens, ...),
/// "synthetic-text" (made from the seed: each word is followed by one of three), "licenses" (the
/// characters of the licences in /usr/share/common-licenses; tests on MPL-2.0).
[[nodiscard]] std::vector<std::string> text_set_names();

/// Reads or makes a text. UserError where the name is unknown, or a file is absent or empty.
[[nodiscard]] TextSet load_text_set(const TextRequest& request);

/// One step of truncated backpropagation: tokens by time, then by stream ([t * batch + n]), and
/// each one's successor.
struct TokenBatch {
  std::vector<std::uint32_t> inputs;
  std::vector<std::uint32_t> targets;
  bool first = false;  ///< of an epoch: no state goes on from the step before
};

/// A text cut into `batch` contiguous streams of equal length that are read side by side, `length`
/// tokens a step ([merity2017regularizing], with steps of fixed length); rests are left out.
class TokenBatches {
 public:
  /// `tokens` must outlive it. UserError where they do not fill one step.
  /// UserError naming `file` where there are fewer tokens than one step takes.
  TokenBatches(std::span<const std::uint32_t> tokens, std::size_t batch, std::size_t length,
               const std::string& file = {});

  [[nodiscard]] std::size_t steps_per_epoch() const { return steps_; }
  /// Of a 0-based iteration: a pure function of it.
  [[nodiscard]] TokenBatch at(std::uint64_t iteration) const;

 private:
  std::span<const std::uint32_t> tokens_;
  std::size_t batch_;
  std::size_t length_;
  std::size_t stream_;  ///< tokens of each
  std::size_t steps_;
};

}  // namespace metronome::data
