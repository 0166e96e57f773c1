#pragma once

#include <string>
#include <vector>

#include "arch/mapping/mapping.hpp"
#include "sim/base/random.hpp"

namespace metronome::mapping {

inline const std::vector<std::string> kFamilies{"systolic",    "spatial_fusion", "operand_serial",
                                                "dual_serial", "binary_overlay", "term_serial",
                                                "chunked_bfp"};

inline arch::AcceleratorSpec preset(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(std::string(METRONOME_SOURCE_DIR) + "/configs/arch/" +
                                             kind + "_512.yaml");
}

/// Small buffers, so that small operations have many tiles.
inline arch::AcceleratorSpec cramped(const std::string& kind) {
  arch::AcceleratorSpec machine = preset(kind);
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
    buffer->port_bits_per_cycle = 256;
  }
  return machine;
}

/// Random convolutions of every GEMM class, precision, kernel, stride and padding. Channels come in
/// steps of `channel_step`; with 8, pixels begin on whole bytes at any bits.
inline std::vector<MatrixJob> random_jobs(const arch::AcceleratorSpec& machine, std::size_t count,
                                          std::uint64_t channel_step) {
  const RandomStream random(21, "mapping jobs", channel_step);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  std::vector<MatrixJob> jobs;
  while (jobs.size() < count) {
    trace::Convolution c;
    c.kernel = below(3);
    c.stride = below(2);
    c.pad = below(c.kernel) - 1;
    c.batch = below(4);
    c.in_height = c.in_width = c.kernel + below(8);
    c.in_channels = channel_step * below(40 / channel_step);
    c.out_channels = channel_step * below(40 / channel_step);
    const auto cls = static_cast<trace::OperationClass>(below(3) - 1);
    jobs.push_back(
        matrix_job(cls, c, static_cast<int>(below(8)), static_cast<int>(below(8)), machine));
  }
  return jobs;
}

}  // namespace metronome::mapping
