// A variant got an alternative that a visitor has no function for.
// EXPECT: const metronome::Copy ?&
#include <variant>

#include "sim/base/overload.hpp"

namespace metronome {

struct Matrix {};
struct Vector {};
#ifdef METRONOME_FAULT
struct Copy {};
using Work = std::variant<Matrix, Vector, Copy>;
#else
using Work = std::variant<Matrix, Vector>;
#endif

int elements(const Work& work) {
  return std::visit(Overload{[](const Matrix&) { return 1; }, [](const Vector&) { return 2; }},
                    work);
}

}  // namespace metronome
