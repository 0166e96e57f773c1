#include "arch/dram/address_map.hpp"

#include <array>
#include <bit>
#include <string_view>

namespace metronome::dram {
namespace {

constexpr std::array<std::string_view, 5> kFields{"Ro", "Ra", "Ba", "Bg", "Co"};
using FieldCounts = std::array<unsigned, kFields.size()>;

unsigned bits_of(unsigned power) { return static_cast<unsigned>(std::countr_zero(power)); }

/// The numbers of values, in the order of kFields.
FieldCounts counts_of(const DeviceSpec& d) {
  return {d.rows, d.ranks, d.banks_per_group, d.bank_groups, d.bursts_per_row()};
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
  const auto counts = counts_of(device);
  for (std::size_t field = 0; field < kFields.size(); ++field) {
    if (!seen[field] && counts[field] > 1) {
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
  const auto counts = counts_of(device);
  const std::array<Field*, kFields.size()> targets{&row_, &rank_, &bank_, &group_, &column_};
  const std::string_view text = device.mapping;
  Field below;
  std::size_t top = kFields.size();
  for (std::size_t at = text.size(); at > 0; at -= 2) {
    const std::size_t field = field_index(text.substr(at - 2, 2));
    const unsigned count = counts[field];
    const bool power = std::has_single_bit(count);
    *targets[field] = {below.shift, (power ? count : std::bit_ceil(count)) - 1, below.divisor,
                       count, !power || below.divisor > 1};
    const unsigned twos = bits_of(count);
    below.shift += twos;
    below.divisor *= count >> twos;
    top = count > 1 ? field : top;
  }
  // Addresses do not go beyond it: nothing is to be cut off.
  if (top < kFields.size() && targets[top]->divisor == 1) {
    targets[top]->odd = false;
  }
}

std::uint64_t AddressMap::burst(const Place& place) const {
  const std::uint32_t flat = place.bank ^ (place.row & hash_mask_);
  const std::uint32_t rank = flat >> rank_bits_;
  const std::uint32_t group = flat >> bank_bits_ & group_.mask;
  const std::uint32_t bank = flat & bank_.mask;
  return place.row * row_.place() + rank * rank_.place() + group * group_.place() +
         bank * bank_.place() + place.column * column_.place();
}

}  // namespace metronome::dram
