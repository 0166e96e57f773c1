#include "workloads/schedule/bits_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace metronome::schedule {

std::string range_name(BitRange range) {
  return range.min == range.max ? trace::bits_text(range.max)
                                : fmt::format("{}-{}", range.min, range.max);
}

std::string stages_text(const std::vector<int>& bits) {
  std::vector<std::string> texts;
  std::transform(bits.begin(), bits.end(), std::back_inserter(texts), trace::bits_text);
  return fmt::format("{}", fmt::join(texts, "/"));
}

BitsName bits_name(const PrecisionRange& bits,
                   const std::function<std::string(BitRange)>& forward) {
  const std::string family =
      bits.family == trace::FormatFamily{} ? "" : ",formats=" + bits.family.text();
  if (bits.is_short()) {
    return {forward(bits.weights), ",backward=" + range_name(bits.errors) + family};
  }
  std::string text = fmt::format("weights={},activations={},errors={}", forward(bits.weights),
                                 forward(bits.activations), range_name(bits.errors));
  if (bits.gradients != BitRange{0, 0}) {
    text += ",gradients=" + range_name(bits.gradients);
  }
  if (bits.stash != bits.activations) {
    text += ",stash=" + range_name(bits.stash);
  }
  return {text, family};
}

BitsName range_bits_name(const PrecisionRange& bits) {
  return bits_name(bits, [](BitRange range) {
    return range == BitRange{0, 0} ? trace::bits_text(0)
                                   : fmt::format("{}-{}", range.min, range.max);
  });
}

}  // namespace metronome::schedule
