#pragma once

// Chakra's files as protobuf itself reads them, with the field numbers of the published schema.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace metronome::exporting::chakra_test {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptorProto;

inline void add_field(pb::DescriptorProto& message, const char* name, int number, Field::Type type,
                      bool repeated = false, const char* of = nullptr) {
  Field& field = *message.add_field();
  field.set_name(name);
  field.set_number(number);
  field.set_type(type);
  field.set_label(repeated ? Field::LABEL_REPEATED : Field::LABEL_OPTIONAL);
  if (of != nullptr) {
    field.set_type_name(of);
  }
}

/// et_def.proto of mlcommons/chakra as far as it is written here, and nothing else: another field
/// would be an unknown one.
inline pb::FileDescriptorProto schema() {
  pb::FileDescriptorProto file;
  file.set_name("et_def.proto");
  file.set_package("ChakraProtoMsg");
  file.set_syntax("proto3");
  pb::DescriptorProto& attribute = *file.add_message_type();
  attribute.set_name("AttributeProto");
  add_field(attribute, "name", 1, Field::TYPE_STRING);
  add_field(attribute, "double_val", 3, Field::TYPE_DOUBLE);
  add_field(attribute, "int64_val", 9, Field::TYPE_INT64);
  add_field(attribute, "uint32_val", 11, Field::TYPE_UINT32);
  add_field(attribute, "uint64_val", 13, Field::TYPE_UINT64);
  add_field(attribute, "bool_val", 27, Field::TYPE_BOOL);
  add_field(attribute, "string_val", 29, Field::TYPE_STRING);
  attribute.add_oneof_decl()->set_name("value");
  for (int i = 1; i < attribute.field_size(); ++i) {
    attribute.mutable_field(i)->set_oneof_index(0);
  }
  pb::DescriptorProto& metadata = *file.add_message_type();
  metadata.set_name("GlobalMetadata");
  add_field(metadata, "version", 1, Field::TYPE_STRING);
  pb::DescriptorProto& node = *file.add_message_type();
  node.set_name("Node");
  add_field(node, "id", 1, Field::TYPE_UINT64);
  add_field(node, "name", 2, Field::TYPE_STRING);
  add_field(node, "type", 3, Field::TYPE_INT32);  // an enumeration has the same bytes
  add_field(node, "ctrl_deps", 4, Field::TYPE_UINT64, true);
  add_field(node, "data_deps", 5, Field::TYPE_UINT64, true);
  add_field(node, "start_time_micros", 6, Field::TYPE_UINT64);
  add_field(node, "duration_micros", 7, Field::TYPE_UINT64);
  add_field(node, "attr", 10, Field::TYPE_MESSAGE, true, ".ChakraProtoMsg.AttributeProto");
  return file;
}

/// A file's messages, the first one the metadata.
class Reader {
 public:
  explicit Reader(const std::string& bytes) : file_(pool_.BuildFile(schema())) {
    pb::io::CodedInputStream in(reinterpret_cast<const pb::uint8*>(bytes.data()),
                                static_cast<int>(bytes.size()));
    for (pb::uint32 size = 0; in.ReadVarint32(&size);) {
      const auto limit = in.PushLimit(static_cast<int>(size));
      const char* type = messages_.empty() ? "GlobalMetadata" : "Node";
      messages_.emplace_back(factory_.GetPrototype(file_->FindMessageTypeByName(type))->New());
      EXPECT_TRUE(messages_.back()->ParseFromCodedStream(&in));
      EXPECT_TRUE(in.ConsumedEntireMessage());
      EXPECT_TRUE(messages_.back()->GetReflection()->GetUnknownFields(*messages_.back()).empty());
      in.PopLimit(limit);
    }
  }

  [[nodiscard]] std::size_t size() const { return messages_.size(); }
  [[nodiscard]] std::string text(std::size_t i, const char* field) const {
    return messages_[i]->GetReflection()->GetString(*messages_[i], of(i, field));
  }
  [[nodiscard]] std::uint64_t number(std::size_t i, const char* field) const {
    return messages_[i]->GetReflection()->GetUInt64(*messages_[i], of(i, field));
  }
  [[nodiscard]] int type(std::size_t i) const {
    return messages_[i]->GetReflection()->GetInt32(*messages_[i], of(i, "type"));
  }
  [[nodiscard]] std::vector<std::uint64_t> list(std::size_t i, const char* field) const {
    const auto* reflection = messages_[i]->GetReflection();
    std::vector<std::uint64_t> values;
    for (int k = 0; k < reflection->FieldSize(*messages_[i], of(i, field)); ++k) {
      values.push_back(reflection->GetRepeatedUInt64(*messages_[i], of(i, field), k));
    }
    return values;
  }
  /// An attribute as the text that protobuf prints of it.
  [[nodiscard]] std::map<std::string, std::string> attributes(std::size_t i) const {
    const auto* reflection = messages_[i]->GetReflection();
    std::map<std::string, std::string> all;
    for (int k = 0; k < reflection->FieldSize(*messages_[i], of(i, "attr")); ++k) {
      const pb::Message& one = reflection->GetRepeatedMessage(*messages_[i], of(i, "attr"), k);
      const auto* name = one.GetDescriptor()->FindFieldByName("name");
      const std::string key = one.GetReflection()->GetString(one, name);
      std::string text = one.ShortDebugString();
      all[key] = text.substr(std::min(text.size(), text.find('"', 7) + 2));
    }
    return all;
  }

 private:
  [[nodiscard]] const pb::FieldDescriptor* of(std::size_t i, const char* field) const {
    return messages_[i]->GetDescriptor()->FindFieldByName(field);
  }

  pb::DescriptorPool pool_;
  const pb::FileDescriptor* file_;
  pb::DynamicMessageFactory factory_;
  std::vector<std::unique_ptr<pb::Message>> messages_;
};

}  // namespace metronome::exporting::chakra_test
