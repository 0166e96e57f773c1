#include "arch/dram/address_map.hpp"

#include <array>
#include <bit>
#include <string_view>

namespace metronome::dram {
namespace {

constexpr std::array<std::string_view, 5> kFields{"Ro", "Ra", "Ba", "Bg", "Co"};
using Widths = std::array<unsigned, kFields.size()>;

unsigned bits_of(unsigned count) { return static_cast<unsigned>(std::bit_width(count)) - 1; }

/// Widths in the order of kFields.
Widths widths_of(const DeviceSpec& d) {
  return {bits_of(d.rows), bits_of(d.ranks), bits_of(d.banks_per_group), bits_of(d.bank_groups),
          bits_of(d.bursts_per_row())};
}

std::size_t field_index(std::string_view name) {
  std::size_t i = 0;
  while (i < kFields.size() && kFields[i] != name) {
    ++i;
  }
  return i;
}

}  // namespace

std::string AddressMap::complaint(const DeviceSpec& device) {
  std::array<bool, kFields.size()> seen{};
  const std::string_view text = device.mapping;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const std::size_t field = field_index(text.substr(at, 2));
    if (field == kFields.size()) {
      return fmt::format("`{}` is not a field", text.substr(at, 2));
    }
    if (seen[field]) {
      return fmt::format("field {} stands twice", kFields[field]);
    }
    seen[field] = true;
  }
  const auto widths = widths_of(device);
  for (std::size_t field = 0; field < kFields.size(); ++field) {
    if (!seen[field] && widths[field] > 0) {
      return fmt::format("field {} is missing", kFields[field]);
    }
  }
  return {};
}

AddressMap::AddressMap(const DeviceSpec& device)
    : bank_bits_(bits_of(device.banks_per_group)),
      rank_bits_(bits_of(device.banks_per_rank())),
      hash_mask_(device.bank_hash ? device.banks_per_rank() - 1 : 0) {
  METRONOME_ASSERT(complaint(device).empty(), "the address mapping must have been validated");
  const auto widths = widths_of(device);
  const std::array<Field*, kFields.size()> targets{&row_, &rank_, &bank_, &group_, &column_};
  const std::string_view text = device.mapping;
  unsigned shift = 0;
  for (std::size_t at = text.size(); at > 0; at -= 2) {
    const std::size_t field = field_index(text.substr(at - 2, 2));
    *targets[field] = {shift, (1u << widths[field]) - 1};
    shift += widths[field];
  }
}

std::uint64_t AddressMap::burst(const Place& place) const {
  const std::uint32_t flat = place.bank ^ (place.row & hash_mask_);
  const std::uint32_t rank = flat >> rank_bits_;
  const std::uint32_t group = flat >> bank_bits_ & group_.mask;
  const std::uint32_t bank = flat & bank_.mask;
  return std::uint64_t{place.row} << row_.shift | std::uint64_t{rank} << rank_.shift |
         std::uint64_t{group} << group_.shift | std::uint64_t{bank} << bank_.shift |
         std::uint64_t{place.column} << column_.shift;
}

}  // namespace metronome::dram
