#include "sim/cli/sizes.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::cli {
namespace {

/// Reads a list part by part and gathers what is wrong.
class SizeList {
 public:
  SizeList(std::string option, const std::vector<SizeKey>& keys)
      : option_(std::move(option)), keys_(keys) {
    for (const SizeKey& key : keys) {
      names_.push_back(key.name);
    }
  }

  void read(const std::string& part) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string name = part.substr(0, equals);
    const auto key = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const SizeKey& one) { return one.name == name; });
    if (key == keys_.end()) {
      complain("`" + part + "` names no size", name_hint(name, names_));
      return;
    }
    auto number = read_number<std::uint64_t>(
        std::string_view(part).substr(std::min(equals + 1, part.size())), key->range);
    if (!number.value) {
      complain("`" + part + "`: " + number.what, std::move(number.hint));
    } else if (!sizes_.emplace(name, *number.value).second) {
      complain("the size `" + name + "` stands twice", "keep one of them");
    }
    seen_.push_back(name);
  }

  std::map<std::string, std::uint64_t> finish() {
    for (const SizeKey& key : keys_) {
      if (key.fallback) {
        sizes_.emplace(key.name, *key.fallback);
      } else if (!key.optional && std::find(seen_.begin(), seen_.end(), key.name) == seen_.end()) {
        complain(key.name + " is missing", "for example " + key.name + "=16");
      }
    }
    if (!wrong_.empty()) {
      throw UserError(wrong_);
    }
    return std::move(sizes_);
  }

 private:
  void complain(std::string what, std::string hint) {
    wrong_.push_back({{}, 0, 0, option_, std::move(what), std::move(hint)});
  }

  std::string option_;
  const std::vector<SizeKey>& keys_;
  std::vector<std::string> names_;
  std::vector<std::string> seen_;
  std::map<std::string, std::uint64_t> sizes_;
  std::vector<Diagnostic> wrong_;
};

}  // namespace

std::map<std::string, std::uint64_t> parse_sizes(const std::string& option, const std::string& text,
                                                 const std::vector<SizeKey>& keys) {
  SizeList list(option, keys);
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    list.read(text.substr(at, end - at));
    at = end + 1;
  }
  return list.finish();
}

}  // namespace metronome::cli
