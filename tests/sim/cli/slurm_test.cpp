// A sweep as an array of jobs. Slurm's commands are stood in for by scripts that keep its
// documented contract: `sbatch --parsable` prints a number; each task of --array runs with
// SLURM_ARRAY_TASK_ID, and a job with --dependency=afterany behind them.
#include <nlohmann/json.hpp>

#include "binary.hpp"

namespace metronome::cli {
namespace slurm_test {

using Json = nlohmann::json;

class slurm : public Command {
 protected:
  slurm() {
    write("s.yaml",
          "name: s\nbase:\n  mode: analytic\n  trace: {model: lenet-5, dataset: mnist, batch: 2, "
          "iterations: 16, schedule: \"cpt:3-5,periods=2,backward=8\", baseline_schedule: "
          "\"static:8,backward=8\"}\n  accelerator: " +
              arch_file("systolic") +
              "\naxes:\n  - {key: trace.batch, values: [2, 3, 4]}\n"
              "  - {key: accelerator.vector.lanes, values: [32, 64]}\n");
    program("scontrol", "echo 'MaxArraySize            = 5'\n");
    program("squeue", "");
    program("sbatch",
            "cd '" + at("").string() +
                "'\nlist= kind=array script=\n"
                "for word; do case $word in\n"
                "  --array=*) list=${word#--array=};;\n"
                "  --dependency=afterany:*) kind=gather;;\n"
                "  --*) ;;\n  *) script=$word;;\nesac; done\n"
                "[ -n \"$list\" ] || list=$(sed -n 's/^#SBATCH --array=//p' \"$script\")\n"
                "number=$(($(cat number 2>/dev/null || echo 100) + 1))\n"
                "echo $number >number\necho \"$*\" >>calls\n"
                "echo \"$kind ${list%\\%*}\" >>queue\necho $number\n");
    // Runs what was submitted, an array before the job that waits for it.
    program("slurmd",
            "cd '" + at("").string() +
                "'\nstatus=0\nwhile [ -s queue ]; do\n"
                "  read -r kind list <queue\n  sed -i 1d queue\n"
                "  if [ $kind = gather ]; then\n    sh out/slurm/gather.sh\n    status=$?\n"
                "    continue\n  fi\n"
                "  for part in $(echo \"$list\" | tr ',' ' '); do\n"
                "    for task in $(seq \"${part%-*}\" \"${part#*-}\"); do\n"
                "      [ \"$task\" = \"$(cat lost 2>/dev/null)\" ] ||\n"
                "        SLURM_ARRAY_TASK_ID=$task sh out/slurm/array.sh\n"
                "    done\n  done\ndone >>log 2>&1\nexit $status\n");
    ::setenv("PATH", (at("bin").string() + ":" + std::getenv("PATH")).c_str(), 1);
    ::setenv("METRONOME_CACHE", "off", 1);
  }
  void program(const std::string& name, const std::string& text) const {
    write("bin/" + name, "#!/bin/sh\n" + text);
    fs::permissions(at("bin/" + name), fs::perms::owner_all);
  }
  [[nodiscard]] Ran sweep(const std::string& options) const {
    return run("sweep '" + at("s.yaml").string() + "' --out '" + at("out").string() + "' " +
               options);
  }
  /// Runs the jobs that were submitted, and those that they submit; the exit code of the last.
  [[nodiscard]] static int gather() { return WEXITSTATUS(std::system("slurmd")); }
};

TEST_F(slurm, an_array_and_the_job_behind_it_give_the_bytes_of_a_local_sweep) {
  const Ran ran = sweep("--submit slurm --time 10 --mem 1G --max-running 2 --sbatch '--nice=5'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(ran.out.substr(ran.out.rfind("array ")), "array 101 4 gather 102\n");
  EXPECT_EQ(gather(), 0) << read_file(at("log"));
  const std::string calls = read_file(at("calls"));
  EXPECT_TRUE(says(calls, "--parsable --nice=5 ")) << calls;
  EXPECT_TRUE(says(calls, "--parsable --dependency=afterany:101 --nice=5 ")) << calls;
  const std::string script = read_file(at("out/slurm/array.sh"));
  for (const char* line :
       {"#SBATCH --array=0-3%2\n", "#SBATCH --requeue\n", "#SBATCH --open-mode=append\n",
        "#SBATCH --signal=B:TERM@120\n", "#SBATCH --time=10\n", "#SBATCH --mem=1G\n",
        "#SBATCH --cpus-per-task=1\n", " --jobs 1 --shard \"$SLURM_ARRAY_TASK_ID/4\"\n"}) {
    EXPECT_TRUE(says(script, line)) << line << script;
  }
  EXPECT_TRUE(says(script, "\nexec ")) << "signals reach the program";
  const Ran local =
      run("sweep '" + at("s.yaml").string() + "' --out '" + at("local").string() + "'");
  ASSERT_EQ(local.exit_code, 0) << local.error;
  EXPECT_EQ(sweep_tree(at("out")), sweep_tree(at("local")));
}

TEST_F(slurm, tasks_that_never_ran_are_submitted_again_and_given_up_when_nothing_comes_of_them) {
  write("lost", "2\n");
  const Ran ran = sweep("--submit slurm --array-size 3");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  // The second round finishes nothing: tables of what there is, and exit code 4.
  EXPECT_EQ(gather(), 4) << read_file(at("log"));
  EXPECT_TRUE(says(read_file(at("calls")), "--array=2 ")) << read_file(at("calls"));
  const Json plan = Json::parse(read_file(at("out/slurm/plan.json")));
  EXPECT_EQ(plan["round"], 2);
  EXPECT_EQ(plan["found"], 4);
  EXPECT_TRUE(says(read_file(at("out/sweep.md")), "4 of 6 points"));
  fs::remove(at("lost"));
  const Ran again = sweep("--submit slurm --array-size 3");
  EXPECT_EQ(again.out.substr(again.out.rfind("array ")), "array 105 1 gather 106\n");
  EXPECT_EQ(gather(), 0) << read_file(at("log"));
  EXPECT_EQ(sweep("--status").exit_code, 0);
}

TEST_F(slurm, a_job_that_may_not_submit_says_what_to_call) {
  write("lost", "1\n");
  ASSERT_EQ(sweep("--submit slurm --array-size 3").exit_code, 0);
  program("sbatch", "echo 'sbatch: error: Access denied' >&2\nexit 1\n");
  EXPECT_EQ(gather(), 4);
  const std::string log = read_file(at("log"));
  EXPECT_TRUE(says(log, "Access denied")) << log;
  EXPECT_TRUE(says(log, "sbatch --array=1 " + at("out/slurm/array.sh").string())) << log;
}

TEST_F(slurm, what_the_site_does_not_take_is_answered_with_what_it_takes) {
  const Ran ran = sweep("--submit slurm --array-size 9");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "arrays of at most 4 tasks (MaxArraySize 5)")) << ran.error;
  EXPECT_TRUE(says(ran.error, "--array-size 4")) << ran.error;
  EXPECT_FALSE(fs::exists(at("out/slurm")));
  program("squeue", "echo 101 PENDING\n");
  ASSERT_EQ(sweep("--submit slurm").exit_code, 0);
  fs::remove_all(at("out/points"));
  const Ran twice = sweep("--submit slurm");
  EXPECT_EQ(twice.exit_code, 2) << twice.out;
  EXPECT_TRUE(says(twice.error, "is being worked on by the Slurm job 101")) << twice.error;
  program("sbatch",
          "echo 'sbatch: error: Batch job submission failed: Invalid account' >&2\nexit 1\n");
  program("squeue", "");
  const Ran refused = sweep("--submit slurm");
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_TRUE(says(refused.error, "Invalid account")) << refused.error;
  fs::remove(at("bin/scontrol"));
  ::setenv("PATH", at("bin").c_str(), 1);
  EXPECT_EQ(sweep("--submit slurm").exit_code, 3);
}

TEST_F(slurm, a_limit_within_the_notice_is_refused) {
  for (const char* time : {"1", "2", "2:00", "0:02:00", "0-0:2"}) {
    const Ran ran = sweep(std::string("--submit slurm --time ") + time);
    EXPECT_EQ(ran.exit_code, 2) << time;
    EXPECT_TRUE(says(ran.error, "leaves a task no time")) << ran.error;
    EXPECT_FALSE(fs::exists(at("out")));
  }
  EXPECT_EQ(sweep("--submit slurm --dry-run --time 2:01").exit_code, 0);
  EXPECT_EQ(sweep("--submit slurm --dry-run --time 1 --sbatch --signal=B:TERM@20").exit_code, 0);
  EXPECT_EQ(sweep("--submit slurm --dry-run --time 1-0").exit_code, 0);
}

TEST_F(slurm, arguments_that_would_take_the_place_of_its_own_are_refused) {
  for (const char* word : {"--array=0-1", "-a0-1", "--dependency=afterok:1", "-d", "--wrap=true"}) {
    const Ran ran = sweep(std::string("--submit slurm --sbatch '--nice=3 ") + word + "'");
    EXPECT_EQ(ran.exit_code, 2) << word;
    EXPECT_TRUE(says(ran.error, std::string("--sbatch: `") + word + "` is what the jobs say"))
        << ran.error;
    EXPECT_FALSE(fs::exists(at("out")));
  }
  EXPECT_EQ(sweep("--submit slurm --dry-run --sbatch '--delay-boot=1 -A x'").exit_code, 0);
}

TEST_F(slurm, a_round_that_finished_nothing_gives_tables_without_rows) {
  write("lost", "0\n");
  ASSERT_EQ(sweep("--submit slurm --array-size 1").exit_code, 0);
  EXPECT_EQ(gather(), 4) << read_file(at("log"));
  EXPECT_TRUE(says(read_file(at("out/sweep.md")), "0 of 6 points")) << read_file(at("log"));
  EXPECT_TRUE(says(read_file(at("out/sweep.csv")), "point,"));
  EXPECT_EQ(sweep("--gather").exit_code, 4);
  fs::remove_all(at("out"));
  EXPECT_EQ(sweep("--gather").exit_code, 2);
  EXPECT_FALSE(fs::exists(at("out"))) << "a refusal leaves nothing";
}

TEST_F(slurm, a_dry_run_prints_the_scripts_and_makes_nothing) {
  const Ran ran = sweep("--submit slurm --dry-run");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "#SBATCH --array=0-3\n")) << ran.out;
  EXPECT_TRUE(says(ran.out, " --gather\n")) << ran.out;
  EXPECT_FALSE(fs::exists(at("out")));
  EXPECT_FALSE(fs::exists(at("calls")));
}

/// A search of two generations and a front, on the same stand-ins.
class slurm_search : public slurm {
 protected:
  slurm_search() {
    write("space.yaml", read_file(at("s.yaml")) +
                            "  - {key: accelerator.memory.channels, values: [1, 2]}\n"
                            "objectives: [cpt_time_s, area_mm2]\n");
    write("search.yaml",
          "name: s\nspace: space.yaml\npopulation: 4\nevaluations: 8\nconfirm: true\n");
  }
  [[nodiscard]] Ran search(const std::string& out, const std::string& options = "") const {
    return run("search '" + at("search.yaml").string() + "' --out '" + at(out).string() + "' " +
               options);
  }
  /// What is equal wherever a search ran: tables, and lines of points.
  [[nodiscard]] std::map<std::string, std::string> result(const std::string& out) const {
    auto files = sweep_tree(at(out));
    std::erase_if(files, [](const auto& file) { return file.first.ends_with(".jsonl"); });
    return files;
  }
};

TEST_F(slurm_search,
       generations_are_arrays_one_after_the_other_and_end_with_the_bytes_of_a_local_one) {
  ASSERT_EQ(search("local").exit_code, 0);
  const Ran ran = search("out", "--submit slurm --time 10 --max-running 2");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(ran.out.substr(ran.out.rfind("array ")), "array 101 4 gather 102\n");
  EXPECT_FALSE(fs::exists(at("out/evaluations.csv")));
  const std::string script = read_file(at("out/slurm/array.sh"));
  EXPECT_TRUE(says(script, " search ")) << script;
  EXPECT_TRUE(says(script, "#SBATCH --array=0-3%2\n")) << script;
  EXPECT_EQ(gather(), 0) << read_file(at("log"));
  EXPECT_TRUE(says(read_file(at("log")), "array 103 4 gather 104")) << read_file(at("log"));
  EXPECT_EQ(result("out"), result("local"));
  const Json plan = Json::parse(read_file(at("out/slurm/plan.json")));
  EXPECT_EQ(plan["stage"], "front");
  EXPECT_EQ(plan["round"], 1);
  const Ran again = search("out", "--submit slurm");
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_TRUE(says(again.error, "is finished")) << again.error;
}

TEST_F(slurm_search, a_lost_task_is_submitted_again_and_given_up_when_nothing_comes_of_it) {
  write("lost", "1\n");
  ASSERT_EQ(search("out", "--submit slurm --array-size 2").exit_code, 0);
  EXPECT_EQ(gather(), 4) << read_file(at("log"));
  EXPECT_TRUE(says(read_file(at("log")), "2 of 4 results of generation 1 are missing"))
      << read_file(at("log"));
  EXPECT_TRUE(says(read_file(at("calls")), "--array=1 ")) << read_file(at("calls"));
  EXPECT_FALSE(fs::exists(at("out/evaluations.csv")));
  fs::remove(at("lost"));
  ASSERT_EQ(search("out", "--submit slurm --array-size 2").exit_code, 0);
  EXPECT_EQ(gather(), 0) << read_file(at("log"));
  ASSERT_EQ(search("local").exit_code, 0);
  EXPECT_EQ(result("out"), result("local"));
}

TEST_F(slurm_search, shards_by_hand_evaluate_a_generation_each_time) {
  ASSERT_EQ(search("local").exit_code, 0);
  for (int round = 0; round < 4; ++round) {
    for (const char* shard : {"2/3", "0/3", "1/3"}) {
      const Ran ran = search("out", std::string("--shard ") + shard);
      EXPECT_EQ(ran.exit_code, 0) << ran.error;
      EXPECT_FALSE(fs::exists(at("out/front.csv"))) << "a shard writes no tables";
    }
  }
  EXPECT_TRUE(says(search("out", "--shard 0/3").out, "all is evaluated"));
  EXPECT_EQ(search("out").exit_code, 0);
  EXPECT_EQ(result("out"), result("local"));
}

TEST_F(slurm_search, options_that_do_not_go_together_and_a_dry_run_make_nothing) {
  for (const char* options :
       {"--gather", "--shard 3/3", "--shard 0/2 --submit slurm", "--shard 0/2 --restart",
        "--gather --dry-run", "--submit lsf", "--time 10", "--submit slurm --array-size 9",
        "--submit slurm --time 2"}) {
    const Ran ran = search("out", options);
    EXPECT_EQ(ran.exit_code, 2) << options << ran.error;
    EXPECT_FALSE(fs::exists(at("out"))) << options;
  }
  const Ran dry = search("out", "--submit slurm --dry-run");
  EXPECT_EQ(dry.exit_code, 0) << dry.error;
  EXPECT_TRUE(says(dry.out, "12 points, at most 8 of them evaluated, 4 at a time")) << dry.out;
  EXPECT_TRUE(says(dry.out, " --gather\n")) << dry.out;
  EXPECT_FALSE(fs::exists(at("out")));
}

}  // namespace slurm_test
}  // namespace metronome::cli
