#pragma once

namespace metronome {

/// A visitor from one function for each alternative: std::visit with it does not compile where an
/// alternative has none. A function of `const auto&` takes every alternative and gives that up:
/// only where any further one is surely meant, too.
template <class... Functions>
struct Overload : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overload(Functions...) -> Overload<Functions...>;

}  // namespace metronome
