// `metronome explain` knows whatever results, machines and lists name: the whole of each registry.
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "binary.hpp"
#include "sim/energy/energy_split.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/measure.hpp"

namespace metronome::cli {
namespace explain_terms_test {

class ExplainTerms : public Command {
 protected:
  /// That there is a meaning for it, under its kind.
  void expect_explained(const std::string& name, const std::string& kind) const {
    const Ran ran = run("explain '" + name + "'");
    EXPECT_EQ(ran.exit_code, 0) << kind << " " << name << ": " << ran.error;
    const std::size_t at = ran.out.find(kind + ": " + name + "\n  meaning: ");
    EXPECT_NE(at, std::string::npos) << kind << " " << name << ":\n" << ran.out;
  }
  template <Enumeration E>
  void expect_all(const std::string& kind) const {
    std::size_t shown = 0;
    const Ran all = run("explain '" + kind + "'");
    for (const auto& [value, name] : kEnumRows<E>) {
      expect_explained(std::string(name), kind);
      shown += all.out.find(kind + ": " + std::string(name) + "\n") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(shown, kEnumCount<E>) << "the kind's name shows all of it";
  }
};

TEST_F(ExplainTerms, stall_reasons_components_classes_and_roles) {
  expect_all<Bin>("where cycles go");
  expect_all<Component>("component");
  expect_all<EnergyPart>("part of the energy");
  expect_all<Provenance>("provenance");
  expect_all<trace::OperationClass>("class of work");
  expect_all<trace::Role>("role of a tensor");
}

TEST_F(ExplainTerms, methods_as_they_are_listed) {
  const auto methods = nlohmann::json::parse(run("list methods --json").out);
  EXPECT_GT(methods.size(), 5u);
  for (const auto& method : methods) {
    expect_explained(method.at("name"), "method");
  }
}

TEST_F(ExplainTerms, passes_which_are_keys_of_a_machine) {
  const Ran all = run("explain passes");
  ASSERT_EQ(all.exit_code, 0) << all.error;
  static const std::regex heads("(?:^|\n)pass: (\\w+)\n");
  std::size_t passes = 0;
  for (std::sregex_iterator at(all.out.begin(), all.out.end(), heads), end; at != end; ++at) {
    EXPECT_EQ(run("explain training." + (*at)[1].str()).exit_code, 0) << (*at)[1];
    ++passes;
  }
  EXPECT_GE(passes, 10u);
}

TEST_F(ExplainTerms, columns_of_number_formats) {
  for (const char* column : {"preset", "evaluation_preset", "a_format", "b_format", "scale_group",
                             "test_loss", "fp32_test_loss", "equal_energy_test_loss"}) {
    EXPECT_EQ(run(std::string("explain ") + column).exit_code, 0) << column;
  }
}

TEST_F(ExplainTerms, presets_are_listed_elsewhere) {
  for (const char* preset : {"nvfp4", "bfp:4,16"}) {
    const Ran ran = run(std::string("explain ") + preset);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_NE(ran.error.find("list presets"), std::string::npos) << ran.error;
  }
}

TEST_F(ExplainTerms, sections_of_every_file) {
  const Ran all = run("explain all");
  ASSERT_EQ(all.exit_code, 0) << all.error;
  // "accelerator: array(systolic).rows": its first part is a section.
  static const std::regex heads("(?:^|\n)[\\w ]+: (\\w+)[\\[\\](\\w)]*\\.[^\n]*\n  type:");
  std::set<std::string> sections;
  for (std::sregex_iterator at(all.out.begin(), all.out.end(), heads), end; at != end; ++at) {
    sections.insert((*at)[1]);
  }
  EXPECT_GT(sections.size(), 15u);
  EXPECT_TRUE(sections.contains("array") && sections.contains("memory") &&
              sections.contains("training"));
  for (const std::string& section : sections) {
    EXPECT_EQ(run("explain " + section).exit_code, 0) << section;
  }
}

}  // namespace explain_terms_test
}  // namespace metronome::cli
