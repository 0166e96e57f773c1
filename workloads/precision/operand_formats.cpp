#include "workloads/precision/operand_formats.hpp"

#include <deque>
#include <limits>
#include <map>
#include <mutex>

#include "sim/base/error.hpp"

namespace metronome::trace {
namespace {

struct KnownFormats {
  formats::ProductFormats formats;
  std::string text;
};

/// All that were ever used. References into a deque stay valid while it grows at its end.
class FormatTable {
 public:
  std::uint16_t number_of(const formats::ProductFormats& formats) {
    std::string text = formats::product_formats_text(formats);
    const std::scoped_lock lock(mutex_);
    const auto [at, fresh] =
        numbers_.try_emplace(text, static_cast<std::uint16_t>(known_.size() + 1));
    if (fresh) {
      METRONOME_ASSERT(known_.size() < std::numeric_limits<std::uint16_t>::max() - 1,
                       "a process uses at most some ten thousand different formats");
      known_.push_back({formats, std::move(text)});
    }
    return at->second;
  }

  const KnownFormats& at(std::uint16_t number) {
    const std::scoped_lock lock(mutex_);
    METRONOME_ASSERT(number > 0 && number <= known_.size(), "formats are asked for where some are");
    return known_[number - 1U];
  }

 private:
  std::mutex mutex_;
  std::deque<KnownFormats> known_;
  std::map<std::string, std::uint16_t> numbers_;
};

FormatTable& format_table() {
  static FormatTable table;
  return table;
}

}  // namespace

OperandFormats::OperandFormats(const formats::ProductFormats& formats)
    : id_(format_table().number_of(formats)) {}

const formats::ProductFormats& OperandFormats::operator*() const {
  return format_table().at(id_).formats;
}

const std::string& OperandFormats::text() const {
  static const std::string none;
  return any() ? format_table().at(id_).text : none;
}

std::strong_ordering OperandFormats::operator<=>(const OperandFormats& other) const {
  return id_ == other.id_ ? std::strong_ordering::equal : text().compare(other.text()) <=> 0;
}

OperandFormats OperandFormats::of_number(std::uint16_t number) {
  OperandFormats formats;
  formats.id_ = number;
  return formats;
}

}  // namespace metronome::trace
