#include "sim/base/failure.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <new>
#include <system_error>

#include "sim/base/error.hpp"

namespace metronome {
namespace failure_test {

template <class Error>
Failure failure(const Error& error) {
  return failure_of(std::make_exception_ptr(error));
}

TEST(failure, every_kind_of_exception_has_its_exit_code) {
  const auto system = [](int number) { return std::system_error(number, std::generic_category()); };
  EXPECT_EQ(failure(std::runtime_error("x")).exit_code(), 1);
  EXPECT_EQ(failure(InternalError("x")).exit_code(), 1);
  EXPECT_EQ(failure(UserError("x")).exit_code(), 2);
  EXPECT_EQ(failure(EnvironmentError("x")).exit_code(), 3);
  EXPECT_EQ(failure(std::bad_alloc()).exit_code(), 3);
  EXPECT_EQ(failure(CheckFailed("x")).exit_code(), 4);
  for (const int number : {ENOSPC, EDQUOT, EFBIG, EIO, ENOMEM, EAGAIN, EMFILE, ENFILE}) {
    EXPECT_EQ(failure(system(number)).exit_code(), 3) << number;
  }
  for (const int number : {ENOENT, EACCES, EPERM, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EROFS}) {
    EXPECT_EQ(failure(system(number)).exit_code(), 2) << number;
  }
}

TEST(failure, survives_its_way_through_bytes) {
  const Failure many = failure(UserError({{"a.yaml", 1, 2, "k", "is\nwrong"}, {"", 0, 0, "", ""}}));
  for (const Failure& one :
       {many, failure(EnvironmentError("disk full")), failure(CheckFailed(""))}) {
    const Failure back = parse_failure(failure_bytes(one));
    EXPECT_EQ(back.kind, one.kind);
    EXPECT_EQ(back.diagnostics, one.diagnostics);
    EXPECT_EQ(back.messages(), one.messages());
    EXPECT_EQ(failure_of([&] {
                try {
                  throw_failure(back);
                } catch (...) {
                  return std::current_exception();
                }
              }())
                  .messages(),
              one.messages());
  }
}

}  // namespace failure_test
}  // namespace metronome
