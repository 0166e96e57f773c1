#include "arch/array/families.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace metronome::array {

const std::vector<ArraySpec>& families() {
  static const std::vector<ArraySpec> all = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::vector<ArraySpec>{std::variant_alternative_t<I, ArraySpec>{}...};
  }
  (std::make_index_sequence<std::variant_size_v<ArraySpec>>());
  return all;
}

const std::vector<std::string>& family_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    std::transform(families().begin(), families().end(), std::back_inserter(made), kind_name);
    return made;
  }();
  return names;
}

}  // namespace metronome::array
