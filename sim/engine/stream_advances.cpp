#include "sim/engine/stream_advances.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace metronome::sim {
namespace {

using Transfers = std::vector<mapping::StreamTransfer>;

/// Collects by how much the transfers of two programs are apart, by bytes.
class Comparison {
 public:
  void add(const Transfers& early, const Transfers& late) {
    for (std::size_t i = 0; i < std::min(early.size(), late.size()); ++i) {
      const dram::Transfer& transfer = early[i].transfer;
      add(static_cast<std::int64_t>(late[i].transfer.base - transfer.base),
          transfer.rows * transfer.row_bytes);
    }
  }
  [[nodiscard]] std::vector<StreamAdvance>& found() { return found_; }

 private:
  void add(std::int64_t distance, std::uint64_t bytes) {
    const auto same = std::find_if(found_.begin(), found_.end(), [&](const StreamAdvance& other) {
      return other.step == distance;
    });
    if (same != found_.end()) {
      same->bytes += bytes;
    } else {
      found_.push_back({distance, bytes});
    }
  }

  std::vector<StreamAdvance> found_;
};

}  // namespace

std::vector<StreamAdvance> stream_advances(const std::vector<TileLoop>& nest, const TileLoop& loop,
                                           const ProgramOf& program_of) {
  const std::uint64_t strides = loop.strides;
  const std::uint64_t stride = loop.stride;
  METRONOME_ASSERT(strides >= 4, "streams are compared over four strides at least");
  mapping::Gaps early_gaps;
  for (const TileLoop& other : nest) {
    if (other.strides > 2) {
      early_gaps.*other.gap = {other.stride, (other.strides - 1) * other.stride};
    }
  }
  mapping::Gaps late_gaps = early_gaps;
  early_gaps.*loop.gap = {2 * stride, (strides - 1) * stride};
  late_gaps.*loop.gap = {stride, (strides - 2) * stride};
  const mapping::Program early = program_of(early_gaps);
  const mapping::Program late = program_of(late_gaps);
  Comparison comparison;
  for (std::size_t i = 0; i < std::min(early.steps.size(), late.steps.size()); ++i) {
    comparison.add(early.steps[i].input_loads, late.steps[i].input_loads);
    comparison.add(early.steps[i].weight_loads, late.steps[i].weight_loads);
    comparison.add(early.steps[i].side_loads, late.steps[i].side_loads);
    comparison.add(early.steps[i].stores, late.steps[i].stores);
  }
  std::uint64_t moving = 0;
  for (StreamAdvance& stream : comparison.found()) {
    stream.step /= static_cast<std::int64_t>(strides - 3);
    moving += stream.step != 0 ? stream.bytes : 0;
  }
  // Of three strides the first and the last are the same in both programs.
  for (StreamAdvance& stream : comparison.found()) {
    if (stream.step == 0) {
      stream.bytes = stream.bytes > 2 * moving ? (stream.bytes - 2 * moving) / 3 : 0;
    }
  }
  return comparison.found();
}

std::uint64_t burst_period(const std::vector<StreamAdvance>& streams, std::uint64_t burst_bytes) {
  std::uint64_t period = 1;
  for (const StreamAdvance& stream : streams) {
    period = std::max(period,
                      burst_bytes / std::gcd(static_cast<std::uint64_t>(stream.step), burst_bytes));
  }
  return period;
}

double misalignment(const std::vector<StreamAdvance>& streams, std::uint64_t iterations,
                    std::uint64_t span) {
  double sum = 0;
  double weights = 0;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto distance =
          static_cast<std::uint64_t>(std::abs(streams[i].step - streams[j].step)) % span;
      const std::uint64_t apart = distance * (iterations % span) % span;
      const double weight =
          static_cast<double>(streams[i].bytes) * static_cast<double>(streams[j].bytes);
      sum += weight * static_cast<double>(std::min(apart, span - apart));
      weights += weight;
    }
  }
  return weights > 0 ? sum / (weights * static_cast<double>(span)) : 0;
}

}  // namespace metronome::sim
