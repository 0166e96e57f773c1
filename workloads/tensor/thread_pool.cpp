#include "workloads/tensor/thread_pool.hpp"

#include <fmt/format.h>

#include <new>
#include <system_error>

#include "sim/base/interrupt.hpp"
#include "sim/base/warning.hpp"

namespace metronome::tensor {
namespace {

/// Looks for some ten microseconds, which a thread that sleeps needs to wake: rounds of a training
/// follow each other faster than that.
template <class Condition>
void spin_until(const Condition& condition) {
  constexpr int kLooks = 1000;
  for (int i = 0; i < kLooks && !condition(); ++i) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }
}

}  // namespace

ThreadPool::ThreadPool(std::size_t threads) {
  std::string refused;
  try {
    for (std::size_t i = 1; i < threads; ++i) {
      threads_.emplace_back([this, i] { work(i); });
    }
  } catch (const std::system_error& error) {
    refused = error.what();
  } catch (const std::bad_alloc&) {
    refused = "there is not enough memory";
  }
  if (!refused.empty()) {
    warn(fmt::format("only {} of {} threads could be started, which changes no result: {}",
                     workers(), threads, refused));
  }
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    ++round_;
  }
  start_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void ThreadPool::run_task(std::size_t tasks, const Task& task) {
  {
    const std::lock_guard lock(mutex_);
    task_ = &task;
    tasks_ = tasks;
    next_ = 0;
    failure_ = nullptr;
    open_ = tasks > 1;
    round_ += open_ ? 1 : 0;
  }
  start_.notify_all();
  take_tasks(0);
  // A thread that has not come by now has nothing to do: only those that came are waited for.
  {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  spin_until([this] { return busy_ == 0; });
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
  if (failure_) {
    std::rethrow_exception(failure_);
  }
}

void ThreadPool::work(std::size_t worker) {
  std::uint64_t seen = 0;
  while (true) {
    spin_until([&] { return round_ != seen; });
    std::unique_lock lock(mutex_);
    start_.wait(lock, [&] { return stopping_ || round_ != seen; });
    if (stopping_) {
      return;
    }
    seen = round_;
    if (!open_) {
      continue;
    }
    ++busy_;
    lock.unlock();
    take_tasks(worker);
    lock.lock();
    if (--busy_ == 0) {
      done_.notify_one();
    }
  }
}

void ThreadPool::take_tasks(std::size_t worker) {
  for (std::size_t i = next_++; i < tasks_; i = next_++) {
    try {
      stop_if_interrupted();
      (*task_)(i, worker);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      next_ = tasks_;
    }
  }
}

}  // namespace metronome::tensor
