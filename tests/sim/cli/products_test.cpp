// `metronome op --products`: a table of products beside single runs, and what is wrong with tables;
// and the file of errors that other programs read.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "binary.hpp"
#include "sim/base/csv.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace products_test {

using Json = nlohmann::json;
using Rows = std::vector<std::map<std::string, std::string>>;

const std::string kHeader = "m,n,k,a_bits,b_bits,class\n";

std::string machine(const std::string& name) {
  return metronome::source_dir() + "/configs/arch/" + name + ".yaml";
}

/// The rows of a table by column.
Rows rows_of(const std::string& csv) {
  const auto table = parse_csv(csv);
  Rows rows;
  for (std::size_t i = 1; i < table.size(); ++i) {
    rows.emplace_back();
    for (std::size_t at = 0; at < table[i].size(); ++at) {
      rows.back()[table[0][at]] = table[i][at];
    }
  }
  return rows;
}

/// Every number of an answer by its path.
std::map<std::string, std::string> numbers_of(const Json& json) {
  std::map<std::string, std::string> numbers;
  for (const auto& [key, value] : json.items()) {
    if (key == "recipe" || key == "extrapolated") {
      continue;
    }
    if (value.is_object()) {
      for (const auto& [inner, number] : value.items()) {
        numbers[key + "." + inner] = number_text(number.get<double>());
      }
    } else {
      numbers[key] =
          value.is_string() ? value.get<std::string>() : number_text(value.get<double>());
    }
  }
  return numbers;
}

class Products : public Command {
 protected:
  [[nodiscard]] Ran table(const std::string& arch, const std::string& text,
                          const std::string& more = {}) const {
    write("products.csv", text);
    return run("op --arch " + machine(arch) + " --products " + at("products.csv").string() + " " +
               more);
  }
};

TEST_F(Products, are_what_single_runs_are_on_every_kind_of_machine) {
  const std::string products =
      "1,1,1,8,8,forward\n640,96,27,3,8,forward\n128,256,512,8,4,input_gradient\n"
      "64,576,2048,8,3,weight_gradient\n";
  for (const char* arch : {"dual_serial_512", "plain_systolic_512", "plain_term_serial_512",
                           "chunked_bfp_512", "compat/scalesim"}) {
    const Ran many = table(arch, kHeader + products);
    ASSERT_EQ(many.exit_code, 0) << arch << many.error;
    const Rows rows = rows_of(many.out);
    ASSERT_EQ(rows.size(), 4u) << arch;
    for (std::map<std::string, std::string> row : rows) {
      const Ran one = run(fmt::format(
          "op --arch {} --gemm m={},n={},k={} --a-bits {} --b-bits {} --class {} --mode analytic",
          machine(arch), row["m"], row["n"], row["k"], row["a_bits"], row["b_bits"], row["class"]));
      ASSERT_EQ(one.exit_code, 0) << arch << one.error;
      auto numbers = numbers_of(Json::parse(one.out));
      EXPECT_GT(numbers.size(), 25u);
      for (const char* own : {"m", "n", "k", "a_bits", "b_bits", "class"}) {
        row.erase(own);
      }
      for (const auto& [path, text] : row) {
        const bool named = path == "mode" || path == "mapping";
        const std::string alone = numbers.contains(path) ? numbers[path] : "0";
        EXPECT_EQ(named ? text : number_text(std::stod(text)), alone) << arch << ' ' << path;
        numbers.erase(path);
      }
      EXPECT_TRUE(numbers.empty()) << arch << " lacks " << numbers.begin()->first;
    }
  }
}

// A memory that is no device takes no joules, in whatever mode; what crosses is counted.
TEST_F(Products, alone_take_the_same_joules_in_every_mode_on_an_ideal_memory) {
  for (const auto& [arch, operands] :
       std::map<std::string, std::string>{{"plain_systolic_512", "--a-bits 8 --b-bits 5"},
                                          {"chunked_fp_512", "--a-format e2m1 --b-format e2m1"},
                                          {"chunked_bfp_512", "--a-bits 4 --b-bits 8"}}) {
    const auto ran = [&](const std::string& mode) {
      const Ran one =
          run(fmt::format("op --arch {} --gemm m=48,n=64,k=96 {} --ideal-memory --mode {}",
                          machine(arch), operands, mode));
      EXPECT_EQ(one.exit_code, 0) << one.error;
      return Json::parse(one.out);
    };
    const Json analytic = ran("analytic");
    EXPECT_EQ(analytic["energy_pj"]["dram"], 0) << arch;
    EXPECT_GT(analytic["energy_pj"]["array"], 0) << arch;
    EXPECT_GT(analytic["dram_bytes"]["read"], 0) << arch;
    for (const char* mode : {"cycle", "stepped"}) {
      const Json other = ran(mode);
      for (const char* numbers : {"energy_pj", "dram_bytes", "cycles"}) {
        EXPECT_EQ(other[numbers], analytic[numbers]) << arch << ' ' << mode << ' ' << numbers;
      }
    }
  }
}

// 640x64 and 64x96 fit on chip: each element and each scale is read once, in any class.
TEST_F(Products, of_blocks_with_scales_read_these_too) {
  const Ran many =
      table("chunked_fp_512",
            "m,n,k,a_bits,b_bits,class,a_format,b_format,scale_group\n"
            "640,96,64,,,forward,e2m1,e2m1,\n640,96,64,,,forward,e2m1,e2m1,32\n"
            "640,96,64,,,input_gradient,e2m1,e2m1,16\n640,96,64,,,weight_gradient,e2m1,e2m1,16\n"
            "640,96,72,,,forward,e4m3,e2m3,32\n640,96,64,8,8,forward,,,32\n");
  ASSERT_EQ(many.exit_code, 0) << many.error;
  const Rows rows = rows_of(many.out);
  ASSERT_EQ(rows.size(), 6u);
  constexpr std::uint64_t kVectors = 640 + 96;
  const auto expect = [&](std::size_t row, std::uint64_t bits, std::uint64_t scales) {
    EXPECT_EQ(rows[row].at("dram_bytes.read"), std::to_string(bits / 8 + scales)) << row;
    const auto filled = [&](const char* buffer) {
      return std::stoull(rows[row].at(std::string("buffer_bits.") + buffer + "_write"));
    };
    EXPECT_EQ(filled("input") + filled("weight"), bits + 8 * scales) << row;
  };
  expect(0, kVectors * 64 * 4, 0);
  expect(1, kVectors * 64 * 4, kVectors * 2);
  expect(2, kVectors * 64 * 4, kVectors * 4);
  expect(3, kVectors * 64 * 4, kVectors * 4);
  expect(4, 72 * (640 * 8 + 96 * 6), kVectors * 3);
  expect(5, kVectors * 64 * 8, kVectors * 2);
}

TEST_F(Products, of_number_formats_are_what_single_runs_are) {
  const Ran many = table("chunked_fp_512",
                         "m,n,k,a_bits,b_bits,class,a_format,b_format,scale_group\n"
                         "640,96,64,,,forward,e2m1,e2m1,\n640,96,64,8,8,forward,,,\n"
                         "640,96,64,,,forward,e2m1,e2m1,32\n640,96,64,,,forward,e5m2,e4m3,0\n");
  ASSERT_EQ(many.exit_code, 0) << many.error;
  const Rows rows = rows_of(many.out);
  ASSERT_EQ(rows.size(), 4u);
  const auto single = [&](const std::string& operands) {
    const Ran one = run("op --arch " + machine("chunked_fp_512") +
                        " --gemm m=640,n=96,k=64 --mode analytic " + operands);
    EXPECT_EQ(one.exit_code, 0) << one.error;
    return numbers_of(Json::parse(one.out))["cycles"];
  };
  EXPECT_EQ(rows[0].at("cycles"), single("--a-format e2m1 --b-format e2m1"));
  EXPECT_EQ(rows[1].at("cycles"), single("--a-bits 8 --b-bits 8"));
  EXPECT_EQ(rows[3].at("cycles"), single("--a-format e5m2 --b-format e4m3"));
  EXPECT_EQ(rows[0].at("a_format"), "e2m1");
  EXPECT_EQ(rows[0].at("a_bits"), "4");
  EXPECT_EQ(rows[1].at("a_format"), "integer");
  EXPECT_EQ(rows[2].at("scale_group"), "32");
  for (const auto& [wrong, what] : std::map<std::string, std::string>{
           {"8,8,8,,,e2m2,e2m1,", "is not a number format"},
           {"8,8,8,,8,e2m1,,", "one operand has a number format"},
           {"8,8,8,5,,e2m1,e2m1,", "codes of e2m1 have 4 bits"},
           {"8,8,8,,,e2m1,e2m1,24", "do not fill units of 16 lanes"}}) {
    const Ran ran = table("chunked_fp_512",
                          "m,n,k,a_bits,b_bits,a_format,b_format,scale_group\n" + wrong + "\n");
    EXPECT_EQ(ran.exit_code, 2) << wrong;
    EXPECT_TRUE(says(ran.error, what)) << ran.error;
  }
}

TEST_F(Products, of_a_class_are_the_products_of_a_layer) {
  // Batch 32, 48 inputs, 80 outputs: as a fully connected layer, and its products as executed.
  const Rows rows =
      rows_of(table("plain_dual_serial_512", kHeader + "32,80,48,4,4,forward\n"
                                                       "32,48,80,8,4,input_gradient\n"
                                                       "80,48,32,8,4,weight_gradient\n")
                  .out);
  ASSERT_EQ(rows.size(), 3u);
  for (const std::map<std::string, std::string>& row : rows) {
    const Ran layer = run(fmt::format(
        "op --arch {} --conv n=32,c=48,h=1,w=1,o=80,k=1 --a-bits {} --b-bits {} --class {} --mode "
        "analytic",
        machine("plain_dual_serial_512"), row.at("a_bits"), row.at("b_bits"), row.at("class")));
    ASSERT_EQ(layer.exit_code, 0) << layer.error;
    const Json json = Json::parse(layer.out);
    EXPECT_EQ(row.at("macs"), "122880") << row.at("class");
    EXPECT_EQ(row.at("cycles"), std::to_string(json["cycles"].get<std::uint64_t>()));
    EXPECT_EQ(row.at("dram_bytes.read"),
              std::to_string(json["dram_bytes"]["read"].get<std::uint64_t>()));
    EXPECT_EQ(row.at("energy_pj.total"), number_text(json["energy_pj"]["total"].get<double>()));
  }
}

TEST_F(Products, are_the_same_bytes_for_any_number_of_threads) {
  std::string text = kHeader;
  for (int i = 1; i <= 60; ++i) {
    text += fmt::format("{},{},{},{},{},forward\n", i * 7, 3 + i % 11, i * i, 1 + i % 8, 1 + i % 5);
  }
  const Ran alone = table("plain_systolic_512", text, "--jobs 1");
  ASSERT_EQ(alone.exit_code, 0) << alone.error;
  EXPECT_EQ(rows_of(alone.out).size(), 60u);
  for (const char* jobs : {"2", "7", "1024"}) {
    EXPECT_EQ(table("plain_systolic_512", text, std::string("--jobs ") + jobs).out, alone.out);
  }
}

TEST_F(Products, that_are_wrong_are_all_named_with_their_lines) {
  const Ran ran = table("plain_systolic_512",
                        "# a comment\n" + kHeader +
                            "64,64,64,8,8,forward\n0,64,64,8,8,forward\n64,64,64,33,8,forward\n"
                            "64,64,64,8,8,backward\n64,x,64,8,8,\n");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.out, "");
  const std::string file = at("products.csv").string();
  for (const char* place :
       {":4:1: m: ", ":5:10: a_bits: ", ":6:14: class: `backward`", ":7:4: n: "}) {
    EXPECT_TRUE(says(ran.error, file + place)) << place << ran.error;
  }
  EXPECT_FALSE(says(ran.error, file + ":3:")) << ran.error;
}

// What is wrong with a format says nothing of its bits, nor of the other operand's.
TEST_F(Products, of_a_format_that_is_none_have_one_complaint) {
  const Ran ran = table("plain_chunked_fp_512",
                        "m,n,k,a_bits,b_bits,a_format,b_format\n64,64,64,,,e9m9,e2m1\n"
                        "64,64,64,,8,e2m1,integer\n");
  EXPECT_EQ(ran.exit_code, 2);
  const std::string file = at("products.csv").string();
  EXPECT_TRUE(says(ran.error, file + ":2:12: a_format: `e9m9` is not a number format"))
      << ran.error;
  EXPECT_EQ(ran.error.find(file + ":2:"), ran.error.rfind(file + ":2:")) << ran.error;
  EXPECT_TRUE(says(ran.error, "one operand has a number format")) << ran.error;
}

TEST_F(Products, that_a_machine_cannot_execute_are_named_with_their_lines) {
  const Ran ran = table("plain_systolic_512", kHeader +
                                                  "64,64,64,8,8,\n64,64,64,24,8,\n8,8,8,8,8,\n"
                                                  "64,64,64,8,31,\n");
  EXPECT_EQ(ran.exit_code, 2);
  const std::string file = at("products.csv").string();
  EXPECT_TRUE(says(ran.error, file + ":3:1: m: ")) << ran.error;
  EXPECT_TRUE(says(ran.error, file + ":5:1: m: ")) << ran.error;
  EXPECT_FALSE(says(ran.error, file + ":4:")) << ran.error;
}

TEST_F(Products, tables_of_other_columns_and_options_of_one_product_are_refused) {
  EXPECT_TRUE(
      says(table("plain_systolic_512", "m,n,k\n1,1,1\n").error, "a_bits: column is missing"));
  EXPECT_TRUE(
      says(table("plain_systolic_512", "m,n,k,a_bits,b_bits,cls\n").error, "unknown column"));
  EXPECT_EQ(rows_of(table("plain_systolic_512", kHeader).out).size(), 0u);
  for (const char* more : {"--gemm m=1,n=1,k=1", "--class forward", "--a-bits 4", "--mode cycle",
                           "--mapping x", "--exact"}) {
    const Ran ran = table("plain_systolic_512", kHeader + "1,1,1,8,8,\n", more);
    EXPECT_EQ(ran.exit_code, 2) << more;
    EXPECT_TRUE(says(ran.error, std::string(more).substr(0, std::string(more).find(' '))))
        << ran.error;
  }
  EXPECT_EQ(table("plain_systolic_512", kHeader + "1,1,1,8,8,\n", "--mode analytic").exit_code, 0);
  EXPECT_EQ(run("op --arch " + machine("plain_systolic_512") + " --products absent.csv").exit_code,
            2);
}

TEST_F(Products, errors_of_any_command_are_written_for_other_programs) {
  write("wrong.yaml", "name: x\narray: {kind: systolic, rowz: 4}\n");
  const std::string file = at("errors.json").string();
  ::setenv("METRONOME_ERRORS", file.c_str(), 1);
  const Ran ran = run("op --arch " + at("wrong.yaml").string() + " --gemm m=1,n=1,k=1");
  ASSERT_EQ(ran.exit_code, 2);
  const Json json = Json::parse(read_file(file));
  EXPECT_EQ(json["exit_code"], 2);
  const auto unknown = std::find_if(json["errors"].begin(), json["errors"].end(),
                                    [](const Json& one) { return one["key"] == "array.rowz"; });
  ASSERT_NE(unknown, json["errors"].end()) << json;
  EXPECT_EQ((*unknown)["file"], at("wrong.yaml").string());
  EXPECT_EQ((*unknown)["line"], 2);
  EXPECT_EQ((*unknown)["column"], 25);
  EXPECT_TRUE(says((*unknown)["hint"], "rows")) << json;
  // A place that cannot be written loses no message.
  ::setenv("METRONOME_ERRORS", "/dev/null/errors.json", 1);
  const Ran again = run("op --arch absent.yaml --gemm m=1,n=1,k=1");
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_TRUE(says(again.error, "absent.yaml")) << again.error;
  EXPECT_TRUE(says(again.error, "METRONOME_ERRORS")) << again.error;
}

}  // namespace products_test
}  // namespace metronome::cli
