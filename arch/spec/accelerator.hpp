#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "arch/array/array.hpp"
#include "arch/dram/memory.hpp"
#include "arch/host/host.hpp"
#include "arch/spec/load_path.hpp"
#include "arch/spec/mapping_spec.hpp"
#include "arch/spec/storage.hpp"
#include "arch/spec/training.hpp"
#include "arch/vector/projection_array.hpp"
#include "arch/vector/vector_unit.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/schema.hpp"

namespace metronome::arch {

/// An on-chip SRAM, double-buffered: half of it is computed on while the other half is filled. The
/// halves are banks of their own, so that filling one takes no port from reading the other.
struct BufferSpec {
  static constexpr std::string_view kSchemaName = "buffer";
  std::uint64_t banks = 16;
  Bytes bank_bytes{8192};
  Bytes word_bytes{32};
  std::uint64_t port_bits_per_cycle = 2048;
  std::uint64_t ports = 2;  ///< of a bank: one to read and one to write, or one for both
  bool multicast = true;
  std::uint64_t transposed_elements_per_cycle = 0;  ///< 0: no unit
  bool operator==(const BufferSpec&) const = default;

  [[nodiscard]] Bytes capacity() const { return bank_bytes * banks; }
};

/// The name of a bank's rows in the energy table: "sram_8KiB_32B".
[[nodiscard]] std::string bank_name(const BufferSpec& spec);
/// The name of the row of the wires between its banks and the array: "wire_16x8KiB_32B".
[[nodiscard]] std::string wire_name(const BufferSpec& spec);

/// The process and supply that a machine's logic and buffers are priced at, where they are not
/// those of its energy table.
struct TechnologySpec {
  static constexpr std::string_view kSchemaName = "technology";
  std::optional<double> node_nm;
  std::optional<double> voltage_v;
  bool operator==(const TechnologySpec&) const = default;
};

/// A whole machine, as one configuration file describes it.
struct AcceleratorSpec {
  static constexpr std::string_view kSchemaName = "accelerator";
  std::string name;
  std::string source;  ///< one line: what it models, and after whom
  Hertz clock_hz{1e9};
  TechnologySpec technology;
  array::ArraySpec array;
  BufferSpec input_buffer;
  BufferSpec weight_buffer;
  BufferSpec output_buffer{.banks = 32};
  vector::VectorSpec vector;
  std::optional<vector::ProjectionArraySpec> projection_array;  ///< absent: the lanes project
  host::HostSpec host;
  LoadPathSpec load_path;
  StorageSpec storage;
  TrainingSpec training;
  MappingSpec mapping;
  dram::MemorySpec memory;
  config::FilePath energy;  ///< file of the energy table
  bool operator==(const AcceleratorSpec&) const = default;

  [[nodiscard]] array::Ports ports() const {
    return {.input_bits = input_buffer.port_bits_per_cycle,
            .weight_bits = weight_buffer.port_bits_per_cycle,
            .output_bits = output_buffer.port_bits_per_cycle,
            .input_transposed = input_buffer.transposed_elements_per_cycle,
            .weight_transposed = weight_buffer.transposed_elements_per_cycle,
            .input_multicast = input_buffer.multicast,
            .weight_multicast = weight_buffer.multicast,
            .shared_output_port = output_buffer.ports == 1,
            .padded_codes = storage.packing == Packing::power_of_two,
            .accumulator_bits = static_cast<std::uint64_t>(training.accumulator_bits)};
  }
  /// DRAM bytes per array cycle at the pins' peak.
  [[nodiscard]] double peak_bytes_per_cycle() const {
    return memory.peak_bytes_per_second() / clock_hz.count();
  }
};

}  // namespace metronome::arch

namespace metronome::config {
template <>
const StructSchema<arch::BufferSpec>& schema_of<arch::BufferSpec>();
template <>
const StructSchema<arch::TechnologySpec>& schema_of<arch::TechnologySpec>();
template <>
const StructSchema<arch::AcceleratorSpec>& schema_of<arch::AcceleratorSpec>();
}  // namespace metronome::config
