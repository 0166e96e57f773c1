#include "workloads/tensor/thread_pool.hpp"

#include <fmt/format.h>

#include <new>
#include <system_error>

#include "sim/base/interrupt.hpp"
#include "sim/base/warning.hpp"

namespace metronome::tensor {

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
    busy_ = threads_.size();
    ++round_;
  }
  start_.notify_all();
  take_tasks(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
  if (failure_) {
    std::rethrow_exception(failure_);
  }
}

void ThreadPool::work(std::size_t worker) {
  std::uint64_t seen = 0;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      start_.wait(lock, [&] { return stopping_ || round_ != seen; });
      if (stopping_) {
        return;
      }
      seen = round_;
    }
    take_tasks(worker);
    const std::lock_guard lock(mutex_);
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
