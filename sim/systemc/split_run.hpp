#pragma once

#include <functional>
#include <systemc>

#include "sim/base/file_descriptor.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// The order in which the stages take the steps of an operation: all of them; and, where it has a
/// shorter run, without those that this leaves out, in a child process that is split off where the
/// two part. Up to there they are one simulation, with one state of the machine, so that the
/// shorter run's outcome is what a simulation of its own gives.
class SplitRun {
 public:
  SplitRun() : ev_outcome_("ev_outcome"), ev_never_("ev_never") {}

  /// Before the operation's first step; null: it has no shorter run.
  void begin(const ShorterRun* shorter) { shorter_ = shorter; }
  /// The step behind `step`, in the run of this process.
  [[nodiscard]] std::size_t after(std::size_t step) const {
    return in_shorter_run_ && step + 1 == shorter_->at ? shorter_->resume : step + 1;
  }
  /// The shorter run is to be split off before the load stage takes this step.
  [[nodiscard]] bool parts_at(std::size_t step) const {
    return shorter_ != nullptr && !in_shorter_run_ && step == shorter_->at;
  }
  /// Makes the shorter run in a child process, where `load` goes on with the step `resume`, and
  /// hands its outcome on. From the load stage, which no other is ahead of.
  void split(const std::function<void(std::size_t resume)>& load);
  /// The sequencer has done the operation. In the shorter run this does not return.
  void finish(const OperationOutcome& outcome);
  /// This process makes the shorter run.
  [[nodiscard]] bool in_shorter_run() const { return in_shorter_run_; }

 private:
  int make_shorter_run(const std::function<void(std::size_t resume)>& load, FileDescriptor to);

  const ShorterRun* shorter_ = nullptr;
  bool in_shorter_run_ = false;
  OperationOutcome outcome_;  ///< of the shorter run, in its process
  sc_core::sc_event ev_outcome_;
  sc_core::sc_event ev_never_;
};

}  // namespace metronome::sim
