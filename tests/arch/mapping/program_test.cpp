// What a program moves and computes, against byte maps of its tensors.
#include "arch/mapping/program.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "machines.hpp"

namespace metronome::mapping {
namespace program_test {

using trace::OperationClass;

struct Case {
  MatrixJob job;
  Mapping mapping;
  Program program;
  arch::AcceleratorSpec machine;
  std::string text;
};

/// Visits random operations with byte-aligned pixels, on cramped and on preset machines.
template <class Check>
void for_each_case(const Check& check) {
  for (const std::string& family : kFamilies) {
    for (const bool small : {true, false}) {
      const arch::AcceleratorSpec machine = small ? cramped(family) : preset(family);
      for (const MatrixJob& job : random_jobs(machine, small ? 25 : 8, 8)) {
        const Mapping mapping = best_mapping(job, machine);
        check(Case{job, mapping, matrix_program(job, mapping, machine), machine,
                   family + ' ' + job_key(job) + " | " + mapping_text(mapping)});
        if (::testing::Test::HasFatalFailure()) {
          return;
        }
      }
    }
  }
}

/// Where the tensors lie: one behind the other, each from the first row of all banks.
std::uint64_t placed_after(std::uint64_t base, Bytes size, const arch::AcceleratorSpec& machine) {
  const dram::MemorySpec& memory = machine.memory;
  const std::uint64_t unit = memory.capacity_bytes().count() / memory.device.rows;
  return base + ceil_div<std::uint64_t>(size.count(), unit) * unit;
}

struct Layout {
  std::uint64_t a = 0, b = 0, c = 0;
  std::uint64_t exponents = 0;  ///< shared ones of a and b lie from here on

  [[nodiscard]] bool holds_codes(const StreamTransfer& s) const {
    return s.transfer.base < exponents;
  }
};

Layout layout_of(const Case& one) {
  Layout layout;
  layout.b = placed_after(layout.a, one.job.a.bytes(), one.machine);
  layout.c = placed_after(layout.b, one.job.b.bytes(), one.machine);
  layout.exponents = placed_after(layout.c, one.job.c.bytes(), one.machine);
  return layout;
}

std::uint64_t bytes_of(const std::vector<StreamTransfer>& list) {
  std::uint64_t bytes = 0;
  for (const StreamTransfer& s : list) {
    bytes += s.transfer.rows * s.transfer.row_bytes;
  }
  return bytes;
}

template <class Visit>
void for_each_byte(const std::vector<StreamTransfer>& list, const Visit& visit) {
  for (const StreamTransfer& s : list) {
    for (std::uint64_t r = 0; r < s.transfer.rows; ++r) {
      for (std::uint64_t i = 0; i < s.transfer.row_bytes; ++i) {
        visit(s.transfer.base + r * s.transfer.pitch + i);
      }
    }
  }
}

TEST(matrix_program, stores_every_output_byte_exactly_once) {
  for_each_case([](const Case& one) {
    const std::uint64_t base = layout_of(one).c;
    std::vector<int> stored(one.job.c.bytes().count(), 0);
    for (const TileStep& step : one.program.steps) {
      for_each_byte(step.stores, [&](std::uint64_t at) { ++stored.at(at - base); });
    }
    for (std::size_t i = 0; i < stored.size(); ++i) {
      ASSERT_EQ(stored[i], 1) << one.text << " byte " << i;
    }
  });
}

TEST(matrix_program, loads_lie_inside_their_tensors) {
  for_each_case([](const Case& one) {
    const Layout layout = layout_of(one);
    for (const TileStep& step : one.program.steps) {
      for (const StreamTransfer& s : step.input_loads) {
        if (!layout.holds_codes(s)) {
          ASSERT_TRUE(one.job.a_exponents) << one.text;
          continue;
        }
        ASSERT_GE(s.transfer.base, layout.a) << one.text;
        ASSERT_LE(s.transfer.end(), layout.a + one.job.a.bytes().count()) << one.text;
        ASSERT_EQ(s.role, one.job.a.role) << one.text;
      }
      for (const StreamTransfer& s : step.weight_loads) {
        if (!layout.holds_codes(s)) {
          ASSERT_TRUE(one.job.b_exponents) << one.text;
          continue;
        }
        ASSERT_GE(s.transfer.base, layout.b) << one.text;
        ASSERT_LE(s.transfer.end(), layout.b + one.job.b.bytes().count()) << one.text;
        ASSERT_EQ(s.role, one.job.b.role) << one.text;
      }
    }
  });
}

TEST(matrix_program, products_of_all_tiles_are_those_of_the_gemm) {
  for_each_case([](const Case& one) {
    // A strided input gradient is several of them, one for each stride phase.
    const array::GemmShape gemm = array_shape(one.job, one.mapping.unrolling);
    std::uint64_t expected = 0;
    for (const PhaseShape& phase : phase_shapes(one.job, one.mapping.unrolling)) {
      expected += phase_tile(one.job, one.mapping, phase, gemm).macs();
    }
    if (!one.job.phases) {
      ASSERT_EQ(expected, trace::gemm_of(one.job.convolution, one.job.cls).macs()) << one.text;
    }
    std::uint64_t macs = 0;
    for (const TileStep& step : one.program.steps) {
      macs += step.tile ? step.tile->shape.macs() : 0;
      for (const array::Tile& phase : step.phases) {
        macs += phase.shape.macs();
      }
    }
    ASSERT_EQ(macs, expected) << one.text;
  });
}

TEST(matrix_program, each_output_tile_opens_once_accumulates_in_between_and_closes_once) {
  for_each_case([](const Case& one) {
    bool open = false;
    for (const TileStep& step : one.program.steps) {
      ASSERT_NE(step.opens_output, open) << one.text;
      ASSERT_EQ(step.tile->accumulate, open) << one.text;
      open = !step.closes_output;
      ASSERT_EQ(step.stores.empty(), !step.closes_output) << one.text;
    }
    ASSERT_FALSE(open) << one.text;
  });
}

TEST(matrix_program, tiles_in_flight_fit_in_the_buffers) {
  std::size_t cut = 0;
  for_each_case([&](const Case& one) {
    std::uint64_t a = 0, b = 0, c = 0;
    for (const TileStep& step : one.program.steps) {
      a = std::max(a, bytes_of(step.input_loads));
      b = std::max(b, bytes_of(step.weight_loads));
      c = std::max(c, step.tile->shape.m * step.tile->shape.n * 4);  // 32-bit accumulators
    }
    cut += one.program.steps.size() > 1 ? 1 : 0;
    ASSERT_LE(a * one.program.slots.input, one.machine.input_buffer.capacity().count()) << one.text;
    ASSERT_LE(b * one.program.slots.weight, one.machine.weight_buffer.capacity().count())
        << one.text;
    ASSERT_LE(c * one.program.slots.output, one.machine.output_buffer.capacity().count())
        << one.text;
  });
  EXPECT_GT(cut, 50u) << "the machines must be small enough to need tiles";
}

TEST(matrix_program, a_buffer_of_one_slot_is_filled_once) {
  for_each_case([](const Case& one) {
    std::uint64_t a = 0, b = 0, c = 0;
    for (const TileStep& step : one.program.steps) {
      a += step.input_loads.empty() ? 0 : 1;
      b += step.weight_loads.empty() ? 0 : 1;
      c += step.opens_output ? 1 : 0;
    }
    ASSERT_TRUE(one.program.slots.input == 2 || a <= 1) << one.text;
    ASSERT_TRUE(one.program.slots.weight == 2 || b <= 1) << one.text;
    ASSERT_TRUE(one.program.slots.output == 2 || c <= 1) << one.text;
  });
}

TEST(matrix_program, moves_at_least_the_closed_form_and_a_few_bytes_a_tile_more) {
  for_each_case([](const Case& one) {
    std::uint64_t a = 0, b = 0, c = 0, pieces = 0;
    for (const TileStep& step : one.program.steps) {
      a += bytes_of(step.input_loads);
      b += bytes_of(step.weight_loads);
      c += bytes_of(step.stores);
      for (const auto* list : {&step.input_loads, &step.weight_loads, &step.stores}) {
        for (const StreamTransfer& s : *list) {
          pieces += s.transfer.rows;
        }
      }
    }
    const MappingTraffic form = mapping_traffic(one.job, one.mapping);
    ASSERT_GE(a, form.a_bytes) << one.text;
    ASSERT_GE(b, form.b_bytes) << one.text;
    ASSERT_EQ(c, form.c_bytes) << one.text;
    // A piece that begins or ends within a byte takes at most two bytes more; each operand's
    // closed form is rounded down once a sweep.
    const TileCounts tiles = tile_counts(one.job, one.mapping);
    ASSERT_LE(a + b, form.a_bytes + form.b_bytes + 2 * pieces + tiles.m + tiles.n) << one.text;
  });
}

/// The byte range of an operand's element must be among those last loaded for it.
class Resident {
 public:
  Resident(const Stream& stream, std::uint64_t base)
      : bits_(stream.bits), base_(base), loaded_(stream.bytes().count(), false) {}
  void load(const std::vector<StreamTransfer>& list) {
    if (list.empty()) {
      return;  // the present tile serves again
    }
    std::fill(loaded_.begin(), loaded_.end(), false);
    for_each_byte(list, [&](std::uint64_t at) { loaded_.at(at - base_) = true; });
  }
  [[nodiscard]] bool holds(std::uint64_t element) const {
    for (std::uint64_t i = element * bits_ / 8; i <= ((element + 1) * bits_ - 1) / 8; ++i) {
      if (!loaded_.at(i)) {
        return false;
      }
    }
    return true;
  }

 private:
  std::uint64_t bits_, base_;
  std::vector<bool> loaded_;
};

/// The element of the image tensor behind (spatial index, channel, kernel position), if it is one.
std::optional<std::uint64_t> image_element(const MatrixJob& job, std::uint64_t pixel,
                                           std::uint64_t channel, std::uint64_t tap) {
  const trace::Convolution& c = job.convolution;
  const std::uint64_t r = tap / c.kernel.width * c.dilation.height;
  const std::uint64_t s = tap % c.kernel.width * c.dilation.width;
  const bool backward = job.cls == OperationClass::input_gradient;
  const std::uint64_t width = backward ? c.in_width : c.out_width();
  const std::uint64_t height = backward ? c.in_height : c.out_height();
  const std::uint64_t image = pixel / (width * height);
  const std::uint64_t y = pixel / width % height, x = pixel % width;
  if (!backward) {
    const std::uint64_t iy = y * c.stride.height + r, ix = x * c.stride.width + s;
    if (iy < c.pad.top || ix < c.pad.left || iy - c.pad.top >= c.in_height ||
        ix - c.pad.left >= c.in_width) {
      return std::nullopt;
    }
    return ((image * c.in_height + iy - c.pad.top) * c.in_width + ix - c.pad.left) * c.in_channels +
           channel;
  }
  const std::uint64_t py = y + c.pad.top, px = x + c.pad.left;
  if (py < r || px < s || (py - r) % c.stride.height != 0 || (px - s) % c.stride.width != 0) {
    return std::nullopt;
  }
  const std::uint64_t oy = (py - r) / c.stride.height, ox = (px - s) / c.stride.width;
  if (oy >= c.out_height() || ox >= c.out_width()) {
    return std::nullopt;
  }
  return ((image * c.out_height() + oy) * c.out_width() + ox) * c.out_channels + channel;
}

struct Walk {
  std::uint64_t m = 0, n = 0, k = 0;
};

/// The corner of each step's tile in the nest of loops, the reduction innermost.
std::vector<Walk> corners(const Case& one) {
  const TileCounts t = tile_counts(one.job, one.mapping);
  const bool m_outer = one.mapping.order == LoopOrder::m_outer;
  std::vector<Walk> walk;
  for (std::uint64_t o = 0; o < (m_outer ? t.m : t.n); ++o) {
    for (std::uint64_t i = 0; i < (m_outer ? t.n : t.m); ++i) {
      for (std::uint64_t k = 0; k < t.k; ++k) {
        walk.push_back({(m_outer ? o : i) * one.mapping.tile.m,
                        (m_outer ? i : o) * one.mapping.tile.n, k * one.mapping.tile.k});
      }
    }
  }
  return walk;
}

std::vector<StreamTransfer> codes_of(std::vector<StreamTransfer> list, const Layout& layout) {
  std::erase_if(list, [&](const StreamTransfer& s) { return !layout.holds_codes(s); });
  return list;
}

void expect_operands_resident(const Case& one) {
  const Layout layout = layout_of(one);
  const std::uint64_t taps = one.job.convolution.taps();
  const bool gradient = one.job.cls == OperationClass::weight_gradient;
  const trace::Gemm gemm = trace::gemm_of(one.job.convolution, one.job.cls);
  Resident a(one.job.a, layout.a), b(one.job.b, layout.b);
  const std::vector<Walk> walk = corners(one);
  ASSERT_EQ(walk.size(), one.program.steps.size()) << one.text;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    const TileStep& step = one.program.steps[i];
    a.load(codes_of(step.input_loads, layout));
    b.load(codes_of(step.weight_loads, layout));
    const array::GemmShape& shape = step.tile->shape;
    for (std::uint64_t k = walk[i].k; k < walk[i].k + shape.k; ++k) {
      for (std::uint64_t m = walk[i].m; m < walk[i].m + shape.m; ++m) {
        const auto element = gradient ? std::optional(k * gemm.m + m)
                                      : image_element(one.job, m, k / taps, k % taps);
        ASSERT_TRUE(!element || a.holds(*element)) << one.text << " a " << m << ',' << k;
      }
      for (std::uint64_t n = walk[i].n; n < walk[i].n + shape.n; ++n) {
        const auto element = gradient ? image_element(one.job, k, n / taps, n % taps)
                                      : std::optional(k * gemm.n + n);
        ASSERT_TRUE(!element || b.holds(*element)) << one.text << " b " << k << ',' << n;
      }
    }
  }
}

TEST(matrix_program, every_operand_byte_that_a_product_needs_is_in_the_buffer) {
  for_each_case(expect_operands_resident);
}

std::vector<VectorJob> vector_jobs() {
  const RandomStream random(31, "vector programs");
  std::vector<VectorJob> jobs;
  for (std::uint64_t i = 0; i < 40; ++i) {
    VectorJob job;
    job.elements = 1 + random.below(i, 30000);
    job.adds_per_element = 2;
    job.inputs = {{trace::Role::stash, job.elements, 16}, {trace::Role::error, job.elements, 5}};
    job.outputs = {{trace::Role::activation, job.elements / 2 + 1, 3}};
    jobs.push_back(job);
  }
  return jobs;
}

TEST(vector_program, covers_every_byte_of_every_stream_and_shares_at_most_edges) {
  const arch::AcceleratorSpec machine = cramped("systolic");
  for (const VectorJob& job : vector_jobs()) {
    const Program program = vector_program(job, machine);
    std::vector<Stream> streams = job.inputs;
    streams.push_back(job.outputs[0]);
    std::uint64_t base = 0, elements = 0;
    for (const TileStep& step : program.steps) {
      elements += step.vector_work.elements;
    }
    ASSERT_EQ(elements, job.elements);
    for (const Stream& stream : streams) {
      std::vector<unsigned> moved(stream.bytes().count(), 0);
      std::uint64_t twice = 0;
      for (const TileStep& step : program.steps) {
        for (const auto* list : {&step.input_loads, &step.stores}) {
          for (const StreamTransfer& s : *list) {
            if (s.role == stream.role) {
              for_each_byte({s}, [&](std::uint64_t at) { ++moved.at(at - base); });
            }
          }
        }
      }
      for (const unsigned times : moved) {
        ASSERT_GE(times, 1u) << job_key(job);
        twice += times - 1;
      }
      // Whole-byte elements are moved once; of others the byte at a block's edge may belong to two.
      ASSERT_LE(twice, stream.bits % 8 == 0 ? 0 : program.steps.size() - 1) << job_key(job);
      base = placed_after(base, stream.bytes(), machine);
    }
  }
}

TEST(vector_program, blocks_fit_in_half_of_the_buffers) {
  const arch::AcceleratorSpec machine = cramped("systolic");
  std::size_t cut = 0;
  for (const VectorJob& job : vector_jobs()) {
    const Program program = vector_program(job, machine);
    cut += program.steps.size() > 1 ? 1 : 0;
    for (const TileStep& step : program.steps) {
      // One byte of slack for each stream, whose block may begin and end within a byte.
      ASSERT_LE(bytes_of(step.input_loads), machine.input_buffer.capacity().count() / 2 + 2);
      ASSERT_LE(bytes_of(step.stores), machine.output_buffer.capacity().count() / 2 + 1);
    }
  }
  EXPECT_GT(cut, 20u);
}

TEST(vector_program, no_elements_are_no_steps) {
  VectorJob job;
  EXPECT_TRUE(vector_program(job, preset("systolic")).steps.empty());
}

}  // namespace program_test
}  // namespace metronome::mapping
