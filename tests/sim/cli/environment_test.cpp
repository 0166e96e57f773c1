// What the environment refuses: exit code 3, or done without, and never a loss.
#include <sys/mount.h>

#include "binary.hpp"
#include "tests/sim/cli/tested_binary.hpp"

namespace metronome::cli {
namespace environment_test {

/// Runs lines of bash in which "$metronome" is the program.
class Environment : public Command {
 protected:
  [[nodiscard]] Ran shell(const std::string& line) const {
    write("line.sh", "metronome='" + metronome::binary() + "'\n" + line + "\n");
    const std::string whole = "bash '" + at("line.sh").string() + "' >'" + at("stdout").string() +
                              "' 2>'" + at("stderr").string() + "'";
    const int status = std::system(whole.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(at("stdout")),
            read_file(at("stderr"))};
  }
  /// A trace in at("trace").
  void make_trace() const {
    ASSERT_EQ(run("trace --model resnet-8 --dataset synthetic --batch 2 --iterations 64 --schedule "
                  "cpt:3-8,periods=2,backward=8 --out " +
                  at("trace").string())
                  .exit_code,
              0);
  }
  [[nodiscard]] std::string simulate(const std::string& out, const std::string& more = "") const {
    return "simulate '" + at("trace").string() + "' --arch '" + arch_file("systolic") +
           "' --mode analytic --out '" + at(out).string() + "' " + more;
  }
};

TEST_F(Environment, F2_6_a_full_standard_output_is_exit_code_3_and_results_are_kept) {
  for (const char* command : {"--version", "list schedules", "explain rows"}) {
    const Ran ran = shell("\"$metronome\" " + std::string(command) + " >/dev/full");
    EXPECT_EQ(ran.exit_code, 3) << command;
    EXPECT_TRUE(says(ran.error, "standard output cannot be written")) << ran.error;
  }
  make_trace();
  EXPECT_EQ(shell("\"$metronome\" " + simulate("run", ">/dev/full")).exit_code, 3);
  EXPECT_TRUE(fs::exists(at("run") / "summary.json"));
}

TEST_F(Environment, F2_6_a_closed_standard_output_is_exit_code_3_and_no_file_becomes_it) {
  make_trace();
  const Ran ran = shell("\"$metronome\" " + simulate("closed", ">&-"));
  EXPECT_EQ(ran.exit_code, 3);
  ASSERT_EQ(run(simulate("plain")).exit_code, 0);
  auto closed = tree(at("closed"));
  auto plain = tree(at("plain"));
  closed.erase("manifest.json");
  plain.erase("manifest.json");
  EXPECT_EQ(closed, plain);
  EXPECT_EQ(shell("\"$metronome\" --version 2>&- <&-").exit_code, 0);
}

TEST_F(Environment, F2_6_a_reader_that_went_away_ends_by_SIGPIPE_without_a_word) {
  // The reader has ended before the program begins.
  const Ran ran = shell("exec 3> >(true); wait $!; \"$metronome\" list schedules >&3");
  EXPECT_EQ(ran.exit_code, 128 + 13);
  EXPECT_EQ(ran.error, "");
  make_trace();
  const Ran work = shell("exec 3> >(true); wait $!; \"$metronome\" " + simulate("run", ">&3"));
  EXPECT_EQ(work.exit_code, 128 + 13);
  EXPECT_TRUE(fs::exists(at("run") / "summary.json"));
  for (const auto& entry : fs::directory_iterator(at("."))) {
    EXPECT_FALSE(says(entry.path().string(), "partial")) << entry.path();
  }
}

TEST_F(Environment, F2_5_without_gnuplot_results_are_kept_and_report_draws_later) {
  make_trace();
  const Ran ran = shell("PATH=/nonexistent TMPDIR=/nonexistent \"$metronome\" " + simulate("run"));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.error, "warning: figures are left out: cannot run gnuplot")) << ran.error;
  EXPECT_TRUE(says(read_file(at("run") / "manifest.json"), "\"figures\": \"missing\""));
  EXPECT_TRUE(fs::exists(at("run") / "summary.json"));
  EXPECT_FALSE(fs::exists(at("run") / "figures/energy.svg"));

  ASSERT_EQ(
      shell("TMPDIR=/nonexistent \"$metronome\" report '" + at("run").string() + "'").exit_code, 0);
  EXPECT_TRUE(says(read_file(at("run") / "manifest.json"), "\"figures\": \"drawn\""));
  EXPECT_TRUE(fs::exists(at("run") / "figures/energy.svg"));
}

TEST_F(Environment, F2_5_a_gnuplot_that_fails_costs_the_figures_only) {
  make_trace();
  fs::create_directories(at("bin"));
  write("bin/gnuplot", "#!/bin/sh\necho no terminal >&2\nexit 1\n");
  fs::permissions(at("bin/gnuplot"), fs::perms::owner_all);
  const Ran ran = shell("PATH='" + at("bin").string() + "' \"$metronome\" " + simulate("run"));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.error, "no terminal")) << ran.error;
  EXPECT_TRUE(fs::exists(at("run") / "summary.json"));
}

TEST_F(Environment, no_figures_leaves_them_out_says_so_and_changes_nothing_else) {
  make_trace();
  const Ran with = shell("\"$metronome\" " + simulate("with"));
  const Ran ran = shell("\"$metronome\" " + simulate("run", "--no-figures"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(ran.error.find("figures"), std::string::npos) << ran.error;
  EXPECT_TRUE(says(read_file(at("run") / "manifest.json"), "\"figures\": \"left out\""));
  EXPECT_FALSE(fs::exists(at("run") / "figures/energy.svg"));
  EXPECT_TRUE(fs::exists(at("run") / "figures/energy.csv"));
  EXPECT_TRUE(says(read_file(at("run") / "report.html"), "was not drawn"));
  for (const char* file : {"summary.json", "operations.csv", "energy.csv", "ledger.json",
                           "recipe.json", "figures/energy.csv"}) {
    EXPECT_EQ(read_file(at("run") / file), read_file(at("with") / file)) << file;
  }
  ASSERT_EQ(shell("\"$metronome\" report '" + at("run").string() + "'").exit_code, 0);
  EXPECT_TRUE(says(read_file(at("run") / "manifest.json"), "\"figures\": \"drawn\""));
  EXPECT_EQ(read_file(at("run") / "report.html"), read_file(at("with") / "report.html"));
}

TEST_F(Environment, F2_11_few_descriptors_are_done_with_or_refused) {
  make_trace();
  const Ran few =
      shell("ulimit -n 12; \"$metronome\" simulate '" + at("trace").string() + "' --arch '" +
            arch_file("systolic") + "' --jobs 30 --out '" + at("few").string() + "'");
  EXPECT_TRUE(few.exit_code == 0 || few.exit_code == 3) << few.exit_code << few.error;
}

const char* const kWorkload =
    "model: resnet-8\ndataset: synthetic\ntrain_samples: 32\ntest_samples: 16\nbatch: 16\n"
    "iterations: 2\nschedule: static:8,backward=8\n";

TEST_F(Environment, F2_11_refused_threads_are_done_without_and_change_no_byte) {
  if (::getuid() != 0) {
    GTEST_SKIP() << "only root can become a user without other processes";
  }
  write("w.yaml", kWorkload);
  fs::permissions(at("."), fs::perms::all);
  const std::string train = "\"$metronome\" train '" + at("w.yaml").string() + "' --out '";
  write("few.sh", "metronome='" + metronome::binary() + "'\nulimit -u 3\n" + train +
                      at("few").string() + "' --jobs 8\n");
  const Ran few =
      shell("setpriv --reuid=61234 --clear-groups bash '" + at("few.sh").string() + "'");
  EXPECT_EQ(few.exit_code, 0) << few.error;
  EXPECT_TRUE(says(few.error, "of 8 threads could be started")) << few.error;
  ASSERT_EQ(shell(train + at("all").string() + "' --jobs 2").exit_code, 0);
  EXPECT_EQ(read_file(at("few") / "weights.bin"), read_file(at("all") / "weights.bin"));
}

TEST_F(Environment, F2_11_without_memory_it_is_exit_code_3) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need an address space without a limit";
#endif
  write("w.yaml", kWorkload);
  const Ran ran = shell("ulimit -v 120000; \"$metronome\" train '" + at("w.yaml").string() +
                        "' --jobs 1 --set train_samples=200000 --out '" + at("out").string() + "'");
  EXPECT_EQ(ran.exit_code, 3) << ran.error;
  EXPECT_TRUE(says(ran.error, "not enough memory")) << ran.error;
}

TEST_F(Environment, a_file_size_limit_is_exit_code_3) {
  const Ran ran = shell(
      "ulimit -f 1; \"$metronome\" trace --model resnet-8 --dataset synthetic --batch 2 "
      "--iterations 64 --schedule static:8,backward=8 --out '" +
      at("trace").string() + "'");
  EXPECT_EQ(ran.exit_code, 3) << ran.error;
  EXPECT_FALSE(fs::exists(at("trace")));
}

TEST_F(Environment, a_full_disk_is_exit_code_3) {
  fs::create_directories(at("small"));
  if (::mount("none", at("small").c_str(), "tmpfs", 0, "size=64k") != 0) {
    GTEST_SKIP() << "only root can make a small disk";
  }
  const Ran ran =
      run("trace --model resnet-74 --dataset cifar-10 --batch 2 --iterations 640 "
          "--schedule cpt:3-8,periods=32,backward=8 --out " +
          at("small/trace").string());
  EXPECT_EQ(::umount(at("small").c_str()), 0);
  EXPECT_EQ(ran.exit_code, 3) << ran.error;
  EXPECT_TRUE(says(ran.error, "No space left on device")) << ran.error;
}

TEST_F(Environment, the_help_lists_every_exit_code) {
  const std::string help = run("--help").out;
  for (const char* code : {"  0 ", "  1 ", "  2 ", "  3 ", "  4 ", "  128+n "}) {
    EXPECT_TRUE(says(help, code)) << code;
  }
}

}  // namespace environment_test
}  // namespace metronome::cli
