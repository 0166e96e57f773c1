// Wave forms, read back by a parser that takes nothing but what the standard's grammar allows.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include "arch/array/stepped.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/array_recorder.hpp"

namespace metronome::sim {
namespace vcd_test {

/// A parsed dump: each signal's values by time.
struct Dump {
  std::map<std::string, unsigned> bits;  ///< by scope.name
  std::map<std::string, std::map<std::uint64_t, std::uint64_t>> changes;
  std::uint64_t end = 0;

  [[nodiscard]] std::uint64_t at(const std::string& signal, std::uint64_t time) const {
    const auto& values = changes.at(signal);
    auto after = values.upper_bound(time);
    EXPECT_NE(after, values.begin()) << signal << " is not known at " << time;
    return (--after)->second;
  }
  [[nodiscard]] std::uint64_t last(const std::string& signal) const {
    return changes.at(signal).rbegin()->second;
  }
  /// Times at which the clock rises.
  [[nodiscard]] std::vector<std::uint64_t> edges() const {
    std::vector<std::uint64_t> times;
    for (const auto& [time, value] : changes.at("array.clk")) {
      if (value == 1) {
        times.push_back(time);
      }
    }
    return times;
  }
  [[nodiscard]] std::uint64_t clocks_with(const std::string& signal) const {
    std::uint64_t count = 0;
    for (const std::uint64_t edge : edges()) {
      count += at(signal, edge);
    }
    return count;
  }
};

class Parser {
 public:
  explicit Parser(const std::string& text) : in_(text) {}

  Dump parse() {
    declarations();
    std::optional<std::uint64_t> now;
    for (std::string word; in_ >> word;) {
      if (word[0] == '#') {
        const std::uint64_t time = std::stoull(word.substr(1));
        EXPECT_TRUE(!now || time > *now) << "time runs forward: " << word;
        now = dump_.end = time;
      } else {
        EXPECT_TRUE(now.has_value()) << "a value before the first time: " << word;
        change(word, now.value_or(0));
      }
    }
    return dump_;
  }

 private:
  std::string section() {
    std::string text, word;
    while (in_ >> word && word != "$end") {
      text += (text.empty() ? "" : " ") + word;
    }
    EXPECT_EQ(word, "$end");
    return text;
  }
  void declarations() {
    std::string scope;
    for (std::string word; in_ >> word && word != "$enddefinitions";) {
      const std::string body = section();
      if (word == "$scope") {
        EXPECT_TRUE(scope.empty() && body.starts_with("module "));
        scope = body.substr(7);
      } else if (word == "$upscope") {
        EXPECT_FALSE(scope.empty());
        scope.clear();
      } else if (word == "$var") {
        variable(scope, body);
      } else {
        EXPECT_TRUE(word == "$version" || word == "$timescale") << word;
        EXPECT_TRUE(word != "$timescale" || body == "1 ps");
      }
    }
    EXPECT_TRUE(scope.empty());
    EXPECT_EQ(section(), "");
  }
  void variable(const std::string& scope, const std::string& body) {
    std::istringstream fields(body);
    std::string type, id, name, range, more;
    unsigned bits = 0;
    fields >> type >> bits >> id >> name >> range;
    EXPECT_EQ(type, "wire");
    EXPECT_TRUE(bits >= 1 && bits <= 64) << body;
    EXPECT_EQ(range, bits > 1 ? "[" + std::to_string(bits - 1) + ":0]" : "");
    EXPECT_FALSE(fields >> more) << body;
    EXPECT_TRUE(ids_.emplace(id, scope + "." + name).second) << id << " stands twice";
    EXPECT_TRUE(dump_.bits.emplace(scope + "." + name, bits).second) << name << " stands twice";
  }
  void change(const std::string& word, std::uint64_t time) {
    std::string id = word.substr(1), digits = word.substr(0, 1);
    if (word[0] == 'b') {
      digits = word.substr(1);
      in_ >> id;
    }
    ASSERT_TRUE(ids_.contains(id)) << word;
    const std::string& name = ids_.at(id);
    ASSERT_EQ(word[0] == 'b', dump_.bits.at(name) > 1) << word;
    ASSERT_LE(digits.size(), dump_.bits.at(name)) << word;
    ASSERT_EQ(digits.find_first_not_of("01"), std::string::npos) << word;
    const std::uint64_t value = std::stoull(digits, nullptr, 2);
    auto& values = dump_.changes[name];
    ASSERT_TRUE(values.empty() || values.rbegin()->second != value) << name << " did not change";
    ASSERT_TRUE(values.emplace(time, value).second) << name << " changes twice at " << time;
  }

  std::istringstream in_;
  std::map<std::string, std::string> ids_;
  Dump dump_;
};

array::CodeMatrix random_matrix(std::uint64_t rows, std::uint64_t columns, const char* name) {
  const RandomStream random(61, name);
  array::CodeMatrix m{rows, columns, 5, true, 0, {}};
  for (std::uint64_t i = 0; i < rows * columns; ++i) {
    m.codes.push_back(static_cast<std::int32_t>(random.below(i, 32)) - 16);
  }
  return m;
}

struct Family {
  array::ArraySpec spec;
  const char* result;  ///< the signal that holds the last result of the element; null: none does
};

std::vector<Family> families() {
  using namespace array;
  return {
      {SystolicSpec{.rows = 3, .columns = 4, .dataflow = Dataflow::os}, nullptr},
      {SystolicSpec{.rows = 3, .columns = 4, .double_buffered_weights = false}, nullptr},
      {SpatialFusionSpec{.rows = 2, .columns = 3}, nullptr},
      {OperandSerialSpec{.rows = 3, .columns = 4, .lanes = 4}, "shadow"},
      {DualSerialSpec{.rows = 3, .columns = 3, .lanes = 4}, "shadow"},
      {BinaryOverlaySpec{.rows = 3, .columns = 3, .lanes = 8}, "result"},
      {TermSerialSpec{.rows = 3, .columns = 3, .lanes = 4}, "shadow"},
      {TermSerialSpec{.rows = 3, .columns = 4, .lanes = 4, .terms = TermOperand::both}, "shadow"},
      {TwoInOneSpec{.rows = 3, .columns = 4, .lanes = 2}, "shadow"}};
}

struct Recorded {
  std::string text;
  array::ArrayUse use;
  std::uint64_t clocks = 0;
  std::vector<std::int64_t> result;
};

/// Two tiles along k, the second 50 cycles behind the end of the first.
Recorded record(const array::ArraySpec& spec, std::uint64_t most_clocks) {
  const auto a = random_matrix(3, 20, "a"), b = random_matrix(20, 3, "b");
  const array::Operands operands{.a_bits = 5, .b_bits = 5};
  const array::Unrolling walk = array::unrollings(spec, operands).front();
  array::SteppedArray stepped(spec, operands, walk, {64, 64, 64}, a, b);
  ArrayRecorder recorder(stepped.probe(), 1, 2, Picoseconds(2000), most_clocks);
  stepped.probe().watch(&recorder);
  Recorded recorded;
  for (std::uint64_t k = 0; k < 20; k += 12) {
    const array::Tile tile{{3, 3, k == 0 ? 12u : 8u}, k > 0, {0, 0, k}};
    recorder.begin(tile, recorded.use.cycles() + (k > 0 ? 50 : 0));
    recorded.use += stepped.run(tile);
    recorder.end();
  }
  recorded.text = recorder.text();
  recorded.clocks = recorder.clocks();
  recorded.result = stepped.result();
  return recorded;
}

TEST(wave_form, shows_every_clock_of_every_family_in_its_kind) {
  for (const Family& family : families()) {
    const Recorded recorded = record(family.spec, 1'000'000);
    const Dump dump = Parser(recorded.text).parse();
    const std::string kind = array::kind_name(family.spec);
    const array::ArrayUse& use = recorded.use;
    EXPECT_EQ(dump.edges().size(), use.cycles()) << kind;
    EXPECT_EQ(dump.clocks_with("array.step"), use.busy_cycles + use.synchronisation_cycles);
    EXPECT_EQ(dump.clocks_with("array.fill_drain"), use.fill_drain_cycles) << kind;
    EXPECT_EQ(dump.clocks_with("array.port_stall"), use.port_stall_cycles) << kind;
    EXPECT_EQ(dump.last("array.tile"), 1u);
    EXPECT_EQ(dump.last("array.tile_k"), 12u);
    EXPECT_EQ(dump.end, (use.cycles() + 50) * 2000) << "with the wait between the tiles: " << kind;
    EXPECT_TRUE(std::any_of(dump.bits.begin(), dump.bits.end(), [](const auto& one) {
      return one.first.starts_with("pe_1_2.");
    })) << kind;
  }
}

TEST(wave_form, the_element_ends_with_its_part_of_the_result) {
  const auto a = random_matrix(3, 20, "a"), b = random_matrix(20, 3, "b");
  for (const Family& family : families()) {
    if (family.result == nullptr) {
      continue;
    }
    const array::Unrolling walk =
        array::unrollings(family.spec, {.a_bits = 5, .b_bits = 5}).front();
    const Dump dump = Parser(record(family.spec, 1'000'000).text).parse();
    // Row 1 of x and column 2 of y, over the k of the second tile.
    const std::uint64_t m = walk.transposed ? 2 : 1, n = walk.transposed ? 1 : 2;
    std::int64_t sum = 0;
    for (std::uint64_t k = 12; k < 20; ++k) {
      sum += a.at(m, k) * b.at(k, n);
    }
    const std::string name = std::string("pe_1_2.") + family.result;
    const std::uint64_t mask = (std::uint64_t{1} << dump.bits.at(name)) - 1;
    EXPECT_EQ(dump.last(name), static_cast<std::uint64_t>(sum) & mask)
        << array::kind_name(family.spec);
  }
}

TEST(wave_form, is_the_same_each_time_and_ends_where_it_is_told_to) {
  const array::ArraySpec spec = array::DualSerialSpec{.rows = 3, .columns = 3, .lanes = 4};
  const Recorded whole = record(spec, 1'000'000);
  EXPECT_EQ(record(spec, 1'000'000).text, whole.text);
  const Recorded part = record(spec, 10);
  EXPECT_EQ(part.clocks, whole.clocks) << "all are counted";
  const Dump dump = Parser(part.text).parse();
  EXPECT_EQ(dump.edges().size(), 10u);
  EXPECT_EQ(dump.end, 10u * 2000);
  EXPECT_LT(part.text.size(), whole.text.size() / 2);
}

TEST(wave_form, an_element_beyond_the_grid_is_refused) {
  const array::ArraySpec spec = array::SystolicSpec{.rows = 3, .columns = 4};
  const array::Operands operands{.a_bits = 5, .b_bits = 5};
  array::SteppedArray stepped(spec, operands, array::unrollings(spec, operands).front(),
                              {64, 64, 64}, random_matrix(3, 20, "a"), random_matrix(20, 3, "b"));
  EXPECT_NO_THROW(ArrayRecorder(stepped.probe(), 2, 3, Picoseconds(1000), 10));
  EXPECT_THROW(ArrayRecorder(stepped.probe(), 3, 0, Picoseconds(1000), 10), UserError);
  EXPECT_THROW(ArrayRecorder(stepped.probe(), 0, 4, Picoseconds(1000), 10), UserError);
}

TEST(vcd, writes_changes_only_in_as_few_digits_as_they_have) {
  Vcd vcd;
  const std::size_t bit = vcd.declare("top", "bit", 1);
  const std::size_t word = vcd.declare("top", "word", 8);
  vcd.set(0, bit, 1);
  vcd.set(0, word, -1);
  vcd.set(5, bit, 1);
  vcd.set(5, word, 5);
  vcd.set(7, bit, 0);
  EXPECT_EQ(vcd.text(9),
            "$version metronome $end\n$timescale 1 ps $end\n$scope module top $end\n"
            "$var wire 1 ! bit $end\n$var wire 8 \" word [7:0] $end\n$upscope $end\n"
            "$enddefinitions $end\n#0\n1!\nb11111111 \"\n#5\nb101 \"\n#7\n0!\n#9\n");
}

}  // namespace vcd_test
}  // namespace metronome::sim
