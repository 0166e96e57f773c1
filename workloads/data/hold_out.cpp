#include "workloads/data/hold_out.hpp"

#include <fmt/format.h>

#include <numeric>
#include <utility>

#include "sim/base/error.hpp"

namespace metronome::data {

std::vector<bool> draw_marks(const RandomStream& draws, std::size_t all, std::size_t count) {
  std::vector<std::size_t> order(all);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<bool> marked(all);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(order[i], order[i + draws.below(i, all - i)]);
    marked[order[i]] = true;
  }
  return marked;
}

Split take_out(const DataSet& set, Split& from, const std::vector<bool>& marked) {
  Split taken, rest;
  const std::size_t size = set.stored_elements();
  for (std::size_t i = 0; i < from.samples(); ++i) {
    Split& part = marked[i] ? taken : rest;
    const auto first = from.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
    part.pixels.insert(part.pixels.end(), first, first + static_cast<std::ptrdiff_t>(size));
    part.labels.push_back(from.labels[i]);
  }
  from = std::move(rest);
  return taken;
}

Split hold_out(DataSet& set, std::uint64_t samples, std::uint64_t seed) {
  const std::size_t all = set.train.samples();
  if (samples >= all) {
    throw UserError(fmt::format("{} samples for validation of {} training samples of {} leave "
                                "nothing to train on",
                                samples, all, set.name),
                    "fewer in `validation.samples`");
  }
  return take_out(set, set.train, draw_marks(RandomStream(seed, "validation split"), all, samples));
}

}  // namespace metronome::data
