// Results of operations that simulations share: no byte of a result depends on them.
#include <nlohmann/json.hpp>

#include "process.hpp"

namespace metronome::cli {
namespace cache_test {

using Json = nlohmann::json;

class CacheCommand : public Command {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return at(name).string(); }
  [[nodiscard]] std::string cache() const { return " --cache " + path("cache"); }
  void SetUp() override {
    write("sweep.yaml", sweep_of("cycle"));
    write("analytic.yaml", sweep_of("analytic"));
  }
  [[nodiscard]] static std::string sweep_of(const std::string& mode) {
    return "name: grid\nbase:\n  mode: " + mode +
           "\n  trace: {model: lenet-5, dataset: mnist, batch: 2, iterations: 16, schedule: "
           "\"cpt:3-5,periods=2,backward=8\", baseline_schedule: \"static:8,backward=8\"}\n"
           "  accelerator: " +
           arch_file("systolic") +
           "\naxes:\n  - key: accelerator.technology.voltage_v\n    values: [0.9, 0.95]\n"
           "  - key: accelerator.vector.lanes\n    values: [32, 64]\n";
  }
  /// Everything that a sweep wrote, but for manifest.json, which is exempt.
  [[nodiscard]] std::map<std::string, std::string> swept(const std::string& options,
                                                         const std::string& file = "sweep.yaml") {
    const std::string out = "out" + std::to_string(++outs_);
    const Ran ran = run("sweep " + path(file) + " --out " + path(out) + " " + options);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return sweep_tree(at(out));
  }
  [[nodiscard]] Json info() const {
    const Ran ran = run("cache info --json" + cache());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out);
  }

 private:
  int outs_ = 0;
};

TEST_F(CacheCommand, a_sweep_has_the_same_bytes_off_cold_warm_shared_and_damaged) {
  for (const char* file : {"sweep.yaml", "analytic.yaml"}) {
    fs::remove_all(at("cache"));
    const auto expected = swept("--cache off", file);
    EXPECT_GT(expected.size(), 8u);
    EXPECT_EQ(swept("--jobs 2" + cache(), file), expected);
    const Json cold = info();
    EXPECT_GT(cold["entries"], 10);
    EXPECT_EQ(swept("--jobs 1" + cache(), file), expected);
    EXPECT_EQ(info(), cold);  // nothing was simulated
    for (const auto& entry : fs::recursive_directory_iterator(at("cache"))) {
      if (entry.is_regular_file() && entry.path().filename() != "CACHEDIR.TAG") {
        std::string bytes = read_file(entry.path());
        bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
        write_file_atomically(entry.path(), bytes);
      }
    }
    const Ran damaged = run("cache verify" + cache());
    EXPECT_EQ(damaged.exit_code, 4) << damaged.out;
    EXPECT_TRUE(says(damaged.error, "entries are damaged")) << damaged.error;
    EXPECT_EQ(swept(cache(), file), expected);
    EXPECT_EQ(run("cache verify" + cache()).exit_code, 0);
  }
}

TEST_F(CacheCommand, eight_sweeps_at_once_share_one) {
  const auto expected = swept("--cache off");
  {
    std::vector<std::unique_ptr<Running>> running;
    for (int i = 0; i < 8; ++i) {
      const std::string name = "together" + std::to_string(i);
      running.push_back(std::make_unique<Running>(
          std::vector<std::string>{"sweep", path("sweep.yaml"), "--out", path(name), "--jobs", "2",
                                   "--cache", path("cache")},
          at("log" + std::to_string(i))));
    }
    for (const auto& one : running) {
      EXPECT_EQ(one->wait(), 0) << one->error();
    }
  }
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(sweep_tree(at("together" + std::to_string(i))), expected);
  }
  EXPECT_EQ(run("cache verify" + cache()).exit_code, 0);
  EXPECT_EQ(info()["unfinished"], 0);
}

TEST_F(CacheCommand, the_recipe_does_not_name_it_and_the_variable_does_what_the_option_does) {
  const auto expected = swept("--cache off");
  const std::string recipe = expected.at("recipe.json");
  EXPECT_FALSE(says(recipe, "cache")) << recipe;
  ::setenv("METRONOME_CACHE", path("cache").c_str(), 1);
  EXPECT_EQ(swept(""), expected);
  EXPECT_GT(Json::parse(run("cache info --json").out)["entries"], 10);
  ::setenv("METRONOME_CACHE", "", 1);
  ::setenv("XDG_CACHE_HOME", path("home").c_str(), 1);
  EXPECT_EQ(swept(""), expected);
  EXPECT_TRUE(fs::exists(at("home/metronome/CACHEDIR.TAG")));
  // The user's own folder that cannot be used is no reason to stop; one that was named is.
  write("file", "");
  ::setenv("XDG_CACHE_HOME", path("file").c_str(), 1);
  EXPECT_EQ(swept(""), expected);
  ::setenv("METRONOME_CACHE", path("file").c_str(), 1);
  const Ran ran = run("sweep " + path("sweep.yaml") + " --out " + path("refused"));
  EXPECT_EQ(ran.exit_code, 2) << ran.error;
  ::setenv("METRONOME_CACHE", "off", 1);
}

TEST_F(CacheCommand, clear_and_prune_leave_what_they_say) {
  (void)swept(cache());
  const std::uint64_t entries = info()["entries"];
  EXPECT_EQ(run("cache prune" + cache()).out, "0 files removed\n");
  EXPECT_EQ(info()["entries"], entries);
  EXPECT_EQ(run("cache prune --most-mib 0" + cache()).out,
            std::to_string(entries) + " files removed\n");
  (void)swept(cache());
  EXPECT_EQ(run("cache clear" + cache()).out, std::to_string(entries) + " files removed\n");
  EXPECT_EQ(info()["entries"], 0);
}

TEST_F(CacheCommand, what_is_named_wrongly_is_answered_with_what_is_right) {
  write("notes/notes.txt", "mine");
  const Ran foreign = run("cache clear --cache " + path("notes"));
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_TRUE(says(foreign.error, "is no cache: it holds notes.txt")) << foreign.error;
  const Ran absent = run("cache info --cache " + path("absent"));
  EXPECT_EQ(absent.exit_code, 2);
  EXPECT_FALSE(fs::exists(at("absent")));
  const Ran wrong = run("cache inof" + cache());
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(says(wrong.error, "info")) << wrong.error;
  EXPECT_EQ(run("cache info --cache off").exit_code, 2);
  EXPECT_EQ(run("cache info --cache ''").exit_code, 2);
  const Ran inside = run("sweep " + path("sweep.yaml") + " --out " + path("out") + " --cache " +
                         path("out") + "/cache");
  EXPECT_EQ(inside.exit_code, 2);
  EXPECT_TRUE(says(inside.error, "lies in the output folder")) << inside.error;
}

}  // namespace cache_test
}  // namespace metronome::cli
