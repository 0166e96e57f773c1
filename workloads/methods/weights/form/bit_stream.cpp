#include "workloads/methods/weights/form/bit_stream.hpp"

#include "sim/base/error.hpp"

namespace metronome::weights {

void BitWriter::put(std::uint32_t value, int width) {
  METRONOME_ASSERT(width >= 0 && width <= 32 && (width == 32 || value >> width == 0),
                   "a number fits its bits");
  for (int i = 0; i < width; ++i) {
    if (bits_ % 8 == 0) {
      bytes_.push_back('\0');
    }
    const unsigned bit = value >> i & 1U;
    bytes_.back() = static_cast<char>(static_cast<std::uint8_t>(bytes_.back()) | bit << bits_ % 8);
    ++bits_;
  }
}

std::uint32_t BitReader::take(int width) {
  METRONOME_ASSERT(width >= 0 && width <= 32 && static_cast<std::uint64_t>(width) <= left(),
                   "no more bits are read than there are");
  std::uint32_t value = 0;
  for (int i = 0; i < width; ++i, ++at_) {
    const unsigned byte = static_cast<std::uint8_t>(bytes_[at_ / 8]);
    value |= (byte >> at_ % 8 & 1U) << i;
  }
  return value;
}

}  // namespace metronome::weights
