#pragma once

#include <string>
#include <vector>

#include "arch/array/families.hpp"
#include "arch/mapping/mapping.hpp"
#include "sim/base/random.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::mapping {

inline const std::vector<std::string>& kFamilies = array::family_names();

inline arch::AcceleratorSpec preset(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
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

/// A convolution of random kernel, stride and dilation of each axis and padding of each side, every
/// third transposed, without channels. `below(n)` draws from 1 to n.
template <class Below>
trace::Convolution random_convolution(const Below& below, std::uint64_t kernel,
                                      std::uint64_t stride, std::uint64_t extent) {
  while (true) {
    trace::Convolution c;
    c.kernel = {below(kernel), below(kernel)};
    c.stride = {below(stride), below(stride)};
    c.dilation = {below(2), below(2)};
    const std::uint64_t rows = c.rows().span();
    const std::uint64_t columns = c.columns().span();
    c.pad = {below(rows) - 1, below(columns) - 1, below(rows) - 1, below(columns) - 1};
    c.batch = below(4);
    c.in_height = below(extent);
    c.in_width = below(extent);
    c.transposed = below(3) == 1;
    if (c.transposed) {
      c.output_pad = {below(c.stride.height) - 1, below(c.stride.width) - 1};
    }
    if (!trace::fault_of(c)) {
      return c;
    }
  }
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
    trace::Convolution c = random_convolution(below, 3, 2, 11);
    c.in_channels = channel_step * below(40 / channel_step);
    c.out_channels = channel_step * below(40 / channel_step);
    const auto cls = static_cast<trace::OperationClass>(below(3) - 1);
    jobs.push_back(
        matrix_job(cls, c, static_cast<int>(below(8)), static_cast<int>(below(8)), machine));
  }
  return jobs;
}

/// Weights that are stored otherwise than the array takes them, one way in turn: planes that an
/// assembler or the array itself takes, packed codes of more bits, coefficients that an engine
/// rebuilds. The machine has the units.
inline void store_weights(MatrixJob& job, std::uint64_t choice) {
  if (job.is_weight_gradient() || job.b_made || job.b_exponents) {
    return;
  }
  const unsigned bits = job.b.bits;
  job.b.role = trace::Role::weight;
  job.b_made = MadeOperand{{}, bits, trace::Role::weight};
  switch (choice % 4) {
    case 0:
      job.b.bits = 1;
      job.b_made->planes = bits;
      job.b_made->engine = EngineWork{LoadEngine::assembler, 1.0 * bits, 1.0 * bits};
      return;
    case 1:
      job.b.bits = 1;
      job.b_made->planes = bits;
      return;
    case 2:
      job.b.bits = bits + 3;
      return;
    default: {
      const std::uint64_t weights = job.b.elements;
      job.b = {trace::Role::weight, 2 * weights + 5, 1};
      job.b_made->beside = {{trace::Role::weight, weights / 9 + 1, 1},
                            {trace::Role::master, weights / 20 + 1, 8}};
      job.b_made->by_tiles = true;
      job.b_made->engine = EngineWork{LoadEngine::rebuild, 0.3, 1.2};
    }
  }
}

/// With units that are too slow for some tiles and quick enough for others.
inline void add_load_path(arch::AcceleratorSpec& machine) {
  machine.load_path.assembled_bits_per_cycle = 7;
  machine.load_path.rebuilt_rows_per_cycle = 0.5;
}

}  // namespace metronome::mapping
