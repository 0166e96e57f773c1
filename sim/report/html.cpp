#include "sim/report/html.hpp"

#include <fmt/format.h>

#include "sim/report/page_style.hpp"

namespace metronome::report {
namespace {

/// Cells longer than this wrap; numbers and names never do.
constexpr std::size_t kWrapFrom = 44;

std::string attribute(const std::string& name) {
  return name.empty() ? std::string() : " class=\"" + name + "\"";
}

}  // namespace

std::string html_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

HtmlTable& HtmlTable::spans(const std::vector<std::pair<std::string, int>>& labels) {
  head_ += "<tr>";
  for (const auto& [label, columns] : labels) {
    head_ += fmt::format("<th colspan=\"{}\"{}>{}</th>", columns,
                         attribute(label.empty() ? "" : "span"), html_text(label));
  }
  head_ += "</tr>\n";
  return *this;
}

std::string HtmlTable::cells(const std::vector<std::string>& texts, const char* tag) const {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool left = i < left_columns_ || (last_left_ && i + 1 == texts.size());
    std::string name = left ? "left" : "";
    if (texts[i].size() > kWrapFrom) {
      name += name.empty() ? "wrap" : " wrap";
    }
    out += fmt::format("<{0}{1}>{2}</{0}>", tag, attribute(name), html_text(texts[i]));
  }
  return out;
}

HtmlTable& HtmlTable::head(const std::vector<std::string>& texts) {
  head_ += "<tr>" + cells(texts, "th") + "</tr>\n";
  return *this;
}

HtmlTable& HtmlTable::row(const std::vector<std::string>& texts, const std::string& css_class) {
  body_ += "<tr" + attribute(css_class) + ">" + cells(texts, "td") + "</tr>\n";
  return *this;
}

std::string HtmlTable::html(int number) const {
  return fmt::format(
      "<div class=\"scroll\"><table{}>\n<caption><b>Table {}.</b> {}</caption>\n"
      "<thead>\n{}</thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
      attribute(last_left_ ? "dense" : ""), number, html_text(caption_), head_, body_);
}

HtmlPage::HtmlPage(std::string title, std::string subtitle)
    : title_(std::move(title)), subtitle_(std::move(subtitle)) {}

void HtmlPage::section(const std::string& heading) {
  ++sections_;
  contents_ += fmt::format("<a href=\"#s{0}\">{0}&ensp;{1}</a>\n", sections_, html_text(heading));
  body_ += fmt::format("<h2 id=\"s{0}\"><span class=\"number\">{0}</span>{1}</h2>\n", sections_,
                       html_text(heading));
}

void HtmlPage::paragraph(const std::string& text, const std::string& css_class) {
  body_ += fmt::format("<p{}>{}</p>\n", attribute(css_class), html_text(text));
}

void HtmlPage::list(const std::vector<std::string>& items) {
  body_ += "<ul>\n";
  for (const std::string& item : items) {
    body_ += "<li>" + html_text(item) + "</li>\n";
  }
  body_ += "</ul>\n";
}

void HtmlPage::table(const HtmlTable& table) { body_ += table.html(++tables_); }

void HtmlPage::figure(const std::string& svg, const std::string& caption,
                      const std::string& data_file) {
  body_ += fmt::format(
      "<figure>\n{}\n<figcaption><b>Figure {}.</b> {} <a href=\"{}\">Data</a></figcaption>\n"
      "</figure>\n",
      svg, ++figures_, html_text(caption), html_text(data_file));
}

std::string HtmlPage::html() const {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n"
      "<header>\n<p class=\"kind\">Metronome report</p>\n<h1>{0}</h1>\n"
      "<p class=\"subtitle\">{2}</p>\n</header>\n<nav>\n{3}</nav>\n<main>\n{4}</main>\n"
      "<footer>Written by Metronome. Every joule is a count times a row of the energy table; every "
      "cycle is in exactly one bin.</footer>\n</body>\n</html>\n",
      html_text(title_), page_style(), html_text(subtitle_), contents_, body_);
}

}  // namespace metronome::report
