#include "workloads/train/constrained/constrained_checkpoint.hpp"

#include <fmt/format.h>

#include <limits>

#include "sim/base/bytes.hpp"
#include "sim/base/hash.hpp"

namespace metronome::reach {
namespace {

constexpr std::string_view kMagic("METRONOMER\0\0", 12);
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHash = sizeof(std::uint64_t);

template <class Items, class Put>
void put_list(std::string& out, const Items& items, const Put& put_one) {
  put(out, static_cast<std::uint64_t>(items.size()));
  for (const auto& item : items) {
    put_one(out, item);
  }
}

/// Every item takes at least a byte, so that a damaged count is found at the end of the bytes.
template <class Item, class Read>
std::vector<Item> read_list(ByteReader& reader, const Read& read_one) {
  std::vector<Item> items;
  const auto count = reader.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < count; ++i) {
    items.push_back(read_one(reader));
  }
  return items;
}

void put_numbers(std::string& out, const Numbers& numbers) {
  put_list(out, numbers,
           [](std::string& to, const std::vector<double>& one) { put_list(to, one, put_real); });
}

Numbers read_numbers(ByteReader& reader) {
  return read_list<std::vector<double>>(reader, [](ByteReader& from) {
    return read_list<double>(from, [](ByteReader& one) { return one.real(); });
  });
}

void put_step(std::string& out, const ConstrainedStep& step) {
  put(out, step.step);
  put(out, static_cast<std::uint8_t>(enum_index(step.kind)));
  // Without pieces v is infinite, which no file holds.
  for (const double number :
       {step.found.mean_square, step.found.loss, step.found.pieces > 0 ? step.found.least_v : 0}) {
    put_real(out, number);
  }
  for (const std::uint64_t count :
       {std::uint64_t{step.found.colliding}, std::uint64_t{step.found.pieces}, step.cost.programs,
        step.cost.pivots, step.cost.flops, step.cost.words, step.cost.most_rows,
        step.cost.most_columns}) {
    put(out, count);
  }
}

ConstrainedStep read_step(ByteReader& reader) {
  ConstrainedStep step;
  step.step = reader.number<std::uint64_t>();
  step.kind = kEnumValues<StepKind>[reader.number_up_to(
      static_cast<std::uint8_t>(kEnumCount<StepKind> - 1), "a kind of step")];
  for (double* number : {&step.found.mean_square, &step.found.loss, &step.found.least_v}) {
    *number = reader.real();
  }
  const double least_v = step.found.least_v;
  for (std::size_t* count : {&step.found.colliding, &step.found.pieces}) {
    *count = reader.number<std::uint64_t>();
  }
  step.found.least_v = step.kind != StepKind::pretraining && step.found.pieces == 0
                           ? std::numeric_limits<double>::infinity()
                           : least_v;
  for (std::uint64_t* count : {&step.cost.programs, &step.cost.pivots, &step.cost.flops,
                               &step.cost.words, &step.cost.most_rows, &step.cost.most_columns}) {
    *count = reader.number<std::uint64_t>();
  }
  return step;
}

}  // namespace

bool is_constrained_checkpoint(std::string_view bytes) { return bytes.starts_with(kMagic); }

std::string serialise_checkpoint(const ConstrainedCheckpoint& checkpoint) {
  std::string out(kMagic);
  put(out, kVersion);
  put_text(out, checkpoint.identity);
  put(out, checkpoint.step);
  put(out, static_cast<std::uint8_t>(checkpoint.finished));
  for (const Numbers* numbers :
       {&checkpoint.parameters, &checkpoint.objective, &checkpoint.constraint}) {
    put_numbers(out, *numbers);
  }
  put_list(out, checkpoint.steps, put_step);
  put_list(out, checkpoint.losses, put_real);
  for (const std::string* text : {&checkpoint.network, &checkpoint.schedule, &checkpoint.weights}) {
    put_text(out, *text);
  }
  put(out, fnv1a(out));
  return out;
}

ConstrainedCheckpoint parse_constrained_checkpoint(std::string_view bytes,
                                                   const std::string& file) {
  ByteReader reader(bytes, file, "checkpoint",
                    "a file that a training under a constraint has written; remove it to start "
                    "anew");
  if (!is_constrained_checkpoint(bytes)) {
    reader.fail("does not start with the magic text METRONOMER");
  }
  (void)reader.take(kMagic.size());
  const auto version = reader.number<std::uint32_t>();
  if (version != kVersion) {
    reader.fail(fmt::format("has version {}, this program reads {}", version, kVersion));
  }
  if (reader.left() < kHash) {
    reader.fail("ends too early");
  }
  ByteReader end(bytes.substr(bytes.size() - kHash), file, "checkpoint", "");
  if (end.number<std::uint64_t>() != fnv1a(bytes.substr(0, bytes.size() - kHash))) {
    reader.fail("is damaged: its check sum is wrong");
  }
  ConstrainedCheckpoint checkpoint;
  checkpoint.identity = reader.text();
  checkpoint.step = reader.number<std::uint64_t>();
  checkpoint.finished = reader.number_up_to(std::uint8_t{1}, "the mark of the end") != 0;
  for (Numbers* numbers : {&checkpoint.parameters, &checkpoint.objective, &checkpoint.constraint}) {
    *numbers = read_numbers(reader);
  }
  checkpoint.steps = read_list<ConstrainedStep>(reader, read_step);
  checkpoint.losses = read_list<double>(reader, [](ByteReader& one) { return one.real(); });
  for (std::string* text : {&checkpoint.network, &checkpoint.schedule, &checkpoint.weights}) {
    *text = reader.text();
  }
  if (reader.left() != kHash) {
    reader.fail("has bytes after its end");
  }
  return checkpoint;
}

}  // namespace metronome::reach
