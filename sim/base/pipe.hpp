#pragma once

#include "sim/base/file_descriptor.hpp"

namespace metronome {

/// Both ends of a pipe, closed in programs that a child becomes.
struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

/// EnvironmentError where there are no descriptors left.
[[nodiscard]] Pipe make_pipe();

}  // namespace metronome
