#include "sim/report/svg.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::report {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// A tag with the names that it defines or uses behind `prefix`.
std::string renamed(std::string tag, const std::string& prefix) {
  for (const char* opening : {"id=\"", "id='", "xlink:href='#", "xlink:href=\"#", "url(#"}) {
    replace_all(tag, opening, opening + prefix + "-");
  }
  return tag;
}

/// All tags renamed; what stands between them (texts of users too) as it is.
std::string with_own_names(const std::string& svg, const std::string& prefix) {
  std::string out;
  for (std::size_t at = 0; at < svg.size();) {
    const bool tag = svg[at] == '<';
    const std::size_t found = svg.find(tag ? '>' : '<', at);
    const std::size_t end = found == std::string::npos ? svg.size() : found + (tag ? 1 : 0);
    const std::string piece = svg.substr(at, end - at);
    out += tag ? renamed(piece, prefix) : piece;
    at = end;
  }
  return out;
}

}  // namespace

Html inline_svg(const std::string& svg, const std::string& prefix, const std::string& title) {
  if (svg.empty()) {
    return {};
  }
  std::string out = with_own_names(svg.substr(std::min(svg.find("<svg"), svg.size())), prefix);
  METRONOME_ASSERT(out.find("<script") == std::string::npos, "a figure holds no script");
  const std::string own_title = "<title>Gnuplot</title>";
  if (const std::size_t at = out.find(own_title); at != std::string::npos) {
    out.replace(at, own_title.size(), code<Html>("<title>{}</title>", title).source());
  }
  const std::size_t description = out.find("<desc>");
  const std::size_t end = out.find("</desc>");
  if (description != std::string::npos && end != std::string::npos) {
    out.erase(description, end + 7 - description);
  }
  out.insert(std::min<std::size_t>(4, out.size()), " role=\"img\"");
  return Html::trusted(std::move(out));
}

}  // namespace metronome::report
