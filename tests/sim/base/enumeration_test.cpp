#include "sim/base/enumeration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "sim/base/error.hpp"

namespace metronome {
namespace enumeration_test {

using ::testing::ElementsAre;

enum class Flavour : std::uint8_t { sweet, sour, bitter };
constexpr auto enum_rows(Flavour) {
  using enum Flavour;
  return enum_list<Flavour>({{sweet, "sweet"}, {sour, "acid"}, {bitter, "bitter"}});
}

enum class Unlisted { one };
static_assert(Enumeration<Flavour> && !Enumeration<Unlisted> && !Enumeration<int>);

template <class T>
std::vector<T> items(const EnumArray<Flavour, T>& array) {
  return {array.begin(), array.end()};
}

struct Dish {
  enum class Course { first, last };
  friend constexpr auto enum_rows(Course) {
    return enum_list<Course>({{Course::first, "first"}, {Course::last, "last"}});
  }
};
static_assert(kEnumCount<Dish::Course> == 2, "an enumeration of a class has a list, too");

TEST(enumeration, one_list_gives_count_names_and_order) {
  static_assert(kEnumCount<Flavour> == 3);
  static_assert(enum_name(Flavour::sour) == "acid");
  EXPECT_THAT(kEnumValues<Flavour>, ElementsAre(Flavour::sweet, Flavour::sour, Flavour::bitter));
  EXPECT_THAT(enum_name_list<Flavour>(), ElementsAre("sweet", "acid", "bitter"));
  for (const auto& [value, name] : kEnumRows<Flavour>) {
    EXPECT_EQ(enum_name(value), name);
    EXPECT_EQ(enum_from_name<Flavour>(name), value);
    EXPECT_EQ(kEnumValues<Flavour>[enum_index(value)], value);
  }
}

TEST(enumeration, other_texts_are_no_enumerator) {
  EXPECT_EQ(enum_from_name<Flavour>("sour"), std::nullopt);
  EXPECT_EQ(enum_from_name<Flavour>("Sweet"), std::nullopt);
  EXPECT_EQ(enum_from_name<Flavour>(""), std::nullopt);
}

TEST(enumeration, a_value_that_is_no_enumerator_is_our_bug) {
  EXPECT_THROW(static_cast<void>(enum_name(static_cast<Flavour>(3))), InternalError);
  try {
    fail_no_enumerator(static_cast<Flavour>(200));
  } catch (const InternalError& error) {
    EXPECT_STREQ(error.what(), "200 is no value of its enumeration");
  }
}

TEST(enum_array, has_one_item_for_each_enumerator) {
  EnumArray<Flavour, int> spoons;
  EXPECT_THAT(items(spoons), ElementsAre(0, 0, 0)) << "items begin as zeros";
  spoons[Flavour::sour] = 2;
  spoons[Flavour::bitter] += 5;
  EXPECT_THAT(items(spoons), ElementsAre(0, 2, 5));
  EXPECT_EQ(spoons.size(), 3u);
  EXPECT_EQ(std::accumulate(spoons.begin(), spoons.end(), 0), 7);
  const auto same = enum_array<Flavour>([&](Flavour flavour) { return spoons[flavour]; });
  EXPECT_EQ(same, spoons);
  spoons.fill(1);
  EXPECT_NE(same, spoons);
}

TEST(enum_array, tables_are_constants) {
  constexpr auto kSpoons =
      enum_table<Flavour, int>({{Flavour::sweet, 1}, {Flavour::sour, 20}, {Flavour::bitter, 300}});
  static_assert(kSpoons[Flavour::bitter] == 300);
  EXPECT_THAT(items(kSpoons), ElementsAre(1, 20, 300));
}

}  // namespace enumeration_test
}  // namespace metronome
