#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <string>
#include <type_traits>

#include "sim/base/worker_pool.hpp"

namespace metronome::sim {

/// What `work` gives in a process of its own: a process has one SystemC session.
template <class Result>
Result in_a_process(const std::function<Result()>& work) {
  static_assert(std::is_trivially_copyable_v<Result>);
  Result result{};
  run_workers(
      1,
      [&](unsigned, const SendResult& send) {
        const Result made = work();
        std::string bytes(sizeof(made), '\0');
        std::memcpy(bytes.data(), &made, sizeof(made));
        send(bytes);
      },
      [&](unsigned, std::string_view bytes) {
        ASSERT_EQ(bytes.size(), sizeof(result));
        std::memcpy(&result, bytes.data(), sizeof(result));
      });
  return result;
}

}  // namespace metronome::sim
