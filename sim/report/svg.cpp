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

Html described(const PictureText& text, const std::string& prefix) {
  return code<Html>("<title id=\"{0}-title\">{1}</title><desc id=\"{0}-desc\">{2}</desc>", prefix,
                    text.title, text.description);
}

Html places_code(const std::vector<HoverPlace>& places) {
  Html out;
  for (const HoverPlace& place : places) {
    out += code<Html>(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}</title>"
        "</rect>\n",
        place.left, place.top, place.width, place.height, place.text);
  }
  return places.empty() ? out
                        : code<Html>("<g class=\"places\" fill=\"transparent\">\n{}</g>\n", out);
}

}  // namespace

Html inline_svg(const std::string& svg, const std::string& prefix, const PictureText& text,
                const std::vector<HoverPlace>& places) {
  if (svg.empty()) {
    return {};
  }
  std::string out = with_own_names(svg.substr(std::min(svg.find("<svg"), svg.size())), prefix);
  METRONOME_ASSERT(out.find("<script") == std::string::npos, "a figure holds no script");
  const std::size_t description = out.find("<desc>");
  const std::size_t end = out.find("</desc>");
  if (description != std::string::npos && end != std::string::npos) {
    out.erase(description, end + 7 - description);
  }
  const std::string own_title = "<title>Gnuplot</title>";
  if (const std::size_t at = out.find(own_title); at != std::string::npos) {
    out.replace(at, own_title.size(), described(text, prefix).source());
  }
  if (const std::size_t close = out.rfind("</svg>"); close != std::string::npos) {
    out.insert(close, places_code(places).source());
  }
  out.insert(std::min<std::size_t>(4, out.size()),
             code<Html>(" role=\"img\" aria-labelledby=\"{0}-title\" aria-describedby=\"{0}-desc\"",
                        prefix)
                 .source());
  return Html::trusted(std::move(out));
}

}  // namespace metronome::report
