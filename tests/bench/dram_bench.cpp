// Bursts per second of one thread, by pattern: through the replay engine (one channel, requests
// offered in order), from a trace file, and through Memory (DMA transfers in flight).
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <ctime>
#include <vector>

#include "arch/dram/memory.hpp"
#include "arch/dram/replay.hpp"
#include "sim/base/byte_source.hpp"
#include "sim/base/files.hpp"

namespace metronome::dram {
namespace {

constexpr std::size_t kRequests = 200'000;

std::vector<Request> stream(Direction direction) {
  std::vector<Request> out;
  for (std::uint64_t i = 0; i < kRequests; ++i) {
    out.push_back({i * 64, direction});
  }
  return out;
}

std::vector<Request> double_buffer() {
  std::vector<Request> out;
  for (std::uint64_t tile = 0; out.size() < kRequests; ++tile) {
    for (std::uint64_t i = 0; i < 2048; ++i) {
      out.push_back({(i / 1024 << 27) + tile * 65536 + i % 1024 * 64, Direction::read});
    }
    for (std::uint64_t i = 0; i < 256; ++i) {
      out.push_back({(2ULL << 27) + tile * 16384 + i * 64, Direction::write});
    }
  }
  out.resize(kRequests);
  return out;
}

std::vector<Request> stride() {
  std::vector<Request> out;
  for (std::uint64_t i = 0; i < kRequests; ++i) {
    out.push_back({i % 65536 * 131072, Direction::read});
  }
  return out;
}

std::vector<Request> random(bool mixed) {
  std::vector<Request> out;
  std::uint64_t x = 88172645463325252ULL;
  for (std::uint64_t i = 0; i < kRequests; ++i) {
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    const std::uint64_t r = x * 2685821657736338717ULL;
    const bool write = mixed && (r >> 8 & 0xFFF) % 3 == 0;
    out.push_back({(r >> 20) % (1ULL << 27) * 64, write ? Direction::write : Direction::read});
  }
  return out;
}

/// With energy and all statistics. `peers`: million requests per CPU second of DRAMsim3, Ramulator
/// 2.1 and DRAMSys 5.1 on the same pattern (results/reference/dram/peers.csv).
void run_replay(benchmark::State& state, const std::vector<Request>& requests, const char* peers) {
  const DeviceSpec device;
  for (auto _ : state) {
    Statistics statistics(device);
    benchmark::DoNotOptimize(replay(device, requests, {.statistics = &statistics}).cycles);
  }
  state.SetLabel(peers);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * requests.size()));
}

void replay_stream_read(benchmark::State& state) {
  run_replay(state, stream(Direction::read), "0.25, 0.36, 0.33 M/s");
}
void replay_stream_write(benchmark::State& state) {
  run_replay(state, stream(Direction::write), "0.25, 0.40, 0.40 M/s");
}
void replay_double_buffer(benchmark::State& state) {
  run_replay(state, double_buffer(), "0.25, 0.35, 0.33 M/s");
}
void replay_stride(benchmark::State& state) { run_replay(state, stride(), "0.03, 0.03, 0.25 M/s"); }
void replay_random_read(benchmark::State& state) {
  run_replay(state, random(false), "0.12, 0.18, 0.14 M/s");
}
void replay_random_mix(benchmark::State& state) {
  run_replay(state, random(true), "0.14, 0.20, 0.15 M/s");
}

enum class TraceForm : std::uint8_t { text, text_with_clocks, gzip, binary };

std::string content_of(const std::vector<Request>& requests, TraceForm form) {
  std::string text;
  if (form == TraceForm::binary) {
    text = kBinaryTrace;
    append_binary(requests, text);
    return text;
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Request& r = requests[i];
    const bool read = r.direction == Direction::read;
    text += form == TraceForm::text_with_clocks
                ? fmt::format("{:#x} {} {}\n", r.address, read ? "READ" : "WRITE", 4 * i)
                : fmt::format("{} {:#x}\n", read ? 'R' : 'W', r.address);
  }
  if (form != TraceForm::gzip) {
    return text;
  }
  std::string packed;
  boost::iostreams::filtering_ostream out;
  out.push(boost::iostreams::gzip_compressor());
  out.push(boost::iostreams::back_inserter(packed));
  out << text;
  out.reset();
  return packed;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// `metronome dram --trace FILE` without its start, beside the same from memory: `of_memory` is the
/// ratio of their CPU times, the replay itself included in both.
void run_trace(benchmark::State& state, const std::vector<Request>& requests, TraceForm form) {
  const DeviceSpec device;
  const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                     ("metronome_bench_" + std::to_string(::getpid()) + ".trace");
  write_file_atomically(file, content_of(requests, form));
  double from_file = 0;
  double from_memory = 0;
  std::vector<Request> pieces;
  for (auto _ : state) {
    const double begin = cpu_seconds();
    {
      Statistics statistics(device);
      Replayer replayer(device, {.statistics = &statistics});
      ByteSource source(file);
      TraceParser parser(file.string(), device);
      std::string_view piece;
      do {
        piece = source.next();
        pieces.clear();
        parser.parse(piece, pieces);
        replayer.add(pieces);
      } while (!piece.empty());
      benchmark::DoNotOptimize(replayer.finish().cycles);
    }
    from_file += cpu_seconds() - begin;
    state.PauseTiming();
    const std::vector<Request> held = read_trace(file, device);
    const double memory = cpu_seconds();
    Statistics statistics(device);
    benchmark::DoNotOptimize(replay(device, held, {.statistics = &statistics}).cycles);
    from_memory += cpu_seconds() - memory;
    state.ResumeTiming();
  }
  remove_file(file);
  state.counters["of_memory"] = from_file / from_memory;
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * requests.size()));
}

void trace_text(benchmark::State& state) {
  run_trace(state, stream(Direction::read), TraceForm::text);
}
void trace_text_with_clocks(benchmark::State& state) {
  run_trace(state, stream(Direction::read), TraceForm::text_with_clocks);
}
void trace_text_random(benchmark::State& state) { run_trace(state, random(true), TraceForm::text); }
void trace_gzip(benchmark::State& state) {
  run_trace(state, stream(Direction::read), TraceForm::gzip);
}
void trace_binary(benchmark::State& state) {
  run_trace(state, stream(Direction::read), TraceForm::binary);
}

/// A double buffer's traffic, 64 tiles: two reads of 64 KiB in flight at a time, and with `writes`
/// a write of 16 KiB beside them, on range(0) channels; with and without run-length batching
/// (range(1)). `apart`: each operand in banks of its own, else in rows of the same banks.
void tiles(benchmark::State& state, bool apart, bool writes) {
  MemorySpec spec;
  spec.channels = static_cast<unsigned>(state.range(0));
  spec.batching = state.range(1) != 0;
  spec.device.mapping = apart ? "BaRoCoBg" : spec.device.mapping;
  const std::uint64_t operand = spec.capacity_bytes().count() / 4;
  std::uint64_t bursts = 0;
  for (auto _ : state) {
    Memory memory(spec);
    Picoseconds now{0};
    for (std::uint64_t tile = 0; tile < 64; ++tile) {
      memory.submit({tile << 16, 1, 65536, 65536, Direction::read}, now);
      memory.submit({operand + (tile << 16), 1, 65536, 65536, Direction::read}, now);
      if (writes) {
        memory.submit({2 * operand + (tile << 14), 1, 16384, 16384, Direction::write}, now);
      }
      while (const auto done = memory.advance(Picoseconds(~std::uint64_t{0}))) {
        now = done->time;
      }
    }
    bursts += memory.counts().bursts;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(bursts));
}

void tiles_apart(benchmark::State& state) { tiles(state, true, false); }
void tiles_apart_with_stores(benchmark::State& state) { tiles(state, true, true); }
void tiles_in_the_same_banks(benchmark::State& state) { tiles(state, false, false); }
void tiles_in_the_same_banks_with_stores(benchmark::State& state) { tiles(state, false, true); }

BENCHMARK(replay_stream_read)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_stream_write)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_double_buffer)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_stride)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_random_read)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_random_mix)->Unit(benchmark::kMillisecond);
BENCHMARK(trace_text)->Unit(benchmark::kMillisecond);
BENCHMARK(trace_text_with_clocks)->Unit(benchmark::kMillisecond);
BENCHMARK(trace_text_random)->Unit(benchmark::kMillisecond);
BENCHMARK(trace_gzip)->Unit(benchmark::kMillisecond);
BENCHMARK(trace_binary)->Unit(benchmark::kMillisecond);
BENCHMARK(tiles_apart)->ArgsProduct({{1, 4}, {0, 1}})->Unit(benchmark::kMillisecond);
BENCHMARK(tiles_apart_with_stores)->ArgsProduct({{1, 4}, {0, 1}})->Unit(benchmark::kMillisecond);
BENCHMARK(tiles_in_the_same_banks)->ArgsProduct({{1, 4}, {0, 1}})->Unit(benchmark::kMillisecond);
BENCHMARK(tiles_in_the_same_banks_with_stores)
    ->ArgsProduct({{1, 4}, {0, 1}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace metronome::dram
