#pragma once

#include <boost/multiprecision/cpp_int.hpp>

namespace metronome::array {

/// A sum of products of mantissas, shifted by the sums of two 8-bit exponents (0 to 255 each): 32
/// bits of a product, 510 of shift, and room for as many of them as there are.
using WideSum = boost::multiprecision::int1024_t;

}  // namespace metronome::array
