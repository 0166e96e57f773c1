#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "workloads/formats/product_formats.hpp"

namespace metronome::formats {
namespace presets_test {

ProductFormats preset(const std::string& text) {
  const auto read = read_product_formats(text);
  EXPECT_TRUE(read.value) << text << ": " << read.what;
  return read.value.value_or(ProductFormats{});
}

TEST(presets, are_the_operands_of_the_published_recipes) {
  const LinearOperands mxfp8 = mxfp8_operands();
  const LinearOperands nvfp4 = nvfp4_operands();
  for (const ProductOperand operand : kEnumValues<ProductOperand>) {
    const OperandFormat of_mxfp8 = preset("mxfp8")[operand];
    EXPECT_EQ(of_mxfp8.format, mxfp8[operand].format);
    EXPECT_EQ(of_mxfp8.rounding, mxfp8[operand].rounding);
    const OperandFormat of_nvfp4 = preset("nvfp4")[operand];
    EXPECT_EQ(of_nvfp4.format, nvfp4[operand].format) << enum_name(operand);
    EXPECT_EQ(of_nvfp4.rounding, nvfp4[operand].rounding) << enum_name(operand);
    EXPECT_EQ(of_nvfp4.hadamard_tile, nvfp4[operand].hadamard ? 16U : 0U) << enum_name(operand);
  }
}

TEST(presets, of_fp8_have_e5m2_errors_and_of_bfp_their_bits_and_groups) {
  const ProductFormats fp8 = preset("fp8_delayed");
  EXPECT_EQ(fp8[ProductOperand::weight_gradient_dy].format, Format(Fp8{Element::e5m2}));
  EXPECT_EQ(fp8[ProductOperand::weight_gradient_x].format, Format(Fp8{Element::e4m3}));
  EXPECT_TRUE(fp8[ProductOperand::forward_w].delayed);
  EXPECT_EQ(preset("bfp:5,24")[ProductOperand::forward_x].format, Format(Bfp{5, {1, 24}}));
  EXPECT_EQ(preset("mxint:6"), preset("bfp:6,32"));
  EXPECT_EQ(preset("mxint:8"), preset("mxint8"));
}

TEST(presets, take_other_formats_for_products_and_operands) {
  const ProductFormats late = preset("nvfp4+forward=bf16");
  EXPECT_EQ(late[ProductOperand::forward_x].format, Format(Half{Element::bf16}));
  EXPECT_EQ(late[ProductOperand::weight_gradient_x],
            preset("nvfp4")[ProductOperand::weight_gradient_x]);
  const ProductFormats mixed = preset("forward=bf16+backward=mxfp4/factor=0.75/sr/rht32");
  EXPECT_EQ(mixed[ProductOperand::input_gradient_w].hadamard_tile, 32U);
  EXPECT_EQ(std::get<Mx>(mixed[ProductOperand::input_gradient_dy].format).factor, 0.75);
  EXPECT_EQ(mixed[ProductOperand::input_gradient_dy].rounding.mode, RoundingMode::stochastic);
}

TEST(presets, have_texts_that_are_read_back) {
  for (const NamedPreset& one : presets()) {
    EXPECT_EQ(product_formats_text(one.formats), one.name);
  }
  for (const char* text :
       {"bfp:4,16", "bfp:3,32", "nvfp4+forward=bf16", "forward=bf16+backward=mxfp4/sr8/rht32_drawn",
        "mxfp8+forward.x=mxfp8_e5m2/rceil", "nvfp4+backward=nvfp4/headroom=1.0625/4over6/scale=256",
        "bfp:8,16+forward.w=bfp8/24x24/ceil+input_gradient.w=bfp8/24x24/ceil", "mxfp4+forward=fp32",
        "fp8+forward.w=fp8_e4m3/margin=2", "bfp:2,16+backward=bfp3/row/exponents=3"}) {
    const ProductFormats formats = preset(text);
    EXPECT_EQ(preset(product_formats_text(formats)), formats) << text;
  }
}

// A format that has the name of a preset (nvfp4), at one operand, at both of a product, at all.
TEST(presets, of_any_operands_have_texts_that_are_read_back) {
  const std::vector<std::string> operands{"nvfp4", "nvfp4/16x16", "nvfp4/sr",   "nvfp4/4over6",
                                          "mxfp8", "mxfp4",       "mxfp4/sr8",  "mxint8",
                                          "bf16",  "fp32",        "fp8_e4m3",   "fp8_e5m2",
                                          "bfp4",  "bfp8/24x24",  "mxfp6_e2m3", "fp16"};
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    // Few at a time, so that products and whole presets are alike often.
    const std::size_t from = random() % operands.size();
    std::string text;
    for (const ProductOperand operand : kEnumValues<ProductOperand>) {
      text += fmt::format("{}{}={}", text.empty() ? "" : "+", enum_name(operand),
                          operands[(from + random() % 3) % operands.size()]);
    }
    const ProductFormats formats = preset(text);
    const std::string written = product_formats_text(formats);
    EXPECT_EQ(preset(written), formats) << text << " is written as " << written;
  }
}

TEST(presets, say_what_is_wrong_and_what_would_be_right) {
  const auto what = [](const char* text) { return read_product_formats(text).what; };
  EXPECT_EQ(what("mxfp9"), "`mxfp9` is not a preset");
  EXPECT_EQ(what(""), "`` is not a preset");
  EXPECT_EQ(what("mxfp8+forward"), "`forward` is not of the form KEY=FORMAT");
  EXPECT_EQ(what("mxfp8+sideways=bf16"), "`sideways` is neither a product nor an operand");
  EXPECT_EQ(what("mxfp8+forward=bf17"), "`bf17` is not a format");
  EXPECT_EQ(what("forward=bf16"), "no format of input_gradient.dy");
  EXPECT_EQ(what("mxfp8+forward.x=mxfp8/rht16"),
            "the operands of forward have different transforms");
  EXPECT_EQ(what("mxfp8+forward=bf16/16x16"), "`16x16` has no effect here");
  EXPECT_EQ(what("mxfp8+forward=mxfp8/3x7"), "`3x7` is neither a row nor a square");
  EXPECT_EQ(what("mxfp8+forward=mxfp8/delayed"), "`delayed` has no effect here");
  EXPECT_EQ(what("mxfp8+forward=mxfp8/sr40"), "`sr40` has no number of random bits");
  EXPECT_EQ(what("mxfp8+forward=mxfp8/rht24"), "`24` is no tile of a Hadamard transform");
  EXPECT_EQ(what("mxfp8+forward=fp32/sr"), "`fp32/sr`: FP32 is not rounded");
  EXPECT_EQ(what("bfp:40,16"), "`bfp:40,16` is not a preset");
  EXPECT_EQ(read_product_formats("bfp:1,16").hint,
            "bfp:B,G, B a whole number of 2 to 24, G one of 1 to 65536");
  EXPECT_NE(read_product_formats("mxint:40").hint.find("2 to 24"), std::string::npos);
  EXPECT_EQ(what("nvfp4+"), "`` is not of the form KEY=FORMAT");
  EXPECT_EQ(what("mxfp8+forward=bf16+"), "`` is not of the form KEY=FORMAT");
  EXPECT_EQ(what("mxfp8+forward=mxfp8/"), "`` is not a part of a format");
  EXPECT_FALSE(read_product_formats("bfp:5,16,").value);
  EXPECT_FALSE(read_product_formats("bfp:4,0").value);
}

// A wider part may come first and a narrower one replace some of it; what would be without effect
// is a mistake.
TEST(presets, refuse_parts_that_contradict_each_other_and_name_both) {
  const auto refused = [](const std::string& text, const std::string& one,
                          const std::string& other) {
    const std::string what = read_product_formats(text).what;
    EXPECT_NE(what.find("`" + one + "`"), std::string::npos) << text << ": " << what;
    EXPECT_NE(what.find("`" + other + "`"), std::string::npos) << text << ": " << what;
  };
  refused("mxfp4+forward.x=mxfp4/1x32/1x16", "1x32", "1x16");
  refused("mxfp4+forward.x=mxfp4/rz/sr", "rz", "sr");
  refused("mxfp4+forward.x=mxfp4/sr/sr8", "sr", "sr8");
  refused("mxfp4+forward=mxfp4/rht16/rht32", "rht16", "rht32");
  refused("mxfp4+forward=mxfp4/factor=0.75/factor=0.5", "factor=0.75", "factor=0.5");
  refused("nvfp4+forward=nvfp4/headroom=1.5/4over6/headroom=1.25", "headroom=1.5", "headroom=1.25");
  refused("mxfp4+forward.x=mxfp8+forward.x=bf16", "forward.x=mxfp8", "forward.x=bf16");
  refused("mxfp4+forward.x=mxfp8+forward=bf16", "forward.x=mxfp8", "forward=bf16");
  refused("mxfp4+input_gradient=mxfp8+backward=bf16", "input_gradient=mxfp8", "backward=bf16");
  EXPECT_EQ(
      preset("mxfp4+backward=bf16+input_gradient=mxfp8+input_gradient.w=mxfp6_e2m3"),
      preset("mxfp4+weight_gradient=bf16+input_gradient.dy=mxfp8+input_gradient.w=mxfp6_e2m3"));
}

TEST(presets, one_copy_serves_two_products_of_square_blocks_and_of_whole_tensors) {
  const auto operand = [](const char* text) { return read_operand_format(text).value.value(); };
  EXPECT_TRUE(share_copy(operand("nvfp4/16x16"), operand("nvfp4/16x16")));
  EXPECT_TRUE(share_copy(operand("fp8_e4m3"), operand("fp8_e4m3")));
  EXPECT_TRUE(share_copy(operand("bf16"), operand("bf16")));
  EXPECT_FALSE(share_copy(operand("mxfp8"), operand("mxfp8")));
  EXPECT_FALSE(share_copy(operand("bf16"), operand("fp8_e4m3")));
  EXPECT_FALSE(share_copy(operand("bf16/rht16"), operand("bf16/rht16")));
}

}  // namespace presets_test
}  // namespace metronome::formats
