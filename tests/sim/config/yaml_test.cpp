#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/config/node.hpp"
#include "sim/config/reader.hpp"

namespace metronome::config::yaml_test {

/// What reading the text complains of, first line only; empty where it does not.
std::string complaint(const std::string& text) {
  try {
    (void)parse_yaml(text, "f.yaml");
  } catch (const UserError& error) {
    return error.diagnostics().at(0).text();
  }
  return {};
}

/// Nine anchors, each a list of ten of the one before.
std::string nested_aliases() {
  std::string text = "a0: &a0 x\n";
  for (int i = 1; i <= 9; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias;
    for (int j = 1; j < 10; ++j) {
      text += ", " + alias;
    }
    text += "]\n";
  }
  return text;
}

TEST(faults, F1_3_an_alias_inside_of_what_it_repeats_is_refused_with_its_place) {
  EXPECT_EQ(complaint("&a [*a]\n"),
            "f.yaml:1:5: an alias stands inside of what it repeats (write the values out)");
  EXPECT_EQ(complaint("a: &a\n  b: {c: *a}\n"),
            "f.yaml:2:10: an alias stands inside of what it repeats (write the values out)");
}

TEST(faults, F1_3_aliases_that_repeat_without_bound_are_refused) {
  EXPECT_EQ(complaint(nested_aliases()),
            "f.yaml:6:40: aliases repeat more than 100000 values (write the values out)");
}

TEST(faults, F1_3_a_value_of_set_has_the_same_limits) {
  for (const std::string& text : {std::string("a=&a [*a]"), "a={b: " + std::string(200, '[')}) {
    Reader reader(parse_overrides({text}));
    Node node = Node::make_map();
    EXPECT_THROW(reader.apply_overrides(node, ""), UserError) << text;
  }
}

TEST(yaml, depth_and_number_of_values_have_limits) {
  EXPECT_EQ(complaint(std::string(100, '[') + std::string(100, ']')), "");
  EXPECT_EQ(complaint(std::string(101, '[') + std::string(101, ']')),
            "f.yaml:1:101: lists and maps nest deeper than 100 levels");
  std::string many = "[";
  for (std::size_t i = 0; i < kMostYamlValues; ++i) {
    many += "1,";
  }
  EXPECT_EQ(complaint(many + "]"), "f.yaml:1:2000000: the file holds more than 1000000 values");
}

TEST(yaml, aliases_repeat_values_with_the_place_of_the_anchor) {
  const Node node = parse_yaml("a: &x {b: [1, 2]}\nc: *x\n", "f.yaml");
  ASSERT_NE(node.find("c"), nullptr);
  EXPECT_EQ(node.find("c")->find("b")->items.at(1).scalar, "2");
  EXPECT_EQ(node.find("c")->find("b")->items.at(1).mark.line, 1);
}

TEST(yaml, keys_that_stand_twice_are_all_named) {
  try {
    (void)parse_yaml("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f.yaml");
    FAIL();
  } catch (const UserError& error) {
    ASSERT_EQ(error.diagnostics().size(), 2u);
    EXPECT_EQ(error.diagnostics()[0].text(), "f.yaml:2:11: c: stands twice (keep one of them)");
    EXPECT_EQ(error.diagnostics()[1].text(), "f.yaml:3:1: a: stands twice (keep one of them)");
  }
}

TEST(yaml, a_key_is_a_single_value) {
  EXPECT_EQ(complaint("[1, 2]: 3\n"), "f.yaml:1:1: a key must be a single value (KEY: VALUE)");
  EXPECT_EQ(complaint("{a: 1}: 3\n"), "f.yaml:1:1: a key must be a single value (KEY: VALUE)");
  EXPECT_EQ(complaint("~: 3\n"), "f.yaml:1:1: a key must be a single value (KEY: VALUE)");
}

TEST(yaml, a_second_document_is_refused) {
  EXPECT_EQ(complaint("---\na: 1\n...\n"), "");
  EXPECT_NE(complaint("a: 1\n---\nb: 2\n").find("a second document starts here"),
            std::string::npos);
}

TEST(yaml, a_byte_order_mark_and_carriage_returns_are_no_part_of_the_text) {
  const Node node = parse_yaml(
      "\xef\xbb\xbf"
      "a: 1\r\nb: x\r\n",
      "f.yaml");
  EXPECT_EQ(node.entries.at(0).key, "a");
  EXPECT_EQ(node.entries.at(1).value.scalar, "x");
}

TEST(yaml, what_is_no_text_is_named) {
  using namespace std::string_literals;
  EXPECT_EQ(complaint("\xff\xfe"
                      "a\0:\0"s),
            "f.yaml: is UTF-16 text (save it as UTF-8)");
  EXPECT_EQ(complaint("a\0:\0 \0"s), "f.yaml: is UTF-16 text (save it as UTF-8)");
  EXPECT_EQ(complaint("a: 1\nb: \0\n"s), "f.yaml:2:1: holds a NUL byte (a text file)");
  EXPECT_EQ(complaint("\x1f\x8b\x08"), "f.yaml: is gzip data (a text file)");
  EXPECT_EQ(complaint("PK\x03\x04"), "f.yaml: is a zip archive or an Excel workbook (a text file)");
}

TEST(yaml, an_empty_document_is_null) {
  EXPECT_EQ(parse_yaml("", "f.yaml").kind, Node::Kind::null);
  EXPECT_EQ(parse_yaml("# nothing\n", "f.yaml").kind, Node::Kind::null);
}

}  // namespace metronome::config::yaml_test
