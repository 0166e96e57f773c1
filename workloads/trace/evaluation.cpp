#include "workloads/trace/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::trace {

std::uint64_t test_samples(const std::string& dataset) {
  const std::uint64_t samples = test_split_samples(dataset);
  if (samples == 0) {
    throw UserError(fmt::format("the test split of `{}` has no size of its own", dataset),
                    "--evaluate-iterations N");
  }
  return samples;
}

void interleave(Trace& trace, Interlude interlude) {
  METRONOME_ASSERT(interlude.every > 0 && interlude.iterations > 0, "an interlude runs");
  const std::size_t step = trace.steps.size();
  const std::uint64_t length = trace.iterations();
  const std::uint64_t times = ceil_div(length, interlude.every);
  if (times > kMostPhases || trace.schedule.size() + 2 * times > kMostPhases ||
      static_cast<long double>(length) + static_cast<long double>(times) * interlude.iterations >
          kIterations.max) {
    throw UserError(
        fmt::format("{} interludes in {} iterations make the timeline too long", times, length),
        fmt::format("at most {} rows and {} iterations", kMostPhases, bound_text(kIterations.max)));
  }
  std::vector<Phase> timeline;
  std::uint64_t now = 0;   // along the new timeline
  std::uint64_t done = 0;  // iterations of the program
  const auto append = [&](const Assignment& assignment, std::uint64_t iterations,
                          std::size_t of_step) {
    timeline.push_back({now, iterations, assignment, of_step});
    now += iterations;
  };
  for (const Phase& phase : trace.schedule) {
    const std::uint64_t end = done + phase.iterations;
    while (done < end) {
      const std::uint64_t due = (done / interlude.every + 1) * interlude.every;
      const std::uint64_t part = std::min(end, due) - done;
      append(phase.assignment, part, phase.step);
      done += part;
      if (done == due || done == length) {
        append(interlude.assignment, interlude.iterations, step);
      }
    }
  }
  trace.steps.push_back(std::move(interlude.step));
  trace.schedule = std::move(timeline);
}

}  // namespace metronome::trace
