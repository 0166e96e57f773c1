#include "sim/base/worker_pool.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <map>
#include <new>
#include <set>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/read_files.hpp"
#include "sim/base/warning.hpp"
#include "tests/sim/base/forked.hpp"

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

TEST(worker_pool, files_that_workers_read_count_as_read) {
  forget_read_files();
  note_read_digest("/both", "known");
  EXPECT_THROW(run_workers(
                   3,
                   [](unsigned worker, const SendResult&) {
                     note_read_digest("/both", "later");
                     note_read_digest(fmt::format("/with space {}", worker),
                                      fmt::format("digest {}", worker));
                     if (worker == 2) {
                       throw UserError("what was read is known of the failed, too");
                     }
                   },
                   [](unsigned, std::string_view) {}),
               UserError);
  const std::map<std::string, std::string> all = read_files().digests;
  EXPECT_EQ(all, (std::map<std::string, std::string>{{"/both", "known"},
                                                     {"/with space 0", "digest 0"},
                                                     {"/with space 1", "digest 1"},
                                                     {"/with space 2", "digest 2"}}));
  forget_read_files();
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

TEST(faults, F2_10_a_killed_worker_is_the_environments_fault_and_names_its_work) {
  std::vector<std::string> received;
  const std::string message = message_of<EnvironmentError>([&] {
    run_workers(
        2,
        [](unsigned worker, const SendResult& send) {
          send.working_on("point " + std::to_string(worker));
          send("alive");
          if (worker == 1) {
            (void)::raise(SIGKILL);
          }
        },
        [&](unsigned, std::string_view bytes) { received.emplace_back(bytes); });
  });
  EXPECT_NE(message.find("signal 9"), std::string::npos) << message;
  EXPECT_NE(message.find("point 1"), std::string::npos) << message;
  EXPECT_NE(message.find("--jobs"), std::string::npos) << message;
  EXPECT_EQ(received.size(), 2u);
  expect_no_children();
}

TEST(worker_pool, a_crashed_worker_is_our_bug) {
  const std::string message = message_of<InternalError>([] {
    run_workers(
        1,
        [](unsigned, const SendResult&) {
          (void)::signal(SIGSEGV, SIG_DFL), (void)::raise(SIGSEGV);
        },
        [](unsigned, std::string_view) {});
  });
  EXPECT_NE(message.find("signal 11"), std::string::npos) << message;
}

TEST(worker_pool, failures_keep_their_kind_and_the_lowest_worker_is_heard) {
  const auto failing = [](auto error) {
    return [error] {
      run_workers(
          2, [&](unsigned, const SendResult&) { throw error; }, [](unsigned, std::string_view) {});
    };
  };
  EXPECT_EQ(message_of<CheckFailed>(failing(CheckFailed("no"))), "no");
  EXPECT_EQ(message_of<EnvironmentError>(failing(EnvironmentError("disk full"))), "disk full");
  EXPECT_NE(message_of<EnvironmentError>(failing(std::bad_alloc())).find("not enough memory"),
            std::string::npos);
  EXPECT_EQ(
      message_of<UserError>([] {
        run_workers(
            3, [](unsigned worker, const SendResult&) { throw UserError(std::to_string(worker)); },
            [](unsigned, std::string_view) {});
      }),
      "0");
}

TEST(faults, F2_11_where_descriptors_are_refused_fewer_workers_do_all_the_work) {
  const Forked copy = in_copy([] {
    set_warning_sink([](const std::string& text) { tell(text); });
    limit(RLIMIT_NOFILE, 10);
    std::set<std::string> done;
    run_workers(
        20, [](unsigned worker, const SendResult& send) { send(std::to_string(worker)); },
        [&](unsigned, std::string_view bytes) { done.emplace(bytes); });
    return static_cast<int>(done.size());
  });
  EXPECT_EQ(copy.exit_code(), 20);
  EXPECT_NE(copy.error.find("of 20 worker processes at a time"), std::string::npos) << copy.error;
}

TEST(faults, F2_11_without_a_descriptor_left_it_is_the_environment) {
  const Forked copy = in_copy([] {
    limit(RLIMIT_NOFILE, 4);
    const std::string message = message_of<EnvironmentError>([] {
      run_workers(
          2, [](unsigned, const SendResult&) {}, [](unsigned, std::string_view) {});
    });
    tell(message);
    return 0;
  });
  EXPECT_NE(copy.error.find("no pipe can be made"), std::string::npos) << copy.error;
}

TEST(faults, F2_11_where_processes_are_refused_it_is_the_environment) {
  if (::getuid() != 0) {
    GTEST_SKIP() << "only root can become a user without other processes";
  }
  const Forked copy = in_copy([] {
    EXPECT_EQ(::setuid(61234), 0);
    limit(RLIMIT_NPROC, 1);
    tell(message_of<EnvironmentError>([] {
      run_workers(
          2, [](unsigned, const SendResult&) {}, [](unsigned, std::string_view) {});
    }));
    return 0;
  });
  EXPECT_NE(copy.error.find("no process can be made"), std::string::npos) << copy.error;
}

TEST(faults, F2_9_computing_workers_end_with_their_killed_parent) {
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);  // orphans become children of the test
  std::vector<pid_t> workers;
  const Forked parent = in_copy(
      [] {
        run_workers(
            2,
            [](unsigned, const SendResult& send) {
              send(std::to_string(::getpid()));
              compute();
            },
            [](unsigned, std::string_view bytes) { tell(std::string(bytes)); });
        return 0;
      },
      [&](pid_t pid, const std::string& line) {
        workers.push_back(std::stoi(line));
        if (workers.size() == 2) {
          ::kill(pid, SIGKILL);
        }
      });
  EXPECT_EQ(parent.signal(), SIGKILL);
  ASSERT_EQ(workers.size(), 2u);
  for (const pid_t worker : workers) {
    int status = 0;
    EXPECT_EQ(::waitpid(worker, &status, 0), worker);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the worker ended by itself";
  }
}

TEST(faults, F2_9_an_interrupted_pool_ends_its_workers) {
  const Forked copy = in_copy(
      [] {
        catch_interrupts();
        try {
          run_workers(
              2,
              [](unsigned, const SendResult& send) {
                send("computing");
                compute();
              },
              [](unsigned worker, std::string_view) {
                if (worker == 0) {
                  tell("computing");
                }
              });
        } catch (const Interrupted& interrupted) {
          return ::waitpid(-1, nullptr, WNOHANG) == -1 ? interrupted.signal() : 99;
        }
        return 98;
      },
      [](pid_t pid, const std::string&) { ::kill(pid, SIGTERM); });
  EXPECT_EQ(copy.exit_code(), SIGTERM);
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
