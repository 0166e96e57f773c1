// Traces piece by piece: the same requests however the content is cut, in bounded memory.
#include "arch/dram/trace_source.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "arch/dram/replay.hpp"
#include "sim/base/byte_source.hpp"
#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace trace_source_test {

using namespace testing;

/// Parses `content` in pieces of `size` bytes.
std::vector<Request> in_pieces(std::string_view content, std::size_t size,
                               const DeviceSpec& device = ddr4()) {
  TraceParser parser("trace", device);
  std::vector<Request> requests;
  for (std::size_t at = 0; at < content.size(); at += size) {
    parser.parse(content.substr(at, size), requests);
  }
  parser.parse({}, requests);
  return requests;
}

std::string text_of(const std::vector<Request>& requests) {
  std::string text;
  for (const Request& r : requests) {
    text += fmt::format("{:#x} {} {}\n", r.address,
                        r.direction == Direction::read ? "READ" : "WRITE", r.arrival);
  }
  return text;
}

std::vector<Request> some() {
  std::vector<Request> requests = random(ddr4(), 200, true);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    requests[i].arrival = i % 3 * i;
  }
  return requests;
}

TEST(trace_source, gives_the_same_however_the_content_is_cut) {
  const std::vector<Request> requests = some();
  const std::string text = text_of(requests) + "# the end\n";
  std::string binary(kBinaryTrace);
  append_binary(requests, binary);
  for (const std::size_t size : {1u, 2u, 7u, 16u, 17u, 100u, 1u << 20}) {
    EXPECT_EQ(in_pieces(text, size), requests) << size;
    EXPECT_EQ(in_pieces(binary, size), requests) << size;
  }
}

TEST(trace_source, takes_a_word_in_any_case_and_an_address_in_any_base) {
  const std::vector<Request> expected{{0x1000, Direction::read}, {0x1000, Direction::write}};
  for (const char* text :
       {"R 0x1000\nW 4096", "r 0X1000\nw 0x1000", "Read 4096\nWRITE 4096", "ld 0x1000\nST 4096",
        "0x1000 R\n4096 w", "0x1000 READ\n4096 write", "0: read 0x1000\n0: WRITE 4096",
        "R 0x1000 # one\n\n// two\nW 0x1000 // three\n"}) {
    EXPECT_EQ(parse_trace(text, "trace", ddr4()), expected) << text;
  }
}

// Lines without a character too many are read in one go, others word by word: alike.
TEST(trace_source, a_plain_line_and_the_same_with_blanks_are_one_request) {
  const std::uint64_t last = ddr4().capacity_bytes().count() - 64;
  for (const auto& [line, expected] : std::vector<std::pair<std::string, Request>>{
           {"R 0x0", {0, Direction::read}},
           {"W 0x40", {64, Direction::write}},
           {"R 0xFc0", {0xfc0, Direction::read}},
           {"R 192", {192, Direction::read}},
           {"64 WRITE 5", {64, Direction::write, 5}},
           {"W 0x0000000000000000000000000000040", {64, Direction::write}},
           {fmt::format("R {:#x}", last), {last, Direction::read}},
           {"0x40 READ 0", {64, Direction::read}},
           {"0x40 WRITE 0000000000000000000000000017", {64, Direction::write, 17}},
           {"0xC0 WRITE 1152921504606846975", {192, Direction::write, (1ULL << 60) - 1}}}) {
    for (const char* end : {"\n", " \n", "\r\n", " # x\n", ""}) {
      EXPECT_EQ(parse_trace(line + end, "trace", ddr4()), std::vector<Request>{expected}) << line;
    }
  }
  for (const char* wrong :
       {"R 0x", "R 0x40x", "R 0x41", "R 0x10000000000000040", "R 0x200000000", "0x40 READ 0x",
        "0x40 READ -1", "0x40 READ 1 2", "0x40 READ 99999999999999999999",
        "0x40 WRITE 1152921504606846976", "R  ", "W 0x40W 0x80"}) {
    EXPECT_THROW((void)parse_trace(std::string("R 0x0\n") + wrong + "\n", "trace", ddr4()),
                 UserError)
        << wrong;
  }
}

TEST(trace_source, takes_an_address_vector_to_its_place) {
  DeviceSpec d = ddr4("RoRaBaCoBg");
  d.ranks = 2;
  d.channels = 4;
  const auto requests = parse_trace("W 3,1,2,1,77,24", "trace", d);
  ASSERT_EQ(requests.size(), 1u);
  const std::uint64_t address = requests[0].address;
  EXPECT_EQ(address / 256 % 4, 3u) << "the channel";
  const AddressMap::Place place = AddressMap(d).place((address / 1024 * 256 + address % 256) / 64);
  EXPECT_EQ(place.row, 77u);
  EXPECT_EQ(place.bank, (1 * 4 + 2) * 4 + 1);
  EXPECT_EQ(place.column, 24u / 8);
  for (const char* wrong : {"W 4,1,2,1,77,24", "W 3,2,2,1,77,24", "W 3,1,2,1,77", "W 1,2", "W 1,,2",
                            "W 3,1,2,1,77,24,5", "W ,"}) {
    EXPECT_THROW((void)parse_trace(wrong, "trace", d), UserError) << wrong;
  }
}

TEST(trace_source, a_line_of_any_length_is_one_wrong_line) {
  const std::string text = "R 0x0\n" + std::string(1 << 20, 'x') + "\nR 0x40\n";
  for (const std::size_t size : {1000u, 5000u, 1u << 22}) {
    try {
      (void)in_pieces(text, size);
      ADD_FAILURE();
    } catch (const UserError& error) {
      ASSERT_EQ(error.diagnostics().size(), 1u);
      EXPECT_EQ(error.diagnostics()[0].line, 2);
      EXPECT_LT(error.diagnostics()[0].what.size(), 100u);
    }
  }
}

TEST(replayer, gives_the_same_however_the_requests_come) {
  for (DeviceSpec d : all_devices()) {
    for (const unsigned channels : {1u, 3u}) {
      d.channels = channels;
      auto requests = random(d, 3'000, true);
      for (std::size_t i = 0; i < requests.size(); ++i) {
        requests[i].arrival = i / 500 * (70 * d.trefi) + i;
      }
      const std::string whole = to_json(replay(d, requests));
      for (const std::size_t size : {1u, 7u, 500u, 2'000u}) {
        Replayer replayer(d, {});
        for (std::size_t at = 0; at < requests.size(); at += size) {
          replayer.add(std::span(requests).subspan(at, std::min(size, requests.size() - at)));
        }
        EXPECT_EQ(to_json(replayer.finish()), whole) << d.name << ' ' << size;
      }
    }
  }
}

TEST(replayer, commands_come_in_one_order_however_the_requests_do_and_may_be_taken_meanwhile) {
  DeviceSpec d = ddr4();
  d.channels = 3;
  const auto requests = random(d, 60'000, true);
  std::vector<CommandRecord> whole;
  (void)replay(d, requests, {.commands = &whole});
  for (const std::size_t size : {1'000u, 16'384u, 50'000u}) {
    std::vector<CommandRecord> held;
    std::vector<CommandRecord> taken;
    std::size_t most = 0;
    Replayer replayer(d, {.commands = &held, .take_commands = [&] {
                            most = std::max(most, held.size());
                            taken.insert(taken.end(), held.begin(), held.end());
                            held.clear();
                          }});
    for (std::size_t at = 0; at < requests.size(); at += size) {
      replayer.add(std::span(requests).subspan(at, std::min(size, requests.size() - at)));
    }
    (void)replayer.finish();
    EXPECT_TRUE(held.empty());
    EXPECT_EQ(most, ReplayOptions::kCommandsHeld);
    EXPECT_TRUE(taken == whole) << size;
  }
}

// Each channel by itself: its share, from the same clock on.
TEST(replayer, channels_are_as_many_memories_side_by_side) {
  DeviceSpec d = ddr4();
  const auto requests = random(d, 9'000, true);
  d.channels = 3;
  const ReplayResult together = replay(d, requests);
  d.channels = 1;
  std::uint64_t reads = 0;
  std::uint64_t hits = 0;
  Cycles last{0};
  for (std::uint64_t channel = 0; channel < 3; ++channel) {
    std::vector<Request> share;
    for (const Request& r : requests) {
      if (r.address / 256 % 3 == channel) {
        share.push_back({r.address / 768 * 256 + r.address % 256, r.direction});
      }
    }
    const ReplayResult alone = replay(d, share);
    reads += alone.counts.reads;
    hits += alone.counts.row_hits;
    last = std::max(last, alone.cycles);
  }
  EXPECT_EQ(together.counts.reads, reads);
  EXPECT_EQ(together.counts.row_hits, hits);
  EXPECT_EQ(together.cycles, last);
  EXPECT_EQ(together.counts.refreshed_cycles(), 3 * last.count()) << "idle channels stand by";
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// Where a test's file lies, for as long as it runs.
struct Scratch {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / "metronome_trace_source_test";
  ~Scratch() { std::filesystem::remove(path); }
};

// 40 MB of text, of which no more than pieces are held at a time.
TEST(faults, F1_5_a_long_trace_is_read_in_pieces) {
  const Scratch scratch;
  {
    std::string text;
    for (std::uint64_t i = 0; i < 3'000'000; ++i) {
      text += fmt::format("R {:#x}\n", i * 64);
    }
    write_file_atomically(scratch.path, text);
  }
  const long before = peak_kib();
  const DeviceSpec d = ddr4();
  ByteSource source(scratch.path);
  TraceParser parser("trace", d);
  Replayer replayer(d, {});
  std::vector<Request> requests;
  std::size_t most = 0;
  std::string_view piece;
  do {
    piece = source.next();
    requests.clear();
    parser.parse(piece, requests);
    replayer.add(requests);
    most = std::max(most, requests.size());
  } while (!piece.empty());
  EXPECT_EQ(replayer.finish().counts.reads, 3'000'000u);
  EXPECT_LE(most, ByteSource::kPiece / 6);
  EXPECT_LT(peak_kib() - before, 8 << 10);
}

}  // namespace trace_source_test
}  // namespace metronome::dram
