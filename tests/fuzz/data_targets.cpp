#include "arch/dram/replay.hpp"
#include "sim/base/gzip.hpp"
#include "sim/base/hash.hpp"
#include "sim/engine/operand_codes.hpp"
#include "tests/fuzz/targets.hpp"
#include "workloads/data/cifar.hpp"
#include "workloads/data/idx.hpp"
#include "workloads/data/text.hpp"
#include "workloads/methods/weights/coefficients/stored_coefficients.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::fuzz {

/// Plain or gzip, as the bytes are.
Target dram_trace() {
  return {1024,
          [](std::string_view bytes) {
            return outcome_of([&] {
              static const dram::DeviceSpec device;
              const std::string content = expand_gzip(std::string(bytes), "trace");
              dram::TraceParser parser("trace", device);
              std::vector<dram::Request> requests;
              // Each piece is replayed before it is known whether the trace is refused.
              for (const std::string_view piece : {std::string_view(content), std::string_view()}) {
                parser.parse(piece, requests);
                for (const dram::Request& request : requests) {
                  expect(request.address < device.capacity_bytes().count() &&
                             request.address % device.bytes_per_burst().count() == 0,
                         "a request is a burst of the device");
                  expect(request.arrival < std::uint64_t{1} << 60, "and comes some time");
                }
              }
              if (requests.size() <= 16) {
                (void)dram::replay(device, requests);
              }
            });
          },
          with_common_words({"R ", "W ", "LD ", "ST ", "READ ", "WRITE ", "0x", "0x40",
                             "0x1ffffffc0", "\x1f\x8b\x08"})};
}

/// The first byte is the number of dimensions.
Target idx() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const std::size_t dimensions =
                  bytes.empty() ? 1 : 1 + static_cast<std::uint8_t>(bytes[0]) % 3u;
              const std::string content = expand_gzip(
                  std::string(bytes.substr(std::min<std::size_t>(1, bytes.size()))), "file");
              const data::IdxArray array = data::parse_idx(content, "file", dimensions);
              std::size_t product = 1;
              for (const std::size_t extent : array.extents) {
                product *= extent;
              }
              expect(product == array.bytes.size(), "as many bytes as the extents say");
            });
          },
          {std::string("\0\0\x08\x03", 4), std::string("\0\0\x08\x01", 4), "\x1f\x8b\x08",
           "\xff\xff\xff\xff", std::string("\0\0\0\x1c", 4)}};
}

/// The first byte says how many bytes of labels a record has. (Compressed files are idx's and
/// dram_trace's: one that expands to a megabyte takes as long as a thousand others.)
Target cifar() {
  return {6200,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const bool two = !bytes.empty() && bytes[0] % 2 != 0;
              data::CifarFamily family;
              family.label_bytes = two ? 2 : 1;
              family.classes = two ? 100 : 10;
              const std::string content(bytes.substr(std::min<std::size_t>(1, bytes.size())));
              data::Split split;
              data::append_records(family, content, "file", 0, split);
              expect(split.pixels.size() == 3072 * split.samples(), "an image for each label");
              for (const std::uint8_t label : split.labels) {
                expect(label < family.classes, "labels are classes");
              }
            });
          },
          {"\x63", "\x13", "\xff"}};
}

Target text() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const data::Vocabulary vocabulary(bytes, 16);
              const auto tokens = vocabulary.encode(bytes);
              for (const std::uint32_t token : tokens) {
                expect(token < vocabulary.size(), "tokens are of the vocabulary");
              }
              const data::TokenBatches batches(tokens, 2, 3);
              (void)batches.at(batches.steps_per_epoch());
            });
          },
          with_common_words({"<unk>", "<eos>", " ", "the "})};
}

namespace {

void put64(std::string& bytes, std::size_t at, std::uint64_t value) {
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[at + i] = static_cast<char>(value >> (8 * i) & 0xff);
  }
}

/// The bytes with the check sums that a checkpoint of this content has, so that what is behind them
/// is reached: that of the workload's text, and that of all.
std::string with_check_sums(std::string_view content) {
  constexpr std::size_t kHash = 16;  // behind magic text and version
  constexpr std::size_t kText = kHash + 12;
  std::string bytes(content);
  if (bytes.size() >= kText) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      length |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[kHash + 8 + i]))
                << (8 * i);
    }
    put64(bytes, kHash, fnv1a(std::string_view(bytes).substr(kText, length)));
  }
  const std::uint64_t sum = fnv1a(bytes);
  bytes.resize(bytes.size() + 8);
  put64(bytes, bytes.size() - 8, sum);
  return bytes;
}

}  // namespace

/// An input is a checkpoint without its check sum.
Target checkpoint() {
  return {1024,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const auto checkpoint = train::parse_checkpoint(with_check_sums(bytes), "file");
              const std::string written = train::serialise_checkpoint(checkpoint);
              expect_again(written, [&] {
                return train::serialise_checkpoint(train::parse_checkpoint(written, "file"));
              });
            });
          },
          {std::string("METRONOMEC\0\0\x03\0\0\0", 16), std::string("\xff\xff\xff\xff", 4),
           std::string("\x01\0\0\0\0\0\0\0", 8), std::string("\0\0\x80\x7f", 4),
           std::string("\0\0\xc0\x7f", 4)}};
}

Target weights() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const auto tensors = train::parse_weights(bytes, "file");
              expect(train::serialise_weights(tensors) == bytes,
                     "weights are written as they were");
            });
          },
          {std::string("METRONOMEW\0\0\x01\0\0\0", 16), std::string("\xff\xff\xff\xff", 4),
           std::string("\x01\0\0\0\0\0\0\0", 8), std::string("\0\0\xc0\x7f", 4)}};
}

/// An input is a layer of coefficients without its check sum.
Target coefficients() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              std::string summed(bytes);
              const std::uint64_t sum = fnv1a(summed);
              summed.resize(summed.size() + 8);
              put64(summed, summed.size() - 8, sum);
              const auto layer = weights::parse_coefficients(summed, "file");
              expect(weights::serialise_coefficients(layer) == summed,
                     "coefficients are written as they were");
            });
          },
          {std::string("METRONOMES\0\0\x01\0\0\0", 16), std::string("\xff\xff\xff\xff", 4),
           std::string("\x03\0\0\0\x03\0\0\0", 8), std::string("\x01\0\0\0", 4)}};
}

/// A file of codes, or of their histogram.
Target operand_codes() {
  return {512,
          [](std::string_view bytes) {
            const Outcome codes = outcome_of([&] {
              const array::CodeMatrix matrix = sim::parse_codes(bytes, "file");
              expect(matrix.codes.size() == matrix.rows * matrix.columns, "a code for each place");
            });
            const Outcome histogram = outcome_of([&] {
              expect(sim::histogram_codes({3, 5}, bytes, "file", "operand a", 1).codes.size() == 15,
                     "a code for each place");
            });
            return codes == Outcome::accepted ? codes : histogram;
          },
          with_common_words(
              {"signed", "unsigned", " ", "\n", "# ", "8 unsigned 128\n", "2 2 8 signed 0\n"})};
}

}  // namespace metronome::fuzz
