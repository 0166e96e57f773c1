#include "arch/spec/accelerator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "arch/array/families.hpp"
#include "sim/energy/memories.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::arch {
namespace accelerator_test {

using trace::Format;
using trace::Role;

const std::vector<std::string>& kFamilies = array::family_names();

std::string preset_path(const std::string& kind) {
  return metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml";
}

AcceleratorSpec preset(const std::string& kind, const std::vector<std::string>& set = {}) {
  return config::load<AcceleratorSpec>(preset_path(kind), config::parse_overrides(set));
}

std::string errors_of(const std::string& kind, const std::vector<std::string>& set) {
  try {
    (void)preset(kind, set);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(training_spec, strided_input_gradients_skip_inserted_zeros_unless_they_are_asked_for) {
  EXPECT_EQ(TrainingSpec{}.strided_input_gradient, StridedInputGradient::phase_decomposition);
  for (const std::string& family : kFamilies) {
    EXPECT_EQ(preset(family).training.strided_input_gradient,
              StridedInputGradient::phase_decomposition)
        << family;
  }
  const auto inserted =
      preset("systolic", {"training.strided_input_gradient=zero_insertion"}).training;
  EXPECT_EQ(inserted.strided_input_gradient, StridedInputGradient::zero_insertion);
}

TEST(mapping_spec, choose_is_open_until_set_and_candidates_are_four) {
  const AcceleratorSpec open = preset("systolic");
  EXPECT_EQ(open.mapping.choose, std::nullopt);
  EXPECT_EQ(open.mapping.candidates, 4u);
  const AcceleratorSpec set =
      preset("systolic", {"mapping.choose=simulate", "mapping.candidates=7"});
  EXPECT_EQ(set.mapping.choose, Choose::simulate);
  EXPECT_EQ(set.mapping.candidates, 7u);
  EXPECT_EQ(preset("systolic", {"mapping.choose=estimate"}).mapping.choose, Choose::estimate);
}

TEST(mapping_spec, wrong_values_are_named_with_what_would_be_right) {
  const std::string choose = errors_of("systolic", {"mapping.choose=guess"});
  EXPECT_NE(choose.find("mapping.choose"), std::string::npos) << choose;
  EXPECT_NE(choose.find("simulate"), std::string::npos) << choose;
  for (const char* count : {"0", "65", "-1", "2.5", "many"}) {
    const std::string text = errors_of("systolic", {std::string("mapping.candidates=") + count});
    EXPECT_NE(text.find("mapping.candidates"), std::string::npos) << count << ": " << text;
  }
}

TEST(storage, codes_take_their_bits_or_the_next_power_of_two) {
  const std::vector<unsigned> padded{0, 1, 2, 4, 4, 8, 8, 8, 8, 16};
  for (int bits = 1; bits <= 9; ++bits) {
    const StorageSpec dense{};
    const StorageSpec power{.packing = Packing::power_of_two};
    EXPECT_EQ(stored_bits(dense, Role::weight, Format::codes, bits), static_cast<unsigned>(bits));
    EXPECT_EQ(stored_bits(power, Role::weight, Format::codes, bits),
              padded[static_cast<std::size_t>(bits)]);
  }
}

TEST(storage, real_tensors_have_the_width_of_their_role_and_masks_one_bit) {
  const StorageSpec spec{.activation_bits = 9,
                         .stash_bits = 10,
                         .error_bits = 11,
                         .gradient_bits = 12,
                         .master_bits = 13,
                         .optimizer_state_bits = 14,
                         .partial_sum_bits = 15};
  const std::vector<std::pair<Role, unsigned>> table{
      {Role::activation, 9},       {Role::stash, 10},  {Role::error, 11},  {Role::gradient, 12},
      {Role::optimizer_state, 14}, {Role::master, 13}, {Role::weight, 13}, {Role::partial_sum, 15}};
  for (const auto& [role, bits] : table) {
    EXPECT_EQ(stored_bits(spec, role, Format::real, 5), bits);
    EXPECT_EQ(stored_bits(spec, role, Format::codes, 0), bits) << "FP32 codes are real numbers";
    EXPECT_EQ(stored_bits(spec, role, Format::mask, 5), 1u);
  }
}

TEST(buffer, banks_are_named_by_size_and_width_as_in_the_energy_table) {
  EXPECT_EQ(bank_name({.bank_bytes = Bytes(8192), .word_bytes = Bytes(32)}), "sram_8KiB_32B");
  EXPECT_EQ(wire_name({.banks = 16, .bank_bytes = Bytes(8192), .word_bytes = Bytes(32)}),
            "wire_16x8KiB_32B");
  EXPECT_EQ(bank_name({.bank_bytes = Bytes(512), .word_bytes = Bytes(4)}), "sram_512B_4B");
  EXPECT_EQ(BufferSpec{}.capacity(), Bytes(16 * 8192));
}

TEST(accelerator_file, a_port_wider_than_all_banks_is_refused) {
  const std::string text = errors_of("systolic", {"input_buffer.port_bits_per_cycle=4097"});
  EXPECT_NE(text.find("input_buffer.port_bits_per_cycle"), std::string::npos) << text;
  EXPECT_NE(text.find("4096"), std::string::npos) << "16 banks of 32 bytes: " << text;
  EXPECT_EQ(errors_of("systolic", {"input_buffer.port_bits_per_cycle=4096"}), "");
}

TEST(accelerator_file, overrides_reach_into_nested_files) {
  const AcceleratorSpec machine =
      preset("systolic", {"array.rows=32", "memory.device.mapping=RoBaBgCo", "memory.channels=2"});
  EXPECT_EQ(std::get<array::SystolicSpec>(machine.array).rows, 32u);
  EXPECT_EQ(machine.memory.channels, 2u);
  EXPECT_NE(machine.memory.device, preset("systolic").memory.device);
  EXPECT_EQ(machine.output_buffer, preset("systolic").output_buffer);
}

TEST(accelerator_file, a_projection_array_is_none_or_has_rows_and_columns) {
  EXPECT_FALSE(preset("systolic").projection_array);
  EXPECT_FALSE(preset("systolic", {"projection_array=none"}).projection_array);
  const AcceleratorSpec with =
      preset("systolic", {"projection_array.rows=8", "projection_array.columns=32"});
  EXPECT_EQ(with.projection_array, (vector::ProjectionArraySpec{8, 32}));
  EXPECT_NE(errors_of("systolic", {"projection_array.rows=0"}).find("allowed: 1 to 4096"),
            std::string::npos);
  EXPECT_NE(errors_of("systolic", {"projection_array=some"}).find("projection_array"),
            std::string::npos);
  const std::string both =
      errors_of("systolic", {"projection_array.rows=8", "vector.feedback_adds_per_lane_cycle=1"});
  EXPECT_NE(both.find("projection_array: errors are made there or"), std::string::npos) << both;
}

TEST(accelerator_file, an_override_of_no_key_is_an_error) {
  const std::string text = errors_of("systolic", {"memory.device.maping=RoCoBa", "array.rws=3"});
  EXPECT_NE(text.find("memory.device.maping"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean `mapping`"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean `rows`"), std::string::npos) << text;
}

TEST(accelerator_file, unknown_and_missing_keys_are_named_all_at_once) {
  const std::filesystem::path file =
      std::filesystem::path(::testing::TempDir()) / "metronome_bad_accelerator.yaml";
  std::ofstream(file) << "name: x\nclok_hz: 1e9\narray: {kind: systolik}\n";
  try {
    (void)config::load<AcceleratorSpec>(file);
    FAIL();
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find(":2:1: clok_hz: unknown key (did you mean `clock_hz`?)"), std::string::npos)
        << text;
    EXPECT_NE(text.find("did you mean `systolic`?"), std::string::npos) << text;
    EXPECT_NE(text.find("memory: is missing"), std::string::npos) << text;
    EXPECT_NE(text.find("energy: is missing"), std::string::npos) << text;
  }
  std::filesystem::remove(file);
}

TEST(presets, differ_in_the_array_only_and_have_equal_peaks) {
  AcceleratorSpec first = preset("systolic");
  for (const std::string& kind : kFamilies) {
    AcceleratorSpec machine = preset(kind);
    EXPECT_EQ(machine.name, "plain_" + kind + "_512");
    EXPECT_EQ(array::kind_name(machine.array), kind);
    EXPECT_EQ(array::peak_macs_per_cycle(machine.array, {}), 512);
    EXPECT_GE(machine.memory.capacity_bytes().count(), 32ull << 30);
    machine.name = first.name;
    machine.source = first.source;
    machine.array = first.array;
    EXPECT_EQ(machine, first) << kind;
  }
}

TEST(presets, energy_tables_price_leakage_and_buffers_of_the_machine) {
  for (const std::string& kind : kFamilies) {
    const AcceleratorSpec machine = preset(kind);
    const auto own = config::load<EnergyTable>(machine.energy.path);
    const EnergyTable table =
        with_memories(own, {bank_name(machine.input_buffer), bank_name(machine.weight_buffer),
                            bank_name(machine.output_buffer)});
    std::vector<std::string> actions{kind + ".leakage", "vector.leakage", "vector.add_fp32",
                                     "vector.multiply_fp32"};
    for (const BufferSpec* b :
         {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
      for (const char* action : {".read_bit", ".write_bit", ".leakage"}) {
        actions.push_back(bank_name(*b) + action);
      }
    }
    for (const std::string& action : actions) {
      EXPECT_TRUE(std::any_of(table.rows.begin(), table.rows.end(),
                              [&](const EnergyRow& row) { return row.action == action; }))
          << kind << ' ' << action;
    }
  }
}

TEST(presets, resolved_form_reads_back_as_the_same_machine) {
  for (const std::string& kind : kFamilies) {
    const AcceleratorSpec machine = preset(kind);
    const std::filesystem::path file =
        std::filesystem::path(::testing::TempDir()) / ("metronome_" + kind + "_resolved.yaml");
    std::ofstream(file) << config::resolved_yaml(machine);
    EXPECT_EQ(config::load<AcceleratorSpec>(file), machine) << kind;
    std::filesystem::remove(file);
  }
}

}  // namespace accelerator_test
}  // namespace metronome::arch
