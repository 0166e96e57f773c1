#include "sim/export/chakra_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <queue>
#include <unordered_map>
#include <variant>

#include "sim/base/error.hpp"
#include "sim/export/chakra_message.hpp"
#include "sim/export/wire_message.hpp"

namespace metronome::exporting {
namespace {

using namespace chakra;

constexpr std::uint64_t kMetadata = 1, kMemoryLoad = 2, kMemoryStore = 3;
constexpr int kAttributeFloat = 5, kAttributeInt32 = 7, kAttributeSint32 = 15,
              kAttributeSint64 = 17, kAttributeFixed32 = 19, kAttributeFixed64 = 21,
              kAttributeSfixed32 = 23, kAttributeSfixed64 = 25, kAttributeBoolList = 28;
constexpr double kMostNanoseconds = 1e15;  // of all nodes together
constexpr std::uint64_t kMostBytes = 1'000'000'000'000'000;

/// A whole number may be negative; a list of truths is its packed bytes.
using Value = std::variant<std::int64_t, double, std::string>;

/// One file, for its complaints.
class File {
 public:
  explicit File(const std::string& name) : name_(name) {}
  [[noreturn]] void fail(const std::string& what, const std::string& hint) const {
    throw UserError(Diagnostic{name_, 0, 0, {}, what, hint});
  }
  [[noreturn]] void fail(const std::string& what) const {
    fail(what, "an execution trace of Chakra: FILE.CHIP.et");
  }
  [[nodiscard]] WireCursor cursor(std::string_view bytes) const {
    return {bytes, [this](const std::string& what) { fail(what); }};
  }

 private:
  const std::string& name_;
};

std::int64_t zigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::optional<Value> value_of(const WireField& field) {
  switch (field.number) {
    case kAttributeDouble:
      return field.type == 1 ? std::optional<Value>(std::bit_cast<double>(field.value))
                             : std::nullopt;
    case kAttributeFloat:
      return field.type == 5 ? std::optional<Value>(static_cast<double>(
                                   std::bit_cast<float>(static_cast<std::uint32_t>(field.value))))
                             : std::nullopt;
    case kAttributeInt32:
    case kAttributeInt64:
    case kAttributeUint32:
    case kAttributeUint64:
    case kAttributeFixed32:
    case kAttributeFixed64:
    case kAttributeSfixed64:
    case kAttributeBool:
      return static_cast<std::int64_t>(field.value);
    case kAttributeSfixed32:
      return static_cast<std::int64_t>(static_cast<std::int32_t>(field.value));
    case kAttributeSint32:
    case kAttributeSint64:
      return zigzag(field.value);
    case kAttributeString:
    case kAttributeBoolList:
      return std::string(field.bytes);
    default:
      return std::nullopt;
  }
}

/// A node as the file has it.
class RawNode {
 public:
  RawNode(const File& file, std::string_view bytes) : file_(file) {
    WireCursor cursor = file.cursor(bytes);
    while (!cursor.done()) {
      take(cursor.field());
    }
    if (!id_) {
      file_.fail("has a node without an id");
    }
  }

  [[nodiscard]] std::uint64_t id() const { return *id_; }
  [[nodiscard]] const std::vector<std::uint64_t>& needs() const { return needs_; }

  ReadNode node() const {
    ReadNode out;
    out.id = *id_;
    out.name = name_;
    switch (type_) {
      case kMetadata:
      case kMemoryLoad:
      case kMemoryStore:
      case kComputeNode:
        out.duration = duration();
        return out;
      case kSendNode:
      case kReceiveNode:
        out.kind = type_ == kSendNode ? ReadKind::send : ReadKind::receive;
        out.message = {size(), whole("comm_src"), whole("comm_dst"), whole_or("comm_tag", 0)};
        return out;
      case kCollectiveNode:
        out.kind = ReadKind::collective;
        out.sum = sum();
        return out;
      default:
        fail(fmt::format("is of type {}", type_), "compute, send, receive or collective nodes");
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what, const std::string& hint) const {
    file_.fail(fmt::format("node {} `{}` {}", *id_, printable(name_), what), hint);
  }
  static std::string printable(const std::string& text) {
    std::string out;
    for (const char c : text.substr(0, 60)) {
      out += c >= ' ' && c <= '~' ? c : '?';
    }
    return out;
  }

  void take(const WireField& field) {
    switch (field.number) {
      case kNodeId:
        id_ = field.value;
        return;
      case kNodeName:
        name_ = field.bytes;
        return;
      case kNodeType:
        type_ = field.value;
        return;
      case kNodeControl:
      case kNodeData:
        add_needs(field);
        return;
      case kNodeDuration:
        microseconds_ = field.value;
        return;
      case kNodeAttribute:
        add_attribute(field.bytes);
        return;
      default:
        return;
    }
  }

  /// Packed, or one by one.
  void add_needs(const WireField& field) {
    if (field.type != 2) {
      needs_.push_back(field.value);
      return;
    }
    WireCursor packed = file_.cursor(field.bytes);
    while (!packed.done()) {
      needs_.push_back(packed.varint());
    }
  }

  void add_attribute(std::string_view bytes) {
    std::string name;
    std::optional<Value> value;
    WireCursor cursor = file_.cursor(bytes);
    while (!cursor.done()) {
      const WireField field = cursor.field();
      if (field.number == kAttributeName) {
        name = field.bytes;
      } else if (auto known = value_of(field)) {
        value = std::move(known);
      }
    }
    if (value) {
      attributes_[name] = std::move(*value);
    }
  }

  template <class T>
  [[nodiscard]] const T* find(const std::string& name) const {
    const auto at = attributes_.find(name);
    return at == attributes_.end() ? nullptr : std::get_if<T>(&at->second);
  }
  [[nodiscard]] std::uint64_t whole(const std::string& name) const {
    const auto* value = find<std::int64_t>(name);
    if (value == nullptr || *value < 0) {
      fail(value == nullptr ? "has no `" + name + "`" : "has a negative `" + name + "`",
           "a whole number");
    }
    return static_cast<std::uint64_t>(*value);
  }
  [[nodiscard]] std::uint64_t whole_or(const std::string& name, std::uint64_t other) const {
    return attributes_.contains(name) ? whole(name) : other;
  }
  [[nodiscard]] std::uint64_t size() const {
    const std::uint64_t bytes = whole("comm_size");
    if (bytes > kMostBytes) {
      fail(fmt::format("has a `comm_size` of {}", bytes), fmt::format("at most {}", kMostBytes));
    }
    return bytes;
  }

  [[nodiscard]] Picoseconds duration() const {
    const auto* exact = find<double>("duration_ns");
    const double ns = exact != nullptr ? *exact : 1e3 * static_cast<double>(microseconds_);
    if (!(ns >= 0 && ns <= kMostNanoseconds)) {
      fail("takes no time that can be simulated", fmt::format("0 to {} ns", kMostNanoseconds));
    }
    return Picoseconds(static_cast<std::uint64_t>(std::llround(1e3 * ns)));
  }

  [[nodiscard]] ReadSum sum() const {
    static const std::map<std::uint64_t, std::string> others{
        {1, "reduce"},    {3, "gather"},     {4, "scatter"},
        {5, "broadcast"}, {6, "all-to-all"}, {8, "reduce-scatter of blocks"},
        {9, "a barrier"}};
    const std::uint64_t type = whole("comm_type");
    const auto known = {ReadCollective::all_reduce, ReadCollective::all_gather,
                        ReadCollective::reduce_scatter};
    const auto found = std::find_if(known.begin(), known.end(), [&](ReadCollective one) {
      return static_cast<std::uint64_t>(one) == type;
    });
    if (found == known.end()) {
      const auto other = others.find(type);
      fail(fmt::format("is {}, which is not simulated",
                       other == others.end() ? fmt::format("collective {}", type) : other->second),
           "all-reduce, all-gather, reduce-scatter");
    }
    if (const auto* group = find<std::string>("pg_name"); group != nullptr && !group->empty()) {
      fail("is of a group of chips (`pg_name`)", "collectives of all chips");
    }
    if (const auto* dims = find<std::string>("involved_dim"); dims != nullptr && any_false(*dims)) {
      fail("runs along some dimensions only (`involved_dim`)", "collectives of all chips");
    }
    ReadSum out;
    out.kind = *found;
    out.bytes = size();
    out.bits = whole_or("num_bits", 8);
    out.elements = whole_or("elements", 0);
    out.block = whole_or("block", 0);
    if (const auto* sums = find<std::string>("sums")) {
      out.sums = *sums;
    }
    if (out.bits == 0 || out.bits > 64) {
      fail(fmt::format("has numbers of {} bits", out.bits), "1 to 64");
    }
    if (out.elements > kMostBytes || out.block > kMostBytes) {
      fail("has too many numbers", fmt::format("at most {}", kMostBytes));
    }
    return out;
  }

  /// A BoolList: packed truths in its first field.
  [[nodiscard]] bool any_false(const std::string& list) const {
    WireCursor cursor = file_.cursor(list);
    bool any = false;
    while (!cursor.done()) {
      const WireField field = cursor.field();
      any = any ||
            (field.type == 2 ? field.bytes.find('\0') != std::string_view::npos : field.value == 0);
    }
    return any;
  }

  const File& file_;
  std::optional<std::uint64_t> id_;
  std::string name_;
  std::uint64_t type_ = 0;
  std::uint64_t microseconds_ = 0;
  std::vector<std::uint64_t> needs_;
  std::map<std::string, Value> attributes_;
};

/// The first message tells the version of the schema.
void check_metadata(const File& file, std::string_view bytes) {
  WireCursor cursor = file.cursor(bytes);
  std::string_view version;
  while (!cursor.done()) {
    const WireField field = cursor.field();
    if (field.number == kMetadataVersion && field.type == 2) {
      version = field.bytes;
    }
  }
  const bool known = !version.empty() && version.size() < 20 &&
                     version.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!known) {
    file.fail("does not begin with the version of Chakra's schema");
  }
}

/// Kahn's order, of what may come the lowest id first. `needs`: places in the file.
std::vector<std::size_t> order_of(const File& file, const std::vector<RawNode>& nodes,
                                  const std::vector<std::vector<std::size_t>>& needs) {
  std::vector<std::vector<std::size_t>> readers(nodes.size());
  std::vector<std::size_t> left(nodes.size(), 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    left[i] = needs[i].size();
    for (const std::size_t need : needs[i]) {
      readers[need].push_back(i);
    }
  }
  using Ready = std::pair<std::uint64_t, std::size_t>;
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready;
  const auto add = [&](std::size_t i) { ready.emplace(nodes[i].id(), i); };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (left[i] == 0) {
      add(i);
    }
  }
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t i = ready.top().second;
    ready.pop();
    order.push_back(i);
    for (const std::size_t reader : readers[i]) {
      if (--left[reader] == 0) {
        add(reader);
      }
    }
  }
  if (order.size() < nodes.size()) {
    const auto waiting = std::find_if(left.begin(), left.end(), [](auto n) { return n > 0; });
    file.fail(fmt::format("node {} waits for itself, by way of others",
                          nodes[static_cast<std::size_t>(waiting - left.begin())].id()),
              "dependences without a circle");
  }
  return order;
}

std::vector<RawNode> raw_nodes(const File& file, std::string_view bytes) {
  WireCursor cursor = file.cursor(bytes);
  if (cursor.done()) {
    file.fail("is empty");
  }
  check_metadata(file, cursor.take(cursor.varint()));
  std::vector<RawNode> nodes;
  while (!cursor.done()) {
    if (nodes.size() == kMostChakraNodes) {
      file.fail("has too many nodes", fmt::format("at most {}", kMostChakraNodes));
    }
    nodes.emplace_back(file, cursor.take(cursor.varint()));
  }
  return nodes;
}

}  // namespace

std::vector<ReadNode> read_chakra(std::string_view bytes, const std::string& name) {
  const File file(name);
  const std::vector<RawNode> raw = raw_nodes(file, bytes);
  std::unordered_map<std::uint64_t, std::size_t> place_of;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (!place_of.emplace(raw[i].id(), i).second) {
      file.fail(fmt::format("has node {} twice", raw[i].id()), "an id for each node");
    }
  }
  std::vector<std::vector<std::size_t>> needs(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    for (const std::uint64_t id : raw[i].needs()) {
      const auto at = place_of.find(id);
      if (at == place_of.end()) {
        file.fail(fmt::format("node {} waits for node {}, which is not there", raw[i].id(), id),
                  "a whole trace");
      }
      needs[i].push_back(at->second);
    }
    std::sort(needs[i].begin(), needs[i].end());
    needs[i].erase(std::unique(needs[i].begin(), needs[i].end()), needs[i].end());
  }
  const std::vector<std::size_t> order = order_of(file, raw, needs);
  std::vector<std::size_t> new_place(raw.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    new_place[order[i]] = i;
  }
  std::vector<ReadNode> nodes;
  double nanoseconds = 0;
  for (const std::size_t i : order) {
    nodes.push_back(raw[i].node());
    nanoseconds += 1e-3 * static_cast<double>(nodes.back().duration.count());
    if (nanoseconds > kMostNanoseconds) {
      file.fail("computes for too long", fmt::format("at most {} ns in all", kMostNanoseconds));
    }
    for (const std::size_t need : needs[i]) {
      nodes.back().needs.push_back(new_place[need]);
    }
  }
  return nodes;
}

}  // namespace metronome::exporting
