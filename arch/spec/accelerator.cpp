#include "arch/spec/accelerator.hpp"

#include <fmt/format.h>

#include "sim/config/text_rules.hpp"

namespace metronome::arch {

namespace {

std::string shape_name(const BufferSpec& spec) {
  const std::uint64_t bytes = spec.bank_bytes.count();
  const std::string size =
      bytes % 1024 == 0 ? fmt::format("{}KiB", bytes / 1024) : fmt::format("{}B", bytes);
  return fmt::format("{}_{}B", size, spec.word_bytes.count());
}

}  // namespace

std::string bank_name(const BufferSpec& spec) { return "sram_" + shape_name(spec); }

std::string wire_name(const BufferSpec& spec) {
  return fmt::format("wire_{}x{}", spec.banks, shape_name(spec));
}

}  // namespace metronome::arch

namespace metronome::config {

template <>
const StructSchema<arch::BufferSpec>& schema_of<arch::BufferSpec>() {
  using S = arch::BufferSpec;
  static const auto schema =
      StructSchema<S>("a double-buffered on-chip SRAM of equal banks")
          .field("banks", &S::banks, {.doc = "banks that work side by side", .min = 1, .max = 4096})
          .field("bank_bytes", &S::bank_bytes,
                 {.unit = "bytes",
                  .doc = "size of one bank; chooses the energy row",
                  .min = 64,
                  .max = 1 << 30})
          .field("word_bytes", &S::word_bytes,
                 {.unit = "bytes",
                  .doc = "width of one bank; chooses the energy row",
                  .min = 1,
                  .max = 4096})
          .field("port_bits_per_cycle", &S::port_bits_per_cycle,
                 {.unit = "bits per cycle",
                  .doc = "what the array can read, or write, per cycle",
                  .min = 8,
                  .max = 1e8})
          .field("ports", &S::ports,
                 {.doc = "ports of a bank: 2 (one to read, one to write), or 1, by which partial "
                         "sums are taken up and written in turns",
                  .min = 1,
                  .max = 2})
          .field("multicast", &S::multicast,
                 {.doc = "one read of an operand serves every PE of a row or column; false: each "
                         "PE reads for itself"})
          .field("transposed_elements_per_cycle", &S::transposed_elements_per_cycle,
                 {.unit = "elements per cycle",
                  .doc = "throughput of a unit that turns the buffer's codes into bit planes, once "
                         "in each pass; 0: the buffer holds what the array takes",
                  .min = 0,
                  .max = 1e6})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (s.port_bits_per_cycle > s.banks * s.word_bytes.count() * 8) {
              complain("port_bits_per_cycle", "is wider than all banks together",
                       fmt::format("at most {}", s.banks * s.word_bytes.count() * 8));
            }
          });
  return schema;
}

template <>
const StructSchema<arch::TechnologySpec>& schema_of<arch::TechnologySpec>() {
  using S = arch::TechnologySpec;
  static const auto schema =
      StructSchema<S>("the process that logic and buffers are priced at")
          .field(
              "node_nm", &S::node_nm,
              {.unit = "nm",
               .doc = "the energy table's prices of logic and areas are scaled to it by published "
                      "equations (180 to 7 nm), banks are taken from it; absent: that of the table",
               .min = 1,
               .max = 1000})
          .field("voltage_v", &S::voltage_v,
                 {.unit = "V",
                  .doc = "supply, likewise; banks keep the supply that their table was made for; "
                         "absent: that of the table",
                  .min = 0.1,
                  .max = 5});
  return schema;
}

template <>
const StructSchema<arch::AcceleratorSpec>& schema_of<arch::AcceleratorSpec>() {
  using S = arch::AcceleratorSpec;
  static const auto schema =
      StructSchema<S>("an accelerator")
          .field("name", &S::name,
                 {.doc = "how reports call the machine, and its folder of a run", .required = true})
          .field("source", &S::source, {.doc = "what it models, after whom"})
          .field("clock_hz", &S::clock_hz,
                 {.unit = "Hz",
                  .doc = "clock of array, buffers and vector unit",
                  .min = 1e6,
                  .max = 1e10})
          .field(
              "technology", &S::technology,
              {.doc = "node and supply; absent: those of the energy table", .omit_default = true})
          .field("array", &S::array, {.doc = "the family of the MAC array", .required = true})
          .field("input_buffer", &S::input_buffer, {.doc = "operand a of the GEMM"})
          .field("weight_buffer", &S::weight_buffer, {.doc = "operand b of the GEMM"})
          .field("output_buffer", &S::output_buffer, {.doc = "accumulators and results"})
          .field("vector", &S::vector, {.doc = "FP32 lanes"})
          .field("projection_array", &S::projection_array,
                 {.doc = "adders that make errors of binary feedback beside array and vector unit "
                         "(docs/feedback.md); none: the vector unit does",
                  .omit_default = true})
          .field("host", &S::host,
                 {.doc = "the processor beside it, for programs with host operations",
                  .omit_default = true})
          .field("load_path", &S::load_path,
                 {.doc = "units in front of the weight buffer, for forms of weights",
                  .omit_default = true})
          .field("storage", &S::storage, {.doc = "stored widths"})
          .field("training", &S::training, {.doc = "choices of training"})
          .field("mapping", &S::mapping, {.doc = "how products are cut into tiles"})
          .field("memory", &S::memory, {.doc = "DRAM", .required = true})
          .field("energy", &S::energy,
                 {.doc = "file of the energy table, relative to this file", .required = true})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (s.training.corrections == array::CorrectionUnit::array &&
                array::depends_on_values(s.array)) {
              complain("training", "a value-dependent array does not form correction sums",
                       "corrections: side_adders");
            }
            if (s.training.execution != arch::Execution::layer && s.training.resident_bytes == 0) {
              complain("training", "execution in chains needs room for what stays on chip",
                       fmt::format("such as resident_bytes: {}, or execution: layer",
                                   s.output_buffer.capacity().count() / 2));
            }
            if (s.training.execution != arch::Execution::layer &&
                std::holds_alternative<array::ChunkedBfpSpec>(s.array)) {
              complain("training",
                       "an array of block floating point groups operands again in memory, "
                       "between the operations of a chain",
                       "execution: layer");
            }
            if (s.projection_array && (s.vector.feedback_adds_per_lane_cycle > 0 ||
                                       s.vector.feedback_bits_per_lane_cycle > 0)) {
              complain("projection_array", "errors are made there or on adders beside the lanes",
                       "none, or vector.feedback_adds_per_lane_cycle: 0 and "
                       "vector.feedback_bits_per_lane_cycle: 0");
            }
            if (s.load_path.skips_zero_rows && !array::takes_single_rows(s.array)) {
              complain("load_path",
                       fmt::format("skips_zero_rows: {} does not take the rows of a reduction one "
                                   "by one",
                                   array::kind_name(s.array)),
                       "systolic, spatial_fusion, operand_serial or two_in_one; or "
                       "skips_zero_rows: false");
            }
            if (s.load_path.resident_bytes >= s.weight_buffer.capacity().count()) {
              complain("load_path",
                       fmt::format("resident_bytes leave nothing of the weight buffer's {} bytes",
                                   s.weight_buffer.capacity().count()),
                       fmt::format("such as resident_bytes: {}",
                                   s.weight_buffer.capacity().count() / 2));
            }
            if (s.training.resident_bytes >= s.output_buffer.capacity().count()) {
              complain("training",
                       fmt::format("resident_bytes leave nothing of the output buffer's {} bytes",
                                   s.output_buffer.capacity().count()),
                       fmt::format("such as resident_bytes: {}",
                                   s.output_buffer.capacity().count() / 2));
            }
          });
  return schema;
}

}  // namespace metronome::config
