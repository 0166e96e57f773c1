// The bytes are read by protobuf itself, with the field numbers of Chakra's published schema.
#include "sim/export/chakra.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/export/chakra_reader.hpp"

namespace metronome::exporting {
namespace chakra_test {

using testing::ElementsAre;

OperationResult operation(const std::string& name, trace::OperationClass cls,
                          std::uint64_t cycles) {
  OperationResult one;
  one.operation = name;
  one.layer = "conv";
  one.cls = cls;
  one.measure.cycles[Bin::busy] = cycles;
  return one;
}

/// 0.4, 0.7, 0.2 and 5 us at 1 GHz, at two levels.
RunResult run() {
  RunResult run;
  run.clock = Hertz(1e9);
  std::vector<OperationResult> operations{
      operation("x.quantize", trace::OperationClass::quantize, 400),
      operation("conv.quantize_weight", trace::OperationClass::quantize, 700),
      operation("conv.forward", trace::OperationClass::forward, 200),
      operation("conv.update", trace::OperationClass::update, 5000)};
  OperationResult& product = operations[2];
  product.a_bits = 8;
  product.b_bits = 4;
  product.measure.macs = Macs(1000);
  product.measure.traffic(trace::Role::activation).read = Bytes(300);
  product.measure.traffic(trace::Role::stash).write = Bytes(44);
  run.add_level({}, operations);
  run.add_level({}, operations);
  return run;
}

/// x and the weights become codes, a product, something that was fused away, and the update of it.
trace::Step step() {
  using trace::OperationClass;
  trace::Step step;
  const trace::VectorWork work{10, 1, 1};
  step.operations = {
      {"x.quantize", "conv", OperationClass::quantize, work, {"x"}, {"x.codes"}},
      {"conv.quantize_weight", "conv", OperationClass::quantize, work, {"w"}, {"w.codes"}},
      {"conv.forward",
       "conv",
       OperationClass::forward,
       trace::MatrixWork{},
       {"x.codes", "w.codes"},
       {"y"}},
      {"norm.statistics", "norm", OperationClass::vector, work, {"y"}, {"z"}},
      {"conv.update", "conv", OperationClass::update, work, {"w", "z"}, {"w"}}};
  return step;
}

TEST(chakra, is_read_by_protobuf_with_the_published_field_numbers) {
  const RunResult of = run();
  const trace::Step graph = step();
  const Reader file(chakra_trace(of, 1, &graph));
  ASSERT_EQ(file.size(), 5u);
  EXPECT_EQ(file.text(0, "version"), "0.0.4");
  for (std::size_t i = 1; i < file.size(); ++i) {
    EXPECT_EQ(file.number(i, "id"), i - 1);
    EXPECT_EQ(file.type(i), 4) << "COMP_NODE";
    EXPECT_EQ(file.text(i, "name"), of.operations_of(of.levels[1])[i - 1].operation);
  }
  EXPECT_THAT(file.list(1, "ctrl_deps"), ElementsAre());
  EXPECT_THAT(file.list(3, "ctrl_deps"), ElementsAre(1));
  EXPECT_THAT(file.list(3, "data_deps"), ElementsAre(0, 1));
  EXPECT_THAT(file.list(4, "data_deps"), ElementsAre(2)) << "through what was fused away";
  const auto attributes = file.attributes(3);
  EXPECT_EQ(attributes.at("is_cpu_op"), "bool_val: false");
  EXPECT_EQ(attributes.at("num_bits"), "uint32_val: 8");
  EXPECT_EQ(attributes.at("b_bits"), "uint32_val: 4");
  EXPECT_EQ(attributes.at("num_ops"), "uint64_val: 2000");
  EXPECT_EQ(attributes.at("tensor_size"), "uint64_val: 344");
  EXPECT_EQ(attributes.at("duration_ns"), "double_val: 200");
  EXPECT_EQ(attributes.at("operation_class"), "string_val: \"forward\"");
  EXPECT_EQ(attributes.at("level"), "uint32_val: 1");
  EXPECT_FALSE(file.attributes(1).contains("num_bits")) << "no product";
}

TEST(chakra, whole_microseconds_add_up_to_the_iteration) {
  const Reader file(chakra_trace(run(), 0));
  std::uint64_t end = 0;
  for (std::size_t i = 1; i < file.size(); ++i) {
    EXPECT_EQ(file.number(i, "start_time_micros"), end);
    end += file.number(i, "duration_micros");
    EXPECT_THAT(file.list(i, "data_deps"), ElementsAre()) << "no trace was given";
  }
  EXPECT_EQ(end, 6u) << "6.3 us";
  EXPECT_EQ(chakra_trace(run(), 0), chakra_trace(run(), 0));
}

}  // namespace chakra_test
}  // namespace metronome::exporting
