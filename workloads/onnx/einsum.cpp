#include "workloads/onnx/einsum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace metronome::importers {
namespace {

/// The letters of a term such as "b...d"; `axes` of its `...` end at -1, as shapes are broadcast.
std::vector<int> letters_of(const NodeScope& node, std::string_view term, std::size_t axes) {
  std::vector<int> letters;
  for (std::size_t i = 0; i < term.size(); ++i) {
    const char c = term[i];
    if (term.substr(i, 3) == "...") {
      for (std::size_t axis = 0; axis < axes; ++axis) {
        letters.push_back(static_cast<int>(axis) - static_cast<int>(axes));
      }
      i += 2;
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      letters.push_back(static_cast<unsigned char>(c));
    } else {
      node.fail(fmt::format("its equation has `{}`", c), "letters, commas, `...` and `->`");
    }
  }
  return letters;
}

std::vector<std::string> terms_of(const std::string& text) {
  std::vector<std::string> terms(1);
  for (const char c : text) {
    if (c == ',') {
      terms.emplace_back();
    } else {
      terms.back() += c;
    }
  }
  return terms;
}

/// Axes that the `...` of a term stands for.
std::size_t open_axes(const NodeScope& node, const std::string& term, std::size_t rank) {
  const bool open = term.find("...") != std::string::npos;
  const std::size_t named = term.size() - (open ? 3 : 0);
  if (named > rank || (!open && named != rank)) {
    node.fail(fmt::format("`{}` of its equation is no operand of {} axes", term, rank));
  }
  return rank - named;
}

void take_extents(const NodeScope& node, Einsum& sum, const std::vector<int>& letters,
                  const Extents& shape) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    std::int64_t& extent = sum.extents.emplace(letters[i], shape[i]).first->second;
    if (extent != shape[i] && extent != 1 && shape[i] != 1) {
      node.fail(fmt::format("an axis of its equation is {} and {}", extent, shape[i]));
    }
    extent = extent == 1 ? shape[i] : extent;
  }
}

/// All of `...`, and then the letters that stand once, sorted.
std::vector<int> implied_output(const Einsum& sum) {
  std::vector<int> output;
  for (const auto& [letter, extent] : sum.extents) {
    std::ptrdiff_t times = 0;
    for (const std::vector<int>& letters : sum.operands) {
      times += std::count(letters.begin(), letters.end(), letter);
    }
    if (letter < 0 || times == 1) {
      output.push_back(letter);
    }
  }
  return output;
}

}  // namespace

Einsum parse_einsum(const NodeScope& node, const std::string& equation,
                    const std::vector<Extents>& shapes) {
  std::string text = equation;
  std::erase(text, ' ');
  const std::size_t arrow = text.find("->");
  const std::vector<std::string> terms = terms_of(text.substr(0, arrow));
  if (terms.size() != shapes.size()) {
    node.fail(fmt::format("its equation `{}` has {} operands, the node {}", equation, terms.size(),
                          shapes.size()));
  }
  Einsum sum;
  std::size_t most_open = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::size_t open = open_axes(node, terms[i], shapes[i].size());
    most_open = std::max(most_open, open);
    sum.operands.push_back(letters_of(node, terms[i], open));
    if (sum.operands.back().size() != shapes[i].size()) {
      node.fail(fmt::format("`{}` of its equation has two `...`", terms[i]));
    }
    take_extents(node, sum, sum.operands.back(), shapes[i]);
  }
  sum.output = arrow == std::string::npos ? implied_output(sum)
                                          : letters_of(node, text.substr(arrow + 2), most_open);
  for (const int letter : sum.output) {
    if (!sum.extents.contains(letter)) {
      node.fail(fmt::format("`{}` of its result is in no operand",
                            letter < 0 ? "..." : std::string(1, static_cast<char>(letter))));
    }
  }
  return sum;
}

}  // namespace metronome::importers
