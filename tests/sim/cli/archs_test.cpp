// Every accelerator file that is delivered: listed with its source, and runnable at 16 bits or
// refused with the reason.
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "binary.hpp"

namespace metronome::cli {
namespace archs_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::vector<fs::path> presets() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(std::string(METRONOME_SOURCE_DIR) + "/configs/arch")) {
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
  const std::string folder = std::string(METRONOME_SOURCE_DIR) + "/configs/arch/published/";
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
  const std::string folder = std::string(METRONOME_SOURCE_DIR) + "/configs/arch/published/";
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

}  // namespace archs_test
}  // namespace metronome::cli
