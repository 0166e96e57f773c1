// The corpora of the fuzzers, and damaged copies of them, for any compiler. Whatever an input is, a
// reader takes it or refuses it with a UserError: what else is thrown ends the test. Seeds are
// fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "tests/fuzz/mutator.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::fuzz {
namespace replay_test {

namespace fs = std::filesystem;

struct NamedTarget {
  const char* name;
  Target (*make)();
};

void PrintTo(const NamedTarget& target, std::ostream* out) { *out << target.name; }

const NamedTarget kTargets[] = {
#define TARGET(name) {#name, name},
#include "tests/fuzz/targets.def"
#undef TARGET
};

std::vector<fs::path> corpus_of(const char* name) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(
           fs::path((metronome::source_dir() + "/tests/fuzz")) / "corpus" / name)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Reader : public ::testing::TestWithParam<NamedTarget> {
 protected:
  /// Reads, and counts what becomes of it.
  void read(const std::string& bytes) {
    ++(target_.read(bytes) == Outcome::accepted ? accepted_ : refused_);
  }

  Target target_ = GetParam().make();
  std::vector<fs::path> corpus_ = corpus_of(GetParam().name);
  int accepted_ = 0;
  int refused_ = 0;
};

TEST_P(Reader, takes_or_refuses_every_input_of_its_corpus) {
  for (const fs::path& file : corpus_) {
    SCOPED_TRACE(file.string());
    ASSERT_NO_FATAL_FAILURE(read(read_file(file)));
  }
  EXPECT_GT(accepted_, 0);
  EXPECT_GT(refused_, 0);
}

TEST_P(Reader, takes_or_refuses_damaged_inputs) {
  Mutator mutator(1 + fnv1a(GetParam().name), target_.words);
  for (int round = 0; round < 400; ++round) {
    const std::string bytes = mutator.damage(read_file(corpus_[mutator.below(corpus_.size())]));
    SCOPED_TRACE(::testing::PrintToString(bytes));
    ASSERT_NO_FATAL_FAILURE(read(bytes.substr(0, target_.longest)));
  }
  EXPECT_GT(refused_, 0);
}

INSTANTIATE_TEST_SUITE_P(fuzz, Reader, ::testing::ValuesIn(kTargets),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace replay_test
}  // namespace metronome::fuzz
