#include "workloads/onnx/layer_names.hpp"

#include <fmt/format.h>

#include <cctype>
#include <filesystem>

#include "sim/base/text.hpp"

namespace metronome::importers {
namespace {

constexpr std::size_t kMostLetters = 120;

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string clean_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    if (is_letter_or_digit(c) || (!name.empty() && (c == '_' || c == '-'))) {
      name += c;
    } else if (!name.empty() && name.back() != '.') {
      name += '.';
    }
    if (name.size() == kMostLetters) {
      break;
    }
  }
  while (!name.empty() && !is_letter_or_digit(name.back())) {
    name.pop_back();
  }
  return name.empty() ? "layer" : name;
}

}  // namespace

std::string LayerNames::unique(const std::string& text) {
  std::string name = clean_name(text);
  while (const auto dot = names_.dot_behind_taken(name)) {
    name[*dot] = '_';
  }
  std::string unique = name;
  for (std::size_t i = 2; names_.fault(unique); ++i) {
    unique = fmt::format("{}_{}", name, i);
  }
  names_.insert(unique);
  return unique;
}

std::string network_name(const std::string& file) {
  const std::string stem = std::filesystem::path(file).stem().string();
  return text_fault(stem, TextRule::label) ? "network" : stem;
}

}  // namespace metronome::importers
