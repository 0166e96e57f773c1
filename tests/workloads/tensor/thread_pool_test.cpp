#include "workloads/tensor/thread_pool.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

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

}  // namespace thread_pool_test
}  // namespace metronome::tensor
