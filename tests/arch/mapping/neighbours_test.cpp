// Mappings that a job could have at a bit more, or in half the room.
#include "arch/mapping/neighbours.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "machines.hpp"

namespace metronome::mapping {
namespace neighbours_test {

TEST(with_a_bit_more, is_the_job_that_would_be_made_of_the_layer) {
  for (const std::string& family : kFamilies) {
    arch::AcceleratorSpec machine = preset(family);
    for (const arch::Packing packing : {arch::Packing::dense, arch::Packing::power_of_two}) {
      machine.storage.packing = packing;
      machine.training.accumulator_bits = 20;  // reductions are cut, after fewer products each bit
      trace::Convolution c;
      c.batch = 2;
      c.in_channels = 24;
      c.out_channels = 16;
      c.in_height = c.in_width = 6;
      c.kernel = 3;
      c.pad = 1;
      for (const auto cls : {trace::OperationClass::forward, trace::OperationClass::input_gradient,
                             trace::OperationClass::weight_gradient}) {
        for (const int bits : {2, 4, 7, 8}) {
          const MatrixJob job = matrix_job(cls, c, bits, 5, machine);
          EXPECT_EQ(with_a_bit_more(job, true, machine), matrix_job(cls, c, bits + 1, 5, machine));
          EXPECT_EQ(with_a_bit_more(job, false, machine), matrix_job(cls, c, bits, 6, machine));
        }
      }
    }
  }
}

TEST(with_halved_buffers, every_buffer_has_half_its_capacity) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.output_buffer.banks = 3;
  const arch::AcceleratorSpec smaller = with_halved_buffers(machine);
  EXPECT_EQ(2 * smaller.input_buffer.capacity().count(), machine.input_buffer.capacity().count());
  EXPECT_EQ(2 * smaller.weight_buffer.capacity().count(), machine.weight_buffer.capacity().count());
  EXPECT_EQ(2 * smaller.output_buffer.capacity().count(), machine.output_buffer.capacity().count());
}

TEST(neighbours_mappings, are_what_the_search_finds_there_and_legal_here) {
  std::size_t found = 0;
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (const MatrixJob& job : random_jobs(machine, 40, 8)) {
      std::vector<std::string> there;
      const auto add = [&](const MatrixJob& other, const arch::AcceleratorSpec& on) {
        for (const Mapping& best : find_mappings(other, on, {}, 2)) {
          there.push_back(mapping_text(best));
        }
      };
      add(with_a_bit_more(job, true, machine), machine);
      add(with_a_bit_more(job, false, machine), machine);
      add(job, with_halved_buffers(machine));
      for (const Mapping& mapping : neighbours_mappings(job, machine, {})) {
        ++found;
        EXPECT_TRUE(why_illegal(job, mapping, machine).empty()) << job_key(job);
        EXPECT_NE(std::find(there.begin(), there.end(), mapping_text(mapping)), there.end());
      }
    }
  }
  EXPECT_GT(found, 200u);
}

TEST(neighbours_mappings, a_fixed_mapping_and_the_widest_codes_have_none_of_more_bits) {
  const arch::AcceleratorSpec machine = preset("systolic");
  MatrixJob job = random_jobs(machine, 1, 8).front();
  job.fixed_mapping = mapping_text(best_mapping(job, machine));
  EXPECT_TRUE(neighbours_mappings(job, machine, {}).empty());
  trace::Convolution c;
  c.batch = 8;
  c.in_channels = c.out_channels = 8;
  const MatrixJob widest = matrix_job(trace::OperationClass::forward, c, 16, 16, machine);
  EXPECT_LE(neighbours_mappings(widest, machine, {}).size(), 2u);  // in half the buffers
}

}  // namespace neighbours_test
}  // namespace metronome::mapping
