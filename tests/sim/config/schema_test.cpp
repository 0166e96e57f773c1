#include "sim/config/schema.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace metronome::config {

enum class Flavour { plain, spicy };
constexpr auto enum_rows(Flavour) {
  return enum_list<Flavour>({{Flavour::plain, "plain"}, {Flavour::spicy, "spicy"}});
}

struct Small {
  static constexpr std::string_view kSchemaName = "small";
  Bytes size{64};
  Flavour flavour = Flavour::plain;
  bool operator==(const Small&) const = default;
};
struct Round {
  static constexpr std::string_view kSchemaName = "round";
  double radius = 1.0;
  bool operator==(const Round&) const = default;
};
struct Square {
  static constexpr std::string_view kSchemaName = "square";
  int side = 1;
  bool operator==(const Square&) const = default;
};
struct Whole {
  static constexpr std::string_view kSchemaName = "whole";
  std::string name;
  int rows = 4;
  Small small;
  std::variant<Round, Square> shape;
  std::vector<int> list;
  bool operator==(const Whole&) const = default;
};

template <>
const StructSchema<Small>& schema_of<Small>() {
  static const auto schema = StructSchema<Small>("a small thing")
                                 .field("size_bytes", &Small::size,
                                        {.unit = "bytes", .min = 1, .max = 18446744073709551615u})
                                 .field("flavour", &Small::flavour, {.doc = "taste"});
  return schema;
}
template <>
const StructSchema<Round>& schema_of<Round>() {
  static const auto schema =
      StructSchema<Round>("round").field("radius", &Round::radius, {.min = -1e3, .max = 1e3});
  return schema;
}
template <>
const StructSchema<Square>& schema_of<Square>() {
  static const auto schema =
      StructSchema<Square>("square").field("side", &Square::side, {.min = 0, .max = 9});
  return schema;
}
template <>
const StructSchema<Whole>& schema_of<Whole>() {
  static const auto schema =
      StructSchema<Whole>("everything")
          .field("name", &Whole::name, {.doc = "its name", .required = true})
          .field("rows", &Whole::rows, {.unit = "rows", .min = 1, .max = 8})
          .field("small", &Whole::small, {})
          .field("shape", &Whole::shape, {})
          .field("list", &Whole::list, {.min = 0, .max = 9})
          .validate([](const Whole& w, const StructSchema<Whole>::Complain& complain) {
            if (w.rows == 7) {
              complain("rows", "seven is unlucky", "six or eight");
            }
          });
  return schema;
}

struct Files {
  static constexpr std::string_view kSchemaName = "files";
  std::vector<FilePath> files;
  bool operator==(const Files&) const = default;
};
template <>
const StructSchema<Files>& schema_of<Files>() {
  static const auto schema = StructSchema<Files>("a list").field("files", &Files::files, {});
  return schema;
}

namespace schema_test {

Whole read_text(const std::string& text, std::vector<Override> overrides = {}) {
  Reader reader(std::move(overrides));
  Whole value;
  schema_of<Whole>().read(value, parse_yaml(text, "f.yaml"), reader, "");
  reader.finish();
  return value;
}

std::vector<Diagnostic> complaints(const std::string& text, std::vector<Override> overrides = {}) {
  try {
    read_text(text, std::move(overrides));
  } catch (const UserError& error) {
    return error.diagnostics();
  }
  return {};
}

TEST(schema, reads_what_is_written_and_defaults_the_rest) {
  const Whole w = read_text("name: a\nshape: {kind: square, side: 3}\nlist: [1, 2]\n");
  EXPECT_EQ(w.name, "a");
  EXPECT_EQ(w.rows, 4);
  EXPECT_EQ(w.small.size, Bytes(64));
  EXPECT_EQ(std::get<Square>(w.shape).side, 3);
  EXPECT_EQ(w.list, (std::vector<int>{1, 2}));
}

TEST(schema, resolved_form_reads_back_as_the_same_value) {
  Whole w = read_text("name: \"a: b\"\nshape: {kind: round, radius: 0.1}\nlist: [5]\n");
  EXPECT_EQ(read_text(resolved_yaml(w)), w);
}

TEST(schema, all_errors_come_at_once_with_place_key_and_nearest_name) {
  const auto found = complaints(
      "name: a\nrosw: 3\nsmall: {size_bytes: 0, flavour: spciy}\nshape: {kind: squire}\nlist: "
      "[x]\n");
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0].text(), "f.yaml:2:1: rosw: unknown key (did you mean `rows`?)");
  EXPECT_EQ(
      found[1].text(),
      "f.yaml:3:21: small.size_bytes: 0 is out of range (allowed: 1 to 18446744073709551615)");
  EXPECT_EQ(found[2].text(),
            "f.yaml:3:33: small.flavour: `spciy` is not a known value (did you mean `spicy`?)");
  EXPECT_EQ(found[3].text(),
            "f.yaml:4:15: shape.kind: `squire` is not a known kind (did you mean `square`?)");
  EXPECT_EQ(found[4].key, "list[0]");
}

/// The complaint about one number, without its place and key.
std::string number_complaint(const std::string& key, const std::string& value) {
  const auto found =
      complaints("name: a\nshape: {kind: round}\n", parse_overrides({key + "=" + value}));
  return found.empty() ? "" : found[0].what + " (" + found[0].hint + ")";
}

TEST(faults, F4_a_number_below_the_range_of_its_key_is_told_the_true_range) {
  EXPECT_EQ(number_complaint("rows", "-4"), "-4 is out of range (allowed: 1 to 8)");
  EXPECT_EQ(number_complaint("rows", "9"), "9 is out of range (allowed: 1 to 8)");
  EXPECT_EQ(number_complaint("rows", "99999999999999999999"),
            "99999999999999999999 is out of range (allowed: 1 to 8)");
  EXPECT_EQ(number_complaint("rows", "many"),
            "`many` is not a valid integer (a whole number, 1 to 8)");
  EXPECT_EQ(number_complaint("rows", "+8"), "");
}

TEST(faults, F4_integers_are_compared_exactly_beyond_53_bits) {
  const std::string range = " is out of range (allowed: 1 to 18446744073709551615)";
  EXPECT_EQ(number_complaint("small.size_bytes", "18446744073709551615"), "");
  EXPECT_EQ(number_complaint("small.size_bytes", "18446744073709551616"),
            "18446744073709551616" + range);
  EXPECT_EQ(number_complaint("small.size_bytes", "-1"), "-1" + range);
}

TEST(faults, F4_real_numbers_are_finite) {
  for (const char* text : {"nan", "inf", "-inf", "1e999"}) {
    const auto found = complaints("name: a\nshape: {kind: round}\n",
                                  parse_overrides({std::string("shape.radius=") + text}));
    EXPECT_EQ(found.size(), 1u) << text;
  }
}

TEST(faults, F4_a_field_that_is_a_number_must_have_a_range) {
  EXPECT_THROW((void)StructSchema<Square>("square").field("side", &Square::side, {.min = 0}),
               InternalError);
  EXPECT_THROW((void)StructSchema<Whole>("list").field("list", &Whole::list, {}), InternalError);
}

TEST(schema, a_missing_required_key_is_named) {
  const auto found = complaints("rows: 3\nshape: {kind: round}\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, "name");
  EXPECT_EQ(found[0].what, "is missing");
}

TEST(schema, overrides_reach_nested_and_variant_keys_and_unknown_ones_are_errors) {
  const std::string text = "name: a\nshape: {kind: round}\n";
  const Whole w = read_text(text, parse_overrides({"rows=6", "small.flavour=spicy",
                                                   "shape.kind=square", "shape.side=9"}));
  EXPECT_EQ(w.rows, 6);
  EXPECT_EQ(w.small.flavour, Flavour::spicy);
  EXPECT_EQ(std::get<Square>(w.shape).side, 9);
  EXPECT_EQ(complaints(text, parse_overrides({"rosw=6"})).size(), 1u);
  EXPECT_EQ(complaints(text, parse_overrides({"small.x.y=6"})).size(), 2u);
  EXPECT_THROW(parse_override("rows"), UserError);
}

TEST(schema, an_override_of_one_item_leaves_the_others_and_must_name_one_that_is_there) {
  const std::string text = "name: a\nshape: {kind: round}\nlist: [1, 2, 3]\n";
  EXPECT_EQ(read_text(text, parse_overrides({"list[1]=7"})).list, (std::vector<int>{1, 7, 3}));
  for (const char* wrong : {"list[3]=7", "list[=7", "list[]=7", "list[-1]=7", "list[1]x=7",
                            "list[1=[7]", "other[0]=7", "name[0]=b"}) {
    const auto found = complaints(text, parse_overrides({wrong}));
    ASSERT_EQ(found.size(), 1u) << wrong;
    EXPECT_EQ(found[0].what, "there is no such item") << wrong;
  }
  EXPECT_EQ(complaints(text, parse_overrides({"other[0].a=7", "other[0].b=7"})).size(), 3u);
}

TEST(schema, rules_over_several_fields_point_at_the_key) {
  const auto found = complaints("name: a\nrows: 7\nshape: {kind: round}\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text(), "f.yaml:2:7: rows: seven is unlucky (six or eight)");
}

TEST(schema, an_unknown_key_does_not_hide_a_broken_rule) {
  const auto found = complaints("name: a\nrosw: 1\nrows: 7\nshape: {kind: round}\n");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, "rosw");
  EXPECT_EQ(found[1].what, "seven is unlucky");
}

TEST(schema, a_nested_struct_may_stand_in_its_own_file) {
  const auto folder = std::filesystem::temp_directory_path() / "metronome_schema_include";
  write_file_atomically(folder / "small.yaml", "size_bytes: 5\n");
  write_file_atomically(folder / "whole.yaml",
                        "name: a\nsmall: small.yaml\nshape: {kind: round}\n");
  const Whole w = load<Whole>(folder / "whole.yaml", parse_overrides({"small.flavour=spicy"}));
  EXPECT_EQ(w.small.size, Bytes(5));
  EXPECT_EQ(w.small.flavour, Flavour::spicy);
  std::filesystem::remove_all(folder);
}

// A file of any other text is one scalar of YAML: nothing of it may be taken for a name, or be
// printed.
TEST(schema, a_document_that_is_a_text_is_no_name_of_a_file) {
  for (const char* text : {"root:x:0:0:root\ndaemon:x:1:1:/sbin\n", "some words", "/etc/hosts"}) {
    const auto found = complaints(text);
    ASSERT_FALSE(found.empty()) << text;
    EXPECT_EQ(found[0].what, "must be a map of keys") << text;
  }
  const auto nested = complaints("name: a\nsmall: |\n  root\n  daemon\n");
  ASSERT_EQ(nested.size(), 1u);
  EXPECT_EQ(nested[0].key, "small");
  EXPECT_EQ(nested[0].what.find("no such file"), std::string::npos) << nested[0].what;
  EXPECT_EQ(complaints("name: a\nsmall: nowhere.yaml\n").at(0).what, "no such file: nowhere.yaml");
}

TEST(schema, keys_beside_the_file_of_a_nested_struct_take_the_place_of_its_own) {
  const auto folder = std::filesystem::temp_directory_path() / "metronome_schema_overlay";
  const auto loaded = [&](const std::string& small) {
    write_file_atomically(folder / "whole.yaml",
                          "name: a\nsmall: " + small + "\nshape: {kind: round}\n");
    return load<Whole>(folder / "whole.yaml").small;
  };
  write_file_atomically(folder / "small.yaml", "size_bytes: 5\nflavour: spicy\n");
  EXPECT_EQ(loaded("{file: small.yaml, size_bytes: 7}").size, Bytes(7));
  EXPECT_EQ(loaded("{file: small.yaml, size_bytes: 7}").flavour, Flavour::spicy);
  EXPECT_EQ(loaded("{file: small.yaml}").size, Bytes(5));
  EXPECT_THROW((void)loaded("{file: none.yaml}"), UserError);
  EXPECT_THROW((void)loaded("{file: small.yaml, seize_bytes: 7}"), UserError);
  std::filesystem::remove_all(folder);
}

TEST(schema, an_override_names_another_file_and_the_keys_beside_it_stay) {
  const auto folder = std::filesystem::temp_directory_path() / "metronome_schema_other_file";
  write_file_atomically(folder / "one.yaml", "size_bytes: 5\nflavour: spicy\n");
  write_file_atomically(folder / "other.yaml", "size_bytes: 9\nflavour: plain\n");
  const auto loaded = [&](const std::string& small, const std::string& sets) {
    write_file_atomically(folder / "whole.yaml",
                          "name: a\nsmall: " + small + "\nshape: {kind: round}\n");
    return load<Whole>(folder / "whole.yaml",
                       parse_overrides({"small.file=" + (folder / "other.yaml").string(), sets}))
        .small;
  };
  for (const char* small : {"{file: one.yaml}", "one.yaml", "{flavour: spicy}"}) {
    const bool beside = std::string(small) == "{flavour: spicy}";
    EXPECT_EQ(loaded(small, "name=b").size, Bytes(9)) << small;
    EXPECT_EQ(loaded(small, "name=b").flavour, beside ? Flavour::spicy : Flavour::plain) << small;
    EXPECT_EQ(loaded(small, "small.size_bytes=7").size, Bytes(7)) << small;
  }
  EXPECT_THROW((void)loaded("one.yaml", "small.file=none.yaml"), UserError);
  EXPECT_THROW((void)load<Whole>(folder / "whole.yaml", parse_overrides({"file=one.yaml"})),
               UserError);
  std::filesystem::remove_all(folder);
}

TEST(schema, file_names_are_relative_to_the_file_that_holds_them_or_to_the_working_directory) {
  EXPECT_EQ(resolve_path("../x/b.yaml", Mark{"configs/arch/a.yaml", 3, 1}), "configs/x/b.yaml");
  EXPECT_EQ(resolve_path("x/b.yaml", Mark{"--set file=x/b.yaml", 0, 0}), "x/b.yaml");
}

TEST(schema, file_names_in_a_list_of_set_are_relative_to_the_working_directory) {
  Reader reader(
      std::vector<Override>{{.path = "files", .value = "[x/nowhere.yaml, y/nowhere.yaml]"}});
  Files files;
  schema_of<Files>().read(files, parse_yaml("{}", "folder/a.yaml"), reader, "");
  try {
    reader.finish();
    ADD_FAILURE() << "there are no such files";
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("no such file: x/nowhere.yaml"), std::string::npos) << text;
    EXPECT_NE(text.find("no such file: y/nowhere.yaml"), std::string::npos) << text;
  }
}

TEST(schema, describe_lists_every_key_with_default_and_range) {
  const auto rows = describe<Whole>();
  const auto at = std::find_if(rows.begin(), rows.end(),
                               [](const FieldInfo& row) { return row.key == "small.size_bytes"; });
  ASSERT_NE(at, rows.end());
  EXPECT_EQ(at->default_value, "64");
  EXPECT_EQ(at->range, "1 to 18446744073709551615");
  EXPECT_EQ(at->unit, "bytes");
}

TEST(yaml, a_syntax_error_has_a_place) {
  try {
    (void)parse_yaml("a: [1, 2\nb: 3\n", "bad.yaml");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).file, "bad.yaml");
    EXPECT_GT(error.diagnostics().at(0).line, 0);
  }
}

}  // namespace schema_test
}  // namespace metronome::config
