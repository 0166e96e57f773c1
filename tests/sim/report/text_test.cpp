#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/html.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/metrics_io.hpp"
#include "sim/report/names.hpp"
#include "sim/report/units.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace text_test {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(units, an_interval_stands_behind_a_percentage_with_as_many_digits_as_it_bears) {
  EXPECT_EQ(percent(0.143, 0.112, 0.181), "14 % (11–18)");
  EXPECT_EQ(percent(0.143, 0.1412, 0.1449), "14.3 % (14.1–14.5)");
  EXPECT_EQ(percent(-0.03, -0.051, 0.002), "−3 % (−5 to 0)");
  EXPECT_EQ(percent(0.01, -0.02, 0.04), "1 % (−2 to 4)");
}

TEST(csv, fields_with_commas_quotes_and_line_breaks_read_back) {
  Csv out({"a", "b"});
  out.add("x,y").add("say \"hi\"\nthere");
  out.end_row();
  out.add(0.1).add(std::uint64_t{7});
  out.end_row();
  const std::vector<std::vector<std::string>> expected{
      {"a", "b"}, {"x,y", "say \"hi\"\nthere"}, {"0.1", "7"}};
  EXPECT_EQ(parse_csv(out.text()), expected);
}

TEST(csv, a_row_of_another_length_than_the_header_is_our_bug) {
  Csv out({"a", "b"});
  out.add("x");
  EXPECT_THROW(out.end_row(), InternalError);
}

TEST(csv, empty_fields_and_windows_line_ends_are_kept_apart) {
  const std::vector<std::vector<std::string>> expected{{"", ""}, {"1", ""}};
  EXPECT_EQ(parse_csv(",\r\n1,"), expected);
}

TEST(units, scale_brings_the_largest_value_to_one_or_more) {
  EXPECT_EQ(scale_for(0.0035).prefix, "m");
  EXPECT_EQ(scale_for(1).prefix, "");
  EXPECT_EQ(scale_for(999).prefix, "");
  EXPECT_EQ(scale_for(34.6e9).prefix, "G");
  EXPECT_EQ(scale_for(0).factor, 1);
}

TEST(units, numbers_have_as_many_significant_digits_as_asked) {
  EXPECT_EQ(significant(3.14159), "3.14");
  EXPECT_EQ(significant(0.0031415), "0.00314");
  EXPECT_EQ(significant(314.15), "314");
  EXPECT_EQ(significant(1.2), "1.20");
  EXPECT_EQ(significant(99.96), "100");
  EXPECT_EQ(significant(9.996), "10.0");
  EXPECT_EQ(significant(-0.9996), "−1.00");
  EXPECT_EQ(significant(0), "0");
  EXPECT_EQ(significant(-2.5), "−2.50");
  EXPECT_EQ(percent(0.36666), "36.7 %");
  EXPECT_EQ(percent(-0.012), "−1.2 %");
  EXPECT_EQ(percent(-0.0001), "0.0 %");
  EXPECT_EQ(grouped(1234567), "1\u2009234\u2009567");
  EXPECT_EQ(grouped(123), "123");
}

TEST(names, levels_are_forward_and_backward_bits) {
  trace::Assignment assignment{{3, 8}, {}};
  EXPECT_EQ(level_name(assignment), "3/8");
  assignment.all = {0, 8};
  assignment.layers.set("head", {8, 8});
  EXPECT_EQ(level_name(assignment), "fp32/8 (1 layer its own)");
  assignment.layers.set("body", {8, 8});
  EXPECT_EQ(level_name(assignment), "fp32/8 (2 layers their own)");
}

TEST(names, levels_tell_each_operand_where_the_short_form_does_not) {
  trace::Precision precision(8, 0);
  precision.weight_bits = 4;
  EXPECT_EQ(level_name({precision, {}}), "w4 a8 efp32");
  precision.gradient_bits = 6;
  precision.stash_bits = 0;
  EXPECT_EQ(level_name({precision, {}}), "w4 a8 efp32 g6 sfp32");
}

TEST(html, reserved_characters_are_escaped_everywhere) {
  HtmlPage page("a < b", "c & d");
  page.section("<script>");
  page.paragraph("\"x\"");
  page.table(HtmlTable("t < u").head({"<"}).row({"&"}));
  const std::string html = page.html();
  EXPECT_EQ(html.find("<script>"), html.rfind("<script>")) << "but for the page's own";
  EXPECT_THAT(html, HasSubstr("a &lt; b"));
  EXPECT_THAT(html, HasSubstr("c &amp; d"));
  EXPECT_THAT(html, HasSubstr("<td class=\"left\">&amp;</td>"));
}

TEST(html, tables_and_figures_are_numbered_each_in_their_own_order) {
  HtmlPage page("t", "s");
  page.figure(Html("<svg></svg>"), Html("<svg></svg>"), "first", "a.csv");
  page.table(HtmlTable("second").head({"x"}));
  page.figure(Html("<svg></svg>"), Html("<svg></svg>"), "third", "b.csv");
  const std::string html = page.html();
  EXPECT_THAT(html, HasSubstr("Figure 2.</b> third"));
  EXPECT_THAT(html, HasSubstr("Table 1.</b> second"));
}

TEST(metrics_file, reads_back_with_absent_values) {
  trace::Metric full{9, 0.5, 0.9, 0.8, 0.01, {3, 8}, trace::Precision(8, 0)};
  trace::Metric bare;
  bare.iteration = 10;
  const TrainingMetrics metrics{{full, bare}, {full}};
  EXPECT_EQ(parse_metrics(metrics_csv(metrics), "m.csv"), metrics);
}

TEST(metrics_file, a_wrong_field_is_named_with_its_line) {
  const std::string text = metrics_csv({{trace::Metric{}}, {}}) + "run,1,x,,,,8,8,8,fp32,8,,,\n";
  try {
    (void)parse_metrics(text, "m.csv");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).text(),
              "m.csv:3:7: loss: `x` is not a valid number (such as 12, 0.5 or 1e9)");
  }
  EXPECT_THROW((void)parse_metrics("a,b\n", "m.csv"), UserError);
}

TEST(manifest, reads_back) {
  const Manifest manifest = testing::some_manifest();
  EXPECT_EQ(parse_manifest(manifest_json(manifest), "manifest.json"), manifest);
}

}  // namespace text_test
}  // namespace metronome::report
