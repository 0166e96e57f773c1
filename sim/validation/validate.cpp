#include "sim/validation/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/shared_counter.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::validation {
namespace {

using report::Json;

Json optional_json(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

std::optional<double> optional_of(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

/// A claim on its way from a worker: every digit of its numbers.
Json claim_json(const Claim& c) {
  Json json{{"of", c.of},
            {"quantity", c.quantity},
            {"unit", c.unit},
            {"ours", optional_json(c.ours)},
            {"theirs", optional_json(c.theirs)},
            {"tolerance", c.tolerance_percent},
            {"source", c.source},
            {"scale", optional_json(c.scale)}};
  if (c.explanation) {
    json["explanation"] = {c.explanation->topic, c.explanation->least_percent,
                           c.explanation->most_percent};
  }
  return json;
}

Claim claim_of(const Json& json) {
  Claim claim{.of = json.at("of"),
              .quantity = json.at("quantity"),
              .unit = json.at("unit"),
              .ours = optional_of(json.at("ours")),
              .theirs = optional_of(json.at("theirs")),
              .tolerance_percent = json.at("tolerance"),
              .source = json.at("source")};
  claim.scale = optional_of(json.at("scale"));
  if (json.contains("explanation")) {
    const Json& known = json.at("explanation");
    claim.explanation = Explanation{known.at(0), known.at(1), known.at(2)};
  }
  return claim;
}

/// What stands in the place of a rung that could not be computed, or lost claims.
Claim failure(const std::string& quantity, const std::string& why) {
  return {.of = "the rung",
          .quantity = quantity,
          .unit = "1",
          .ours = {},
          .theirs = {},
          .tolerance_percent = 0,
          .source = why};
}

/// The claims of a rung, whatever happens to its data.
std::vector<Claim> claims_of(const Rung& rung, const Context& context) {
  std::vector<Claim> claims;
  try {
    claims = rung.compare(context);
  } catch (const UserError& error) {
    return {failure("reference data and presets can be read", error.what())};
  } catch (const Json::exception& error) {  // a manifest that says something else
    return {failure("reference data can be read", error.what())};
  }
  if (claims.size() != rung.rows) {
    Claim lost = failure("claims", "the rung states how many");
    lost.ours = static_cast<double>(claims.size());
    lost.theirs = static_cast<double>(rung.rows);
    claims.push_back(lost);
  }
  return claims;
}

void require_constant(const std::vector<const Rung*>& chosen, const Context& context) {
  if (!context.change) {
    return;
  }
  std::vector<std::string> names;
  for (const Rung* rung : chosen) {
    for (const Constant& constant : rung->constants) {
      names.push_back(constant.name);
    }
  }
  if (std::find(names.begin(), names.end(), context.change->constant) == names.end()) {
    throw UserError("`" + context.change->constant + "` is no constant of the chosen rungs",
                    name_hint(context.change->constant, names));
  }
}

}  // namespace

std::vector<const Rung*> rungs_named(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const Rung& rung : rungs()) {
    known.push_back(rung.name);
  }
  Findings wrong;
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      wrong.add(UserError("`" + name + "` is not a rung", name_hint(name, known)));
    }
  }
  wrong.raise();
  std::vector<const Rung*> chosen;
  for (const Rung& rung : rungs()) {
    if (names.empty() || std::find(names.begin(), names.end(), rung.name) != names.end()) {
      chosen.push_back(&rung);
    }
  }
  return chosen;
}

std::vector<RungResult> validate(const std::vector<const Rung*>& chosen, const Context& context,
                                 const ValidateOptions& options) {
  require_constant(chosen, context);
  std::vector<RungResult> results(chosen.size());
  SharedCounter next;
  std::size_t done = 0;
  run_workers(
      std::max(1U, std::min(options.jobs, static_cast<unsigned>(chosen.size()))),
      [&](unsigned, const SendResult& send) {
        for (std::size_t i = next.take(); i < chosen.size(); i = next.take()) {
          send.working_on("rung " + chosen[i]->name);
          Json json{{"rung", i}, {"claims", Json::array()}};
          for (const Claim& claim : claims_of(*chosen[i], context)) {
            json["claims"].push_back(claim_json(claim));
          }
          send(json.dump());
        }
      },
      [&](unsigned, std::string_view bytes) {
        const Json json = Json::parse(bytes);
        const std::size_t i = json.at("rung");
        results[i].rung = chosen[i];
        for (const Json& claim : json.at("claims")) {
          results[i].rows.push_back(row_of(chosen[i]->name, claim_of(claim)));
        }
        if (options.progress) {
          options.progress(chosen[i]->name, ++done);
        }
      });
  return results;
}

std::vector<Row> all_rows(const std::vector<RungResult>& results) {
  std::vector<Row> all;
  for (const RungResult& result : results) {
    all.insert(all.end(), result.rows.begin(), result.rows.end());
  }
  return all;
}

}  // namespace metronome::validation
