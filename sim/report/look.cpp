#include "sim/report/look.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/report/palette.hpp"

namespace metronome::report {
namespace {

struct Family {
  std::string_view name;
  const char* colour;
};

/// The n-th has the n-th dash and mark.
constexpr std::array<Family, 9> kFamilies{{{"systolic", "#1b3a5c"},
                                           {"spatial_fusion", "#d08a3c"},
                                           {"operand_serial", "#3f8f6b"},
                                           {"dual_serial", "#8a2d1f"},
                                           {"binary_overlay", "#4f86b8"},
                                           {"term_serial", "#7b5a93"},
                                           {"chunked_bfp", "#6b6b6b"},
                                           {"two_in_one", "#b5527a"},
                                           {"chunked_fp", "#8a8f2a"}}};
/// Of machines without a family.
constexpr std::array<const char*, 8> kOtherColours{"#2f6f73", "#a0651a", "#59733c", "#9a4b4b",
                                                   "#3d5a99", "#6d4a68", "#7a6f45", "#40607a"};
/// The file names of the balanced machines end so; it tells nothing.
constexpr std::string_view kPlainEnd = "_512";

const Family* family_in(const std::string& name) {
  const auto at = std::find_if(kFamilies.begin(), kFamilies.end(), [&](const Family& family) {
    return name.find(family.name) != std::string::npos;
  });
  return at == kFamilies.end() ? nullptr : &*at;
}

std::uint64_t shifted(std::uint64_t digest, unsigned bits) { return digest >> bits; }

}  // namespace

Look look_of_machine(const std::string& accelerator) {
  const Family* family = family_in(accelerator);
  if (family == nullptr) {
    const std::uint64_t digest = fnv1a(accelerator);
    return {kOtherColours[digest % kOtherColours.size()],
            static_cast<int>(shifted(digest, 8) % kDashes),
            static_cast<int>(shifted(digest, 16) % kMarks)};
  }
  std::string rest = accelerator;
  rest.erase(rest.find(family->name), family->name.size());
  if (rest.ends_with(kPlainEnd)) {
    rest.erase(rest.size() - kPlainEnd.size());
  }
  const int own = static_cast<int>(family - kFamilies.data());
  if (rest.empty()) {
    return {family->colour, own, own};
  }
  const std::uint64_t digest = fnv1a(rest);
  return {family->colour, static_cast<int>((static_cast<std::uint64_t>(own) + digest) % kDashes),
          static_cast<int>((static_cast<std::uint64_t>(own) + shifted(digest, 8)) % kMarks)};
}

Look look_of_static(const std::string& accelerator) {
  Look look = look_of_machine(accelerator);
  constexpr int kDots = 2;  // an open mark alone is not seen where a line runs through it
  look.dash = look.dash == kDots ? 1 : kDots;
  look.mark = look.mark < kFilledMarks ? look.mark + kFilledMarks : look.mark;
  return look;
}

std::optional<Look> look_of_label(const std::string& label) {
  const std::string first = label.substr(0, label.find(','));
  return family_in(first) == nullptr ? std::nullopt : std::optional(look_of_machine(first));
}

Look look_of(Component component) {
  const int own = static_cast<int>(component);
  return {colour_of(component), own % kDashes, own % kMarks};
}

Look look_of_line(std::size_t n) {
  return {line_colour(n), static_cast<int>(n % kDashes), static_cast<int>(n % kMarks)};
}

std::vector<Look> told_apart(std::vector<Look> looks) {
  METRONOME_ASSERT(looks.size() <= static_cast<std::size_t>(kDashes) * kMarks,
                   "there are looks for all lines of a figure");
  for (std::size_t i = 0; i < looks.size(); ++i) {
    const auto taken = [&] {
      return std::any_of(looks.begin(), looks.begin() + static_cast<std::ptrdiff_t>(i),
                         [&](const Look& other) {
                           return other.dash == looks[i].dash && other.mark == looks[i].mark;
                         });
    };
    for (int tried = 1; taken(); ++tried) {
      looks[i].mark = (looks[i].mark + 1) % kMarks;
      looks[i].dash = tried % kMarks == 0 ? (looks[i].dash + 1) % kDashes : looks[i].dash;
    }
  }
  return looks;
}

std::vector<Look> told_apart_by_dash(std::vector<Look> looks) {
  METRONOME_ASSERT(looks.size() <= static_cast<std::size_t>(kDashes), "each line has its dash");
  for (std::size_t i = 0; i < looks.size(); ++i) {
    const auto taken = [&] {
      return std::any_of(looks.begin(), looks.begin() + static_cast<std::ptrdiff_t>(i),
                         [&](const Look& other) { return other.dash == looks[i].dash; });
    };
    while (taken()) {
      looks[i].dash = (looks[i].dash + 1) % kDashes;
    }
  }
  return looks;
}

Gnuplot dash_code(int dash) {
  static const std::array<Gnuplot, kDashes> kCodes{
      Gnuplot("dt 1"),         Gnuplot("dt (9,4)"),     Gnuplot("dt (2,3)"),
      Gnuplot("dt (9,3,2,3)"), Gnuplot("dt (5,3)"),     Gnuplot("dt (12,3,2,3,2,3)"),
      Gnuplot("dt (14,4)"),    Gnuplot("dt (5,2,2,2)"), Gnuplot("dt (1,2)")};
  return kCodes.at(static_cast<std::size_t>(dash));
}

Gnuplot mark_code(int mark) {
  static constexpr std::array<int, kMarks> kShapes{7, 5,  9,  13, 11, 15, 6, 4,
                                                   8, 12, 10, 14, 1,  2,  3};
  return code<Gnuplot>("pt {}", kShapes.at(static_cast<std::size_t>(mark)));
}

}  // namespace metronome::report
