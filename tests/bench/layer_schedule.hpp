#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::bench {

struct LayerScheduleRequest {
  std::string model;
  std::string dataset;
  std::uint64_t iterations = 1;
  std::uint64_t seed = 1;
};

/// A CSV schedule in which every iteration has an assignment of its own: the forward bits of each
/// layer that multiplies codes are 3 to 8 by the seed, errors have 8.
inline std::string layer_schedule(const LayerScheduleRequest& request) {
  const trace::Trace shapes =
      trace::make_trace(request.model, request.dataset, 1, schedule::parse_schedule("static:8"), 1,
                        trace::DxScale::prescale_requantize);
  std::vector<std::string> layers;
  for (const trace::Operation& operation : shapes.step().operations) {
    const auto* work = std::get_if<trace::MatrixWork>(&operation.work);
    if (work != nullptr && !work->fp32 && operation.cls == trace::OperationClass::forward) {
      layers.push_back(operation.layer);
    }
  }
  std::string text = "iteration,layer,forward_bits,backward_bits\n";
  for (std::uint64_t t = 0; t < request.iterations; ++t) {
    const RandomStream bits(request.seed, "layer bits", t);
    fmt::format_to(std::back_inserter(text), "{},*,8,8\n", t);
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      fmt::format_to(std::back_inserter(text), "{},{},{},8\n", t, layers[layer],
                     3 + bits.below(layer, 6));
    }
  }
  return text;
}

}  // namespace metronome::bench
