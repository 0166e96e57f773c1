#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

/// Messages of Chakra's execution traces in protobuf's wire format.
namespace metronome::exporting::chakra {

// Field numbers of Chakra's schema, et_def.proto [sridharan2023chakra].
inline constexpr int kMetadataVersion = 1;
inline constexpr int kNodeId = 1, kNodeName = 2, kNodeType = 3, kNodeControl = 4, kNodeData = 5,
                     kNodeStart = 6, kNodeDuration = 7, kNodeAttribute = 10;
inline constexpr int kAttributeName = 1, kAttributeDouble = 3, kAttributeInt64 = 9,
                     kAttributeUint32 = 11, kAttributeUint64 = 13, kAttributeBool = 27,
                     kAttributeString = 29;
inline constexpr std::uint64_t kComputeNode = 4, kSendNode = 5, kReceiveNode = 6,
                               kCollectiveNode = 7;
inline constexpr const char* kSchemaVersion = "0.0.4";

/// A message of protobuf's wire format in the making.
class Message {
 public:
  void number(int field, std::uint64_t value) {
    write([&](Coded& out) {
      out.WriteTag(tag(field, 0));
      out.WriteVarint64(value);
    });
  }
  void real(int field, double value) {
    write([&](Coded& out) {
      out.WriteTag(tag(field, 1));
      out.WriteLittleEndian64(std::bit_cast<std::uint64_t>(value));
    });
  }
  void text(int field, const std::string& value) {
    write([&](Coded& out) {
      out.WriteTag(tag(field, 2));
      out.WriteVarint64(value.size());
      out.WriteString(value);
    });
  }
  /// A packed list; none where it is empty.
  void numbers(int field, const std::vector<std::uint64_t>& values) {
    if (!values.empty()) {
      Message packed;
      packed.write([&](Coded& out) {
        for (const std::uint64_t value : values) {
          out.WriteVarint64(value);
        }
      });
      text(field, packed.bytes_);
    }
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// Behind its length, as messages of a file follow each other.
  [[nodiscard]] std::string delimited() const {
    Message length;
    length.write([&](Coded& out) { out.WriteVarint64(bytes_.size()); });
    return length.bytes_ + bytes_;
  }

 private:
  using Coded = google::protobuf::io::CodedOutputStream;

  static std::uint32_t tag(int field, std::uint32_t wire_type) {
    return static_cast<std::uint32_t>(field) << 3 | wire_type;
  }
  template <class Write>
  void write(const Write& write) {
    google::protobuf::io::StringOutputStream stream(&bytes_);
    Coded coded(&stream);
    write(coded);
  }

  std::string bytes_;
};

/// An attribute of a node.
template <class Set>
void attribute(Message& node, const char* name, const Set& set) {
  Message one;
  one.text(kAttributeName, name);
  set(one);
  node.text(kNodeAttribute, one.bytes());
}

inline void uint64_attribute(Message& node, const char* name, std::uint64_t value) {
  attribute(node, name, [&](Message& one) { one.number(kAttributeUint64, value); });
}

inline void int64_attribute(Message& node, const char* name, std::uint64_t value) {
  attribute(node, name, [&](Message& one) { one.number(kAttributeInt64, value); });
}

inline void uint32_attribute(Message& node, const char* name, std::uint64_t value) {
  attribute(node, name, [&](Message& one) { one.number(kAttributeUint32, value); });
}

inline void text_attribute(Message& node, const char* name, const std::string& value) {
  attribute(node, name, [&](Message& one) { one.text(kAttributeString, value); });
}

/// The first message of a file.
inline std::string metadata() {
  Message first;
  first.text(kMetadataVersion, kSchemaVersion);
  return first.delimited();
}

}  // namespace metronome::exporting::chakra
