// Networks from files through the commands: traced, compared, trained, refused by name.
#include <algorithm>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/layer.hpp"

namespace metronome::cli {
namespace networks_test {

const char* const kNetwork =
    "name: odd\n"
    "inputs: [{channels: 3, height: 32, width: 32}]\n"
    "layers:\n"
    "  - {name: c1, kind: convolution, out_channels: 8, kernel: [3, 5], pad: [1, 2], stride: 4}\n"
    "  - {name: n1, kind: batch_norm}\n"
    "  - {name: r1, kind: relu}\n"
    "  - {name: c2, kind: convolution, out_channels: 8, kernel: 3, dilation: 2, pad: 2, groups: "
    "2}\n"
    "  - {name: up, kind: convolution, out_channels: 4, kernel: 2, stride: 2, transposed: true}\n"
    "  - {name: pool, kind: global_average_pool}\n"
    "  - {name: fc, kind: linear, out_features: 10}\n";

class networks : public Command {
 protected:
  networks() { write("net.yaml", kNetwork); }
  [[nodiscard]] std::string net() const { return at("net.yaml").string(); }
};

TEST_F(networks, a_mistake_in_the_network_of_a_sweep_is_refused_with_its_place) {
  write("broken.yaml", "name: odd\ninputs: [{channels: 3}]\nlayers: [{name: a, kind: linaer}]\n");
  write("s.yaml", "name: s\nbase:\n  accelerator: " + arch_file("systolic") +
                      "\n  trace: {model: broken.yaml, dataset: none, batch: 2, iterations: 4, "
                      "schedule: \"static:4\"}\n  mode: analytic\n"
                      "axes:\n  - {key: trace.batch, values: [2, 3]}\n");
  for (const std::string& command :
       {"sweep " + at("s.yaml").string() + " --out " + at("out").string(),
        "check " + at("s.yaml").string()}) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.exit_code, 2) << ran.out;
    EXPECT_TRUE(says(ran.error, "broken.yaml:3:")) << ran.error;
    EXPECT_EQ(ran.error.find("linaer"), ran.error.rfind("linaer")) << "once, for all points";
    EXPECT_FALSE(fs::exists(at("out")));
  }
}

TEST_F(networks, a_file_takes_the_place_of_a_models_name_in_a_trace) {
  const Ran ran = run("trace --model " + net() +
                      " --batch 2 --iterations 8 --schedule cpt:3-8,periods=2,backward=8 --out " +
                      at("t").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "odd without a data set")) << ran.out;
  EXPECT_TRUE(says(read_file(at("t") / "recipe.json"), "\"model\"")) << "its content counts";
  const Ran of_data =
      run("trace --dataset cifar-10 --model " + net() +
          " --batch 2 --iterations 8 --schedule static:8,backward=8 --out " + at("u").string());
  ASSERT_EQ(of_data.exit_code, 0) << of_data.error;
  for (const char* mode : {"analytic", "cycle"}) {
    const Ran simulated =
        run("simulate " + at("t").string() + " --arch " + arch_file("spatial_fusion") + " --mode " +
            mode + " --out " + at(std::string("r-") + mode).string());
    EXPECT_EQ(simulated.exit_code, 0) << simulated.error;
  }
}

TEST_F(networks, inference_and_sequences_of_any_length_are_traced) {
  const auto trace = [&](const std::string& options, const std::string& out) {
    const Ran ran = run("trace --batch 1 --iterations 4 --schedule static:8,backward=8 " + options +
                        " --out " + at(out).string());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return ran.exit_code == 0 ? read_file(at(out) / "steps/train.yaml") : std::string();
  };
  const std::string inference = trace("--inference --model resnet-8 --dataset cifar-10", "i");
  EXPECT_FALSE(says(inference, "gradient")) << "the forward pass alone";
  EXPECT_TRUE(says(inference, "fc.forward"));
  const Ran simulated = run("simulate " + at("i").string() + " --arch " + arch_file("systolic") +
                            " --mode analytic --out " + at("r").string());
  EXPECT_EQ(simulated.exit_code, 0) << simulated.error;
  EXPECT_TRUE(says(trace("--model lstm-2 --dataset ptb --sequence-length 3", "s"), "[1, 3, 1, 1]"));
  const Ran images =
      run("trace --model resnet-8 --dataset cifar-10 --sequence-length 3 "
          "--schedule static:8,backward=8 --out " +
          at("x").string());
  EXPECT_EQ(images.exit_code, 2);
  EXPECT_TRUE(says(images.error, "has images, no sequence length")) << images.error;
}

TEST_F(networks, the_same_file_elsewhere_gives_the_same_bytes) {
  write("deep/er/net.yaml", kNetwork);
  const auto trace = [&](const std::string& model, const std::string& out) {
    return run("trace --model " + model +
               " --batch 2 --iterations 8 --schedule static:8,backward=8 --out " + out);
  };
  ASSERT_EQ(trace(net(), at("a").string()).exit_code, 0);
  ASSERT_EQ(trace(at("deep/er/net.yaml").string(), at("b").string()).exit_code, 0);
  EXPECT_EQ(read_file(at("a") / "steps/train.yaml"), read_file(at("b") / "steps/train.yaml"));
}

TEST_F(networks, an_export_writes_into_nothing_that_it_reads) {
  ASSERT_EQ(
      run("trace --model " + net() +
          " --batch 2 --iterations 8 --schedule static:8,backward=8 --out " + at("t").string())
          .exit_code,
      0);
  const std::string before = read_file(at("t") / "steps/train.yaml");
  for (const char* file : {"program.yaml", "new.csv", "a/../program.yaml", "below/new.csv"}) {
    const Ran ran =
        run("export " + at("t").string() + " --to scalesim --out " + (at("t") / file).string());
    EXPECT_EQ(ran.exit_code, 2) << file;
    EXPECT_TRUE(says(ran.error, "that this command reads")) << ran.error;
  }
  EXPECT_EQ(read_file(at("t") / "steps/train.yaml"), before);
  EXPECT_EQ(
      run("export " + at("t").string() + " --to scalesim --out " + at("p.csv").string()).exit_code,
      0);
}

TEST_F(networks, the_first_step_with_products_is_exported_and_named) {
  ASSERT_EQ(
      run("trace --model " + net() +
          " --batch 2 --iterations 8 --schedule static:8,backward=8 --out " + at("t").string())
          .exit_code,
      0);
  const auto exported = [&](const std::string& to, const std::string& out) {
    const Ran ran =
        run("export " + at("t").string() + " --to " + to + " --out " + at(out).string());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return ran.out;
  };
  EXPECT_FALSE(says(exported("scalesim", "one.csv"), "step")) << "there is one";
  write("t/program.yaml", "version: 2\nschedule: by hand\nsteps: [scan, train]\n");
  write("t/steps/scan.yaml",
        "version: 2\nmodel: scan\ndataset: none\nbatch: 2\ndx_scale: prescale_requantize\n"
        "forward_macs: 0\n"
        "tensors: [{name: x, role: activation, format: real, shape: [2, 3]}]\n"
        "operations: [{name: s.scan, layer: s, class: vector, inputs: [x], outputs: [],\n"
        "  work: {kind: vector, elements: 6}}]\n");
  write("t/timeline.csv",
        "# metronome trace timeline, version 2\nfirst_iteration,iterations,step,assignment\n"
        "0,1,scan,0\n1,8,train,0\n");
  EXPECT_TRUE(says(exported("scalesim", "two.csv"), "the products of step `train`"));
  EXPECT_EQ(read_file(at("one.csv")), read_file(at("two.csv")));
  EXPECT_TRUE(says(exported("onnx-shapes", "two.onnx"), "the products of step `train`"));
}

TEST_F(networks, an_onnx_file_is_a_model_like_the_file_that_is_imported_from_it) {
  const std::string packed =
      metronome::source_dir() + "/tests/workloads/importers/data/onnx/odd_convs_train.onnx.gz";
  write("odd_convs.onnx", expand_gzip(read_file(packed), packed));
  const std::string onnx = at("odd_convs.onnx").string();
  ASSERT_EQ(run("import " + onnx + " --out " + at("odd_convs.yaml").string()).exit_code, 0);
  const std::string rest =
      " --batch 2 --iterations 8 --schedule cpt:3-8,periods=2,backward=8 --out ";
  const Ran direct = run("trace --model " + onnx + rest + at("direct").string());
  ASSERT_EQ(direct.exit_code, 0) << direct.error;
  const Ran imported =
      run("trace --model " + at("odd_convs.yaml").string() + rest + at("imported").string());
  ASSERT_EQ(imported.exit_code, 0) << imported.error;
  for (const char* file : {"steps/train.yaml", "assignments.csv", "timeline.csv"}) {
    EXPECT_EQ(read_file(at("direct") / file), read_file(at("imported") / file)) << file;
  }
  EXPECT_TRUE(says(read_file(at("direct") / "recipe.json"), "\"model\"")) << "its content counts";
}

TEST_F(networks, an_experiment_compares_without_training) {
  const std::string experiment =
      "name: own\ntrain: false\nworkload: {model: net.yaml, dataset: none, batch: 2, iterations: "
      "8, "
      "schedule: 'cpt:3-8,periods=2,backward=8'}\naccelerators: [" +
      arch_file("systolic") + ", " + arch_file("dual_serial") + "]\nmode: analytic\n";
  write("own.yaml", experiment);
  const Ran ran = run("run " + at("own.yaml").string() + " --out " + at("r").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "What precision cycling saves")) << ran.out;
  EXPECT_TRUE(says(ran.out, "Of model odd")) << ran.out;
  EXPECT_FALSE(says(ran.out, "accuracy")) << ran.out;
  EXPECT_TRUE(says(read_file(at("r") / "report.html"), "odd without a data set, batch 2."));
  // Another network under the same name is another input.
  std::string other = kNetwork;
  other.replace(other.find("out_channels: 8"), 15, "out_channels: 6");
  write("net.yaml", other);
  const Ran again = run("run " + at("own.yaml").string() + " --out " + at("r").string());
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_TRUE(says(again.error, "--restart")) << again.error;
}

TEST_F(networks, what_does_not_go_together_is_refused_by_name) {
  const auto refused = [&](const std::string& command, const std::string& message) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.exit_code, 2) << command;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  };
  const std::string trace =
      "trace --iterations 8 --schedule static:8,backward=8 --out " + at("t").string() + " --model ";
  refused(trace + net() + " --dataset imagenet", "odd reads 3x32x32, imagenet has 3x224x224");
  refused(trace + net() + " --dataset cifar-100", "odd tells 10 classes apart, cifar-100 has 100");
  refused(trace + net() + " --dataset ptb", "odd reads 3x32x32, ptb has");
  refused(trace + "resnet-8 --dataset none", "resnet-8 takes its sizes from a data set");
  refused(trace + at("none.yaml").string(), "none.yaml");
  write("empty.yaml", "");
  refused(trace + at("empty.yaml").string(), at("empty.yaml").string() + ":1:1: name: is missing");
  refused(trace + at("no.onnx").string(), "no such file");
  write("cut.onnx", std::string("\x08\x07\x12\x40", 4));
  refused(trace + at("cut.onnx").string(), "cut.onnx");
  refused(trace + arch_file("systolic"), "here a file of kind network is wanted");
  write("w.yaml", "{model: net.yaml, dataset: none}\n");
  refused("train " + at("w.yaml").string() + " --out " + at("x").string(), "`none`");
  write("e.yaml", "{name: e, workload: {model: net.yaml, dataset: none}, accelerators: [" +
                      arch_file("systolic") + "]}\n");
  refused("run " + at("e.yaml").string(), "needs a data set, and workload.dataset is none");
  write("m.yaml", "{model: missing.yaml, dataset: synthetic}\n");
  refused("check " + at("m.yaml").string(), "m.yaml:1:9: model: no such file");
  EXPECT_FALSE(fs::exists(at("t")));
}

TEST_F(networks, a_network_with_every_form_of_convolution_learns_64_samples_by_heart) {
  std::string workload =
      "{model: net.yaml, dataset: synthetic, train_samples: 64, test_samples: 16, batch: 32, "
      "iterations: 160, learning_rate: 0.05, schedule: 'cpt:4-8,periods=4,backward=8', "
      "learning_rate_drops: []}\n";
  write("w.yaml", workload);
  const Ran ran =
      run("train " + at("w.yaml").string() + " --out " + at("r").string() + " --jobs 2");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const std::string metrics = read_file(at("r") / "metrics.csv");
  const std::size_t column = 2;  // iteration, loss, train_accuracy
  std::vector<double> accuracies;
  std::istringstream lines(metrics);
  std::string line;
  std::getline(lines, line);  // the version
  std::getline(lines, line);
  ASSERT_TRUE(line.starts_with("iteration,loss,train_accuracy")) << line;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t i = 0; i <= column; ++i) {
      std::getline(cells, cell, ',');
    }
    if (!cell.empty()) {
      accuracies.push_back(std::stod(cell));
    }
  }
  ASSERT_GE(accuracies.size(), 160u);
  const double last = (accuracies[accuracies.size() - 1] + accuracies[accuracies.size() - 2]) / 2;
  EXPECT_GE(last, 0.98) << "of the last 64 samples";
}

TEST_F(networks, the_page_names_every_kind_of_layer) {
  const std::string page = read_file(metronome::source_dir() + "/docs/networks.md");
  model::for_each_kind([&]<class Kind>(const Kind&) {
    const std::string kind(Kind::kText.kind);
    EXPECT_TRUE(kind == "input" || says(page, "`" + kind + "`")) << kind;
  });
  const Ran list = run("list layers");
  EXPECT_TRUE(says(list.out, "hard_swish")) << list.out;
}

/// Bit products of ninety epochs of ImageNet are beyond 64 bits; costs are real numbers.
TEST_F(networks, runs_of_the_paper_s_length_are_reported) {
  ASSERT_EQ(run("trace --model resnet-50 --dataset imagenet --batch 256 --iterations 450360 "
                "--schedule static:8,backward=8 --out " +
                at("long").string())
                .exit_code,
            0);
  const Ran ran = run("simulate " + at("long").string() + " --arch " + arch_file("dual_serial") +
                      " --mode analytic --out " + at("long_run").string());
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(run("explain " + at("long_run").string()).exit_code, 0);
  std::size_t beyond = 0;
  for (const auto& row : parse_csv(read_file(at("long_run/energy.csv")))) {
    if (row.at(6) != "pJ") {
      continue;
    }
    const double count = std::stod(row.at(4));
    EXPECT_NEAR(count * std::stod(row.at(5)) * 1e-12 / std::stod(row.at(8)), 1, 1e-4) << row.at(1);
    beyond += count > 0x1p64 ? 1 : 0;
  }
  EXPECT_GT(beyond, 0u);
}

}  // namespace networks_test
}  // namespace metronome::cli
