#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace metronome::tensor {

/// Runs numbered tasks on a fixed set of threads. Which thread runs a task is not determined, so a
/// task must write only what belongs to its number (or to its worker, as scratch): then results do
/// not depend on the number of threads.
class ThreadPool {
 public:
  using Task = std::function<void(std::size_t task, std::size_t worker)>;

  /// `threads` workers, the caller of run() being one of them; 0 counts as 1. Where the system
  /// refuses so many there are fewer, after a warning.
  explicit ThreadPool(std::size_t threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  [[nodiscard]] std::size_t workers() const { return threads_.size() + 1; }

  /// Runs task numbers 0 to tasks-1 and returns when all are done. Rethrows one task's exception,
  /// or Interrupted where the process was asked to end; the tasks that had not started by then are
  /// skipped. Not reentrant.
  template <class Body>
  void run(std::size_t tasks, const Body& task) {
    run_task(tasks, Task(std::cref(task)));  // a reference needs no memory
  }

 private:
  void run_task(std::size_t tasks, const Task& task);
  void work(std::size_t worker);
  void take_tasks(std::size_t worker);

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable start_;
  std::condition_variable done_;
  std::atomic<std::uint64_t> round_{0};  ///< also counts the end of all
  std::atomic<std::size_t> busy_{0};     ///< threads that have joined the round
  bool open_ = false;                    ///< the round can be joined
  bool stopping_ = false;
  const Task* task_ = nullptr;
  std::size_t tasks_ = 0;
  std::atomic<std::size_t> next_{0};
  std::exception_ptr failure_;
};

}  // namespace metronome::tensor
