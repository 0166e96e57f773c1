#include "arch/links/fabric.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::links {

Fabric::Fabric(const SystemSpec& system)
    : topology_(system.topology),
      chips_(system.chips),
      rows_(system.rows()),
      columns_(system.columns()) {
  switch (topology_) {
    case Topology::ring:
    case Topology::central_switch:
      links_ = 2 * chips_;
      return;
    case Topology::torus:
      links_ = 4 * chips_;
      return;
    case Topology::fully_connected:
      links_ = chips_ * chips_;
      return;
  }
  fail_no_enumerator(topology_);
}

void Fabric::around(std::vector<LinkIndex>& route, std::uint64_t base, std::uint64_t stride,
                    std::uint64_t length, std::uint64_t from, std::uint64_t to,
                    std::uint64_t first_link) const {
  const std::uint64_t ahead = (to + length - from) % length;
  const bool forward = 2 * ahead <= length;
  for (std::uint64_t hops = forward ? ahead : length - ahead; hops > 0; --hops) {
    const std::uint64_t chip = base + from * stride;
    route.push_back(static_cast<LinkIndex>(first_link + 2 * chip + (forward ? 0 : 1)));
    from = (from + (forward ? 1 : length - 1)) % length;
  }
}

std::string Fabric::name(LinkIndex link) const {
  const auto around_name = [](std::uint64_t link_of, std::uint64_t base, std::uint64_t stride,
                              std::uint64_t length, std::uint64_t place) {
    const bool forward = link_of % 2 == 0;
    const std::uint64_t to = (place + (forward ? 1 : length - 1)) % length;
    return fmt::format("{} > {}{}", base + place * stride, base + to * stride,
                       length == 2 && !forward ? " (second)" : "");
  };
  switch (topology_) {
    case Topology::ring:
      return around_name(link, 0, 1, chips_, link / 2);
    case Topology::torus: {
      const bool along_row = link < 2 * chips_;
      const std::uint64_t chip = link % (2 * chips_) / 2;
      return along_row ? around_name(link, chip / columns_ * columns_, 1, columns_, chip % columns_)
                       : around_name(link, chip % columns_, columns_, rows_, chip / columns_);
    }
    case Topology::central_switch:
      return link < chips_ ? fmt::format("{} > switch", link)
                           : fmt::format("switch > {}", link - chips_);
    case Topology::fully_connected:
      return link / chips_ == link % chips_ ? std::string()
                                            : fmt::format("{} > {}", link / chips_, link % chips_);
  }
  fail_no_enumerator(topology_);
}

std::vector<LinkIndex> Fabric::route(ChipIndex from, ChipIndex to) const {
  METRONOME_ASSERT(from < chips_ && to < chips_, "messages go between chips of the system");
  std::vector<LinkIndex> links;
  if (from == to) {
    return links;
  }
  switch (topology_) {
    case Topology::ring:
      around(links, 0, 1, chips_, from, to, 0);
      return links;
    case Topology::torus: {
      const std::uint64_t row = from / columns_;
      around(links, row * columns_, 1, columns_, from % columns_, to % columns_, 0);
      around(links, to % columns_, columns_, rows_, row, to / columns_, 2 * chips_);
      return links;
    }
    case Topology::central_switch:
      return {from, static_cast<LinkIndex>(chips_ + to)};
    case Topology::fully_connected:
      return {static_cast<LinkIndex>(from * chips_ + to)};
  }
  fail_no_enumerator(topology_);
}

}  // namespace metronome::links
