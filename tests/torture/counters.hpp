#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstdint>

namespace metronome::torture {

/// Who is killed: the process that was started, or one of those that it forked.
enum class Role : std::uint32_t { parent, worker };
constexpr std::size_t kRoles = 2;

/// What the preloaded library and the one who started the program share, in a mapped file.
struct Counters {
  std::atomic<pid_t> parent{0};  ///< the process that was started
  std::atomic<std::uint64_t> workers{0};
  std::array<std::atomic<std::uint64_t>, kRoles>
      calls{};                          ///< calls that change files below the root
  std::atomic<std::uint64_t> fired{0};  ///< signals sent at the chosen call
};

/// The environment of the program under test; without the first one the library does nothing.
constexpr const char* kCountersVariable =
    "METRONOME_TORTURE_COUNTERS";                                ///< path of the mapped file
constexpr const char* kRootVariable = "METRONOME_TORTURE_ROOT";  ///< only files below it count
constexpr const char* kRoleVariable = "METRONOME_TORTURE_ROLE";  ///< number of a Role
constexpr const char* kCallVariable = "METRONOME_TORTURE_CALL";  ///< from 1; 0: count only
constexpr const char* kSignalVariable = "METRONOME_TORTURE_SIGNAL";
/// As on a file system that cannot exchange two folders.
constexpr const char* kNoExchangeVariable = "METRONOME_TORTURE_NO_EXCHANGE";

}  // namespace metronome::torture
