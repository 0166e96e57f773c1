// What every form of weights promises (weight_form.hpp).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"
#include "tests/workloads/methods/weights/sample.hpp"
#include "workloads/methods/weights/any_form.hpp"

namespace metronome::weights {
namespace forms_test {

const WeightShape kShape{6, 5, 3, 3};

/// A width that the kind's default can have.
int width_of(FormKind kind) {
  switch (kind) {
    case FormKind::affine:
    case FormKind::coefficients:
      return 7;
    case FormKind::nested_planes:
      return 5;
    case FormKind::blended:
      return 0;
    case FormKind::binary_planes:
      return 2;
  }
  fail_no_enumerator(kind);
}

template <class T>
AnyForm<T> form_of(FormKind kind, const WeightShape& shape = kShape) {
  return make_form<T>(default_spec(kind), shape, normal_values<T>(shape.elements(), 1));
}

class Form : public ::testing::TestWithParam<FormKind> {
 protected:
  template <class T, class Body>
  void with(const Body& body) {
    AnyForm<T> form = form_of<T>(GetParam());
    std::visit([&](auto& of) { body(of, width_of(GetParam())); }, form);
  }
};

TEST_P(Form, has_the_kind_that_was_asked_for) {
  with<float>([&](auto& form, int) { EXPECT_EQ(form.kKind, GetParam()); });
  EXPECT_EQ(kind_of(default_spec(GetParam())), GetParam());
}

TEST_P(Form, stores_as_many_bits_as_it_says_stream_by_stream) {
  for (const WeightShape& shape :
       {kShape, WeightShape{1, 1}, WeightShape{3, 37}, WeightShape{2, 70, 3, 3},
        WeightShape{4, 1, 3, 3}, WeightShape{2, 3, 7, 7}, WeightShape{2, 33, 3, 1}}) {
    AnyForm<float> form = form_of<float>(GetParam(), shape);
    std::visit(
        [&](auto& of) {
          const int bits = width_of(GetParam());
          std::uint64_t bytes = 0;
          for (const StoredStream& stream : of.stored(bits).streams) {
            bytes += stream.pieces * bytes_for(stream.bits_per_piece).count();
          }
          EXPECT_EQ(of.encode(bits).size(), bytes);
        },
        form);
  }
}

TEST_P(Form, goes_on_from_its_state_as_it_would_have) {
  with<float>([&](auto& form, int bits) {
    const auto train = [bits](auto& of, std::uint64_t seed) {
      of.clear_gradients();
      of.add_gradients(bits, normal_values<float>(kShape.elements(), seed));
      for (const Trained<float>& trained : of.trained()) {
        for (std::size_t i = 0; i < trained.values.size(); ++i) {
          trained.values[i] -= 0.01f * trained.gradient[i];
        }
      }
      of.update({.learning_rate = 0.1, .momentum = 0.9, .weight_decay = 5e-4});
    };
    train(form, 5);
    AnyForm<float> again = form_of<float>(GetParam());
    auto& resumed = std::get<std::decay_t<decltype(form)>>(again);
    const auto from = form.state();
    const auto to = resumed.state();
    ASSERT_EQ(from.size(), to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
      EXPECT_EQ(from[i].name, to[i].name);
      ASSERT_EQ(from[i].values.size(), to[i].values.size());
      std::copy(from[i].values.begin(), from[i].values.end(), to[i].values.begin());
    }
    train(form, 6);
    train(resumed, 6);
    EXPECT_EQ(form.encode(bits), resumed.encode(bits));
    std::vector<float> a(kShape.elements());
    std::vector<float> b(kShape.elements());
    form.forward(bits, a);
    resumed.forward(bits, b);
    EXPECT_EQ(a, b);
    EXPECT_NE(a, std::vector<float>(kShape.elements()));
  });
}

TEST_P(Form, adds_the_gradients_of_several_passes) {
  with<double>([&](auto& form, int bits) {
    const std::vector<double> gradient = normal_values<double>(kShape.elements(), 9);
    form.clear_gradients();
    form.add_gradients(bits, gradient);
    std::vector<std::vector<double>> once;
    for (const Trained<double>& trained : form.trained()) {
      once.emplace_back(trained.gradient.begin(), trained.gradient.end());
    }
    form.add_gradients(bits, gradient);
    std::size_t which = 0;
    for (const Trained<double>& trained : form.trained()) {
      for (std::size_t i = 0; i < trained.gradient.size(); ++i) {
        EXPECT_DOUBLE_EQ(trained.gradient[i], 2 * once[which][i]);
      }
      ++which;
    }
    form.clear_gradients();
    for (const Trained<double>& trained : form.trained()) {
      for (const double value : trained.gradient) {
        EXPECT_EQ(value, 0);
      }
    }
  });
}

TEST_P(Form, refuses_widths_that_it_has_not_and_says_which_it_has) {
  with<float>([&](auto& form, int bits) {
    EXPECT_NO_THROW(form.check(bits));
    for (const int wrong : {-1, 17, 1000}) {
      EXPECT_NE(error_of([&] { form.check(wrong); }).find('('), std::string::npos) << wrong;
    }
  });
}

TEST_P(Form, counts_at_least_a_forward_pass_in_a_training_step) {
  with<float>([&](auto& form, int bits) {
    for (const FormWork& forward : form.forward_work(bits)) {
      std::uint64_t in_training = 0;
      for (const FormWork& work : form.training_work(bits)) {
        in_training += work.action == forward.action ? work.count : 0;
      }
      EXPECT_GE(in_training, forward.count);
      EXPECT_GT(forward.count, 0u);
    }
    EXPECT_GT(form.training_state().bits(), Bits(0));
  });
}

INSTANTIATE_TEST_SUITE_P(weights, Form, ::testing::ValuesIn(kEnumValues<FormKind>),
                         [](const auto& kind) { return std::string(enum_name(kind.param)); });

TEST(forms, of_weights_that_are_no_numbers_are_refused) {
  for (const float wrong : {NAN, INFINITY, -INFINITY}) {
    std::vector<float> weights = normal_values<float>(kShape.elements(), 1);
    weights[17] = wrong;
    for (const FormKind kind : {FormKind::nested_planes, FormKind::blended, FormKind::binary_planes,
                                FormKind::coefficients}) {
      EXPECT_NE(error_of([&] { (void)make_form<float>(default_spec(kind), kShape, weights); }), "")
          << enum_name(kind);
    }
  }
}

TEST(forms, of_weights_that_are_all_zero_have_values) {
  const std::vector<float> zeros(kShape.elements());
  for (const FormKind kind :
       {FormKind::affine, FormKind::nested_planes, FormKind::blended, FormKind::binary_planes}) {
    AnyForm<float> form = make_form<float>(default_spec(kind), kShape, zeros);
    std::visit(
        [&](auto& of) {
          std::vector<float> values(zeros.size(), NAN);
          of.forward(width_of(kind), values);
          of.clear_gradients();
          of.add_gradients(width_of(kind), values);
          for (const float value : values) {
            EXPECT_TRUE(std::isfinite(value)) << enum_name(kind);
          }
        },
        form);
  }
}

TEST(forms, whose_planes_an_array_takes_need_no_assembler_there) {
  EXPECT_EQ(feed_of(FormKind::nested_planes, true), Feed::native);
  EXPECT_EQ(feed_of(FormKind::nested_planes, false), Feed::assembled);
  EXPECT_EQ(feed_of(FormKind::binary_planes, true), Feed::native);
  EXPECT_EQ(feed_of(FormKind::binary_planes, false), Feed::assembled);
  for (const bool plane_serial : {false, true}) {
    EXPECT_EQ(feed_of(FormKind::affine, plane_serial), Feed::native);
    EXPECT_EQ(feed_of(FormKind::blended, plane_serial), Feed::real);
    EXPECT_EQ(feed_of(FormKind::coefficients, plane_serial), Feed::rebuilt);
  }
}

/// The rows of docs/weights.md of three cells whose first names a form.
TEST(forms, run_on_arrays_as_the_page_says) {
  const std::string page =
      read_file(std::filesystem::path(metronome::source_dir()) / "docs" / "weights.md");
  for (const FormKind kind : kEnumValues<FormKind>) {
    const std::string row =
        fmt::format("| `{}` | {} | {} |\n", enum_name(kind), enum_name(feed_of(kind, true)),
                    enum_name(feed_of(kind, false)));
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
}

TEST(forms, bursts_are_moved_whole_piece_by_piece) {
  const StoredForm form{{{StreamKind::planes, Bits(65), 3}, {StreamKind::scales, Bits(32), 1}}};
  EXPECT_EQ(form.bits(), Bits(3 * 65 + 32));
  EXPECT_EQ(form.bits(StreamKind::planes), Bits(195));
  EXPECT_EQ(form.bits(StreamKind::basis), Bits(0));
  EXPECT_EQ(form.moved(Bytes(8)), Bytes(3 * 16 + 8));
}

}  // namespace forms_test
}  // namespace metronome::weights
