#include "workloads/data/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/random.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/data/file_checks.hpp"

namespace metronome::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSyntheticWords = 50;
constexpr std::size_t kSyntheticTokens = 20000;

/// Calls use(word) for every word, and for the end of every line, the last one's included.
template <class Use>
void for_words(std::string_view text, const Use& use) {
  constexpr std::string_view kBlanks = " \t\r";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    for (;;) {
      line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
      if (line.empty()) {
        break;
      }
      const std::size_t length = std::min(line.find_first_of(kBlanks), line.size());
      use(line.substr(0, length));
      line.remove_prefix(length);
    }
    use(Vocabulary::kEndOfLine);
  }
}

/// The three files of a text: training, validation, test.
struct TextFamily {
  std::string name;
  std::array<std::string, 3> files;
};

const std::vector<TextFamily>& families() {
  static const std::array<std::string, 3> wiki{"wiki.train.tokens", "wiki.valid.tokens",
                                               "wiki.test.tokens"};
  static const std::vector<TextFamily> all{
      {"ptb", {"ptb.train.txt", "ptb.valid.txt", "ptb.test.txt"}},
      {"wikitext-103", wiki},
      {"wikitext-2", wiki}};
  return all;
}

std::string read_part(const TextFamily& family, const fs::path& folder, const std::string& name) {
  const fs::path file = path_exists(folder / name) ? folder / name : folder / (name + ".gz");
  if (!is_file(file)) {
    fail_file(
        folder / name, fmt::format("text `{}`: no such file", family.name),
        fmt::format("expected {}, plain or with .gz, in the folder that `dataset_path` names; "
                    "`dataset: synthetic-text` needs no files",
                    fmt::join(family.files, ", ")));
  }
  // A byte order mark or NUL bytes would be words.
  std::string text = plain_text(read_maybe_gzip(file), file.string());
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    fail_file(file, "holds no words", "expected words separated by blanks, one sentence a line");
  }
  return text;
}

TextSet load_files(const TextFamily& family, const TextRequest& request) {
  const fs::path folder =
      request.path.empty() ? "/usr/share/datasets/" + family.name : request.path;
  const std::string train = read_part(family, folder, family.files[0]);
  TextSet set;
  set.name = family.name;
  set.vocabulary = Vocabulary(train, request.largest_vocabulary);
  set.train = set.vocabulary.encode(train);
  set.validation = set.vocabulary.encode(read_part(family, folder, family.files[1]));
  set.test = set.vocabulary.encode(read_part(family, folder, family.files[2]));
  set.train_file = (folder / family.files[0]).string();
  set.test_file = (folder / family.files[2]).string();
  set.train.resize(checked_count(folder / family.files[0], set.train.size(), request.train_tokens));
  return set;
}

/// The characters of the licences that every Debian has, each a word: blanks and bytes that are no
/// letters of ASCII have names. Tests are on the Mozilla licence, of which training reads nothing.
constexpr const char* kLicenses = "licenses";
constexpr const char* kHeldOut = "MPL-2.0";
constexpr const char* kValidation = "MPL-1.1";

std::string characters_of(const std::string& text) {
  std::string words;
  for (const char c : text) {
    if (c == '\n') {
      words += '\n';  // the end of a line is a word of its own
    } else if (c > ' ' && c <= '~') {
      words += c;
      words += ' ';
    } else {
      words += fmt::format("<{:02x}> ", static_cast<unsigned char>(c));
    }
  }
  return words;
}

TextSet load_licenses(const TextRequest& request) {
  const fs::path folder =
      request.path.empty() ? fs::path("/usr/share/common-licenses") : fs::path(request.path);
  if (!is_folder(folder)) {
    fail_file(folder, "text `licenses`: no such folder",
              "the folder of Debian's licences, or another one of plain texts with MPL-2.0 and "
              "MPL-1.1 among them");
  }
  std::string train;
  std::vector<std::string> names = names_in(folder);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    std::error_code unknown;  // is of no kind then
    const bool own = fs::symlink_status(folder / name, unknown).type() == fs::file_type::regular;
    if (own && name != kHeldOut && name != kValidation) {
      train += read_file(folder / name);
    }
  }
  const auto part = [&](const char* name) {
    if (!is_file(folder / name)) {
      fail_file(folder / name, "text `licenses`: no such file", "the folder of Debian's licences");
    }
    return characters_of(read_file(folder / name));
  };
  const std::string words = characters_of(train);
  TextSet set;
  set.name = kLicenses;
  set.vocabulary = Vocabulary(words, request.largest_vocabulary);
  set.train = set.vocabulary.encode(words);
  set.validation = set.vocabulary.encode(part(kValidation));
  set.test = set.vocabulary.encode(part(kHeldOut));
  set.train_file = folder.string();
  set.test_file = (folder / kHeldOut).string();
  set.train.resize(checked_count(folder, set.train.size(), request.train_tokens));
  return set;
}

/// Each word is followed by one of three, chosen by the seed; lines of ten words.
std::string synthetic_text(std::uint64_t seed, const char* stream, std::size_t tokens) {
  const RandomStream successors(seed, "synthetic_successor");
  const RandomStream draw(seed, stream);
  std::string text;
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < tokens; ++i) {
    if (i % 11 == 10) {
      text += '\n';
      continue;
    }
    text += fmt::format("w{} ", word);
    word = successors.below(3 * word + draw.below(i, 3), kSyntheticWords);
  }
  return text;
}

TextSet make_synthetic_text(const TextRequest& request) {
  const std::size_t tokens = request.train_tokens == 0 ? kSyntheticTokens : request.train_tokens;
  const std::string train = synthetic_text(request.seed, "synthetic_text_train", tokens);
  TextSet set;
  set.name = "synthetic-text";
  set.vocabulary = Vocabulary(train, request.largest_vocabulary);
  set.train = set.vocabulary.encode(train);
  set.validation = set.vocabulary.encode(
      synthetic_text(request.seed, "synthetic_text_validation", tokens / 10 + 11));
  set.test =
      set.vocabulary.encode(synthetic_text(request.seed, "synthetic_text_test", tokens / 10 + 11));
  return set;
}

}  // namespace

Vocabulary::Vocabulary(std::string_view text, std::size_t most) {
  std::map<std::string, std::size_t, std::less<>> counts{{std::string(kUnknown), 0}};
  for_words(text, [&](std::string_view word) {
    const auto found = counts.find(word);
    if (found == counts.end()) {
      counts.emplace(word, 1);
    } else {
      ++found->second;
    }
  });
  std::vector<std::pair<std::size_t, std::string>> order;
  order.reserve(counts.size());
  for (const auto& [word, count] : counts) {
    order.emplace_back(count, word);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  const std::size_t kept = most == 0 ? order.size() : std::min(most, order.size());
  for (std::size_t i = 0; i < kept; ++i) {
    words_.push_back(order[i].second);
  }
  if (std::find(words_.begin(), words_.end(), kUnknown) == words_.end()) {
    words_.back() = kUnknown;  // the rarest makes room
  }
  for (std::size_t i = 0; i < words_.size(); ++i) {
    tokens_[words_[i]] = static_cast<std::uint32_t>(i);
  }
}

std::uint32_t Vocabulary::token(std::string_view word) const {
  const auto found = tokens_.find(word);
  return found != tokens_.end() ? found->second : tokens_.find(kUnknown)->second;
}

std::vector<std::uint32_t> Vocabulary::encode(std::string_view text) const {
  std::vector<std::uint32_t> list;
  for_words(text, [&](std::string_view word) { list.push_back(token(word)); });
  return list;
}

std::vector<std::string> text_set_names() {
  std::vector<std::string> names;
  for (const TextFamily& family : families()) {
    names.push_back(family.name);
  }
  names.emplace_back("synthetic-text");
  names.emplace_back(kLicenses);
  return names;
}

TextSet load_text_set(const TextRequest& request) {
  for (const TextFamily& family : families()) {
    if (family.name == request.name) {
      return load_files(family, request);
    }
  }
  if (request.name == "synthetic-text") {
    return make_synthetic_text(request);
  }
  if (request.name == kLicenses) {
    return load_licenses(request);
  }
  throw UserError(fmt::format("`{}` is not a text", request.name),
                  name_hint(request.name, text_set_names()));
}

TokenBatches::TokenBatches(std::span<const std::uint32_t> tokens, std::size_t batch,
                           std::size_t length, const std::string& file)
    : tokens_(tokens), batch_(batch), length_(length) {
  METRONOME_ASSERT(batch > 0 && length > 0, "a step has tokens");
  stream_ = tokens.size() / batch;
  steps_ = stream_ == 0 ? 0 : (stream_ - 1) / length;
  if (steps_ == 0) {
    fail_file(file,
              fmt::format("{} tokens do not fill one step of {} streams of {} tokens",
                          tokens.size(), batch, length),
              fmt::format("at least {} tokens, or a smaller batch", batch * (length + 1)));
  }
}

TokenBatch TokenBatches::at(std::uint64_t iteration) const {
  const std::size_t step = iteration % steps_;
  TokenBatch batch;
  batch.first = step == 0;
  for (std::size_t t = step * length_; t < (step + 1) * length_; ++t) {
    for (std::size_t n = 0; n < batch_; ++n) {
      batch.inputs.push_back(tokens_[n * stream_ + t]);
      batch.targets.push_back(tokens_[n * stream_ + t + 1]);
    }
  }
  return batch;
}

}  // namespace metronome::data
