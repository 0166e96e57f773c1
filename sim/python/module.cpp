// The module `_metronome`: what the package `metronome` asks in the interpreter's own process.
// Arguments are those of the command line, so that both read, check and refuse the same things in
// the same words; answers are its JSON.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <vector>

#include "sim/base/failure.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/interrupt_check.hpp"
#include "sim/base/number.hpp"
#include "sim/base/overload.hpp"
#include "sim/base/warning.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/load.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/json_fields.hpp"

namespace py = pybind11;

namespace metronome::python {
namespace {

using Words = std::vector<std::string>;

/// Warnings of the work that this thread does; they are told when it is done.
Words& warnings_of_thread() {
  thread_local Words warnings;
  return warnings;
}

/// A text that may hold any bytes of a user's: those that are not UTF-8 become U+FFFD.
py::str text_of(const std::string& text) {
  PyObject* decoded =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
  if (decoded == nullptr) {
    throw py::error_already_set();
  }
  return py::reinterpret_steal<py::str>(decoded);
}

/// The same of JSON.
std::string json_text(const report::Json& json) {
  return json.dump(-1, ' ', false, report::Json::error_handler_t::replace);
}

/// Raises the package's exception for a failure.
[[noreturn]] void raise(const Failure& failure) {
  py::list diagnostics;
  for (const Diagnostic& d : failure.diagnostics) {
    diagnostics.append(py::make_tuple(text_of(d.file), d.line, d.column, text_of(d.key),
                                      text_of(d.what), text_of(d.hint)));
  }
  py::module_::import("metronome._errors").attr("raise_failure")(failure.exit_code(), diagnostics);
  throw InternalError("raise_failure raises");
}

/// Whether the interpreter has a signal whose handler raises: Ctrl-C. The handler has run then, and
/// what it raises is this thread's error. Handlers run in the main thread only.
bool interrupted() {
  const py::gil_scoped_acquire held;
  return PyErr_CheckSignals() != 0;
}

/// What `work` gives, with the interpreter free for other threads meanwhile.
template <class Work>
auto released(const Work& work) -> decltype(work()) {
  warnings_of_thread().clear();
  std::optional<Failure> failure;
  try {
    const py::gil_scoped_release free;
    InterruptCheck check(interrupted);
    return work();
  } catch (const Interrupted&) {
    throw py::error_already_set();
  } catch (const std::exception&) {
    failure = failure_of(std::current_exception());
  }
  raise(*failure);
}

/// An answer as the package takes it: JSON as text, and the notes.
py::tuple answer_of(const std::string& command, const Words& arguments) {
  const auto [json, said] = released([&] {
    const cli::Answer answer = cli::answer(command, arguments);
    return std::pair(json_text(answer.json), answer.notes);
  });
  py::list notes;
  for (const std::string& note : said) {
    notes.append(text_of(note));
  }
  for (const std::string& warning : warnings_of_thread()) {
    notes.append(text_of("warning: " + warning));
  }
  return py::make_tuple(json, notes);
}

py::list checked(const Words& files) {
  std::vector<std::pair<std::string, std::string>> good;
  released([&] {
    cli::check_files(files, [&](const std::string& file, const std::string& what) {
      good.emplace_back(file, what);
    });
  });
  return py::cast(good);
}

/// A table of products as a list of dicts.
py::list products(const Words& arguments, const std::optional<std::string>& text) {
  const cli::OpTable table =
      released([&] { return cli::op_table(arguments, text ? &*text : nullptr); });
  std::vector<py::str> keys;
  for (const std::string& path : table.paths) {
    keys.emplace_back(path);
  }
  py::list rows(table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& [product, mode, mapping, values] = table.rows[i];
    py::dict row;
    row["m"] = product.gemm.m;
    row["n"] = product.gemm.n;
    row["k"] = product.gemm.k;
    row["a_bits"] = product.a_bits;
    row["b_bits"] = product.b_bits;
    if (table.formats) {
      row["a_format"] = std::string(enum_name(product.a_format));
      row["b_format"] = std::string(enum_name(product.b_format));
      row["scale_group"] = product.scale_group;
    }
    row["class"] = std::string(enum_name(product.cls));
    row["mode"] = mode;
    row["mapping"] = mapping;
    for (std::size_t at = 0; at < keys.size(); ++at) {
      row[keys[at]] =
          std::visit([](auto value) -> py::object { return py::cast(value); }, values[at]);
    }
    rows[i] = std::move(row);
  }
  return rows;
}

/// A whole number as it is written, without zeros in front; else a real one; else nothing.
std::optional<py::object> number_of(const std::string& field) {
  const std::size_t digits = field.find_first_not_of('-');
  if (digits == std::string::npos ||
      (field[digits] == '0' && field.size() > digits + 1 && field[digits + 1] != '.')) {
    return std::nullopt;
  }
  if (const auto whole = read_number<std::int64_t>(field, kAnyReal); whole.value) {
    return py::cast(*whole.value);
  }
  if (const auto whole = read_number<std::uint64_t>(field, kAnyWhole); whole.value) {
    return py::cast(*whole.value);
  }
  if (const auto real = read_number<double>(field, kAnyReal); real.value) {
    return py::cast(*real.value);
  }
  return std::nullopt;
}

/// The values of a column: numbers where every field is one (or empty, or the precision fp32, which
/// is no number of bits), else texts. A sweep's points are named by digits, which are no number.
std::vector<py::object> values_of(const cli::LoadedTable& table, std::size_t column) {
  const bool named = table.columns[column] == "point";
  std::vector<py::object> numbers, texts;
  bool numeric = !named;
  for (const std::vector<std::string>& row : table.rows) {
    const std::string& field = row[column];
    texts.push_back(field.empty() ? py::none() : py::object(text_of(field)));
    const bool word = field.empty() || field == "fp32";
    const auto number = numeric && !word ? number_of(field) : std::nullopt;
    numeric = numeric && (word || number);
    numbers.push_back(number ? *number : texts.back());
  }
  return numeric ? numbers : texts;
}

py::list table_of(const std::string& file) {
  const cli::LoadedTable table = released([&] { return cli::load_table(file); });
  std::vector<py::str> keys;
  for (const std::string& column : table.columns) {
    keys.push_back(text_of(column));
  }
  py::list rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    rows.append(py::dict());
  }
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const std::vector<py::object> values = values_of(table, at);
    for (std::size_t i = 0; i < values.size(); ++i) {
      rows[i][keys[at]] = values[i];
    }
  }
  return rows;
}

py::tuple loaded(const std::string& folder) {
  const auto [found, summary] = released([&] {
    cli::LoadedFolder loaded = cli::load_folder(folder);
    std::string text = json_text(loaded.summary);
    return std::pair(std::move(loaded), std::move(text));
  });
  const auto dict_of = [](const std::map<std::string, std::filesystem::path>& paths) {
    py::dict dict;
    for (const auto& [name, path] : paths) {
      dict[py::str(name)] = path.string();
    }
    return dict;
  };
  return py::make_tuple(found.kind, summary, dict_of(found.tables), dict_of(found.parts));
}

}  // namespace
}  // namespace metronome::python

PYBIND11_MODULE(_metronome, module) {
  using namespace metronome;
  set_warning_sink([](const std::string& text) { python::warnings_of_thread().push_back(text); });
  module.doc() = "What the package metronome asks in this process (docs/python.md).";
  module.def("answer", &python::answer_of, py::arg("command"), py::arg("arguments"));
  module.def("check", &python::checked, py::arg("files"));
  module.def("products", &python::products, py::arg("arguments"), py::arg("text"));
  module.def("load", &python::loaded, py::arg("folder"));
  module.def("table", &python::table_of, py::arg("file"));
  module.def("version", &cli::version);
}
