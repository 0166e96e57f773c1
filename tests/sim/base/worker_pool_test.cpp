#include "sim/base/worker_pool.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <map>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome {
namespace worker_pool_test {

/// No child is left, neither running nor dead and unburied.
void expect_no_children() {
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

template <class Expected, class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Expected& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(worker_pool, every_result_arrives_in_the_order_of_its_worker) {
  std::map<unsigned, std::vector<std::string>> received;
  run_workers(
      3,
      [](unsigned worker, const SendResult& send) {
        for (unsigned i = 0; i < 50; ++i) {
          send(std::to_string(worker) + ":" + std::to_string(i));
        }
      },
      [&](unsigned worker, std::string_view bytes) { received[worker].emplace_back(bytes); });
  ASSERT_EQ(received.size(), 3u);
  for (const auto& [worker, texts] : received) {
    ASSERT_EQ(texts.size(), 50u);
    for (unsigned i = 0; i < 50; ++i) {
      EXPECT_EQ(texts[i], std::to_string(worker) + ":" + std::to_string(i));
    }
  }
  expect_no_children();
}

TEST(worker_pool, empty_and_long_binary_results_arrive_whole) {
  std::string big(1 << 20, '\0');
  for (std::size_t i = 0; i < big.size(); ++i) {
    big[i] = static_cast<char>(i * 131);
  }
  std::vector<std::string> received;
  run_workers(
      1,
      [&](unsigned, const SendResult& send) {
        send("");
        send(big);
      },
      [&](unsigned, std::string_view bytes) { received.emplace_back(bytes); });
  ASSERT_EQ(received.size(), 2u);
  EXPECT_EQ(received[0], "");
  EXPECT_TRUE(received[1] == big);
}

TEST(worker_pool, the_parents_memory_stays_untouched) {
  int value = 1;
  run_workers(
      2, [&](unsigned, const SendResult&) { value = 7; }, [](unsigned, std::string_view) {});
  EXPECT_EQ(value, 1);
}

TEST(worker_pool, a_user_error_in_a_worker_is_a_user_error_here_after_the_others_ended) {
  std::size_t received = 0;
  const auto action = [&] {
    run_workers(
        2,
        [](unsigned worker, const SendResult& send) {
          if (worker == 0) {
            throw UserError("the batch is too large", "reduce it");
          }
          send("done");
        },
        [&](unsigned, std::string_view) { ++received; });
  };
  const std::string message = message_of<UserError>(action);
  EXPECT_NE(message.find("the batch is too large"), std::string::npos) << message;
  EXPECT_NE(message.find("reduce it"), std::string::npos) << message;
  EXPECT_EQ(received, 1u);
  expect_no_children();
}

TEST(worker_pool, another_exception_in_a_worker_is_an_internal_error_with_its_text) {
  const std::string message = message_of<InternalError>([] {
    run_workers(
        1, [](unsigned, const SendResult&) { throw std::runtime_error("lost a tile"); },
        [](unsigned, std::string_view) {});
  });
  EXPECT_NE(message.find("lost a tile"), std::string::npos) << message;
  expect_no_children();
}

TEST(worker_pool, a_killed_worker_is_an_internal_error_naming_the_signal) {
  const std::string message = message_of<InternalError>([] {
    run_workers(
        2,
        [](unsigned worker, const SendResult& send) {
          send("alive");
          if (worker == 1) {
            (void)::raise(SIGKILL);
          }
        },
        [](unsigned, std::string_view) {});
  });
  EXPECT_NE(message.find("signal 9"), std::string::npos) << message;
  expect_no_children();
}

TEST(worker_pool, no_workers_do_nothing) {
  run_workers(
      0, [](unsigned, const SendResult&) { FAIL(); }, [](unsigned, std::string_view) { FAIL(); });
  expect_no_children();
}

TEST(worker_pool, an_exception_of_the_receiver_leaves_no_worker_behind) {
  EXPECT_THROW(run_workers(
                   2, [](unsigned, const SendResult& send) { send("x"); },
                   [](unsigned, std::string_view) { throw UserError("cannot be written"); }),
               UserError);
  expect_no_children();
}

}  // namespace worker_pool_test
}  // namespace metronome
