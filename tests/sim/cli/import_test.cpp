// `metronome import`: files of other programs, as a user reads them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/base/gzip.hpp"
#include "tests/sim/cli/hostile.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace import_test {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

class import_command : public hostile::Hostile {
 protected:
  /// A network of the tests of the importers, as in/NAME.onnx.
  std::string network(const std::string& name) {
    const std::string data = metronome::source_dir() + "/tests/workloads/importers/data/onnx/";
    write("in/" + name + ".onnx", expand_gzip(read_file(data + name + ".onnx.gz"), name));
    return at("in/" + name + ".onnx").string();
  }
};

const char* const kTopology =
    "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, "
    "Strides,\n";

TEST_F(import_command, prints_exactly_the_agreed_fields_and_writes_nothing) {
  const Ran ran = call({"import", network("resnet18"), "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  Words keys;
  for (const auto& item : json.items()) {
    keys.push_back(item.key());
  }
  EXPECT_EQ(keys, (Words{"batch", "inputs", "layers", "macs", "name", "outputs", "parameters",
                         "products"}));
  EXPECT_EQ(json["name"], "resnet18");
  EXPECT_EQ(json["batch"], 1);
  EXPECT_EQ(json["products"][0], Json::parse(R"({"node": "/conv1/Conv", "op": "Conv", "m": 2304,
      "n": 64, "k": 147, "groups": 1, "macs": 21676032})"));
  EXPECT_EQ(json["macs"], 333615104);
  EXPECT_EQ(json["parameters"], 11689512);
  EXPECT_EQ(json["inputs"], Json::parse(R"([{"name": "input", "shape": [1, 3, 96, 96]}])"));
  EXPECT_EQ(json["outputs"], Json::parse(R"([{"name": "output", "shape": [1, 1000]}])"));
  EXPECT_TRUE(fs::is_empty(at("work")));
}

TEST_F(import_command, prints_a_table_for_people) {
  const Ran ran = call({"import", network("odd_convs_train"), "--batch", "3"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  for (const char* part :
       {"odd_convs_train (ONNX network)", "inputs       input [3, 3, 33, 33]", "parameters   17690",
        "ConvTranspose  m=384 n=256 k=32 groups=1 macs=3145728  /f/f.7/ConvTranspose"}) {
    EXPECT_TRUE(says(ran.out, part)) << part << "\n" << ran.out;
  }
}

TEST_F(import_command, a_topology_is_rounded_as_asked) {
  write("in/net.csv", std::string(kTopology) + "c,10,10,3,3,1,1,2,\n");
  const std::string file = at("in/net.csv").string();
  const auto macs = [&](const Words& more) {
    Words words{"import", file, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = call(words);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out)["macs"].get<int>();
  };
  EXPECT_EQ(macs({}), 25 * 9);
  EXPECT_EQ(macs({"--round", "up"}), 25 * 9);
  EXPECT_EQ(macs({"--round", "down"}), 16 * 9);
  EXPECT_EQ(macs({"--round=down", "--batch=2"}), 2 * 16 * 9);
}

TEST_F(import_command, a_log_becomes_a_schedule_that_traces_take) {
  write("in/log.csv", "epoch,loss,bits\n1,2.3,4\n2,1.9,4\n3,1.7,6\n");
  const Words words{"import",   at("in/log.csv").string(), "--iterations-per-epoch", "10", "--out",
                    "out/s.csv"};
  Ran ran = call(words);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "2 changes of precision, the last at iteration 20")) << ran.out;
  EXPECT_TRUE(says(ran.out, "Written: out/s.csv")) << ran.out;
  EXPECT_EQ(read_file(at("work/out/s.csv")),
            "iteration,layer,weight_bits,activation_bits,error_bits,gradient_bits,stash_bits\n"
            "0,*,4,4,8,fp32,4\n20,*,6,6,8,fp32,6\n");
  EXPECT_EQ(std::distance(fs::directory_iterator(at("work/out")), {}), 1);
  EXPECT_EQ(call(words).exit_code, 0) << "an earlier file is replaced";
  ran = call({"trace", "--model", "resnet-8", "--dataset", "cifar-10", "--batch", "4",
              "--iterations", "30", "--schedule", "csv:out/s.csv", "--out", "out/T"});
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "2 phases")) << ran.out;
}

TEST_F(import_command, with_json_the_changes_are_printed_and_nothing_else) {
  write("in/log.jsonl",
        "{\"iteration\": 0, \"bits\": 3}\n{\"iteration\": 7, \"bits\": \"fp32\"}\n");
  const Ran ran = call({"import", at("in/log.jsonl").string(), "--json", "--out", "out/s.csv"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(Json::parse(ran.out)["changes"][1], Json::parse(R"({"iteration": 7, "layer": "*",
      "weight_bits": "fp32", "activation_bits": "fp32", "error_bits": "fp32",
      "gradient_bits": "fp32", "stash_bits": "fp32"})"));
}

TEST_F(import_command, an_onnx_file_becomes_a_trace_in_two_commands) {
  for (const char* name : {"resnet18_train", "odd_convs_train", "lstm2"}) {
    const Ran made = call({"import", network(name), "--json", "--out", "out/x.yaml"});
    ASSERT_EQ(made.exit_code, 0) << made.error;
    EXPECT_EQ(call({"check", "out/x.yaml"}).exit_code, 0);
    const Ran ran = call({"trace", "--model", "out/x.yaml", "--batch", "2", "--iterations", "8",
                          "--schedule", "cpt:3-8,periods=2,backward=8", "--out", "out/T"});
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const Json json = Json::parse(made.out);
    const double macs = json["macs"].get<double>() * 2 / json["batch"].get<double>();
    EXPECT_TRUE(says(ran.out, fmt::format("{:.4g} multiply-accumulates forward", macs))) << ran.out;
  }
}

TEST_F(import_command, a_topology_becomes_a_network_of_independent_layers) {
  write("in/net.csv", std::string(kTopology) + "c1,10,10,3,3,4,8,2,\nc2,8,8,3,3,8,8,1,\n");
  ASSERT_EQ(call({"import", at("in/net.csv").string(), "--out", "out/x.yaml"}).exit_code, 0);
  const Ran ran = call({"trace", "--model", "out/x.yaml", "--batch", "2", "--iterations", "8",
                        "--schedule", "static:8,backward=8", "--out", "out/T"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "net without a data set: ")) << ran.out;
}

TEST_F(import_command, what_no_layer_does_is_refused_and_nothing_is_written) {
  write("in/net.csv", "m,n,k,bits\n4,4,4,32\n");
  const Ran ran = call({"import", at("in/net.csv").string(), "--out", "out/x.yaml"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "net.csv: ")) << ran.error;
  EXPECT_TRUE(fs::is_empty(at("work")));
}

TEST_F(import_command, wrong_options_name_themselves_and_leave_nothing) {
  const std::string file = network("lstm2");
  const std::vector<std::pair<Words, std::string>> cases{
      {{}, "FILE is missing"},
      {{file, file}, "one argument too many"},
      {{file, "--batch", "0"}, "--batch: 0 is out of range"},
      {{file, "--dim", "x"}, "--dim: `x` is not of the form NAME=N"},
      {{file, "--dim", "=3"}, "is not of the form NAME=N"},
      {{file, "--dim", "x=-1"}, "`x=-1`: -1 is out of range"},
      {{file, "--dim", "x=1", "--dim", "x=2"}, "`x` is given twice"},
      {{file, "--dim", "x=1"}, "--dim x: is no dimension of an input"},
      {{file, "--round", "sideways"}, "`sideways` is no way of rounding (one of: up, down)"},
      {{file, "--round", "up"}, "--round: has no effect"},
      {{file, "--out", "out/n.csv"}, "`out/n.csv` is no name of a network file"},
      {{file, "--iterations-per-epoch", "3"}, "--iterations-per-epoch: has no effect"},
      {{at("in/absent.onnx").string()}, "absent.onnx"},
      {{at("in").string()}, "Is a directory"}};
  for (const auto& [words, reason] : cases) {
    Words all{"import"};
    all.insert(all.end(), words.begin(), words.end());
    const Ran ran = call(all);
    EXPECT_EQ(ran.exit_code, 2) << reason;
    EXPECT_TRUE(says(ran.error, reason)) << reason << "\n" << ran.error;
    EXPECT_EQ(ran.out, "") << reason;
    EXPECT_TRUE(fs::is_empty(at("work"))) << reason;
  }
}

TEST_F(import_command, a_cut_network_is_refused_with_the_node_that_it_ends_in) {
  const std::string whole = read_file(network("resnet18_train"));
  write("in/cut.onnx", whole.substr(0, whole.size() / 4));
  const Ran ran = call({"import", at("in/cut.onnx").string()});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "cut.onnx: node ")) << ran.error;
  EXPECT_TRUE(says(ran.error, "is cut off: it ends in the middle of a field")) << ran.error;
  EXPECT_EQ(std::count(ran.error.begin(), ran.error.end(), '\n'), 1) << ran.error;
}

TEST_F(import_command, F1_2_names_in_files_are_texts_and_no_paths_and_no_code) {
  int taken = 0;
  for (const std::string& text : texts()) {
    fs::remove_all(at("work/out"));
    write("in/net.csv", std::string(kTopology) + hostile::quoted(text) + ",8,8,3,3,1,1,1,\n");
    const Ran ran = call({"import", at("in/net.csv").string(), "--json"});
    if (ran.exit_code == 0) {
      EXPECT_TRUE(Json::accept(ran.out)) << text;
    }
    EXPECT_TRUE(fs::is_empty(at("work"))) << text;
    write("in/log.jsonl",
          "{\"iteration\": 0, \"bits\": 3, \"layer\": " + hostile::quoted(text) + "}\n");
    const bool made =
        makes_clean_files({"import", at("in/log.jsonl").string(), "--out", "out/s.csv"});
    taken += made ? 1 : 0;
    EXPECT_EQ(call({"import", at("in/log.jsonl").string(), "--json"}).exit_code, made ? 0 : 2);
  }
  EXPECT_GT(taken, 20);
}

TEST_F(import_command, F1_4_files_of_any_name_are_read_and_shown_as_they_are_named) {
  for (const std::string name : {"'\"`touch $CANARY`", "$(touch $CANARY)", "50%s <b>&{a}#\\"}) {
    write_file_atomically(at("in") / (name + ".csv"), "m,n,k\n1,2,3\n");
    const Ran ran = call({"import", (at("in") / (name + ".csv")).string(), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_EQ(Json::parse(ran.out)["name"], name);
  }
}

TEST_F(import_command, the_page_names_every_option) {
  const std::string page = read_file(metronome::source_dir() + "/docs/importing.md");
  for (const char* option :
       {"--batch N", "--dim NAME=N", "--round", "--iterations-per-epoch N", "--out", "--json"}) {
    EXPECT_TRUE(says(page, option)) << option;
    EXPECT_TRUE(says(call({"import", "--help"}).out, option)) << option;
  }
}

}  // namespace import_test
}  // namespace metronome::cli
