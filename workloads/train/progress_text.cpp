#include <fmt/format.h>

#include "workloads/train/trainer.hpp"

namespace metronome::train {

std::string progress_text(const Progress& progress) {
  return fmt::format("iteration {} of {}, {:.0f} {}/s, {}{}, loss {:.3f}", progress.iteration,
                     progress.iterations, progress.samples_per_second,
                     progress.reads_text ? "sequences" : "images",
                     trace::precision_text(progress.precision),
                     progress.precision.formats.any() ? "" : " bit", progress.loss);
}

}  // namespace metronome::train
