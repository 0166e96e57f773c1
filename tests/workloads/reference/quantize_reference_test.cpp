#include <gtest/gtest.h>

#include "tests/workloads/reference/cpt_reference.hpp"

namespace metronome::reference {
namespace quantize_reference_test {

/// Weights have a range for each output channel, the others one for the tensor.
std::size_t rows_of(const Json& entry) {
  const std::string kind = entry.at("kind");
  if (kind == "weight") {
    return entry.at("shape").at(0).get<std::size_t>();
  }
  if (kind.starts_with("activation") || kind.starts_with("error")) {
    return 1;
  }
  throw std::runtime_error("unknown kind of quantizer: " + kind);
}

template <class T>
std::vector<T> quantized(const std::vector<T>& in, std::size_t rows, int bits) {
  std::vector<T> out(in.size());
  const std::size_t n = in.size() / rows;
  for (std::size_t row = 0; row < rows; ++row) {
    const T* from = in.data() + row * n;
    quant::quantize(from, n, quant::grid_of(quant::range_of(from, n), bits), out.data() + row * n);
  }
  return out;
}

struct QuantizeCase {
  std::size_t rows = 1;
  int bits = 0;
  Values in, out;
};

QuantizeCase load(const Reference& reference, const Json& entry) {
  const std::string name = entry.at("name");
  const std::size_t n = elements(entry.at("shape"));
  return {rows_of(entry), entry.at("bits"), reference.doubles(name + "_in.f64", n),
          reference.doubles(name + "_out.f64", n)};
}

TEST(cpt_reference, quantizers_match_in_double) {
  const Reference reference;
  for (const Json& entry : reference.entries("quantize")) {
    SCOPED_TRACE(entry.dump());
    const QuantizeCase c = load(reference, entry);
    EXPECT_LE(deviation(quantized(c.in, c.rows, c.bits), c.out), 1e-8);
  }
}

TEST(cpt_reference, quantizers_match_in_float) {
  const Reference reference;
  for (const Json& entry : reference.entries("quantize")) {
    SCOPED_TRACE(entry.dump());
    QuantizeCase c = load(reference, entry);
    const std::size_t moved = settle_ties(c.in, c.rows, c.bits);
    EXPECT_LE(moved, 2 + c.in.size() / 100);  // it stays a comparison of the reference's own values
    EXPECT_LE(deviation(quantized(converted<float>(c.in), c.rows, c.bits), c.out), 1e-5);
  }
}

TEST(cpt_reference, quantizers_of_other_bits_do_not_match) {
  const Reference reference;
  for (const Json& entry : reference.entries("quantize")) {
    SCOPED_TRACE(entry.dump());
    const QuantizeCase c = load(reference, entry);
    EXPECT_GT(deviation(quantized(c.in, c.rows, c.bits + 1), c.out), 1e-5);
  }
}

TEST(cpt_reference, absent_or_empty_data_is_an_error) {
  const auto folder = std::filesystem::temp_directory_path() / "metronome_reference_empty";
  std::filesystem::remove_all(folder);
  EXPECT_ANY_THROW(Reference{folder});
  write_file_atomically(folder / "manifest.json", "{\"quantize\": [], \"note\": \"\"}");
  write_file_atomically(folder / "short.f64", "12345");
  const Reference reference(folder);
  EXPECT_ANY_THROW((void)reference.entries("quantize"));
  EXPECT_ANY_THROW((void)reference.entries("conv"));
  EXPECT_ANY_THROW((void)reference.doubles("absent.f64"));
  EXPECT_ANY_THROW((void)reference.doubles("short.f64"));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(deviation(Values{1, 2}, Values{1}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(deviation(Values{}, Values{}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(deviation(Values{NAN}, Values{1}), std::numeric_limits<double>::infinity());
}

}  // namespace quantize_reference_test
}  // namespace metronome::reference
