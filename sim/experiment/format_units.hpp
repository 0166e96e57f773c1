#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "arch/array/array.hpp"

/// Number formats on the unit of `chunked_fp` beside [cuyckens2025datapaths].
namespace metronome::experiment {

/// What the machine of the study of formats differs in from chunked_fp_512: FP4 at half of its
/// lanes, as the published unit; ranks that hold GPT-2 medium in BF16 (their number changes no
/// bandwidth); and rows of 1024 and more features spread over the channels: with blocks of 256
/// bytes a column of them would lie in one channel.
inline const std::vector<std::string> kFormatMachine{
    "array.least_passes=2", "memory.device.ranks=4", "memory.channel_interleave_bytes=8192"};

/// A format, published and ours; an operation is half a multiply-accumulate.
struct FormatUnit {
  std::string format;
  array::NumberFormat number = array::NumberFormat::integer;
  std::uint64_t scale_group = 32;
  bool scales_multiply = false;
  double published_gops = 0, published_gops_per_w = 0;  ///< 0: not published
  /// Ours: of a multiply-accumulate, the array's parts (products of chunks; alignment and sums;
  /// scales; registers; by cycles its clock and the lanes that idle), and with memory, buffers and
  /// leakage.
  double macs_per_cycle = 0;
  double product_pj = 0, align_pj = 0, scale_pj = 0, held_pj = 0, clock_pj = 0;
  double array_pj = 0, all_pj = 0;
  std::uint64_t read_bytes = 0;  ///< from memory, by the product of 512x512x512: codes and scales

  /// Of a multiply-accumulate.
  [[nodiscard]] double published_pj() const {
    return published_gops_per_w > 0 ? 2000 / published_gops_per_w : 0;
  }
};

[[nodiscard]] std::vector<FormatUnit> format_units(const std::filesystem::path& configs);
[[nodiscard]] const FormatUnit& format_unit(const std::vector<FormatUnit>& units,
                                            const std::string& format);
[[nodiscard]] std::string units_csv(const std::vector<FormatUnit>& units);
[[nodiscard]] std::string units_markdown(const std::vector<FormatUnit>& units);

}  // namespace metronome::experiment
