// Whatever stands in a trace or in a device file, the reader gives something valid or a UserError
// that names the file. Seeds are fixed: a failure is repeated by running the test again.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <filesystem>

#include "arch/dram/replay.hpp"
#include "sim/base/files.hpp"
#include "tests/fuzz/mutator.hpp"

namespace metronome::fuzz {
namespace readers_test {

namespace fs = std::filesystem;

const std::vector<std::string> kTraceWords{"R",         "W",          "LD",
                                           "ST",        "READ",       "WRITE",
                                           "0x",        "0x0",        "0xffffffffffffffff",
                                           "-1",        "0x1ffffffc", "0x3",
                                           "\n",        "\r\n",       "\t",
                                           "999999999", "P",          "99999999999999999999999"};

/// A file that goes when the test ends.
class File {
 public:
  explicit File(const std::string& name)
      : path_(fs::temp_directory_path() / (std::to_string(::getpid()) + name)) {}
  ~File() { fs::remove(path_); }
  void write(const std::string& content) const { write_file_atomically(path_, content); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string gzip(const std::string& text) {
  namespace io = boost::iostreams;
  std::string out;
  io::filtering_istream in;
  in.push(io::gzip_compressor());
  in.push(io::array_source(text.data(), text.size()));
  io::copy(in, io::back_inserter(out));
  return out;
}

void expect_valid(const dram::DeviceSpec& device, const std::vector<dram::Request>& requests) {
  EXPECT_FALSE(requests.empty());
  for (const dram::Request& request : requests) {
    EXPECT_LT(request.address, device.capacity_bytes().count());
    EXPECT_EQ(request.address % device.bytes_per_burst().count(), 0u);
  }
}

void expect_named(const UserError& error, const fs::path& path) {
  EXPECT_FALSE(error.diagnostics().empty());
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    EXPECT_EQ(diagnostic.file, path.string()) << diagnostic.text();
    EXPECT_FALSE(diagnostic.what.empty());
  }
}

/// How many of the texts were read, and how many refused.
struct Tally {
  int read = 0;
  int refused = 0;
};

Tally read_traces(const std::string& original, std::uint64_t seed, int rounds) {
  const dram::DeviceSpec device;
  const File file("_fuzzed_trace");
  Mutator mutator(seed, kTraceWords);
  Tally tally;
  for (int round = 0; round < rounds; ++round) {
    file.write(mutator.damage(original));
    try {
      expect_valid(device, dram::read_trace(file.path(), device));
      ++tally.read;
    } catch (const UserError& error) {
      expect_named(error, file.path());
      ++tally.refused;
    }
  }
  return tally;
}

TEST(trace_reader, gives_valid_requests_or_names_the_wrong_lines) {
  const std::string original =
      "R 0x0\nW 0x40\nLD 128\nST 0x1c0\n0x1000 READ 10\n0x2000 WRITE 20\n\nR 0x1ffffffc0\n";
  const Tally tally = read_traces(original, 1, 2500);
  EXPECT_GT(tally.read, 50);
  EXPECT_GT(tally.refused, 1000);
}

TEST(trace_reader, survives_damaged_gzip_data) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "R 0x" + std::string(1, static_cast<char>('0' + i % 10)) + "00\n";
  }
  const Tally tally = read_traces(gzip(text), 2, 2000);
  EXPECT_GT(tally.refused, 1000);
}

/// What a device that was read has promised: it can be built and serves requests.
void expect_usable(const dram::DeviceSpec& device) {
  std::vector<dram::Request> requests;
  const std::uint64_t bursts = device.capacity_bytes().count() / device.bytes_per_burst().count();
  Mutator places(3, {""});
  for (int i = 0; i < 40; ++i) {
    requests.push_back({places.below(bursts) * device.bytes_per_burst().count(),
                        i % 3 == 0 ? dram::Direction::write : dram::Direction::read});
  }
  const auto result = dram::replay(device, requests, {.refresh = false});
  EXPECT_EQ(result.counts.bursts, requests.size());
}

TEST(device_reader, gives_a_usable_device_or_names_what_is_wrong) {
  const std::vector<std::string> words{
      "0",     "1",   "-1",       "3",        "64",         "65",   "4294967295", "4294967296",
      "1e400", "nan", "RoBaCoBg", "XyZ",      "true",       "null", "[]",         "{}",
      "&a",    "*a",  "rows",     "columns:", "\n",         "  ",   "\t",         "!!x",
      "trefi", "0.5", "1048576",  "fcfs",     "bank_groups"};
  Tally tally;
  std::uint64_t seed = 10;
  for (const char* name : {"ddr4_2400.yaml", "lpddr4_3200.yaml", "hbm3_6400.yaml"}) {
    const fs::path source = fs::path(METRONOME_SOURCE_DIR) / "configs/dram" / name;
    const std::string original = read_file(source);
    const File file("_fuzzed_device.yaml");
    Mutator mutator(seed++, words);
    for (int round = 0; round < 700; ++round) {
      file.write(mutator.damage(original));
      try {
        expect_usable(config::load<dram::DeviceSpec>(file.path()));
        ++tally.read;
      } catch (const UserError& error) {
        expect_named(error, file.path());
        ++tally.refused;
      }
      ASSERT_FALSE(::testing::Test::HasFailure()) << name << " round " << round << '\n'
                                                  << read_file(file.path());
    }
  }
  EXPECT_GT(tally.read, 200);
  EXPECT_GT(tally.refused, 500);
}

}  // namespace readers_test
}  // namespace metronome::fuzz
