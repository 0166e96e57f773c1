#include "workloads/data/halves.hpp"

#include <utility>
#include <vector>

#include "workloads/data/hold_out.hpp"

namespace metronome::data {
namespace {

/// Leaves the marked samples or the others.
void keep(const DataSet& set, Split& split, const std::vector<bool>& first, Half half) {
  Split taken = take_out(set, split, first);
  if (half == Half::first) {
    split = std::move(taken);
  }
}

}  // namespace

void keep_half_of_classes(DataSet& set, std::uint64_t seed, Half half) {
  const std::vector<bool> classes =
      draw_marks(RandomStream(seed, "classes of a task"), set.classes, set.classes / 2);
  for (Split* split : {&set.train, &set.test}) {
    std::vector<bool> first;
    first.reserve(split->samples());
    for (const std::uint8_t label : split->labels) {
      first.push_back(classes.at(label));
    }
    keep(set, *split, first, half);
  }
}

void keep_half_of_images(DataSet& set, std::uint64_t seed, Half half) {
  const std::size_t all = set.train.samples();
  keep(set, set.train, draw_marks(RandomStream(seed, "images of a task"), all, all / 2), half);
}

}  // namespace metronome::data
