#include "sim/report/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace metronome::report {
namespace {

constexpr int kFirst = 32;
/// From the space to `~`, in thousandths of the font's height.
constexpr std::array<std::uint16_t, 95> kWidths{
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

struct OtherWidth {
  std::string_view character;
  double width;
};
constexpr std::array<OtherWidth, 8> kOthers{{{"\u2013", 0.556},
                                             {"\u00b7", 0.333},
                                             {"\u00d7", 0.584},
                                             {"\u00b5", 0.576},
                                             {"\u00b2", 0.333},
                                             {"\u00b0", 0.400},
                                             {"\u2212", 0.584},
                                             {"\u2009", 0.200}}};
constexpr double kUnknown = 0.6;

std::size_t bytes_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

double width_of(std::string_view character) {
  if (character.size() == 1) {
    const int at = static_cast<unsigned char>(character[0]) - kFirst;
    return at >= 0 && at < static_cast<int>(kWidths.size())
               ? kWidths[static_cast<std::size_t>(at)] / 1000.0
               : kUnknown;
  }
  const auto known = std::find_if(kOthers.begin(), kOthers.end(), [&](const OtherWidth& other) {
    return other.character == character;
  });
  return known == kOthers.end() ? kUnknown : known->width;
}

/// Words with the sign that a line may end behind.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    words.back() += c;
    if (std::string_view(" _-,/").find(c) != std::string_view::npos) {
      words.emplace_back();
    }
  }
  return words;
}

std::string trimmed(std::string line) {
  while (line.ends_with(' ')) {
    line.pop_back();
  }
  return line;
}

}  // namespace

double text_width(std::string_view text) {
  double width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = std::min(bytes_of(text[at]), text.size() - at);
    width += width_of(text.substr(at, bytes));
    at += bytes;
  }
  return width;
}

std::vector<std::string> broken_text(const std::string& text, double most) {
  std::vector<std::string> lines;
  std::string line;
  for (const std::string& word : words_of(text)) {
    if (!line.empty() && text_width(trimmed(line + word)) > most) {
      lines.push_back(trimmed(line));
      line.clear();
    }
    line += word;
  }
  lines.push_back(trimmed(line));
  return lines;
}

double widest(const std::vector<std::string>& texts) {
  double most = 0;
  for (const std::string& text : texts) {
    most = std::max(most, text_width(text));
  }
  return most;
}

}  // namespace metronome::report
