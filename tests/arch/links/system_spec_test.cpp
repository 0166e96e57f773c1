// What a system file may hold: every number at its bounds and beyond them, and what nothing means.
#include "arch/links/system_spec.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"

namespace metronome::links {
namespace system_spec_test {

/// A file in which the key, and what it needs beside it, can stand; its other keys are defaults.
std::string file_of(const std::string& key) {
  if (key == "system.chips") {
    return "system: {}\n";
  }
  if (key.starts_with("system.parallel.pipeline")) {
    return "system: {parallel: {scheme: pipeline}}\n";
  }
  return "system: {chips: 4}\n";
}

/// Empty where the value is taken.
std::string refusal(const std::string& key, const std::string& value) {
  try {
    config::Reader reader(std::vector<config::Override>{{.path = key, .value = value}});
    SystemFile file;
    config::schema_of<SystemFile>().read(file, config::parse_yaml(file_of(key), "s.yaml"), reader,
                                         "");
    reader.finish();
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

struct Bounds {
  const char* least;
  const char* most;
  bool zero;  ///< whether 0 has a meaning of its own: none, or all
};

/// Every number of a system and what it may be.
const std::map<std::string, Bounds>& bounds() {
  static const std::map<std::string, Bounds> table{
      {"system.chips", {"1", "65536", false}},
      {"system.link.bandwidth_gb_per_s", {"0.001", "1e6", false}},
      {"system.link.latency_ns", {"0", "1e9", true}},
      {"system.link.pj_per_bit", {"0", "1e6", true}},
      {"system.collectives.chunks", {"1", "65536", false}},
      {"system.collectives.chunks_in_flight", {"0", "65536", true}},  // 0: all
      {"system.collectives.endpoint_ns", {"0", "1e9", true}},
      {"system.collectives.reduction_gb_per_s", {"0.001", "1e6", false}},
      {"system.parallel.pipeline.micro_batches", {"1", "65536", false}},
      {"system.parallel.in_flight", {"0", "65536", true}},             // 0: all that are ready
      {"system.parallel.bucket_bytes", {"0", "1000000000000", true}},  // 0: each by itself
      {"system.gradients.block", {"0", "1000000000", true}}};          // 0: a whole tensor
  return table;
}

TEST(system_spec, every_number_is_taken_at_its_bounds_and_refused_beyond_them) {
  std::size_t numbers = 0;
  for (const config::FieldInfo& field : config::describe<SystemFile>()) {
    if (!field.bounds || field.key == "system.dims") {  // a list: the next test
      continue;
    }
    ++numbers;
    ASSERT_TRUE(bounds().contains(field.key)) << field.key << " has no row in this test";
    const Bounds& own = bounds().at(field.key);
    EXPECT_EQ(refusal(field.key, own.least), "") << field.key;
    EXPECT_EQ(refusal(field.key, own.most), "") << field.key;
    EXPECT_EQ(refusal(field.key, "1"), "") << field.key;
    EXPECT_EQ(refusal(field.key, "0").empty(), own.zero) << field.key;
    const std::string beyond = fmt::format("{}", 2 * std::stod(own.most));
    for (const std::string& bad : {std::string("-1"), beyond, std::string("9223372036854775808"),
                                   std::string("18446744073709551616"), std::string(".nan"),
                                   std::string("nan"), std::string(".inf"), std::string("-0.5"),
                                   std::string("1e400"), std::string("[1]"), std::string("x")}) {
      const std::string text = refusal(field.key, bad);
      EXPECT_NE(text, "") << field.key << " = " << bad;
      EXPECT_NE(text.find(field.key), std::string::npos) << text;
    }
  }
  EXPECT_EQ(numbers, bounds().size()) << "a row of a key that is no more";
}

TEST(system_spec, extents_of_a_torus_are_two_whole_numbers_whose_product_is_the_chips) {
  const auto dims = [](const std::string& value) {
    config::Reader reader(std::vector<config::Override>{{.path = "system.dims", .value = value}});
    SystemFile file;
    try {
      config::schema_of<SystemFile>().read(
          file, config::parse_yaml("system: {chips: 8, topology: torus}\n", "s.yaml"), reader, "");
      reader.finish();
    } catch (const UserError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(dims("[2, 4]"), "");
  EXPECT_EQ(dims("[4, 2]"), "");
  for (const char* bad :
       {"[1, 8]", "[8, 1]", "[0, 8]", "[-2, -4]", "[8]", "[2, 2, 2]", "[3, 3]", "[2, 3]", "[]",
        "[4611686018427387904, 4]", "[65537, 2]", "[9223372036854775808, 2]", "[.nan, 2]", "8"}) {
    EXPECT_NE(dims(bad).find("system.dims"), std::string::npos) << bad << ": " << dims(bad);
  }
}

/// What 0 stands for takes the same time as the largest number that means it.
TEST(system_spec, nothing_in_flight_is_as_many_as_there_are_and_a_block_of_nothing_is_a_tensor) {
  SystemSpec system;
  system.chips = 4;
  system.collectives.chunks = 8;
  const auto time = [&](std::uint64_t chunks_in_flight) {
    system.collectives.chunks_in_flight = chunks_in_flight;
    return run_collectives(system, {{Collective::all_reduce, Payload(Bytes(1 << 20)), {}}}).end(0);
  };
  EXPECT_EQ(time(0), time(8));
  EXPECT_LT(time(0), time(1));
  Wire wire{.bits = 8, .codes = true, .sums = Sums::each_hop, .block = 0};
  Wire whole = wire;
  whole.block = 1'000'000'000;
  EXPECT_EQ(wire.bytes(5000, 1), whole.bytes(5000, 1));
  EXPECT_EQ(wire.bytes(0, 1), Bytes(0));
}

}  // namespace system_spec_test
}  // namespace metronome::links
