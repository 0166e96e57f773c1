// The bytes are read by protobuf itself, with the field numbers of Chakra's published schema.
#include "sim/export/chakra.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace metronome::exporting {
namespace chakra_test {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptorProto;
using testing::ElementsAre;

void add_field(pb::DescriptorProto& message, const char* name, int number, Field::Type type,
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
pb::FileDescriptorProto schema() {
  pb::FileDescriptorProto file;
  file.set_name("et_def.proto");
  file.set_package("ChakraProtoMsg");
  file.set_syntax("proto3");
  pb::DescriptorProto& attribute = *file.add_message_type();
  attribute.set_name("AttributeProto");
  add_field(attribute, "name", 1, Field::TYPE_STRING);
  add_field(attribute, "double_val", 3, Field::TYPE_DOUBLE);
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

OperationResult operation(const std::string& name, trace::OperationClass cls,
                          std::uint64_t cycles) {
  OperationResult one;
  one.operation = name;
  one.layer = "conv";
  one.cls = cls;
  one.measure.cycles[Bin::busy] = cycles;
  return one;
}

/// 0.4, 0.7, 0.2 and 5 us at 1 GHz, at two levels.
RunResult run() {
  RunResult run;
  run.clock = Hertz(1e9);
  std::vector<OperationResult> operations{
      operation("x.quantize", trace::OperationClass::quantize, 400),
      operation("conv.quantize_weight", trace::OperationClass::quantize, 700),
      operation("conv.forward", trace::OperationClass::forward, 200),
      operation("conv.update", trace::OperationClass::update, 5000)};
  OperationResult& product = operations[2];
  product.a_bits = 8;
  product.b_bits = 4;
  product.measure.macs = Macs(1000);
  product.measure.traffic(trace::Role::activation).read = Bytes(300);
  product.measure.traffic(trace::Role::stash).write = Bytes(44);
  run.add_level({}, operations);
  run.add_level({}, operations);
  return run;
}

/// x and the weights become codes, a product, something that was fused away, and the update of it.
trace::Step step() {
  using trace::OperationClass;
  trace::Step step;
  const trace::VectorWork work{10, 1, 1};
  step.operations = {
      {"x.quantize", "conv", OperationClass::quantize, work, {"x"}, {"x.codes"}},
      {"conv.quantize_weight", "conv", OperationClass::quantize, work, {"w"}, {"w.codes"}},
      {"conv.forward",
       "conv",
       OperationClass::forward,
       trace::MatrixWork{},
       {"x.codes", "w.codes"},
       {"y"}},
      {"norm.statistics", "norm", OperationClass::vector, work, {"y"}, {"z"}},
      {"conv.update", "conv", OperationClass::update, work, {"w", "z"}, {"w"}}};
  return step;
}

TEST(chakra, is_read_by_protobuf_with_the_published_field_numbers) {
  const RunResult of = run();
  const trace::Step graph = step();
  const Reader file(chakra_trace(of, 1, &graph));
  ASSERT_EQ(file.size(), 5u);
  EXPECT_EQ(file.text(0, "version"), "0.0.4");
  for (std::size_t i = 1; i < file.size(); ++i) {
    EXPECT_EQ(file.number(i, "id"), i - 1);
    EXPECT_EQ(file.type(i), 4) << "COMP_NODE";
    EXPECT_EQ(file.text(i, "name"), of.operations_of(of.levels[1])[i - 1].operation);
  }
  EXPECT_THAT(file.list(1, "ctrl_deps"), ElementsAre());
  EXPECT_THAT(file.list(3, "ctrl_deps"), ElementsAre(1));
  EXPECT_THAT(file.list(3, "data_deps"), ElementsAre(0, 1));
  EXPECT_THAT(file.list(4, "data_deps"), ElementsAre(2)) << "through what was fused away";
  const auto attributes = file.attributes(3);
  EXPECT_EQ(attributes.at("is_cpu_op"), "bool_val: false");
  EXPECT_EQ(attributes.at("num_bits"), "uint32_val: 8");
  EXPECT_EQ(attributes.at("b_bits"), "uint32_val: 4");
  EXPECT_EQ(attributes.at("num_ops"), "uint64_val: 2000");
  EXPECT_EQ(attributes.at("tensor_size"), "uint64_val: 344");
  EXPECT_EQ(attributes.at("duration_ns"), "double_val: 200");
  EXPECT_EQ(attributes.at("operation_class"), "string_val: \"forward\"");
  EXPECT_EQ(attributes.at("level"), "uint32_val: 1");
  EXPECT_FALSE(file.attributes(1).contains("num_bits")) << "no product";
}

TEST(chakra, whole_microseconds_add_up_to_the_iteration) {
  const Reader file(chakra_trace(run(), 0));
  std::uint64_t end = 0;
  for (std::size_t i = 1; i < file.size(); ++i) {
    EXPECT_EQ(file.number(i, "start_time_micros"), end);
    end += file.number(i, "duration_micros");
    EXPECT_THAT(file.list(i, "data_deps"), ElementsAre()) << "no trace was given";
  }
  EXPECT_EQ(end, 6u) << "6.3 us";
  EXPECT_EQ(chakra_trace(run(), 0), chakra_trace(run(), 0));
}

}  // namespace chakra_test
}  // namespace metronome::exporting
