#include "sim/chips/replay.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <tuple>

#include "sim/base/error.hpp"

namespace metronome::chips {
namespace {

using exporting::ReadCollective;
using exporting::ReadKind;
using exporting::ReadNode;

links::Collective collective_of(ReadCollective kind) {
  switch (kind) {
    case ReadCollective::all_reduce:
      return links::Collective::all_reduce;
    case ReadCollective::all_gather:
      return links::Collective::all_gather;
    case ReadCollective::reduce_scatter:
      return links::Collective::reduce_scatter;
  }
  fail_no_enumerator(kind);
}

[[noreturn]] void refuse(const std::string& file, const std::string& what,
                         const std::string& hint) {
  throw UserError(Diagnostic{file, 0, 0, {}, what, hint});
}

/// Bytes of files that say no more; ours tell numbers, bits and how they are added up.
links::Payload payload_of(const exporting::ReadSum& sum, const std::string& file) {
  if (sum.elements == 0) {
    return Bytes(sum.bytes);
  }
  links::Wire wire{.bits = static_cast<unsigned>(sum.bits)};
  if (!sum.sums.empty()) {
    const auto sums = enum_from_name<links::Sums>(sum.sums);
    if (!sums) {
      refuse(file, "has codes that are added up in a way that is not simulated",
             name_hint("", enum_name_list<links::Sums>()));
    }
    wire.codes = true;
    wire.sums = *sums;
    wire.block = sum.block;
  }
  return {sum.elements, wire};
}

class Replayer {
 public:
  Replayer(const std::vector<ChipTrace>& traces, const links::SystemSpec& system)
      : traces_(traces), astra_sim_(system.timing != links::Timing::exact) {
    if (traces.size() != system.chips) {
      throw UserError(
          fmt::format("system.chips: {} chips, but {} traces", system.chips, traces.size()),
          "a file for each chip, PREFIX.0.et to the last; or --set system.chips");
    }
    out_.program.in_flight = system.parallel.in_flight;
  }

  ReplayProgram run() {
    add_collectives();
    collectives_ = out_.program.requests.size();
    add_messages();
    for (std::size_t chip = 0; chip < traces_.size(); ++chip) {
      out_.program.programs.push_back(tasks_of(chip));
      out_.program.program_of_chip.push_back(static_cast<std::uint32_t>(chip));
    }
    require_an_end();
    return std::move(out_);
  }

 private:
  void add_collectives() {
    for (std::size_t chip = 0; chip < traces_.size(); ++chip) {
      const ChipTrace& trace = traces_[chip];
      std::size_t count = 0;
      for (const ReadNode& node : trace.nodes) {
        if (node.kind != ReadKind::collective) {
          continue;
        }
        links::Request request;
        request.collective = collective_of(node.sum.kind);
        request.payload = payload_of(node.sum, trace.file);
        if (chip == 0) {
          out_.program.requests.push_back(std::move(request));
          out_.names.push_back(node.name);
        } else {
          require_same(chip, count, node, request);
        }
        ++count;
      }
      if (chip > 0 && count != out_.program.requests.size()) {
        refuse(trace.file,
               fmt::format("has {} collectives, {} has {}", count, traces_.front().file,
                           out_.program.requests.size()),
               "the same on all chips");
      }
    }
  }

  void require_same(std::size_t chip, std::size_t count, const ReadNode& node,
                    const links::Request& own) const {
    if (count >= out_.program.requests.size()) {
      return;  // their number is complained about
    }
    const links::Request& first = out_.program.requests[count];
    if (own.collective != first.collective || own.payload != first.payload) {
      refuse(traces_[chip].file,
             fmt::format("collective {} (node {}) is {} of {} bytes, in {} it is {} of {} bytes",
                         count, node.id, enum_name(own.collective), bytes_of(own),
                         traces_.front().file, enum_name(first.collective), bytes_of(first)),
             "equal collectives of equal sizes on all chips, in one order");
    }
  }
  static std::uint64_t bytes_of(const links::Request& request) {
    return request.payload.wire.bytes(request.payload.elements, 1).count();
  }

  /// First in, first out among those of one sender, receiver and tag.
  void add_messages() {
    using Key = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;
    struct Sent {
      std::uint32_t request = 0;
      std::uint64_t bytes = 0, id = 0;
    };
    std::map<Key, std::deque<Sent>> sent;
    for (std::size_t chip = 0; chip < traces_.size(); ++chip) {
      for (const ReadNode& node : traces_[chip].nodes) {
        if (node.kind != ReadKind::send) {
          continue;
        }
        check_ends(chip, node, node.message.from);
        const auto number = static_cast<std::uint32_t>(out_.program.requests.size());
        links::Request request;
        request.payload = Bytes(node.message.bytes);
        request.transfer = links::Transfer{static_cast<links::ChipIndex>(node.message.from),
                                           static_cast<links::ChipIndex>(node.message.to)};
        out_.program.requests.push_back(std::move(request));
        out_.names.push_back(node.name);
        message_of_[{chip, node.id}] = number;
        sent[{node.message.from, node.message.to, node.message.tag}].push_back(
            {number, node.message.bytes, node.id});
      }
    }
    for (std::size_t chip = 0; chip < traces_.size(); ++chip) {
      for (const ReadNode& node : traces_[chip].nodes) {
        if (node.kind != ReadKind::receive) {
          continue;
        }
        check_ends(chip, node, node.message.to);
        auto& queue = sent[{node.message.from, node.message.to, node.message.tag}];
        if (queue.empty()) {
          refuse(traces_[chip].file,
                 fmt::format("node {} receives a message of chip {} with tag {} that nobody sends",
                             node.id, node.message.from, node.message.tag),
                 "a send node for it in that chip's trace");
        }
        if (queue.front().bytes != node.message.bytes) {
          refuse(traces_[chip].file,
                 fmt::format("node {} receives {} bytes, but chip {} sends {} (node {})", node.id,
                             node.message.bytes, node.message.from, queue.front().bytes,
                             queue.front().id),
                 "equal sizes at both ends");
        }
        message_of_[{chip, node.id}] = queue.front().request;
        queue.pop_front();
      }
    }
    for (const auto& [key, queue] : sent) {
      if (!queue.empty()) {
        const std::uint64_t from = std::get<0>(key);
        refuse(
            traces_[from].file,
            fmt::format("node {} sends a message to chip {} with tag {} that it does not receive",
                        queue.front().id, std::get<1>(key), std::get<2>(key)),
            "a receive node for it in that chip's trace");
      }
    }
  }

  /// Everything in an order in which it can happen; what is left over waits for itself, over
  /// several chips. Places: tasks of all chips, then requests.
  void require_an_end() const {
    std::vector<std::size_t> first;  // task of each chip
    std::size_t places = 0;
    for (const links::ChipProgram& tasks : out_.program.programs) {
      first.push_back(places);
      places += tasks.size();
    }
    const std::size_t requests = places;
    places += out_.program.requests.size();
    std::vector<std::vector<std::size_t>> then(places);
    std::vector<std::size_t> left(places, 0);
    const auto before = [&](std::size_t a, std::size_t b) {
      then[a].push_back(b);
      ++left[b];
    };
    for (std::size_t chip = 0; chip < first.size(); ++chip) {
      const links::ChipProgram& tasks = out_.program.programs[chip];
      for (std::size_t task = 0; task < tasks.size(); ++task) {
        for (const std::uint32_t need : tasks[task].needs) {
          before(first[chip] + need, first[chip] + task);
        }
        for (const std::uint32_t wait : tasks[task].waits) {
          before(requests + wait, first[chip] + task);
        }
        for (const std::uint32_t made : tasks[task].makes) {
          before(first[chip] + task, requests + made);
        }
      }
    }
    // Collectives begin in their order, so that each has had its turn before the next.
    for (std::size_t i = 1; i < collectives_; ++i) {
      before(requests + i - 1, requests + i);
    }
    std::vector<std::size_t> ready;
    for (std::size_t place = 0; place < places; ++place) {
      if (left[place] == 0) {
        ready.push_back(place);
      }
    }
    std::size_t done = 0;
    for (; done < ready.size(); ++done) {
      for (const std::size_t next : then[ready[done]]) {
        if (--left[next] == 0) {
          ready.push_back(next);
        }
      }
    }
    if (done < places) {
      complain_of_circle(left, first);
    }
  }

  void complain_of_circle(const std::vector<std::size_t>& left,
                          const std::vector<std::size_t>& first) const {
    for (std::size_t chip = 0; chip < traces_.size(); ++chip) {
      for (std::size_t node = 0; node < traces_[chip].nodes.size(); ++node) {
        if (left[first[chip] + node] > 0) {
          refuse(traces_[chip].file,
                 fmt::format("node {} waits for what waits for it, on other chips or for the turn "
                             "of a collective",
                             traces_[chip].nodes[node].id),
                 "collectives and messages that can follow each other");
        }
      }
    }
  }

  void check_ends(std::size_t chip, const ReadNode& node, std::uint64_t own) const {
    const std::uint64_t from = node.message.from, to = node.message.to;
    if (own != chip || from >= traces_.size() || to >= traces_.size() || from == to) {
      refuse(traces_[chip].file,
             fmt::format("node {} is of a message from chip {} to chip {}", node.id, from, to),
             fmt::format("chips 0 to {}, one of them {}", traces_.size() - 1, chip));
    }
  }

  /// A task for each node; those of links take no turn of the chip.
  [[nodiscard]] links::ChipProgram tasks_of(std::size_t chip) const {
    const std::vector<ReadNode>& nodes = traces_[chip].nodes;
    links::ChipProgram tasks;
    std::vector<std::optional<std::uint32_t>> request_of(nodes.size());
    std::uint32_t collective = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const ReadNode& node = nodes[i];
      links::Task task;
      task.time = node.duration;
      task.aside = node.kind != ReadKind::compute;
      if (astra_sim_ && !task.aside && task.time.count() == 0) {
        task.time = Picoseconds(1000);  // what takes no time counts as a nanosecond there
      }
      for (const std::size_t need : node.needs) {
        task.needs.push_back(static_cast<std::uint32_t>(need));
        if (request_of[need]) {
          task.waits.push_back(*request_of[need]);
        }
      }
      switch (node.kind) {
        case ReadKind::compute:
          break;
        case ReadKind::collective:
          request_of[i] = collective++;
          task.makes.push_back(*request_of[i]);
          break;
        case ReadKind::send:
          request_of[i] = message_of_.at({chip, node.id});
          task.makes.push_back(*request_of[i]);
          break;
        case ReadKind::receive:
          request_of[i] = message_of_.at({chip, node.id});
          break;
      }
      tasks.push_back(std::move(task));
    }
    return tasks;
  }

  const std::vector<ChipTrace>& traces_;
  bool astra_sim_;  ///< in the timing of that simulator
  ReplayProgram out_;
  std::size_t collectives_ = 0;
  std::map<std::pair<std::size_t, std::uint64_t>, std::uint32_t> message_of_;  ///< chip, node
};

}  // namespace

ReplayProgram replay_program(const std::vector<ChipTrace>& traces,
                             const links::SystemSpec& system) {
  return Replayer(traces, system).run();
}

}  // namespace metronome::chips
