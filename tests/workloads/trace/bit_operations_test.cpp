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

TEST(bit_operations, operands_have_the_bits_of_their_roles) {
  const Precision precision{3, 8};
  EXPECT_EQ(operand_bits(OperationClass::forward, precision), (OperandBits{3, 3}));
  EXPECT_EQ(operand_bits(OperationClass::input_gradient, precision), (OperandBits{8, 3}));
  EXPECT_EQ(operand_bits(OperationClass::weight_gradient, precision), (OperandBits{8, 3}));
  EXPECT_THROW((void)operand_bits(OperationClass::vector, precision), InternalError);
}

TEST(bit_operations, fp32_counts_32_bits) {
  EXPECT_EQ(operand_bits(OperationClass::weight_gradient, {0, 8}), (OperandBits{8, 32}));
  EXPECT_EQ(operand_bits(OperationClass::input_gradient, {4, 0}), (OperandBits{32, 4}));
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

TEST(bit_operations, executed_ones_leave_out_the_first_input_gradient_and_run_fp32_layers_at_32) {
  const std::uint64_t expected =
      kBatch * (kConvolutions * 3 * 3 + kConvolutions * 3 * 8 + (kConvolutions - kFirst) * 3 * 8 +
                3 * kLinear * 32 * 32);
  EXPECT_EQ(bit_operations_executed(resnet_8(), {{3, 8}, {}}).count(), expected);
}

TEST(bit_operations, executed_ones_follow_the_layers_exceptions) {
  const Assignment mixed{{3, 8}, {{"conv1", {8, 6}}}};
  const std::uint64_t change = kBatch * kFirst * (8 * 8 - 3 * 3 + 8 * 6 - 3 * 8);
  EXPECT_EQ(bit_operations_executed(resnet_8(), mixed).count(),
            bit_operations_executed(resnet_8(), {{3, 8}, {}}).count() + change);
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
  const Operation input_gradient{
      "c.input_gradient", "c", OperationClass::input_gradient, work, {}, {}};
  EXPECT_EQ(bit_operations_executed(input_gradient, {{4, 8}, {}}),
            BitOperations(4 * 4 * 3 * 2 * 9 * 4 * 8));
}

TEST(bit_operations, work_that_is_no_matrix_product_has_none) {
  const Operation update{"c.update", "c", OperationClass::update, VectorWork{100, 3, 3}, {}, {}};
  EXPECT_EQ(bit_operations_executed(update, {{4, 8}, {}}), BitOperations(0));
}

}  // namespace bit_operations_test
}  // namespace metronome::trace
