// Every accelerator file that is delivered: listed with its source, and runnable at 16 bits or
// refused with the reason.
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "arch/spec/accelerator.hpp"
#include "binary.hpp"
#include "sim/config/reader.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace archs_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::vector<fs::path> presets() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(metronome::source_dir() + "/configs/arch")) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  return files;
}

/// What the file says behind `source:`, without quotes.
std::string source_of(const fs::path& file) {
  std::istringstream in(read_file(file));
  const std::string key = "source: ";
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(key)) {
      const std::string value = line.substr(key.size());
      return value.front() == '"' ? value.substr(1, value.size() - 2) : value;
    }
  }
  return "";
}

TEST_F(Command, list_archs_describes_every_preset_in_one_line_with_its_source) {
  const Ran ran = run("list archs");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  std::map<std::string, std::string> lines;  // by file name
  std::istringstream out(ran.out);
  for (std::string line; std::getline(out, line);) {
    lines[fs::path(line.substr(0, line.find(' '))).filename().string()] = line;
  }
  EXPECT_EQ(lines.size(), presets().size());
  EXPECT_GE(lines.size(), 12u);
  for (const fs::path& file : presets()) {
    const std::string source = source_of(file);
    EXPECT_FALSE(source.empty()) << file;
    EXPECT_TRUE(says(lines[file.filename().string()], source)) << file;
  }
}

TEST_F(Command, sixteen_bit_operands_run_and_are_priced_or_are_refused_by_name) {
  std::size_t run_at_16 = 0;
  for (const fs::path& file : presets()) {
    const std::string op =
        "op --arch " + file.string() + " --gemm m=64,n=32,k=64 --mode analytic --json --a-bits ";
    const Ran sixteen = run(op + "16 --b-bits 16");
    if (sixteen.exit_code == 0) {
      ++run_at_16;
      EXPECT_GT(Json::parse(sixteen.out)["energy_pj"]["array"], 0) << file;
    } else {
      EXPECT_EQ(sixteen.exit_code, 2) << file << sixteen.error;
      EXPECT_TRUE(says(sixteen.error, "16 bits")) << file << sixteen.error;
    }
    const Ran more = run(op + "17 --b-bits 8");
    EXPECT_EQ(more.exit_code, 2) << file;
    EXPECT_TRUE(says(more.error, "17 bits")) << file << more.error;
  }
  EXPECT_GE(run_at_16, 10u);
}

// Stripes' claim over its baseline [judd2016stripes], with ideal memory: as fast at 16 bits, 16 / p
// times at p. Both fill whole passes of this product; ports, and fill and drain of a grid, are not
// in the claim. Accumulators hold the sums, so that no product is cut.
TEST_F(Command, stripes_at_p_bits_is_16_over_p_times_as_fast_as_dadiannao) {
  const std::string folder = metronome::source_dir() + "/configs/arch/published/";
  const auto busy = [&](const std::string& machine, int bits) {
    const Ran ran = run("op --arch " + folder + machine + ".yaml --gemm m=4096,n=4096,k=2304 " +
                        "--mode analytic --ideal-memory --json --b-bits 16 --set "
                        "training.accumulator_bits=48 --a-bits " +
                        std::to_string(bits));
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    const Json json = Json::parse(ran.out);
    return json["busy_cycles"].get<std::uint64_t>();
  };
  const std::uint64_t baseline = 4096ull * 4096 * 2304 / 4096;
  for (const int bits : {16, 8, 5, 1}) {
    EXPECT_EQ(busy("dadiannao", bits), baseline) << bits;
    EXPECT_EQ(busy("stripes", bits) * 16, baseline * static_cast<std::uint64_t>(bits)) << bits;
  }
}

// Its area over its baseline's: 1.32 of the arrays.
TEST_F(Command, stripes_takes_its_published_area_over_dadiannao) {
  const std::string folder = metronome::source_dir() + "/configs/arch/published/";
  const Ran ran = run("area " + folder + "dadiannao.yaml " + folder + "stripes.yaml");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  std::map<std::string, double> array_mm2;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, array;
    words >> name >> array;
    array_mm2[name] = std::strtod(array.c_str(), nullptr);
  }
  EXPECT_NEAR(array_mm2["stripes"] / array_mm2["dadiannao"], 1.32, 0.001);
}

// Useful, padded and idle bit products are the peak's in every cycle, waits for memory included.
TEST_F(Command, op_shows_what_the_array_did_in_every_mode) {
  for (const char* mode : {"analytic", "cycle", "stepped"}) {
    const Ran ran = run("op --arch " + arch_file("spatial_fusion") +
                        " --gemm m=40,n=24,k=50 --a-bits 5 --b-bits 3 --json --mode " + mode);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const Json json = Json::parse(ran.out);
    const Json& did = json["array_activity"];
    const auto count = [&](const char* name) { return did[name].get<std::uint64_t>(); };
    const std::uint64_t peak = 512 * 64;  // bit products
    EXPECT_EQ(count("useful_bit_product"), 40u * 24 * 50 * 5 * 3) << mode;
    EXPECT_EQ(count("useful_bit_product") + count("padded_bit_product") + count("idle_bit_product"),
              peak * json["cycles"].get<std::uint64_t>())
        << mode;
    EXPECT_EQ(count("padded_bit_product") + count("useful_bit_product"),
              peak * json["busy_cycles"].get<std::uint64_t>())
        << mode;
    EXPECT_EQ(count("idle_pe_cycle") * 64, count("idle_bit_product")) << mode;
    for (const char* name : {"addition", "shift", "register_write"}) {
      EXPECT_GT(count(name), 0u) << mode << name;
    }
  }
}

/// Multiply-accumulates a cycle of a large product of 16 bits, as a machine of
/// configs/arch/published comes.
double rate_of(const Ran& ran) {
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  return json["macs"].get<double>() / json["cycles"].get<double>();
}

struct PublishedPeak {
  const char* machine;
  double macs_per_cycle;  ///< at 16 x 16 bits, as published
};

/// [judd2016stripes] 16 tiles x 16 filters x 16 lanes x 16 windows over 16 bits; [sharify2018loom]
/// 128 products of 16 bits; [lee2019unpu] 345.6 GOPS at 200 MHz.
constexpr std::array<PublishedPeak, 3> kPublishedPeaks{
    {{"stripes", 4096}, {"loom", 128}, {"unpu", 864}}};

/// The row of docs/machines.md that begins with a machine, in the table with this head.
std::vector<std::string> row_of_page(const std::string& head, const std::string& machine) {
  std::istringstream page(read_file(metronome::source_dir() + "/docs/machines.md"));
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    inside = inside ? line.starts_with('|') : line == head;
    if (inside && line.starts_with("| `" + machine + "` |")) {
      std::vector<std::string> cells;
      std::istringstream row(line.substr(1));
      for (std::string cell; std::getline(row, cell, '|');) {
        cells.push_back(cell);
      }
      return cells;
    }
  }
  return {};
}

/// Whether a cell is a number, as precisely as it is written.
void expect_written(const std::string& cell, double value) {
  const std::string text = cell.substr(1, cell.size() - 2);
  const std::size_t point = text.find('.');
  const auto decimals =
      point == std::string::npos ? 0 : static_cast<double>(text.size() - point - 1);
  EXPECT_NEAR(std::stod(text), value, 0.5 * std::pow(10.0, -decimals));
}

// The rates that are asked for, and those that docs/machines.md says.
TEST_F(Command, published_machines_reach_their_published_rates_in_closed_form_and_simulated) {
  for (const PublishedPeak& peak : kPublishedPeaks) {
    SCOPED_TRACE(peak.machine);
    const std::string op = std::string("op --arch ") + metronome::source_dir() +
                           "/configs/arch/published/" + peak.machine +
                           ".yaml --gemm m=4096,n=4096,k=2304 --a-bits 16 --b-bits 16 --json "
                           "--mode ";
    const double ideal = rate_of(run(op + "analytic --ideal-memory"));
    EXPECT_EQ(rate_of(run(op + "cycle --ideal-memory")), ideal);
    EXPECT_GE(ideal, 0.85 * peak.macs_per_cycle);
    EXPECT_LE(ideal, peak.macs_per_cycle);
    const double closed = rate_of(run(op + "analytic"));
    EXPECT_GE(closed, 0.7 * peak.macs_per_cycle);
    const double simulated = rate_of(run(op + "cycle"));
    EXPECT_GE(simulated, 0.7 * peak.macs_per_cycle);
    EXPECT_LE(simulated, closed);
    const auto row = row_of_page(
        "| machine | published | ideal memory | own memory, analytic | own memory, cycle |",
        peak.machine);
    ASSERT_EQ(row.size(), 5u);
    expect_written(row[1], peak.macs_per_cycle);
    expect_written(row[2], ideal);
    expect_written(row[3], closed);
    expect_written(row[4], simulated);
  }
}

// What docs/arrays.md says of the cycles of DaDianNao.
TEST_F(Command, fill_and_drain_of_dadiannao_are_paid_once_a_tile) {
  const std::string op = "op --arch " + metronome::source_dir() +
                         "/configs/arch/published/dadiannao.yaml --gemm m=4096,n=4096,k=2304 "
                         "--a-bits 16 --b-bits 16 --json --set training.accumulator_bits=48 "
                         "--mode ";
  const auto over_busy = [&](const std::string& options) {
    const Ran ran = run(op + options);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    const Json json = Json::parse(ran.out);
    EXPECT_EQ(json["busy_cycles"], 9437184);
    return json["cycles"].get<double>() / json["busy_cycles"].get<double>();
  };
  EXPECT_NEAR(over_busy("analytic"), 1.013, 0.0005);
  EXPECT_NEAR(over_busy("cycle"), 1.013, 0.0005);
  EXPECT_NEAR(over_busy("cycle --ideal-memory"), 1.004, 0.0005);
  EXPECT_NEAR(over_busy("analytic --set array.pipelined_passes=false"), 1.5, 0.05);
}

// [jouppi2017tpu] 24 MiB of Unified Buffer, 4 MiB of accumulators; beside them a FIFO of four tiles
// of weights.
TEST_F(Command, F3_14_the_first_tpu_has_the_memories_of_its_paper) {
  const auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                           "/configs/arch/published/tpu_v1.yaml");
  EXPECT_EQ(machine.input_buffer.capacity().count() + machine.output_buffer.capacity().count(),
            std::uint64_t{28} << 20);
  EXPECT_EQ(machine.weight_buffer.capacity().count(), std::uint64_t{4} * 256 * 256);
}

}  // namespace archs_test
}  // namespace metronome::cli
