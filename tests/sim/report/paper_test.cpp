#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/filter/zlib.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <cmath>
#include <regex>
#include <set>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/chart_io.hpp"
#include "sim/report/paper_figure.hpp"
#include "sim/report/paper_tables.hpp"
#include "sim/report/stamp.hpp"
#include "tests/sim/report/fabricated.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::report {
namespace paper_test {

using ::testing::HasSubstr;
using ::testing::Not;

/// One machine with its trainings, and the figures of its page.
class Paper : public ::testing::Test {
 protected:
  Paper() {
    data_.recipe.command = "metronome run x";
    add_entry(data_, run_, &baseline_, table_, false);
    figures_ = figures_of(data_);
    put_stamp(figures_, data_.stamp());
  }
  [[nodiscard]] const Figure& figure(const std::string& name) const {
    for (const Figure& one : figures_) {
      if (one.name == name) {
        return one;
      }
    }
    throw UserError(name);
  }

  const RunResult run_ = testing::cpt_run("spatial_fusion");
  const RunResult baseline_ = testing::static_run("spatial_fusion");
  const EnergyTable table_ = testing::priced_table();
  ReportData data_;
  std::vector<Figure> figures_;
};

std::string inflated(const std::string& bytes) {
  std::istringstream in(bytes);
  boost::iostreams::filtering_istream stream;
  stream.push(boost::iostreams::zlib_decompressor());
  stream.push(in);
  std::ostringstream out;
  boost::iostreams::copy(stream, out);
  return out.str();
}

/// The text of all compressed streams of a PDF that hold text (fonts are streams, too).
std::string page_content(const std::string& pdf) {
  std::string content;
  const std::string begin = "stream\n";
  for (std::size_t at = pdf.find("\n" + begin); at != std::string::npos;
       at = pdf.find("\n" + begin, at + 1)) {
    const std::size_t from = at + 1 + begin.size();
    const std::size_t head = pdf.rfind(" obj\n", at);
    if (pdf.substr(head, at - head).find("/FlateDecode") == std::string::npos) {
      continue;  // patterns of hatches are not compressed
    }
    const std::string text = inflated(pdf.substr(from, pdf.find("endstream", from) - from));
    content += text.find(" Tf\n") != std::string::npos ? text : "";
  }
  return content;
}

TEST_F(Paper, a_pdf_is_as_wide_as_its_column_with_embedded_fonts_of_seven_points_and_more) {
  for (const FigureStyle style : kEnumValues<FigureStyle>) {
    const Canvas canvas = canvas_of(style, FigureFormat::pdf);
    for (const char* name : {"phases", "waterfall_energy", "roofline"}) {
      const std::string pdf = paper_figure(figure(name), canvas);
      std::smatch box;
      ASSERT_TRUE(std::regex_search(pdf, box, std::regex(R"(/MediaBox \[ 0 0 ([0-9.]+) )")));
      EXPECT_NEAR(std::stod(box[1]), 72 * width_in_inches(style), 1.0) << name;
      EXPECT_THAT(pdf, HasSubstr("/FontFile"));
      EXPECT_THAT(pdf, Not(HasSubstr("/Type3")));
      EXPECT_THAT(pdf, HasSubstr("/CreationDate (D:20000101000000"));
      const std::string content = page_content(pdf);
      const std::regex size(
          R"((-?[0-9.]+) (-?[0-9.]+) (-?[0-9.]+) (-?[0-9.]+) [-0-9.]+ [-0-9.]+ Tm)");
      std::size_t texts = 0;
      for (std::sregex_iterator at(content.begin(), content.end(), size), end; at != end; ++at) {
        // The matrix turns or mirrors: its scale is the length of either row.
        EXPECT_GE(std::hypot(std::stod((*at)[1]), std::stod((*at)[2])), 6.999) << name;
        ++texts;
      }
      EXPECT_GT(texts, 1u) << name;  // a size stands where it changes
    }
  }
}

TEST_F(Paper, every_format_has_the_same_bytes_twice) {
  for (const FigureFormat format : kEnumValues<FigureFormat>) {
    const Canvas canvas = canvas_of(FigureStyle::ieee_column, format);
    EXPECT_EQ(paper_figure(figure("phases"), canvas), paper_figure(figure("phases"), canvas));
  }
}

TEST_F(Paper, an_svg_and_a_png_say_their_width_in_points_and_pixels) {
  const std::string svg =
      paper_figure(figure("energy"), canvas_of(FigureStyle::acm_column, FigureFormat::svg));
  EXPECT_THAT(svg, HasSubstr("width=\"240pt\" height=\""));
  EXPECT_THAT(svg, HasSubstr("made by: metronome run x"));
  const std::string png =
      paper_figure(figure("energy"), canvas_of(FigureStyle::ieee_column, FigureFormat::png));
  const auto number = [&](std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      value = value << 8 | static_cast<unsigned char>(png[at + i]);
    }
    return value;
  };
  EXPECT_EQ(number(16), 1050u);  // 3.5 inches of 300
  const std::size_t chunk = png.find("pHYs");
  ASSERT_NE(chunk, std::string::npos);
  EXPECT_EQ(number(chunk + 4), 11811u);        // a metre is 39.37 inches
  EXPECT_EQ(number(chunk + 13), 0x78a53f76u);  // the sum of this chunk, as libpng writes it
}

TEST_F(Paper, charts_are_read_back_as_they_were) {
  const std::string json = charts_json(figures_);
  const std::vector<Figure> back = parse_charts(json, "charts.json");
  ASSERT_EQ(back.size(), figures_.size());
  EXPECT_EQ(charts_json(back), json);
  for (std::size_t i = 0; i < back.size(); ++i) {
    EXPECT_EQ(back[i].script(wide_page()).source(), figures_[i].script(wide_page()).source());
    EXPECT_EQ(back[i].caption, figures_[i].caption);
  }
}

TEST_F(Paper, damaged_charts_are_complaints_with_file_and_key) {
  const std::string json = charts_json(figures_);
  const auto complaint = [&](const std::string& from, const std::string& to) {
    std::string text = json;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    try {
      (void)parse_charts(text, "x/charts.json");
    } catch (const UserError& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  EXPECT_THAT(complaint("\"version\":1", "\"version\":2"), HasSubstr("version 2"));
  EXPECT_THAT(complaint("\"#1b3a5c\"", "\"blue\""), HasSubstr("x/charts.json"));
  EXPECT_THAT(complaint("\"stacked\"", "\"piled\""), HasSubstr("`piled`"));
  EXPECT_THAT(complaint("\"name\":\"savings\"", "\"name\":\"../savings\""), HasSubstr("no name"));
  EXPECT_THAT(complaint("\"values\":[", "\"values\":[1,"), HasSubstr("values"));
  EXPECT_THAT(complaint("{", "["), HasSubstr("x/charts.json"));
}

TEST_F(Paper, the_largest_bars_are_kept_and_the_others_are_summed) {
  BarChart chart;
  chart.groups = {{"", {"a", "b", "c", "d"}}};
  chart.series = {{"x", "#111111", {1, 5, 2, 3}}, {"y", "#222222", {1, 0, 0, 3}}};
  const auto fewer = largest_bars(chart, 2);
  ASSERT_TRUE(fewer);
  EXPECT_EQ(fewer->groups[0].second, (std::vector<std::string>{"b", "d", "2 others"}));
  EXPECT_EQ(fewer->series[0].values, (std::vector<double>{5, 3, 3}));
  EXPECT_EQ(fewer->series[1].values, (std::vector<double>{0, 3, 1}));
  EXPECT_FALSE(largest_bars(chart, 4));
}

TEST_F(Paper, a_table_has_the_columns_that_fit_or_those_that_are_named) {
  const std::vector<TexTable> tables = paper_tables(data_);
  ASSERT_EQ(tables[0].name, "savings");
  const TexPlace column{.width_pt = 252};
  const std::vector<std::size_t> all = chosen_columns(tables[0], {.width_pt = 2000}, {});
  EXPECT_EQ(all.size(), tables[0].columns.size());
  EXPECT_LT(chosen_columns(tables[0], column, {}).size(), all.size());
  const std::string tex =
      tex_table(tables[0], column,
                chosen_columns(tables[0], column, {"accelerator", "cpt_energy_j"}))
          .source();
  EXPECT_THAT(tex, HasSubstr("\\begin{table}\n\\caption{What cpt:"));
  EXPECT_THAT(tex, HasSubstr("\\label{tab:savings}"));
  EXPECT_THAT(tex, HasSubstr("\\begin{tabular*}{\\columnwidth}{@{\\extracolsep{\\fill}}lr@{}}"));
  EXPECT_THAT(
      tex, HasSubstr("accelerator & CPT \\\\\n & (J) \\\\\n\\midrule\nspatial\\_fusion\\_512 & "));
  EXPECT_THAT(tex, HasSubstr("\\bottomrule"));
  EXPECT_THROW((void)chosen_columns(tables[0], column, {"cpt_energie_j"}), UserError);
  EXPECT_THROW((void)chosen_columns(tables[0], {.width_pt = 30}, {"accelerator"}), UserError);
}

TEST_F(Paper, a_csv_table_becomes_one_for_a_paper) {
  const TexTable table = paper_table_of_csv("sweep", "Points.",
                                            "key,model,cycle_saving_fraction,cpt_time_s,run_x\nk1,"
                                            "a & b,0.21875,12.3456,1\nk2,c,-0.5,,2\n",
                                            "sweep.csv");
  EXPECT_EQ(table.rows[0], (std::vector<std::string>{"k1", "a & b", "21.9", "12.3", "1.00"}));
  EXPECT_EQ(table.rows[1], (std::vector<std::string>{"k2", "c", "\u221250.0", "\u2013", "2.00"}));
  EXPECT_EQ(table.wanted, (std::vector<std::size_t>{1, 2, 3}));
  EXPECT_EQ(table.columns[2].head, "cycle saving");
  EXPECT_EQ(table.columns[2].unit, "%");
  EXPECT_THAT(tex_table(table, {}, {1}).source(), HasSubstr("a \\& b"));
}

TEST_F(Paper, sources_are_the_cited_entries_of_the_bibliography) {
  const std::set<std::string> keys =
      cited_keys("source: \"[horowitz2014energy], table\"\ninterval: [0.5, 2]\nhow: [nobody1999x]");
  EXPECT_EQ(keys, (std::set<std::string>{"horowitz2014energy", "nobody1999x"}));
  const Sources sources = sources_of(
      keys,
      "@misc{other2000a,\n  title = {A}\n}\n\n@article{horowitz2014energy,\n  year = {2014}\n}\n");
  EXPECT_EQ(sources.bibtex, "@article{horowitz2014energy,\n  year = {2014}\n}\n\n");
  EXPECT_EQ(sources.missing, std::vector<std::string>{"nobody1999x"});
}

/// What the price tables that come with the program cite is in its bibliography.
TEST_F(Paper, every_source_of_a_price_has_an_entry) {
  const std::string root = metronome::source_dir();
  const std::string table = read_file(root + "/configs/energy/28nm.yaml");
  const Sources sources = sources_of(cited_keys(table), read_file(root + "/docs/bibliography.bib"));
  EXPECT_GT(sources.bibtex.size(), 500u);
  EXPECT_TRUE(sources.missing.empty()) << ::testing::PrintToString(sources.missing);
}

}  // namespace paper_test
}  // namespace metronome::report
