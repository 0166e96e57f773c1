#include "workloads/onnx/wire_check.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace metronome::importers {
namespace {

/// Fields of messages, of all kinds; each costs memory of its own once it is read.
constexpr std::size_t kMostFields = 4'000'000;
/// Messages within messages: protobuf reads no more than 100.
constexpr int kMostNested = 64;

/// The messages of onnx.proto. A flat one holds texts and numbers only.
enum class Message {
  model,
  graph,
  node,
  attribute,
  function,
  training,
  sparse,
  value,
  type,
  element_type,
  tensor_type,
  flat,
  text
};

struct Field {
  Message outer;
  std::uint64_t number;
  Message inner;
};

constexpr Field kFields[] = {
    {Message::model, 7, Message::graph},       {Message::model, 14, Message::flat},
    {Message::model, 20, Message::training},   {Message::model, 25, Message::function},
    {Message::training, 1, Message::graph},    {Message::training, 2, Message::graph},
    {Message::function, 7, Message::node},     {Message::graph, 1, Message::node},
    {Message::graph, 5, Message::flat},        {Message::graph, 11, Message::value},
    {Message::graph, 12, Message::value},      {Message::graph, 13, Message::value},
    {Message::graph, 14, Message::flat},       {Message::graph, 15, Message::sparse},
    {Message::node, 5, Message::attribute},    {Message::attribute, 5, Message::flat},
    {Message::attribute, 6, Message::graph},   {Message::attribute, 10, Message::flat},
    {Message::attribute, 11, Message::graph},  {Message::attribute, 14, Message::type},
    {Message::attribute, 15, Message::type},   {Message::attribute, 22, Message::sparse},
    {Message::attribute, 23, Message::sparse}, {Message::sparse, 1, Message::flat},
    {Message::sparse, 2, Message::flat},       {Message::value, 2, Message::type},
    {Message::type, 1, Message::tensor_type},  {Message::type, 4, Message::element_type},
    {Message::type, 5, Message::element_type}, {Message::type, 8, Message::tensor_type},
    {Message::type, 9, Message::element_type}, {Message::element_type, 1, Message::type},
    {Message::element_type, 2, Message::type}, {Message::tensor_type, 2, Message::flat}};

/// The message that stands in a field, or a text.
Message message_in(Message outer, std::uint64_t field) {
  for (const Field& one : kFields) {
    if (one.outer == outer && one.number == field) {
      return one.inner;
    }
  }
  return Message::text;
}

class WireCheck {
 public:
  WireCheck(std::string_view bytes, const std::string& file) : bytes_(bytes), file_(file) {}

  void run() {
    scan(Message::model, bytes_.size(), 0);
    if (!has_graph_) {
      fail("is no ONNX file: it holds no graph");
    }
  }

 private:
  /// Fields up to byte `end` of the file, which may lie behind its end.
  void scan(Message message, std::uint64_t end, int depth) {
    if (depth > kMostNested) {
      fail("nests its messages more than 64 deep");
    }
    while (at_ < end) {
      if (++fields_ > kMostFields) {
        fail(fmt::format("has more than {} fields", kMostFields));
      }
      const std::uint64_t tag = varint();
      scan_field(message, tag >> 3, tag & 7, depth);
    }
    if (at_ > end) {
      fail("is no ONNX file: a field leaves the message that it stands in");
    }
  }

  void scan_field(Message message, std::uint64_t field, std::uint64_t form, int depth) {
    if (field == 0) {
      fail("is no ONNX file: a field has number 0");
    }
    switch (form) {
      case 0:
        (void)varint();
        return;
      case 1:
        skip(8);
        return;
      case 2:
        scan_message(message, field, varint(), depth);
        return;
      case 5:
        skip(4);
        return;
      default:
        fail("is no ONNX file: a field has no form that is known");
    }
  }

  void scan_message(Message outer, std::uint64_t field, std::uint64_t length, int depth) {
    if (outer == Message::node && field == 3) {
      node_ = length <= bytes_.size() - at_ ? bytes_.substr(at_, length) : "";
    }
    const Message inner = message_in(outer, field);
    if (inner == Message::text) {
      skip(length);
      return;
    }
    has_graph_ = has_graph_ || inner == Message::graph;
    if (inner == Message::node) {
      node_ = "";
      ++nodes_;
    }
    if (length > bytes_.size()) {
      length = bytes_.size();  // ends behind the file: whatever is there says where
    }
    scan(inner, at_ + length, depth + 1);
    if (inner == Message::node && nodes_ > kMostNodes) {
      fail(fmt::format("has more than {} nodes", kMostNodes));
    }
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) {
        fail_end();
      }
      const auto byte = static_cast<std::uint8_t>(bytes_[at_++]);
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    fail("is no ONNX file: a number is longer than 64 bits");
  }

  void skip(std::uint64_t length) {
    if (length > bytes_.size() - at_) {
      fail_end();
    }
    at_ += length;
  }

  [[noreturn]] void fail_end() const {
    fail(has_graph_ ? "is cut off: it ends in the middle of a field"
                    : "is no ONNX file, or is cut off: it ends in the middle of a field");
  }

  /// With the node that is looked at.
  [[noreturn]] void fail(std::string what) const {
    std::string key;
    if (nodes_ > 0) {
      key = fmt::format("node {}", nodes_ - 1);
      if (!node_.empty()) {
        key += fmt::format(" (`{}`)", printable(node_.substr(0, 200)));
      }
    }
    throw UserError(Diagnostic{.file = file_,
                               .key = key,
                               .what = std::move(what),
                               .hint = "a network as `torch.onnx.export` writes it"});
  }

  std::string_view bytes_;
  const std::string& file_;
  std::uint64_t at_ = 0;
  std::size_t fields_ = 0;
  std::size_t nodes_ = 0;
  std::string_view node_;  ///< the name of the last one
  bool has_graph_ = false;
};

}  // namespace

void check_wire(std::string_view bytes, const std::string& file) { WireCheck(bytes, file).run(); }

}  // namespace metronome::importers
