#include "sim/experiment/train_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "sim/base/enumeration.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/shared_counter.hpp"
#include "sim/base/worker_pool.hpp"
#include "workloads/train/divergence.hpp"

namespace metronome::experiment {
namespace {

namespace fs = std::filesystem;

/// What a training says while it runs; from a worker's process it comes as bytes.
struct Told {
  enum class Kind : std::uint64_t { progress, message, finished };
  struct Head {
    Kind kind;
    std::uint64_t part;
    std::uint64_t iteration;  ///< of progress
  };
  static_assert(std::is_trivially_copyable_v<Head>);

  Head head;
  std::string text;

  [[nodiscard]] std::string bytes() const {
    std::string all(sizeof(Head), '\0');
    std::memcpy(all.data(), &head, sizeof(Head));
    return all + text;
  }
  [[nodiscard]] static Told of(std::string_view bytes) {
    Told told;
    std::memcpy(&told.head, bytes.data(), sizeof(Head));
    told.text = bytes.substr(sizeof(Head));
    return told;
  }
};

using Tell = std::function<void(const Told&)>;

fs::path reason_file(const PartTraining& part) { return part.target.string() + ".diverged"; }

/// Whether a training is finished, or known to diverge.
bool is_done(const PartTraining& part) {
  return is_trained(part.target) || path_exists(reason_file(part));
}

std::string outcome_text(const PartTraining& part, const TrainingOutcome& outcome) {
  if (!outcome.diverged.empty()) {
    return fmt::format("{}: diverged: {}", part.name, outcome.diverged);
  }
  return fmt::format("{}: {:.2f} % at {}{}", part.name, 100 * outcome.test_accuracy,
                     trace::forward_words(outcome.evaluation.all),
                     outcome.was_finished ? " (finished earlier)" : "");
}

/// Adds up what trainings say.
class Monitor {
 public:
  Monitor(const std::vector<PartTraining>& parts, const PartsOptions& options)
      : parts_(parts), options_(options), at_(parts.size()) {
    for (const PartTraining& part : parts) {
      iterations_ += static_cast<double>(part.spec.iterations);
    }
    progress_.total = parts.size();
  }

  void hear_progress(const Told& told) {
    const PartTraining& part = parts_[told.head.part];
    const auto iteration = static_cast<double>(told.head.iteration);
    std::optional<double>& at = at_[told.head.part];
    trained_here_ += at ? iteration - *at : 1;
    advance(iteration - at.value_or(0));
    at = iteration;
    progress_.detail = part.name + ": " + told.text;
    tell();
  }

  void say(const std::string& text) const {
    if (options_.message) {
      options_.message(text);
    }
  }

  /// A training has ended; what it has found is said.
  void finish(std::size_t part, const TrainingOutcome& outcome) {
    const auto all = static_cast<double>(parts_[part].spec.iterations);
    advance(all - at_[part].value_or(0));
    at_[part] = all;
    ++progress_.finished;
    say(outcome_text(parts_[part], outcome));
  }

 private:
  void advance(double iterations) {
    done_ += iterations;
    progress_.share = iterations_ > 0 ? std::min(1.0, done_ / iterations_) : 0;
  }

  void tell() {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
    progress_.seconds_left =
        trained_here_ > 0 ? passed.count() * (iterations_ - done_) / trained_here_ : -1;
    if (options_.progress) {
      options_.progress(progress_);
    }
  }

  const std::vector<PartTraining>& parts_;
  const PartsOptions& options_;
  std::vector<std::optional<double>> at_;  ///< iterations of each, where it was heard of
  double iterations_ = 0, done_ = 0;       ///< of all
  double trained_here_ = 0;                ///< of `done_`, those of this call
  PartsProgress progress_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// Of several trainings the message says which one it is of.
UserError named(const std::string& training, const UserError& error) {
  std::vector<Diagnostic> all = error.diagnostics();
  for (Diagnostic& one : all) {
    one.what = training + ": " + one.what;
  }
  return UserError(std::move(all), error.further());
}

TrainingOutcome train_told(const std::vector<PartTraining>& parts, std::size_t index,
                           const PartsOptions& options, unsigned threads, const Tell& tell) {
  const PartTraining& part = parts[index];
  TrainingOptions training{.threads = threads};
  training.manifest = options.manifest;
  training.progress = [&](const train::Progress& p) {
    tell({{Told::Kind::progress, index, p.iteration}, train::progress_text(p)});
  };
  training.resumed = [&](std::uint64_t iteration) {
    tell({{Told::Kind::message, index, 0},
          fmt::format("{}: resuming at iteration {} of {}", part.name, iteration,
                      part.spec.iterations)});
  };
  if (path_exists(reason_file(part))) {
    return {.evaluation = {}, .was_finished = true, .diverged = read_file(reason_file(part))};
  }
  try {
    return train_part(part.spec, part.work, part.target, training);
  } catch (const train::TrainingDiverged& error) {
    write_file_durably(reason_file(part), error.reason());
    remove_folder(part.work);
    return {.evaluation = {}, .diverged = error.reason()};
  } catch (const UserError& error) {
    throw named(part.name, error);
  }
}

/// In a worker's process: trains what is next until nothing is left, or one has failed anywhere.
void train_next(const std::vector<PartTraining>& parts, const std::vector<std::size_t>& open,
                SharedCounter& next, const PartsOptions& options, unsigned threads,
                const SendResult& send) {
  const auto tell = [&](const Told& told) { send(told.bytes()); };
  for (std::size_t i = next.take(); i < open.size(); i = next.take()) {
    send.working_on("the training " + parts[open[i]].name);
    try {
      (void)train_told(parts, open[i], options, threads, tell);
    } catch (...) {
      while (next.take() < open.size()) {  // nothing is begun any more
      }
      throw;
    }
    tell({{Told::Kind::finished, open[i], 0}, ""});
  }
}

/// Runs trainings and keeps what they have found.
class Trainings {
 public:
  Trainings(const std::vector<PartTraining>& parts, const PartsOptions& options)
      : parts_(parts), options_(options), monitor_(parts, options), outcomes_(parts.size()) {}

  std::vector<TrainingOutcome> run() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (is_done(parts_[i])) {
        train_here(i);
      } else {
        open.push_back(i);
      }
    }
    if (std::min<std::size_t>(options_.jobs, open.size()) > 1) {
      train_at_once(open);
    } else {
      std::for_each(open.begin(), open.end(), [&](std::size_t i) { train_here(i); });
    }
    return std::move(outcomes_);
  }

 private:
  void hear(const Told& told) {
    switch (told.head.kind) {
      case Told::Kind::progress:
        monitor_.hear_progress(told);
        return;
      case Told::Kind::message:
        monitor_.say(told.text);
        return;
      case Told::Kind::finished: {
        TrainingOutcome outcome = train(told.head.part);
        outcome.was_finished = false;  // not before this call
        keep(told.head.part, std::move(outcome));
        return;
      }
    }
    fail_no_enumerator(told.head.kind);
  }

  /// Of a finished training it reads what that has found.
  TrainingOutcome train(std::size_t part) {
    return train_told(parts_, part, options_, std::max(1u, options_.jobs),
                      [&](const Told& told) { hear(told); });
  }

  void train_here(std::size_t part) { keep(part, train(part)); }

  void keep(std::size_t part, TrainingOutcome outcome) {
    outcomes_[part] = std::move(outcome);
    monitor_.finish(part, outcomes_[part]);
  }

  void train_at_once(const std::vector<std::size_t>& open) {
    const auto workers = static_cast<unsigned>(std::min<std::size_t>(options_.jobs, open.size()));
    const unsigned threads = options_.jobs / workers;
    SharedCounter next;
    run_workers(
        workers,
        [&](unsigned, const SendResult& send) {
          train_next(parts_, open, next, options_, threads, send);
        },
        [&](unsigned, std::string_view bytes) { hear(Told::of(bytes)); });
  }

  const std::vector<PartTraining>& parts_;
  const PartsOptions& options_;
  Monitor monitor_;
  std::vector<TrainingOutcome> outcomes_;
};

}  // namespace

std::vector<TrainingOutcome> train_parts(const std::vector<PartTraining>& parts,
                                         const PartsOptions& options) {
  return Trainings(parts, options).run();
}

std::string progress_text(const PartsProgress& progress) {
  return fmt::format("{} of {} trainings, {}", progress.finished, progress.total, progress.detail);
}

}  // namespace metronome::experiment
