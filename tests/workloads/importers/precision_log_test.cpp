// Logs of precision become schedules.
#include "workloads/importers/precision_log.hpp"

#include <nlohmann/json.hpp>

#include "tests/workloads/importers/model_builder.hpp"
#include "workloads/schedule/csv_schedule.hpp"

namespace metronome::importers {
namespace precision_log_test {

using ::testing::HasSubstr;
using Changes = std::vector<std::pair<std::uint64_t, trace::Assignment>>;

trace::Assignment all(int forward, int backward) { return {{forward, backward}, {}}; }

Changes read(const std::string& text, std::optional<std::uint64_t> per_epoch = {}) {
  return read_precision_log(text, "log", per_epoch).changes;
}
std::string refused(const std::string& text, std::optional<std::uint64_t> per_epoch = {}) {
  return refusal([&] { (void)read(text, per_epoch); });
}

TEST(precision_log, epochs_become_iterations_and_equal_ones_one_change) {
  const Changes want{{0, all(4, 8)}, {20, all(6, 8)}};
  EXPECT_EQ(read("epoch,loss,bits\n0,2.5,4\n1,2.1,4\n2,1.9,6\n3,1.8,6\n", 10), want);
  EXPECT_EQ(read("Epoch,Bits\n1,4\n2,4\n3,6.0\n", 10), want) << "counted from 1";
  EXPECT_EQ(
      read("{\"epoch\": 0, \"bits\": 4}\n\n{\"epoch\": 2, \"bits\": 6, \"loss\": null}\n", 10),
      want);
}

TEST(precision_log, iterations_are_taken_as_they_are) {
  EXPECT_EQ(read("iteration,bits,backward_bits\n0,3,8\n500,5,6\n"),
            (Changes{{0, all(3, 8)}, {500, all(5, 6)}}));
}

TEST(precision_log, fp32_is_written_in_several_ways) {
  for (const char* word : {"fp32", "32", "0", "float32", "torch.float32", "32.0"}) {
    EXPECT_EQ(read(std::string("iteration,bits\n0,") + word + "\n"), (Changes{{0, all(0, 0)}}));
  }
}

TEST(precision_log, layers_keep_their_bits_until_they_are_named_again) {
  const Changes got =
      read("epoch,layer,bits\n0,conv1,4\n0,conv2,8\n1,conv1,5\n2,*,6\n2,conv2,7\n", 10);
  ASSERT_EQ(got.size(), 3u);
  const trace::Precision four{4, 8}, five{5, 8}, six{6, 8}, seven{7, 8}, eight{8, 8};
  EXPECT_EQ(got[0].second, (trace::Assignment{{0, 0}, {{"conv1", four}, {"conv2", eight}}}));
  EXPECT_EQ(got[1].second, (trace::Assignment{{0, 0}, {{"conv1", five}, {"conv2", eight}}}));
  EXPECT_EQ(got[2].second, (trace::Assignment{six, {{"conv2", seven}}})) << "* ends conv1's own";
}

TEST(precision_log, the_schedule_that_is_written_reads_back_the_same) {
  const PrecisionLog log = read_precision_log(
      "epoch,layer,bits\n0,\"a,b\"\"c\",4\n0,,8\n1,x,fp32\n7,\"a,b\"\"c\",3\n", "log", 100);
  const schedule::CsvSpec spec = schedule::parse_csv_schedule(schedule_csv(log), "schedule.csv");
  EXPECT_EQ(spec.changes, log.changes);
  EXPECT_EQ(log.changes.size(), 3u);
  EXPECT_EQ(log.changes.back().first, 700u);
}

TEST(precision_log, what_is_wrong_is_named_with_its_line) {
  EXPECT_THAT(refused("epoch,bits\n0,4\n"), HasSubstr("give --iterations-per-epoch N"));
  EXPECT_THAT(refused("iteration,bits\n0,4\n", 10), HasSubstr("has no effect"));
  EXPECT_THAT(refused("iteration,bits\n5,4\n"), HasSubstr("the first iteration is 5"));
  EXPECT_THAT(refused("iteration,bits\n0,4\n9,5\n8,5\n"), HasSubstr("log:4:1: iteration 8 comes"));
  EXPECT_THAT(refused("epoch,bits\n1,4\n0,5\n", 10), HasSubstr("epoch 0 comes after later ones"));
  EXPECT_THAT(refused("iteration,bits\n0,4\n0,5\n"), HasSubstr("stated twice for all layers"));
  EXPECT_THAT(refused("iteration,bits\n0,33\n"), HasSubstr("log:2:1: bits: 33 is out of range"));
  EXPECT_THAT(refused("iteration,bits\n0,\n"), HasSubstr("is not a valid integer"));
  EXPECT_THAT(refused("iteration,bits\n0,4\n-1,4\n"), HasSubstr("iteration: -1 is out of range"));
  EXPECT_THAT(refused("epoch,bits\n0,4\n999999999,5\n", 1'000'000), HasSubstr("is too late"));
  EXPECT_THAT(refused("iteration,bits\n"), HasSubstr("holds no precision"));
  EXPECT_THAT(refused("loss,bits\n1,2\n"), HasSubstr("has no columns epoch"));
  EXPECT_THAT(refused("{\"epoch\": 0, \"bits\": 4}\n{\"epoch\": 1\n", 10),
              HasSubstr("log:2:1: is no JSON object"));
  EXPECT_THAT(refused("{\"epoch\": 0, \"bits\": 4}\n{\"iteration\": 1, \"bits\": 4}\n", 10),
              HasSubstr("counts by iteration"));
  EXPECT_THAT(refused("{\"epoch\": 0, \"bits\": [4]}\n", 10), HasSubstr("neither a number"));
  EXPECT_THAT(refused("{\"epoch\": 0, \"bits\": 4, \"layer\": \"a\\nb\"}\n", 10),
              HasSubstr("layer: "));
}

TEST(precision_log, json_lists_the_changes) {
  const auto json = nlohmann::json::parse(
      to_json(read_precision_log("iteration,layer,bits\n0,,4\n0,a,5\n9,,6\n", "log", {})));
  ASSERT_EQ(json["changes"].size(), 3u);
  EXPECT_EQ(json["changes"][1], nlohmann::json::parse(R"({"iteration": 0, "layer": "a",
      "weight_bits": 5, "activation_bits": 5, "error_bits": 8, "gradient_bits": "fp32",
      "stash_bits": 5})"));
}

}  // namespace precision_log_test
}  // namespace metronome::importers
