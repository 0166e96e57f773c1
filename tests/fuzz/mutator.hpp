#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace metronome::fuzz {

/// Damages texts, the same way for the same seed.
class Mutator {
 public:
  /// `words`: what may be put in, such as keys, numbers at limits and other formats' words.
  Mutator(std::uint64_t seed, std::vector<std::string> words)
      : state_(seed), words_(std::move(words)) {}

  std::uint64_t below(std::uint64_t n) {
    // xorshift64* [vigna2016xorshift].
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return (state_ * 2685821657736338717ULL >> 11) % n;
  }

  /// One to four changes: of a byte, of a range, of a line.
  std::string damage(std::string text) {
    for (std::uint64_t n = 1 + below(4); n > 0; --n) {
      change(text);
    }
    return text;
  }

 private:
  void change(std::string& text) {
    if (text.empty()) {
      text = word();
      return;
    }
    const std::size_t at = below(text.size());
    const std::size_t length = 1 + below(std::min<std::size_t>(text.size() - at, 40));
    switch (below(7)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text[at] = static_cast<char>(text[at] ^ static_cast<char>(1u << below(8)));
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size()), length));
        break;
      case 4:
        text.resize(at);
        break;
      case 5:
        text.insert(at, word());
        break;
      default:
        replace_word(text, at);
        break;
    }
  }
  std::string word() { return words_[below(words_.size())]; }
  /// The word or number around `at`.
  void replace_word(std::string& text, std::size_t at) {
    constexpr std::string_view kEnds = " \t\n:,{}[]";
    const std::size_t before = text.find_last_of(kEnds, at);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find_first_of(kEnds, begin), text.size());
    text.replace(begin, end - begin, word());
  }

  std::uint64_t state_;
  std::vector<std::string> words_;
};

}  // namespace metronome::fuzz
