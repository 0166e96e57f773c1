#include "sim/base/warning.hpp"

#include <utility>

namespace metronome {
namespace {

WarningSink& warning_sink() {
  static WarningSink sink;
  return sink;
}

}  // namespace

void set_warning_sink(WarningSink sink) { warning_sink() = std::move(sink); }

void warn(const std::string& text) {
  if (const WarningSink& sink = warning_sink()) {
    sink(text);
  }
}

}  // namespace metronome
