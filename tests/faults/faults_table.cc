// `make faults`: every known fault with the tests that carry its number and their state. Exit code
// 4 where a row has no test or one that fails.
#include <fmt/format.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cstdio>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"

namespace metronome {
namespace {

/// A row of faults.csv. Tests of one carry its number (F2_4_...); of the long lists of small faults
/// they may carry that of the list (F4_...), and `tests` says which of them belong to the row.
struct Fault {
  std::string number;
  std::string owner;
  std::string text;
  std::string tests;     ///< regular expression; may be empty
  std::string shown_by;  ///< a command, where no test can carry the row
};

struct Result {
  std::string test;
  bool passed = false;
};

std::vector<Fault> read_faults(const std::string& path) {
  std::vector<Fault> faults;
  const auto rows = parse_csv(read_file(path));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    faults.push_back({rows[i].at(0), rows[i].at(1), rows[i].at(2), rows[i].at(4), rows[i].at(5)});
  }
  return faults;
}

/// From CTest's JUnit file, where a test that ran and passed has the status `run`.
std::vector<Result> read_results(const std::string& path) {
  boost::property_tree::ptree junit;
  boost::property_tree::read_xml(path, junit);
  std::vector<Result> results;
  for (const auto& [tag, node] : junit.get_child("testsuite")) {
    if (tag == "testcase") {
      results.push_back({node.get<std::string>("<xmlattr>.name"),
                         node.get<std::string>("<xmlattr>.status") == "run"});
    }
  }
  return results;
}

std::vector<Result> results_of(const Fault& fault, const std::vector<Result>& all) {
  const std::string numbered = "(^|[^A-Z0-9])" + fault.number + "_";
  const std::regex form(fault.tests.empty() ? numbered : numbered + "|" + fault.tests);
  std::vector<Result> found;
  for (const Result& result : all) {
    if (std::regex_search(result.test, form)) {
      found.push_back(result);
    }
  }
  return found;
}

/// "passed", "failed" or "no test".
std::string state_of(const Fault& fault, const std::vector<Result>& results) {
  if (results.empty()) {
    return fault.shown_by.empty() ? "no test" : "by hand";
  }
  for (const Result& result : results) {
    if (!result.passed) {
      return "failed";
    }
  }
  return "passed";
}

void print(const Fault& fault, const std::string& state, const std::vector<Result>& results) {
  fmt::print("{:<6} {:<8} [{}] {}\n", fault.number, state, fault.owner, fault.text);
  if (results.empty() && !fault.shown_by.empty()) {
    fmt::print("{:15} {}\n", "", fault.shown_by);
  }
  for (const Result& result : results) {
    fmt::print("{:15} {}{}\n", "", result.test, result.passed ? "" : "  FAILED");
  }
}

int run(const std::string& faults_path, const std::string& junit_path) {
  const std::vector<Result> all = read_results(junit_path);
  std::map<std::string, std::size_t> rows;
  std::set<std::string> listed;
  for (const Fault& fault : read_faults(faults_path)) {
    const std::vector<Result> results = results_of(fault, all);
    const std::string state = state_of(fault, results);
    print(fault, state, results);
    for (const Result& result : results) {
      listed.insert(result.test);
    }
    ++rows[state];
  }
  for (const Result& result : all) {
    if (!listed.contains(result.test)) {
      fmt::print("{:<6} {:<8} {}\n", "beside", result.passed ? "passed" : "failed", result.test);
    }
  }
  fmt::print("\n{} rows: {} passed, {} failed, {} without a test, {} by hand\n",
             rows["passed"] + rows["failed"] + rows["no test"] + rows["by hand"], rows["passed"],
             rows["failed"], rows["no test"], rows["by hand"]);
  return rows["failed"] + rows["no test"] > 0 ? 4 : 0;
}

}  // namespace
}  // namespace metronome

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: faults_table FAULTS.csv JUNIT.xml\n");
    return 2;
  }
  try {
    return metronome::run(argv[1], argv[2]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
