// Feeds that leave out rows of coefficients that are zero: which products, how much of them, and
// that what is left multiplies to the same.
#include "arch/mapping/row_skipping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arch/array/stepped.hpp"
#include "machines.hpp"
#include "sim/base/error.hpp"

namespace metronome::mapping {
namespace row_skipping_test {

using testing::HasSubstr;
using trace::Format;
using trace::OperationClass;
using trace::Role;

constexpr std::uint64_t kFilters = 64, kRows = 48;  // of 16 channels and 3 kernel rows

trace::Convolution layer() {
  trace::Convolution c;
  c.batch = 2;
  c.in_channels = 16;
  c.in_height = c.in_width = 8;
  c.out_channels = kFilters;
  c.kernel = 3;
  c.pad = 1;
  return c;
}

/// A step of the three products of a layer whose filters keep so many rows by 1, 2, 4, ... of them.
trace::Step step_of(std::vector<std::uint64_t> kept) {
  const std::uint64_t weights = layer().weights();
  trace::Step step{.model = "m", .dataset = "d", .batch = 2, .tensors = {}, .operations = {}};
  step.tensors = {{"x", Role::activation, Format::codes, {2, 8, 8, 16}},
                  {"e", Role::error, Format::codes, {2, 8, 8, kFilters}},
                  {"w", Role::weight, Format::codes, {kFilters, 3, 3, 16}},
                  {"y", Role::stash, Format::real, {2, 8, 8, kFilters}},
                  {"d", Role::error, Format::real, {2, 8, 8, 16}},
                  {"g", Role::gradient, Format::real, {kFilters, 3, 3, 16}},
                  {"map", Role::weight, Format::mask, {kFilters * kRows}},
                  {"coefficients", Role::weight, Format::mask, {3 * weights}}};
  trace::VectorWork work{weights, 4.5, 1};
  work.rebuilt_rows = kept.front();
  work.shift_adds = 9 * kept.front();
  work.filter_rows = kRows;
  work.kept_rows = std::move(kept);
  step.operations = {
      {"c.rebuild", "c", OperationClass::quantize, work, {"map", "coefficients"}, {"w"}},
      {"c.forward", "c", OperationClass::forward, trace::MatrixWork{layer()}, {"x", "w"}, {"y"}},
      {"c.input_gradient",
       "c",
       OperationClass::input_gradient,
       trace::MatrixWork{layer()},
       {"e", "w"},
       {"d"}},
      {"c.weight_gradient",
       "c",
       OperationClass::weight_gradient,
       trace::MatrixWork{layer()},
       {"e", "x"},
       {"g"}}};
  return step;
}

/// Rows of structured pruning: half of them, alike in 32 filters, all together in 64.
const std::vector<std::uint64_t> kHalf{24 * 64, 24 * 32, 24 * 16, 24 * 8, 24 * 4, 24 * 2, 36};

arch::AcceleratorSpec machine_of(const std::string& family, bool skips) {
  arch::AcceleratorSpec machine = preset(family);
  machine.load_path.rebuilt_rows_per_cycle = 2;
  machine.load_path.skips_zero_rows = skips;
  return machine;
}

std::vector<MatrixJob> jobs_of(const std::vector<std::uint64_t>& kept,
                               const arch::AcceleratorSpec& machine) {
  const MachineStep out = machine_step(step_of(kept), machine);
  std::vector<MatrixJob> jobs;
  for (const MachineOperation& one : out.operations) {
    jobs.push_back(std::get<MatrixJob>(resolve(one, out.tensors, trace::Precision(8, 8), machine)));
  }
  return jobs;
}

TEST(row_skipping, forward_products_keep_what_the_filters_of_a_feed_keep) {
  const std::vector<MatrixJob> jobs = jobs_of(kHalf, machine_of("systolic", true));
  ASSERT_EQ(jobs.size(), 3u);
  EXPECT_EQ(jobs[0].kept_rows, 24u * 2) << "two groups of the array's 32 columns";
  EXPECT_EQ(jobs[0].all_rows, 2 * kRows);
  EXPECT_EQ(jobs[1].all_rows, 0u) << "the reduction of an input gradient is the filters";
  EXPECT_EQ(jobs[2].all_rows, 0u) << "a projection needs the gradients of all rows";
  EXPECT_EQ(kept_products(jobs[0], nullptr, 14400), 7200u);
  EXPECT_EQ(kept_products(jobs[1], nullptr, 1000), 1000u);
}

TEST(row_skipping, all_rows_kept_is_the_job_of_a_machine_without_a_selector) {
  const std::vector<std::uint64_t> all{48 * 64, 48 * 32, 48 * 16, 48 * 8, 48 * 4, 48 * 2, 48};
  EXPECT_EQ(jobs_of(all, machine_of("systolic", true)),
            jobs_of(all, machine_of("systolic", false)));
  // Rows that are zero here in one filter and there in another: no group of 32 is without any row.
  const std::vector<std::uint64_t> scattered{24 * 64, 36 * 32, 45 * 16, 48 * 8, 48 * 4, 48 * 2, 48};
  EXPECT_EQ(jobs_of(scattered, machine_of("systolic", true)),
            jobs_of(scattered, machine_of("systolic", false)));
  EXPECT_NE(jobs_of(kHalf, machine_of("systolic", true)),
            jobs_of(kHalf, machine_of("systolic", false)));
}

TEST(row_skipping, a_job_says_in_its_key_what_is_left_out) {
  const MatrixJob half = jobs_of(kHalf, machine_of("systolic", true))[0];
  MatrixJob other = half;
  other.kept_rows += 1;
  EXPECT_NE(job_key(half), job_key(other));
}

TEST(row_skipping, each_family_feeds_single_rows_or_refuses) {
  for (const auto& [family, takes] :
       {std::pair{"systolic", true}, std::pair{"spatial_fusion", true},
        std::pair{"operand_serial", true}, std::pair{"dual_serial", false},
        std::pair{"binary_overlay", false}, std::pair{"term_serial", false},
        std::pair{"chunked_bfp", false}, std::pair{"two_in_one", true},
        std::pair{"chunked_fp", false}}) {
    const auto load = [&](const char* skips) -> std::string {
      try {
        (void)config::load<arch::AcceleratorSpec>(
            metronome::source_dir() + "/configs/arch/plain_" + family + "_512.yaml",
            config::parse_overrides({"load_path.rebuilt_rows_per_cycle=4", skips}));
      } catch (const UserError& error) {
        return error.what();
      }
      return {};
    };
    EXPECT_EQ(load("load_path.skips_zero_rows=false"), "") << family;
    EXPECT_EQ(load("load_path.skips_zero_rows=true").empty(), takes) << family;
    if (!takes) {
      EXPECT_THAT(load("load_path.skips_zero_rows=true"), HasSubstr("skips_zero_rows"));
    }
  }
  EXPECT_THROW((void)config::load<arch::AcceleratorSpec>(
                   metronome::source_dir() + "/configs/arch/plain_systolic_512.yaml",
                   config::parse_overrides({"load_path.skips_zero_rows=true"})),
               UserError)
      << "nothing reads which rows are zero";
}

TEST(row_skipping, walks_that_keep_activations_are_left_to_whole_products) {
  const arch::AcceleratorSpec machine = machine_of("systolic", true);
  const std::vector<MatrixJob> jobs = jobs_of(kHalf, machine);
  const auto keeps_activations = [&](const MatrixJob& job) {
    const auto walks = unrollings(job, machine);
    return std::any_of(walks.begin(), walks.end(), streams_filters);
  };
  EXPECT_FALSE(keeps_activations(jobs[0]));
  EXPECT_TRUE(keeps_activations(jobs[1]));
}

TEST(row_skipping, tiles_are_shortened_one_by_one) {
  const arch::AcceleratorSpec machine = machine_of("systolic", true);
  MatrixJob job = jobs_of(kHalf, machine)[0];
  Mapping mapping{unrollings(job, machine).front(), {2, 0}, {128, 64, 45}, LoopOrder::m_outer};
  job.kept_rows = 1;
  job.all_rows = 2;
  EXPECT_EQ(fed_reduction(job, mapping, 45), 23u) << "rounded up";
  EXPECT_EQ(fed_reduction(job, mapping, 144), 3 * 23u + 5) << "three tiles of 45, one of 9";
  EXPECT_EQ(fed_reduction(job, mapping, 90), 46u) << "where the third tile begins";
  EXPECT_EQ(kept_products(job, &mapping, 14400), 100 * (3 * 23u + 5)) << "the same rows";
  EXPECT_EQ(kept_products(job, nullptr, 14400), 100 * 72u) << "as one tile";
  job.all_rows = 0;
  EXPECT_EQ(fed_reduction(job, mapping, 144), 144u);
}

/// Codes around zero of a layer whose filters have zero rows, other ones in every 32 filters.
struct Layer {
  array::CodeMatrix activations, weights;
  [[nodiscard]] static bool keeps(std::uint64_t row, std::uint64_t group) {
    return group == 0 ? row % 2 == 0 : row % 4 > 1;  // 24 of 48
  }
};

Layer codes_of(const MatrixJob& job) {
  const RandomStream random(3, "codes");
  std::uint64_t draw = 0;
  const auto code = [&] { return static_cast<std::int32_t>(random.below(draw++, 255)) - 127; };
  Layer out;
  const TensorShape a = tensor_of_a(job);
  const TensorShape b = tensor_of_b(job);
  out.activations = {a.rows, a.columns, 8, true, 0, {}};
  out.weights = {b.rows, b.columns, 8, true, 0, {}};
  for (std::uint64_t i = 0; i < a.rows * a.columns; ++i) {
    out.activations.codes.push_back(code());
  }
  for (std::uint64_t element = 0; element < b.rows; ++element) {
    for (std::uint64_t filter = 0; filter < b.columns; ++filter) {
      out.weights.codes.push_back(Layer::keeps(element / 3, filter / 32) ? code() : 0);
    }
  }
  return out;
}

/// The operands of the 32 filters of a group without the rows that all of them lack.
array::GemmCodes compacted(const array::GemmCodes& whole, std::uint64_t group) {
  array::GemmCodes out;
  out.a = {whole.a.rows, 0, 8, true, 0, {}};
  out.b = {0, 32, 8, true, 0, {}};
  std::vector<std::uint64_t> kept;
  for (std::uint64_t element = 0; element < whole.a.columns; ++element) {
    if (Layer::keeps(element / 3, group)) {
      kept.push_back(element);
    }
  }
  out.a.columns = out.b.rows = kept.size();
  for (std::uint64_t row = 0; row < whole.a.rows; ++row) {
    for (const std::uint64_t element : kept) {
      out.a.codes.push_back(whole.a.at(row, element));
    }
  }
  for (const std::uint64_t element : kept) {
    for (std::uint64_t filter = 0; filter < 32; ++filter) {
      out.b.codes.push_back(whole.b.at(element, 32 * group + filter));
    }
  }
  return out;
}

// Each PE at each clock: the product is that of the whole matrices, the cycles are the rule's.
TEST(row_skipping,
     a_stepped_array_without_the_zero_rows_gives_the_exact_product_in_the_rules_time) {
  for (const char* family : {"systolic", "spatial_fusion", "operand_serial", "two_in_one"}) {
    const arch::AcceleratorSpec machine = machine_of(family, true);
    MatrixJob job = matrix_job(OperationClass::forward, layer(), 8, 8, machine);
    job.zero_points = false;
    job.kept_rows = 2 * 24;
    job.all_rows = 2 * kRows;
    const Layer codes = codes_of(job);
    for (const array::Unrolling& walk : unrollings(job, machine)) {
      const Mapping mapping{walk, {2, 0}, {128, 32, 144}, LoopOrder::m_outer};
      const array::GemmCodes whole = unroll(job, walk, codes.activations, codes.weights);
      const std::vector<std::int64_t> expected = array::exact_product(whole.a, whole.b);
      array::ArrayUse use;
      for (std::uint64_t group = 0; group < 2; ++group) {
        const array::GemmCodes fed = compacted(whole, group);
        ASSERT_EQ(fed.a.columns, 72u);
        array::SteppedArray stepped(machine.array, job.operands, walk, machine.ports(), fed.a,
                                    fed.b);
        use += stepped.run({{128, 32, 72}, false, {0, 0, 0}});
        const std::vector<std::int64_t> product = stepped.result();
        for (std::uint64_t i = 0; i < product.size(); ++i) {
          ASSERT_EQ(product[i], expected[i / 32 * kFilters + 32 * group + i % 32])
              << family << ' ' << walk.name;
        }
      }
      EXPECT_EQ(use.cycles(), array_use(job, mapping, machine).cycles())
          << family << ' ' << walk.name;
      EXPECT_EQ(use.busy_cycles, array_use(job, mapping, machine).busy_cycles);
      MatrixJob all = job;
      all.kept_rows = all.all_rows = 0;
      EXPECT_LT(use.cycles(), array_use(all, mapping, machine).cycles());
    }
  }
}

TEST(row_skipping, a_layers_time_falls_with_the_rows_it_keeps_and_its_bytes_stay) {
  const arch::AcceleratorSpec machine = machine_of("systolic", true);
  std::uint64_t before = ~std::uint64_t{0};
  for (const std::uint64_t kept : {48u, 36u, 24u, 12u, 6u}) {
    const std::vector<std::uint64_t> rows{kept * 64, kept * 32, kept * 16, kept * 8,
                                          kept * 4,  kept * 2,  kept};
    const MatrixJob job = jobs_of(rows, machine)[0];
    const Mapping mapping = parse_mapping("os, tile 128x64x144, m outer", job, machine);
    const array::ArrayUse use = array_use(job, mapping, machine);
    EXPECT_LT(use.cycles(), before) << kept;
    before = use.cycles();
    EXPECT_EQ(use.busy_cycles, 8u * 2 * 3 * kept) << "8 x 2 passes of 3 products a row";
    EXPECT_EQ(mapping_traffic(job, mapping).a_bytes,
              mapping_traffic(jobs_of(kHalf, machine)[0], mapping).a_bytes);
  }
}

}  // namespace row_skipping_test
}  // namespace metronome::mapping
