// Times of collectives in closed form.
#include <bit>
#include <cmath>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

class Form {
 public:
  explicit Form(const SystemSpec& system) : system_(system), clock_(system.link, system.timing) {}

  [[nodiscard]] std::uint64_t endpoints(std::uint64_t steps) const {
    return steps * static_cast<std::uint64_t>(std::llround(system_.collectives.endpoint_ns * 1000));
  }

  /// Of messages that no other hinders.
  [[nodiscard]] std::uint64_t message(Bytes bytes, std::uint64_t hops) const {
    return clock_.timing() == Timing::astra_sim_aware ? hops * clock_.crossing(bytes).count()
                                                      : clock_.crossing(bytes, hops).count();
  }

  /// Messages to a neighbour in each of `steps` steps, C chunks of them side by side on links that
  /// they share: the chunks keep a link busy, or one of them waits for the way.
  [[nodiscard]] std::uint64_t neighbours(Bytes bytes, std::uint64_t steps, std::uint64_t hops,
                                         std::uint64_t phases) const {
    const std::uint64_t d = endpoints(1);
    const std::uint64_t alone = steps * message(bytes, hops) + (steps + phases) * d;
    const std::uint64_t chunks = system_.collectives.chunks;
    if (clock_.timing() == Timing::astra_sim_unaware || chunks == 1) {
      return alone;
    }
    const std::uint64_t s = clock_.occupancy(bytes).count();
    return std::max(alone + (chunks - 1) * s,
                    steps * chunks * s + message(bytes, hops) - s + 2 * d);
  }

  [[nodiscard]] std::uint64_t distance(std::uint64_t level) const {
    const std::uint64_t d = std::uint64_t{1} << level;
    switch (system_.topology) {
      case Topology::ring:
        return std::min(d, system_.chips - d);
      case Topology::central_switch:
        return 2;
      case Topology::fully_connected:
        return 1;
      case Topology::torus:
        return 0;
    }
    fail_no_enumerator(system_.topology);
  }

 private:
  const SystemSpec& system_;
  LinkClock clock_;
};

}  // namespace

std::optional<Picoseconds> closed_form(const SystemSpec& system, Collective collective,
                                       const Payload& payload) {
  const std::uint64_t n = system.chips;
  const std::uint64_t chunks = system.collectives.chunks;
  const std::uint64_t halves = collective == Collective::all_reduce ? 2 : 1;
  const std::uint64_t elements = payload.elements;
  const bool even = system.timing != Timing::exact || elements % (n * chunks) == 0;
  const Wire& wire = payload.wire;
  const bool grows = collective != Collective::all_gather && wire.bits_of_sum(n) != wire.bits;
  const bool all_in_flight =
      system.collectives.chunks_in_flight == 0 || system.collectives.chunks_in_flight >= chunks;
  if (system.collectives.reduction_gb_per_s || !even || !all_in_flight || n < 2 || grows) {
    return std::nullopt;
  }
  const std::uint64_t chunk = elements / chunks * (collective == Collective::all_gather ? n : 1);
  const auto part = [&](std::uint64_t divisor) { return wire.bytes(chunk / divisor, 1); };
  const Form form(system);
  const bool alone = chunks == 1 || system.timing == Timing::astra_sim_unaware;
  const std::uint64_t hops = system.topology == Topology::central_switch ? 2 : 1;
  switch (system.collectives.algorithm) {
    case Algorithm::ring:
      if (system.topology == Topology::torus) {
        return std::nullopt;
      }
      return Picoseconds(form.neighbours(part(n), halves * (n - 1), hops, 1));
    case Algorithm::torus: {
      if (!alone) {
        return std::nullopt;
      }
      const std::uint64_t x = system.columns();
      const std::uint64_t y = system.rows();
      return Picoseconds(form.neighbours(part(x), halves * (x - 1), 1, halves) +
                         form.neighbours(part(x * y), halves * (y - 1), 1, 1));
    }
    case Algorithm::halving_doubling: {
      // Around a ring messages that cut through follow each other closely and wait.
      const bool follow = system.topology == Topology::ring && system.timing == Timing::exact;
      if (!alone || follow || system.topology == Topology::torus) {
        return std::nullopt;
      }
      const auto levels = static_cast<std::uint64_t>(std::countr_zero(n));
      std::uint64_t time = form.endpoints(halves * levels + 1);
      for (std::uint64_t level = 0; level < levels; ++level) {
        time += halves * form.message(part(std::uint64_t{1} << (level + 1)), form.distance(level));
      }
      return Picoseconds(time);
    }
    case Algorithm::direct: {
      const bool shared =
          system.topology == Topology::central_switch && system.timing != Timing::astra_sim_unaware;
      const bool one_way = system.topology == Topology::ring || system.topology == Topology::torus;
      if (!alone || shared || one_way) {
        return std::nullopt;
      }
      return Picoseconds(halves * form.message(part(n), hops) + form.endpoints(halves + 1));
    }
    case Algorithm::tree:
      return std::nullopt;
  }
  fail_no_enumerator(system.collectives.algorithm);
}

}  // namespace metronome::links
