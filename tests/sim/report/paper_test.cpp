#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/filter/zlib.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <cmath>
#include <regex>
#include <set>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/energy/sram_table.hpp"
#include "sim/report/chart_io.hpp"
#include "sim/report/efficiency_tables.hpp"
#include "sim/report/paper_figure.hpp"
#include "sim/report/paper_tables.hpp"
#include "sim/report/speed_figures.hpp"
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

const TexTable& table_named(const std::vector<TexTable>& tables, const std::string& name) {
  for (const TexTable& table : tables) {
    if (table.name == name) {
      return table;
    }
  }
  throw UserError(name);
}

std::string cell(const TexTable& table, std::size_t row, const std::string& column) {
  const std::vector<std::string> names = column_names(table);
  const auto at = std::find(names.begin(), names.end(), column);
  EXPECT_NE(at, names.end()) << column;
  return table.rows.at(row).at(static_cast<std::size_t>(at - names.begin()));
}

TEST_F(Paper, area_and_power_by_component_add_up_to_those_of_the_machine) {
  const TexTable table = table_named(paper_tables(data_), "area_power");
  ASSERT_EQ(table.rows.size(), 2u * 6) << "five components and all of them, of both trainings";
  const ReportEntry& entry = data_.entries.front();
  for (const std::size_t first : {0, 6}) {
    double area = 0, power = 0, of_area = 0, of_power = 0;
    for (std::size_t row = first; row < first + 5; ++row) {
      area += std::stod(cell(table, row, "area_mm2"));
      power += std::stod(cell(table, row, "power_w"));
      of_area += std::stod(cell(table, row, "area_share"));
      of_power += std::stod(cell(table, row, "power_share"));
    }
    const RunResult& run = first == 0 ? baseline_ : run_;
    const RunCosts costs = cost_of(run, table_);
    const double watts =
        costs.total.energy.total().count() / run.seconds(costs.total.cycles.total()).count();
    EXPECT_NEAR(power, watts, 0.01 * watts);
    EXPECT_NEAR(of_power, 100, 0.3);
    EXPECT_NEAR(of_area, 100, 0.3);
    EXPECT_NEAR(area, area_of(entry).value().total_mm2(),
                0.01 * area_of(entry).value().total_mm2());
    EXPECT_EQ(cell(table, first + 5, "component"), "all");
    EXPECT_NEAR(std::stod(cell(table, first + 5, "power_w")), watts, 0.005 * watts);
  }
}

TEST_F(Paper, efficiency_is_operations_over_time_joules_and_area_at_each_precision) {
  const TexTable table = table_named(paper_tables(data_), "efficiency");
  ASSERT_EQ(table.rows.size(), baseline_.levels.size() + run_.levels.size());
  const RunCosts costs = cost_of(run_, table_);
  const double mm2 = area_of(data_.entries.front()).value().total_mm2();
  for (std::size_t l = 0; l < run_.levels.size(); ++l) {
    const std::size_t row = baseline_.levels.size() + l;
    const Cost& cost = costs.levels[l].per_iteration;
    const double seconds = run_.seconds(cost.cycles.total()).count();
    const double tera = 2e-12 * cost.macs;
    const auto expect = [&](const char* column, double wanted) {
      EXPECT_NEAR(std::stod(cell(table, row, column)), wanted, 0.006 * wanted) << column << l;
    };
    expect("tops", tera / seconds);
    expect("power_w", cost.energy.total().count() / seconds);
    expect("tops_per_w", tera / cost.energy.total().count());
    expect("tops_per_mm2", tera / seconds / mm2);
    const double peak = std::stod(cell(table, row, "peak_tops"));
    EXPECT_GT(peak, tera / seconds);
    expect("peak_tops_per_mm2", peak / mm2);
  }
}

TEST_F(Paper, a_machine_is_told_by_its_peak_its_buffers_and_what_it_was_made_equal_in) {
  const TexTable table = table_named(paper_tables(data_), "machines");
  EXPECT_EQ(cell(table, 0, "peak_macs"), "512");
  double kib = 0;
  for (const auto& [part, count] : leaking_units(run_.one_of_each())) {
    kib += parse_bank(part) ? count * static_cast<double>(parse_bank(part)->bytes) / 1024 : 0;
  }
  EXPECT_NEAR(std::stod(cell(table, 0, "buffers_kib")), kib, 1e-3 * kib);
  EXPECT_EQ(table.wanted.size(), table.columns.size() - 1) << "nothing was made equal";
  RunResult grown = run_;
  grown.equality = {{"equal_measure", "area_mm2"}, {"equal_to", "systolic_512"}};
  ReportData equal;
  add_entry(equal, grown, &baseline_, table_, false);
  const TexTable told = table_named(paper_tables(equal), "machines");
  EXPECT_EQ(cell(told, 0, "equal"), "area_mm2, systolic_512");
  EXPECT_EQ(told.wanted.size(), told.columns.size());
}

TEST_F(Paper, the_speed_of_simulation_is_that_of_runs_of_which_all_was_simulated) {
  const std::vector<TimedRun> runs{{"a, cycle", {.seconds = 2, .jobs = 2, .cycles = 6000000}},
                                   {"kept", {.seconds = 1, .reused = 3, .cycles = 9}},
                                   {"b, cycle", {.seconds = 4, .jobs = 1, .cycles = 4000000}}};
  const std::vector<Figure> figures = speed_figures(runs);
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].name, "simulator_speed");
  const BarChart& speed = std::get<BarChart>(figures[0].chart);
  EXPECT_EQ(speed.series[0].values, (std::vector<double>{3e6, 1e6}));
  EXPECT_EQ(speed.groups[1].first, "b, cycle") << "what was kept from before tells no speed";
  EXPECT_EQ(std::get<BarChart>(figures[1].chart).series[0].values, (std::vector<double>{2, 4}));
  EXPECT_THAT(figures[0].caption, HasSubstr("with 1, 2 worker processes"));
  EXPECT_TRUE(speed_figures({runs[1]}).empty());
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
