// A search of widths from the command line: costs, search, what is found, and binary products.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "binary.hpp"

namespace metronome::cli {
namespace width_search_test {

using ::testing::HasSubstr;
using Json = nlohmann::json;

std::string workload(const std::string& weights, const std::string& schedule = "static:fp32") {
  return "model: " + metronome::source_dir() +
         "/configs/networks/ebs_cnn.yaml\ndataset: synthetic\ntrain_samples: 32\ntest_samples: 8\n"
         "batch: 8\niterations: 3\nlearning_rate: 0.02\nschedule: '" +
         schedule + "'\nweights: " + weights + "\n";
}

constexpr const char* kBlended = "{kind: blended, candidates: [1, 2, 3]}";

TEST_F(Command, costs_searches_and_trainings_of_what_is_found_fit_together) {
  write("w.yaml", workload(kBlended));
  const std::string w = at("w.yaml").string();
  const std::string costs = at("costs.csv").string();
  const Ran made = run("width-costs " + w + " --arch " + arch_file("binary_overlay") +
                       " --mode analytic --batch 4 --out " + costs);
  ASSERT_EQ(made.exit_code, 0) << made.error;
  EXPECT_THAT(made.out, HasSubstr("3 layers, 9 pairs of widths each"));
  const std::string of_table =
      " --set weights.search.cost=cycles --set weights.search.costs=" + costs;
  const Ran unnamed = run("train " + w + of_table + " --out " + at("s").string());
  EXPECT_EQ(unnamed.exit_code, 2);
  EXPECT_THAT(unnamed.error, HasSubstr("weights.search.machine: plain_binary_overlay_512"));
  const std::size_t said = made.out.find("weights.search.machine=");
  ASSERT_NE(said, std::string::npos) << made.out;
  const std::string named = made.out.substr(said, made.out.find('\n', said) - said);
  EXPECT_THAT(named, HasSubstr("machine=plain_binary_overlay_512@"));
  const Ran searched =
      run("train " + w + of_table + " --set " + named + " --out " + at("s").string());
  ASSERT_EQ(searched.exit_code, 0) << searched.error;
  const Json found = Json::parse(read_file(at("s/search.json")));
  EXPECT_EQ(found.at("cost"), "cycles");
  EXPECT_EQ(found.at("machine"), "plain_binary_overlay_512");
  EXPECT_LE(found.at("chosen").get<double>(), 4 + 1e-9);
  EXPECT_THAT(read_file(at("s/search.csv")), HasSubstr("conv4,activation,3,"));
  write("f.yaml", workload("{kind: binary_planes, bits: 3, activations: clipped}",
                           "csv:" + at("s/widths.csv").string()));
  const Ran trained = run("train " + at("f.yaml").string() + " --out " + at("f").string());
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  const Ran evaluated = run("evaluate " + at("f").string() + " --json");
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.error;
  EXPECT_EQ(Json::parse(evaluated.out).at("samples"), 8);
  const Ran simulated =
      run("simulate " + at("s").string() + " --arch " + arch_file("binary_overlay") +
          " --mode analytic --no-figures --out " + at("r").string());
  ASSERT_EQ(simulated.exit_code, 0) << simulated.error;
  const Ran other =
      run("train " + w + " --set model=resnet-8 --set weights.search.cost=cycles " +
          "--set weights.search.costs=" + costs + " --set " + named + " --out " + at("o").string());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.error, HasSubstr("is of the layers conv2, conv3, conv4"));
  const Ran machine =
      run("train " + w + " --set weights.search.cost=cycles --set weights.search.costs=" + costs +
          " --set weights.search.machine=systolic_512 --out " + at("m").string());
  EXPECT_EQ(machine.exit_code, 2);
  EXPECT_THAT(machine.error, HasSubstr("is of the machine plain_binary_overlay_512, the search is "
                                       "for systolic_512"));
}

TEST_F(Command, costs_of_operations_that_were_simulated_before_come_from_the_cache) {
  write("w.yaml", workload(kBlended));
  const auto costs = [&](const std::string& name, const std::string& cache) {
    const Ran ran =
        run("width-costs " + at("w.yaml").string() + " --arch " + arch_file("binary_overlay") +
            " --batch 2 --cache " + cache + " --out " + at(name).string());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return read_file(at(name));
  };
  const std::string cache = at("cache").string();
  const auto kept = [&] {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(cache)) {
      files += entry.is_regular_file() ? 1 : 0;
    }
    return files;
  };
  const std::string first = costs("a.csv", cache);
  const std::size_t files = kept();
  EXPECT_GT(files, 0u);
  EXPECT_EQ(costs("b.csv", cache), first);
  EXPECT_EQ(kept(), files) << "nothing new was simulated";
  EXPECT_EQ(costs("c.csv", "off"), first);
}

TEST_F(Command, costs_without_machine_mode_or_layers_are_refused) {
  write("w.yaml", workload(kBlended));
  const std::string w = at("w.yaml").string();
  const std::string out = " --out " + at("c.csv").string();
  const std::vector<std::pair<std::string, std::string>> cases{
      {"width-costs " + w + out, "--arch"},
      {"width-costs " + w + " --arch " + arch_file("systolic") + " --mode stepped" + out,
       "`stepped` is not a mode"},
      {"width-costs " + w + " --arch " + arch_file("systolic"), "--out"},
      {"width-costs " + w + " --arch " + w + out, "w.yaml"},
      {"width-costs " + w + " --arch " + arch_file("systolic") + " --batch 0" + out, "batch"}};
  for (const auto& [line, what] : cases) {
    const Ran ran = run(line);
    EXPECT_EQ(ran.exit_code, 2) << line;
    EXPECT_THAT(ran.error, HasSubstr(what)) << line;
    EXPECT_FALSE(fs::exists(at("c.csv")));
  }
}

TEST_F(Command, binary_products_take_the_closed_form_in_all_three_models) {
  for (int a = 1; a <= 5; ++a) {
    for (int b = 1; b <= 5; ++b) {
      const bool all_models = a + b <= 3 || (a == 5 && b == 3);
      for (const char* mode : {"analytic", "cycle", "stepped"}) {
        if (mode != std::string("analytic") && !all_models) {
          continue;
        }
        const Ran ran = run("op --arch " + arch_file("binary_overlay") +
                            " --gemm m=33,n=20,k=145 --a-bits " + std::to_string(a) + " --b-bits " +
                            std::to_string(b) + " --ideal-memory --json --mode " + mode);
        ASSERT_EQ(ran.exit_code, 0) << ran.error;
        // Blocks of 16 x 16 results, 128 of the reduction a cycle, for each pair of planes.
        EXPECT_EQ(Json::parse(ran.out).at("busy_cycles"), 3 * 2 * 2 * a * b)
            << mode << ' ' << a << 'x' << b;
      }
    }
  }
}

TEST_F(Command, a_search_for_several_machines_goes_on_and_ends_with_equal_bytes) {
  const std::string source = metronome::source_dir();
  write(
      "e.yaml",
      "name: e\nmode: analytic\nuniform_bits: [1]\ntarget_bits: 2\nworkload:\n  {model: " + source +
          "/configs/networks/ebs_cnn.yaml, dataset: synthetic, train_samples: 32,\n"
          "   test_samples: 8, batch: 8, iterations: 3, schedule: 'static:fp32',\n"
          "   weights: " +
          kBlended + "}\naccelerators: [" + arch_file("binary_overlay") + "]\n");
  const std::string line = "run " + at("e.yaml").string() + " --cache off --out ";
  const Ran first = run(line + at("a").string());
  ASSERT_EQ(first.exit_code, 0) << first.error;
  EXPECT_THAT(first.out, HasSubstr("plain_binary_overlay_512_cycles"));
  const Ran again = run(line + at("a").string());
  EXPECT_EQ(again.exit_code, 0) << again.error;
  const Ran jobs = run(line + at("b").string() + " --jobs 2");
  ASSERT_EQ(jobs.exit_code, 0) << jobs.error;
  for (const auto& [name, text] : tree(at("a"))) {
    if (name != "manifest.json") {
      EXPECT_EQ(text, tree(at("b")).at(name)) << name;
    }
  }
}

}  // namespace width_search_test
}  // namespace metronome::cli
