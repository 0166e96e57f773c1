#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sim/base/enumeration.hpp"
#include "workloads/methods/reach/chain.hpp"
#include "workloads/methods/reach/linear_program.hpp"

namespace metronome::reach {

/// Whether outputs of a box of inputs reach a box of unsafe outputs.
///   safe     none does, proven
///   unsafe   one does: it was computed
///   unknown  neither
enum class Verdict { safe, unsafe, unknown };
constexpr auto enum_rows(Verdict) {
  using enum Verdict;
  return enum_list<Verdict>({{safe, "safe"}, {unsafe, "unsafe"}, {unknown, "unknown"}});
}

struct CertificateLimits {
  std::uint64_t programs = 20000;  ///< linear programs
  /// Of the host: of linear programs as ProgramCost counts them, and of products of sets.
  std::uint64_t operations = 200000000000;
  std::uint64_t entries = 100000;  ///< of the largest matrix
  std::uint64_t held = 50000000;   ///< of all sets that wait for their turn
};

/// How far a search is.
struct CertificateProgress {
  double share = 0;  ///< of the limit that is nearest; the end may be sooner
  std::uint64_t pieces = 0;
  std::uint64_t programs = 0;
};
using ReportCertificate = std::function<void(const CertificateProgress&)>;

struct Certificate {
  Verdict verdict = Verdict::unknown;
  std::string reason;
  /// The least proven v over all pieces: none reaches the box where it exceeds 1. Nothing where the
  /// pieces were not all examined.
  std::optional<double> bound;
  std::optional<Vector> input;  ///< whose output `hits` has confirmed
  std::uint64_t pieces = 0;     ///< that were examined
  ProgramCost cost;
  std::uint64_t operations = 0;  ///< all that limits.operations counts
};

/// Asked of an input that may have an unsafe output: whether, as executed, it has.
using HitTest = std::function<bool(const Vector&)>;

/// Covers everything that the chain, as executed, can give for inputs of a box with pieces that are
/// constrained zonotopes of intervals, and bounds the least scale v at which each meets the unsafe
/// box. Only what is proven counts (least_scale_bound): a piece is dropped where its own v exceeds
/// 1, and is clear where that of the collision does.
///   rounding  a rounded number gets a generator of half a step, or becomes the one value that its
///             whole interval rounds to; what saturates is split off as pieces of its own
///   execution differences of executed from exact arithmetic are carried beside the set, number by
///             number, and widen the unsafe box at the end
/// A chain without RoundStep and roundoff is a network in real arithmetic, whose pieces are those
/// of the tight form. Neurons are split depth first, so that memory is bounded by depth. Beyond any
/// of the limits, which count work and not time, the verdict is `unknown` (or `unsafe`).
[[nodiscard]] Certificate certify(const Chain& chain, const Box& input, const Box& unsafe,
                                  const CertificateLimits& limits, const HitTest& hits,
                                  const ReportCertificate& report = {});

}  // namespace metronome::reach
