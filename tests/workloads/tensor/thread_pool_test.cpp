#include "workloads/tensor/thread_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <new>
#include <stdexcept>

#include "sim/base/interrupt.hpp"
#include "sim/base/warning.hpp"
#include "tests/sim/base/forked.hpp"

namespace metronome::tensor {
namespace thread_pool_test {

TEST(thread_pool, runs_every_task_once_for_any_number_of_threads) {
  for (const std::size_t threads : {0u, 1u, 2u, 5u}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.workers(), std::max<std::size_t>(1, threads));
    for (const std::size_t tasks : {0u, 1u, 3u, 1000u}) {
      std::vector<std::atomic<int>> runs(tasks);
      pool.run(tasks, [&](std::size_t task, std::size_t worker) {
        ASSERT_LT(worker, pool.workers());
        ++runs[task];
      });
      for (const std::atomic<int>& count : runs) {
        EXPECT_EQ(count, 1);
      }
    }
  }
}

TEST(thread_pool, a_task_s_exception_reaches_the_caller_and_the_pool_works_on) {
  ThreadPool pool(2);
  EXPECT_THROW(pool.run(100,
                        [](std::size_t task, std::size_t) {
                          if (task == 17) {
                            throw std::runtime_error("task 17");
                          }
                        }),
               std::runtime_error);
  std::atomic<int> runs = 0;
  pool.run(10, [&](std::size_t, std::size_t) { ++runs; });
  EXPECT_EQ(runs, 10);
}

TEST(faults, F2_11_threads_that_are_refused_are_done_without) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need an address space without a limit";
#endif
  const Forked copy = in_copy([] {
    set_warning_sink([](const std::string& text) { tell(text); });
    limit(RLIMIT_AS, rlim_t{1} << 30);  // stacks of 8 MiB: some of a thousand threads
    ThreadPool pool(1000);
    std::vector<std::atomic<int>> runs(5000);
    pool.run(runs.size(), [&](std::size_t task, std::size_t) { ++runs[task]; });
    const bool all = std::all_of(runs.begin(), runs.end(), [](const auto& n) { return n == 1; });
    return all && pool.workers() < 1000 ? 7 : 8;
  });
  EXPECT_EQ(copy.exit_code(), 7);
  EXPECT_NE(copy.error.find("of 1000 threads could be started"), std::string::npos) << copy.error;
}

TEST(faults, F2_11_memory_that_a_thread_lacks_is_seen_by_the_caller) {
  ThreadPool pool(3);
  EXPECT_THROW(pool.run(3, [](std::size_t, std::size_t) { throw std::bad_alloc(); }),
               std::bad_alloc);
}

TEST(thread_pool, tasks_are_left_where_the_process_was_asked_to_end) {
  const Forked copy = in_copy([] {
    catch_interrupts();
    ThreadPool pool(2);
    std::atomic<int> done = 0;
    try {
      pool.run(1000, [&](std::size_t, std::size_t) {
        const int number = ++done;
        if (number == 10) {
          (void)::kill(::getpid(), SIGTERM);
        }
        while (number >= 10 && interrupt_signal() == 0) {
        }
      });
    } catch (const Interrupted& interrupted) {
      return interrupted.signal();
    }
    return 99;
  });
  EXPECT_EQ(copy.exit_code(), SIGTERM);
}

}  // namespace thread_pool_test
}  // namespace metronome::tensor
