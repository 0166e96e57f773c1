# A kind of schedule that says nothing of itself.
set(HEADER workloads/schedule/schedule.hpp)
set(BEFORE_1 "/// Which precision holds at which iteration of a run.")
set(AFTER_1 "struct Trial : KindDefaults {};\n")
set(BEFORE_2 "std::variant<StaticSpec, CptSpec,")
set(AFTER_2 "std::variant<StaticSpec, Trial, CptSpec,")
set(SOURCE workloads/schedule/schedule.cpp)
set(EXPECTED "Trial")
