#pragma once

#include <functional>
#include <string>

namespace metronome {

/// Takes one line for the user, without its end.
using WarningSink = std::function<void(const std::string& text)>;

/// Where warnings go from now on; nowhere before the first call. The command line prints them.
void set_warning_sink(WarningSink sink);

/// Something that the user should know and that changes no result: fewer threads than asked for,
/// figures that cannot be drawn. Never an error's stand-in.
void warn(const std::string& text);

}  // namespace metronome
