#include "sim/report/manifest.hpp"

#include "sim/report/json_fields.hpp"

namespace metronome::report {

std::string manifest_json(const Manifest& manifest) {
  Json hashes = Json::object();
  for (const auto& [what, hash] : manifest.hashes) {
    hashes[what] = hash;
  }
  Json out{{"version", manifest.version}, {"command", manifest.command},
           {"seed", manifest.seed},       {"hashes", std::move(hashes)},
           {"host", manifest.host},       {"wall_seconds", manifest.wall_seconds}};
  if (!manifest.figures.empty()) {
    out["figures"] = manifest.figures;
  }
  return out.dump(2) + "\n";
}

std::string with_figures(std::string_view text, const std::string& file,
                         const std::string& figures) {
  Json whole = parse_json(text, file);
  whole["figures"] = figures;
  return whole.dump(2) + "\n";
}

Manifest parse_manifest(std::string_view text, const std::string& file) {
  const Json whole = parse_json(text, file);
  const JsonFields fields(whole, file);
  Manifest manifest{.version = fields.text("version"),
                    .command = fields.text("command"),
                    .seed = fields.whole("seed"),
                    .hashes = {},
                    .host = fields.text("host"),
                    .wall_seconds = fields.number("wall_seconds", {0, 1e12L}),
                    .figures = {}};
  if (fields.has("figures")) {
    manifest.figures = fields.text("figures");
  }
  const JsonFields hashes = fields.object("hashes");
  for (const auto& item : hashes.value().items()) {
    manifest.hashes[item.key()] = hashes.text(item.key());
  }
  return manifest;
}

}  // namespace metronome::report
