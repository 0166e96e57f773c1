# A family of arrays that only stands in the list.
set(HEADER arch/array/array.hpp)
set(BEFORE_1 "/// The families; the configuration")
set(AFTER_1 "struct Trial {
  static constexpr std::string_view kSchemaName = \"trial\";
  std::uint64_t rows = 1, columns = 1;
};
/// The families; the configuration")
set(BEFORE_2 "ChunkedFpSpec>;")
set(AFTER_2 "ChunkedFpSpec, Trial>;")
set(SOURCE arch/array/array.cpp)
set(EXPECTED "Trial")
