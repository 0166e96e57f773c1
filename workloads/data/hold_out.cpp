#include "workloads/data/hold_out.hpp"

#include <fmt/format.h>

#include <numeric>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace metronome::data {

Split hold_out(DataSet& set, std::uint64_t samples, std::uint64_t seed) {
  const std::size_t all = set.train.samples();
  if (samples >= all) {
    throw UserError(fmt::format("{} samples for validation of {} training samples of {} leave "
                                "nothing to train on",
                                samples, all, set.name),
                    "fewer in `validation.samples`");
  }
  // The beginning of a shuffle by Fisher and Yates.
  const RandomStream draws(seed, "validation split");
  std::vector<std::size_t> order(all);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<bool> held(all);
  for (std::size_t i = 0; i < samples; ++i) {
    std::swap(order[i], order[i + draws.below(i, all - i)]);
    held[order[i]] = true;
  }
  Split validation, rest;
  const std::size_t size = set.stored_elements();
  for (std::size_t i = 0; i < all; ++i) {
    Split& part = held[i] ? validation : rest;
    const auto first = set.train.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
    part.pixels.insert(part.pixels.end(), first, first + static_cast<std::ptrdiff_t>(size));
    part.labels.push_back(set.train.labels[i]);
  }
  set.train = std::move(rest);
  return validation;
}

}  // namespace metronome::data
