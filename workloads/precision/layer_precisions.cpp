#include "workloads/precision/layer_precisions.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::trace {

LayerPrecisions::LayerPrecisions(const std::map<std::string, Precision>& precisions,
                                 const LayerPrecisions& like) {
  if (precisions.empty()) {
    return;
  }
  const bool same =
      like.size() == precisions.size() &&
      std::equal(precisions.begin(), precisions.end(), like.names().begin(),
                 [](const auto& one, const std::string& name) { return one.first == name; });
  if (same) {
    names_ = like.names_;
  } else {
    std::vector<std::string> names;
    names.reserve(precisions.size());
    for (const auto& [layer, precision] : precisions) {
      names.push_back(layer);
    }
    names_ = std::make_shared<const std::vector<std::string>>(std::move(names));
  }
  bits_.reserve(precisions.size());
  for (const auto& [layer, precision] : precisions) {
    bits_.push_back(packed(precision));
  }
}

const std::vector<std::string>& LayerPrecisions::names() const {
  static const std::vector<std::string> none;
  return names_ ? *names_ : none;
}

Precision LayerPrecisions::at(std::size_t index) const {
  Precision precision;
  for (std::size_t i = 0; i < kPrecisionFields.size(); ++i) {
    precision.*kPrecisionFields[i].bits = bits_[index][i];
  }
  const Packed& all = bits_[index];
  precision.formats = OperandFormats::of_number(static_cast<std::uint16_t>(
      all[kPrecisionFields.size()] << 8 | all[kPrecisionFields.size() + 1]));
  return precision;
}

void LayerPrecisions::share_names(const LayerPrecisions& like) {
  if (!shares_names(like) && names() == like.names()) {
    names_ = like.names_;
  }
}

std::size_t LayerPrecisions::index_of(const std::string& layer) const {
  const std::vector<std::string>& all = names();
  const auto place = std::lower_bound(all.begin(), all.end(), layer);
  return place != all.end() && *place == layer ? static_cast<std::size_t>(place - all.begin())
                                               : size();
}

void LayerPrecisions::set(const std::string& layer, const Precision& precision) {
  if (const std::size_t known = index_of(layer); known < size()) {
    bits_[known] = packed(precision);
    return;
  }
  std::vector<std::string> all = names();
  const auto place = std::lower_bound(all.begin(), all.end(), layer);
  bits_.insert(bits_.begin() + (place - all.begin()), packed(precision));
  all.insert(place, layer);
  names_ = std::make_shared<const std::vector<std::string>>(std::move(all));
}

bool LayerPrecisions::operator==(const LayerPrecisions& other) const {
  return bits_ == other.bits_ && (shares_names(other) || names() == other.names());
}

std::strong_ordering LayerPrecisions::operator<=>(const LayerPrecisions& other) const {
  const bool same_names = shares_names(other);
  const std::size_t common = std::min(size(), other.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (same_names && bits_[i] == other.bits_[i]) {
      continue;
    }
    if (const auto order = names()[i] <=> other.names()[i]; order != 0) {
      return order;
    }
    // Formats by their texts: their numbers are in the order of their first use.
    if (const auto order = at(i) <=> other.at(i); order != 0) {
      return order;
    }
  }
  return size() <=> other.size();
}

LayerPrecisions::Packed LayerPrecisions::packed(const Precision& precision) {
  Packed bits{};
  for (std::size_t i = 0; i < kPrecisionFields.size(); ++i) {
    const int number = precision.*kPrecisionFields[i].bits;
    METRONOME_ASSERT(number >= 0 && number < 256, "bits of a precision fit a byte");
    bits[i] = static_cast<std::uint8_t>(number);
  }
  bits[kPrecisionFields.size()] = static_cast<std::uint8_t>(precision.formats.number() >> 8);
  bits[kPrecisionFields.size() + 1] = static_cast<std::uint8_t>(precision.formats.number() & 0xff);
  return bits;
}

}  // namespace metronome::trace
