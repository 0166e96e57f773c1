// SCALE-Sim v3's own figures [scalesim2025repository] (results/reference/scalesim.csv), row by row.
#include "arch/array/scalesim.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "arch/array/analytic.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::array {
namespace scalesim_test {

using Row = std::map<std::string, std::string>;

std::vector<std::string> cells(const std::string& line, char separator) {
  std::vector<std::string> all;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, separator);) {
    all.push_back(cell);
  }
  return all;
}

std::vector<Row> rows() {
  std::ifstream file(metronome::source_dir() + "/results/reference/scalesim.csv");
  std::vector<Row> all;
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) {
      continue;
    }
    const std::vector<std::string> values = cells(line, ',');
    if (names.empty()) {
      names = values;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < names.size(); ++i) {
      row[names[i]] = values.at(i);
    }
    all.push_back(row);
  }
  return all;
}

std::uint64_t number(const Row& row, const std::string& name) { return std::stoull(row.at(name)); }

SystolicSpec spec_of(const Row& row) {
  const std::map<std::string, Dataflow> flows{
      {"os", Dataflow::os}, {"ws", Dataflow::ws}, {"is", Dataflow::is}};
  return {.rows = number(row, "array_rows"),
          .columns = number(row, "array_cols"),
          .dataflow = flows.at(row.at("dataflow")),
          .double_buffered_weights = false,
          .scalesim_counting = true};
}

GemmShape gemm_of(const Row& row) { return {number(row, "M"), number(row, "N"), number(row, "K")}; }

TEST(scalesim, all_39_rows_are_reproduced_to_the_cycle) {
  ASSERT_EQ(rows().size(), 39u);
  for (const Row& row : rows()) {
    EXPECT_EQ(scalesim_use(spec_of(row), {}, gemm_of(row)).cycles(),
              number(row, "calc_compute_cycles"))
        << row.at("shape") << ' ' << row.at("dataflow");
  }
}

TEST(scalesim, without_its_off_by_one_we_count_one_cycle_more) {
  for (const Row& row : rows()) {
    const GemmShape gemm = gemm_of(row);
    const Unrolling walk = unrollings(spec_of(row), {}).front();
    const ArrayUse use =
        analytic_use(walk, {1 << 30, 1 << 30, 1 << 30}, gemm, {gemm.m, gemm.n, gemm.k});
    EXPECT_EQ(use.cycles(), number(row, "calc_compute_cycles") + 1) << row.at("shape");
    if (row.at("dataflow") == "os") {
      EXPECT_EQ(use.output_write_bits, kAccumulatorBits * gemm.m * gemm.n) << "no extra writes";
    }
  }
  EXPECT_FALSE(SystolicSpec{}.scalesim_counting) << "off by default";
}

TEST(scalesim, accesses_are_reproduced) {
  for (const Row& row : rows()) {
    const ArrayUse use = scalesim_use(spec_of(row), {}, gemm_of(row));
    EXPECT_EQ(use.input_read_bits, 8 * number(row, "sram_ifmap_reads")) << row.at("shape");
    EXPECT_EQ(use.weight_read_bits, 8 * number(row, "sram_filter_reads")) << row.at("shape");
    EXPECT_EQ(use.output_write_bits, kAccumulatorBits * number(row, "sram_ofmap_writes"));
  }
}

TEST(scalesim, output_sizes_of_convolutions_are_reproduced) {
  std::size_t convolutions = 0;
  for (const Row& row : rows()) {
    if (row.at("kind") != "conv") {
      continue;
    }
    // height x width x kernel x kernel x channels x filters x stride
    std::vector<std::uint64_t> s;
    for (const std::string& cell : cells(row.at("spec"), 'x')) {
      s.push_back(std::stoull(cell));
    }
    EXPECT_EQ(scalesim_output(s.at(0), s.at(2), s.at(6)) * scalesim_output(s.at(1), s.at(3), s[6]),
              number(row, "M"))
        << row.at("shape");
    ++convolutions;
  }
  EXPECT_EQ(convolutions, 15u);
}

}  // namespace scalesim_test
}  // namespace metronome::array
