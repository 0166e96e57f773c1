#include "workloads/trace/bit_operations.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::trace {
namespace bit_operations_test {

constexpr std::uint64_t kBatch = 4;
// Forward multiply-accumulates of resnet-8 for one image, by layer.
constexpr std::uint64_t kFirst = 32 * 32 * 16 * 3 * 9;
constexpr std::uint64_t kGroup1 = 2 * 32 * 32 * 16 * 16 * 9;
constexpr std::uint64_t kGroup2 = 16 * 16 * 32 * (16 * 9 + 32 * 9 + 16);
constexpr std::uint64_t kGroup3 = 8 * 8 * 64 * (32 * 9 + 64 * 9 + 32);
constexpr std::uint64_t kConvolutions = kFirst + kGroup1 + kGroup2 + kGroup3;
constexpr std::uint64_t kLinear = 64 * 10;

Step resnet_8() {
  return lower(model::cifar_resnet(1, {3, 32, 32}, 10), "cifar-10", kBatch,
               DxScale::prescale_requantize);
}

BitOperations bit_operations_paper(const Step& step, const Assignment& assignment) {
  return PaperMeasure(step).of(assignment);
}

TEST(bit_operations, operands_count_with_the_bits_of_their_roles) {
  Precision precision(3, 8);
  precision.weight_bits = 4;
  precision.stash_bits = 5;
  const PaperBits bits = paper_bits(precision, Role::weight);
  EXPECT_EQ(bits.forward, 3u * 4);
  EXPECT_EQ(bits.input_gradient, 8u * 4);
  EXPECT_EQ(bits.weight_gradient, 8u * 5);
  const PaperBits attention = paper_bits(precision, Role::activation);
  EXPECT_EQ(attention.forward, 3u * 3);
  EXPECT_EQ(attention.input_gradient, 8u * 3);
  EXPECT_EQ(attention.weight_gradient, 8u * 3);
}

TEST(bit_operations, fp32_counts_32_bits) {
  EXPECT_EQ(paper_bits({0, 8}, Role::weight).weight_gradient, 8u * 32);
  EXPECT_EQ(paper_bits({4, 0}, Role::weight).input_gradient, 32u * 4);
  const Step step = resnet_8();
  EXPECT_EQ(bit_operations_paper(step, {{0, 0}, {}}).count(),
            step.forward_macs.count() * 3 * 32 * 32);
}

TEST(bit_operations, the_papers_measure_charges_every_mac_of_the_model_three_times) {
  EXPECT_EQ(bit_operations_paper(resnet_8(), {{3, 8}, {}}).count(),
            kBatch * (kConvolutions + kLinear) * (3 * 3 + 2 * 3 * 8));
}

TEST(faults, F3_7_the_papers_measure_counts_layers_with_bits_of_their_own) {
  const Assignment mixed{{8, 8}, {{"conv1", {2, 8}}}};
  EXPECT_EQ(bit_operations_paper(resnet_8(), mixed).count(),
            kBatch * ((kConvolutions + kLinear - kFirst) * 3 * 64 + kFirst * (2 * 2 + 2 * 2 * 8)));
}

TEST(bit_operations, zeros_inserted_for_a_stride_are_no_work) {
  const MatrixWork work{{.batch = 1,
                         .in_channels = 2,
                         .in_height = 8,
                         .in_width = 8,
                         .out_channels = 3,
                         .kernel = 3,
                         .stride = 2,
                         .pad = 1},
                        false};
  EXPECT_EQ(useful_macs(work), Macs(4 * 4 * 3 * 2 * 9));
}

}  // namespace bit_operations_test
}  // namespace metronome::trace
