// `metronome list`: a line, or with --json an object, for each of what there is.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/methods/catalogue/methods.hpp"

namespace metronome::cli {
namespace list_test {

using Json = nlohmann::json;
using ::testing::HasSubstr;

const fs::path kSource(metronome::source_dir());

TEST_F(Command, list_methods_prints_each_with_its_paper_and_a_page_that_cites_it) {
  const Ran text = run("list methods");
  ASSERT_EQ(text.exit_code, 0) << text.error;
  const Ran ran = run("list methods --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json rows = Json::parse(ran.out);
  std::vector<std::string> names;
  const std::string bibliography = read_file(kSource / "docs/bibliography.bib");
  for (const Json& row : rows) {
    names.push_back(row.at("name"));
    const std::string key = row.at("key");
    const std::string page = row.at("page");
    EXPECT_THAT("\n" + text.out, HasSubstr("\n" + names.back() + " ")) << "a line of its own";
    EXPECT_THAT(text.out, HasSubstr(std::string(row.at("paper")) + " [" + key + "]; " + page));
    EXPECT_THAT(bibliography, HasSubstr("{" + key + ","));
    EXPECT_THAT(read_file(kSource / page), HasSubstr(key)) << page;
    EXPECT_NE(row.at("doc"), "");
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf(
                         {"cpt", "dual-precision", "ebs", "smartdeal", "bdfa", "reachability"}));
  EXPECT_EQ(names.size(), methods::methods().size());
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST_F(Command, every_list_has_as_many_lines_as_objects) {
  for (const char* topic :
       {"models", "layers", "datasets", "archs", "devices", "formats", "schedules", "methods"}) {
    const Ran text = run(std::string("list ") + topic);
    const Ran json = run(std::string("list ") + topic + " --json");
    ASSERT_EQ(json.exit_code, 0) << topic << json.error;
    const Json rows = Json::parse(json.out);
    EXPECT_GT(rows.size(), 2u) << topic;
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.out.begin(), text.out.end(), '\n')),
              rows.size())
        << topic;
    for (const Json& row : rows) {
      EXPECT_THAT(text.out, HasSubstr(std::string(row.at("name")))) << topic;
    }
  }
}

TEST_F(Command, a_list_of_something_else_is_refused_with_the_nearest) {
  const Ran ran = run("list method --json");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("`methods`"));
  EXPECT_EQ(ran.out, "");
}

}  // namespace list_test
}  // namespace metronome::cli
