// `make torture`: the program is killed again and again, and run again; nothing may be lost, left
// behind or different. Exit code 4 on any loss.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "sim/base/files.hpp"
#include "tests/torture/table.hpp"
#include "tests/torture/trial.hpp"

namespace metronome::torture {
namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;

struct Options {
  Setup setup;
  PlanOptions plan;
  unsigned slots = 1;
  fs::path folder;
  bool keep = false;
  std::string table;
  std::vector<std::string> only;
  std::vector<std::string> one;  ///< job, target, signal, call or share
};

/// A bench with its undisturbed results, each job once.
struct Slot {
  std::unique_ptr<Bench> bench;
  std::vector<Undisturbed> undisturbed;
};

Slot make_slot(const Options& options, unsigned index) {
  Slot slot{std::make_unique<Bench>(options.setup, options.folder / std::to_string(index)), {}};
  for (const Job& job : slot.bench->jobs()) {
    slot.undisturbed.push_back(slot.bench->undisturbed(job));
    const Undisturbed& last = slot.undisturbed.back();
    if (index == 0) {
      fmt::print(
          "{:<9} {:5.2f} s, {} workers, calls that change files: {} of the parent, {} of "
          "its workers\n",
          job.name, last.time.count(), last.counted.workers, last.counted.calls[0],
          last.counted.calls[1]);
      std::fflush(stdout);
    }
  }
  return slot;
}

/// Takes trials one by one until none is left; several threads do.
class Campaign {
 public:
  Campaign(const std::vector<Trial>& trials, std::size_t kills) : trials_(trials), kills_(kills) {}

  void work(const Slot& slot) {
    while (const Trial* trial = next()) {
      const TrialResult result = run_trial(*slot.bench, *trial, slot.undisturbed.at(trial->job));
      add(slot.bench->jobs()[trial->job].name, *trial, result);
    }
  }

  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] std::size_t missed() const { return missed_; }

 private:
  const Trial* next() {
    const std::scoped_lock lock(mutex_);
    return at_ < trials_.size() ? &trials_[at_++] : nullptr;
  }

  void add(const std::string& job, const Trial& trial, const TrialResult& result) {
    const std::scoped_lock lock(mutex_);
    table_.add(job, result);
    missed_ += trial.kills.size() - result.landed.size();
    for (const Finding& finding : result.findings) {
      std::string kills;
      for (const Kill& kill : trial.kills) {
        kills += (kills.empty() ? "" : ", then ") + kill.text();
      }
      fmt::print("LOSS {}: {}: {}\n", job, kills, finding.text);
    }
    if (table_.kills() / 50 > told_ / 50) {
      fmt::print(stderr, "{} of about {} kills, {} losses\n", table_.kills(), kills_,
                 table_.losses());
    }
    told_ = table_.kills();
    std::fflush(stdout);
  }

  std::mutex mutex_;
  const std::vector<Trial>& trials_;
  std::size_t kills_;
  std::size_t at_ = 0;
  std::size_t told_ = 0;
  std::size_t missed_ = 0;
  Table table_;
};

Trial chosen_trial(const Options& options, const std::vector<Job>& jobs) {
  const auto job = std::find_if(jobs.begin(), jobs.end(), [&](const Job& candidate) {
    return candidate.name == options.one.at(0);
  });
  Kill kill;
  for (const Target target : {Target::parent, Target::worker, Target::group}) {
    if (options.one.at(1) == target_name(target)) {
      kill.target = target;
    }
  }
  for (const int signal : {SIGKILL, SIGTERM, SIGINT}) {
    if (options.one.at(2) == signal_name(signal)) {
      kill.signal = signal;
    }
  }
  const double moment = std::stod(options.one.at(3));
  if (moment >= 1) {
    kill.call = static_cast<std::uint64_t>(moment);
  } else {
    kill.share = moment;
  }
  return {static_cast<std::size_t>(job - jobs.begin()), {kill}};
}

std::vector<Trial> trials_of(const Options& options, const Slot& slot) {
  if (!options.one.empty()) {
    return {chosen_trial(options, slot.bench->jobs())};
  }
  return plan(slot.undisturbed, options.plan);
}

int run(const Options& options) {
  fmt::print("seed {}, {} kills\n", options.plan.seed, options.plan.kills);
  std::vector<Slot> slots;
  for (unsigned i = 0; i < options.slots; ++i) {
    slots.push_back(make_slot(options, i));
  }
  std::vector<Trial> trials = trials_of(options, slots[0]);
  std::erase_if(trials, [&](const Trial& trial) {
    return !options.only.empty() &&
           std::find(options.only.begin(), options.only.end(),
                     slots[0].bench->jobs()[trial.job].name) == options.only.end();
  });
  Campaign campaign(trials, options.plan.kills);
  std::vector<std::exception_ptr> failed(slots.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          campaign.work(slots[i]);
        } catch (...) {
          failed[i] = std::current_exception();
        }
      });
    }
  }
  for (const std::exception_ptr& failure : failed) {
    if (failure) {
      std::rethrow_exception(failure);
    }
  }
  const Table& table = campaign.table();
  fmt::print("\n{}\n{} kills, {} losses, {} kills came after the end\n", table.markdown(),
             table.kills(), table.losses(), campaign.missed());
  if (!options.table.empty()) {
    write_file_atomically(options.table, table.markdown());
  }
  const bool good = table.losses() == 0 && table.kills() > 0;
  if (good && !options.keep) {
    fs::remove_all(options.folder);
  } else {
    fmt::print("The folders are kept in {}\n", options.folder.string());
  }
  return good ? 0 : 4;
}

/// In memory where there is such a place: syncs of a busy disk take most of the time elsewhere.
fs::path own_folder() {
  const fs::path memory = "/dev/shm";
  const bool usable = ::access(memory.c_str(), W_OK | X_OK) == 0;
  return (usable ? memory : fs::temp_directory_path()) /
         fmt::format("metronome_torture_{}", ::getpid());
}

std::optional<Options> parse(int argc, char** argv) {
  po::options_description described("options", 100);
  described.add_options()("help", "this text")("program", po::value<std::string>()->required(),
                                               "metronome")(
      "library", po::value<std::string>()->required(), "the preloaded library")(
      "configs", po::value<std::string>()->required(), "the folder configs/")(
      "kills", po::value<std::size_t>()->default_value(1000), "how many, about")(
      "every-call", po::bool_switch(), "each call at least once, even if that is more")(
      "seed", po::value<std::uint64_t>()->default_value(1), "of the moments")(
      "slots", po::value<unsigned>()->default_value(1), "campaigns side by side")(
      "folder", po::value<std::string>(), "where to work; kept")("table", po::value<std::string>(),
                                                                 "a file for the table")(
      "only", po::value<std::vector<std::string>>()->multitoken(), "these jobs only")(
      "one", po::value<std::vector<std::string>>()->multitoken(),
      "one kill: JOB parent|worker|group SIGNAL CALL, or a share of the time below 1");
  po::variables_map values;
  po::store(po::parse_command_line(argc, argv, described), values);
  if (values.count("help") > 0) {
    std::cout << described;
    return std::nullopt;
  }
  po::notify(values);
  const auto text = [&](const char* name) { return fs::absolute(values[name].as<std::string>()); };
  Options options{.setup = {text("program"), text("library"), text("configs")},
                  .plan = {values["kills"].as<std::size_t>(), values["seed"].as<std::uint64_t>(),
                           values["every-call"].as<bool>()},
                  .slots = std::max(1u, values["slots"].as<unsigned>()),
                  .folder = values.count("folder") > 0 ? text("folder") : own_folder(),
                  .table = values.count("table") > 0 ? text("table").string() : "",
                  .only = {},
                  .one = {}};
  for (const auto& [name, words] :
       {std::pair("only", &options.only), std::pair("one", &options.one)}) {
    if (values.count(name) > 0) {
      *words = values[name].as<std::vector<std::string>>();
    }
  }
  return options;
}

}  // namespace
}  // namespace metronome::torture

int main(int argc, char** argv) {
  try {
    const auto options = metronome::torture::parse(argc, argv);
    return options ? metronome::torture::run(*options) : 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "torture: {}\n", error.what());
    return 2;
  }
}
