#include "arch/links/endpoint.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::links {

Endpoint::Endpoint(const SystemSpec& system, const SystemProgram& program, const SchedulePlan& plan,
                   ChipIndex chip)
    : system_(system),
      program_(program),
      plan_(plan),
      chip_(chip),
      tasks_(program.of(chip)),
      progress_(plan.pieces()),
      chunks_left_(program.requests.size(), plan.chunks()),
      makers_left_(program.requests.size(), 0),
      began_(program.requests.size()),
      done_(program.requests.size()),
      task_done_(tasks_.size(), false),
      begins_(tasks_.size()) {
  for (std::size_t piece = 0; piece < progress_.size(); ++piece) {
    progress_[piece].received.resize(steps(piece).size());
  }
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    for (const std::uint32_t request : tasks_[task].makes) {
      ++makers_left_.at(request);
    }
    if (tasks_[task].aside) {
      asides_.push_back(task);
    }
  }
}

void Endpoint::at(Picoseconds time, What what, std::size_t piece) {
  timers_.push({time, order_++, what, piece});
}

void Endpoint::start() {
  for (std::size_t request = 0; request < makers_left_.size(); ++request) {
    if (program_.requests[request].transfer && makers_left_[request] == 0) {
      begin_request(request, {});
    }
  }
  open_requests({});
  begin_task({});
}

std::optional<Picoseconds> Endpoint::next() const {
  return timers_.empty() ? std::nullopt : std::optional(timers_.top().time);
}

void Endpoint::advance(std::vector<Message>& leaving) {
  METRONOME_ASSERT(!timers_.empty(), "a chip is asked for an event that it has");
  const Picoseconds now = timers_.top().time;
  while (!timers_.empty() && timers_.top().time == now) {
    const Timer timer = timers_.top();
    timers_.pop();
    carry_out(timer, leaving);
  }
}

void Endpoint::carry_out(const Timer& timer, std::vector<Message>& leaving) {
  switch (timer.what) {
    case What::request_begins:
      open_requests(timer.time);
      return;
    case What::request_ends:
      for (std::size_t chunk = 0; chunk < plan_.chunks(); ++chunk) {
        finish_chunk(timer.piece * plan_.chunks() + chunk, timer.time);
      }
      return;
    case What::step_prepared:
      step_prepared(timer.piece, timer.time, leaving);
      return;
    case What::task_ends:
      task_ends(timer.piece, timer.time);
      return;
  }
  fail_no_enumerator(timer.what);
}

void Endpoint::receive(const Message& message, Picoseconds now) {
  const std::size_t piece = message.tag >> 32;
  const auto step = static_cast<std::uint32_t>(message.tag);
  received_ += message.bytes;
  Progress& progress = progress_.at(piece);
  ++progress.received.at(step);
  if (progress.step == step) {
    prepare_if_due(piece, now);
  }
}

/// Opens collectives in their order while the chip may have more under way.
void Endpoint::open_requests(Picoseconds now) {
  const std::size_t all = program_.requests.size();
  const std::size_t most = program_.in_flight == 0 ? all : program_.in_flight;
  while (next_request_ < all) {
    const Request& request = program_.requests[next_request_];
    if (request.transfer) {
      ++next_request_;
      continue;
    }
    if (open_ >= most || makers_left_[next_request_] > 0) {
      return;
    }
    const Picoseconds ready = request.ready.empty() ? Picoseconds{} : request.ready.at(chip_);
    if (ready > now) {
      at(ready, What::request_begins, next_request_);
      return;
    }
    ++open_;
    begin_request(next_request_++, now);
  }
}

void Endpoint::begin_request(std::size_t request, Picoseconds now) {
  began_[request] = now;
  if (const auto takes = program_.requests[request].takes) {
    at(now + *takes, What::request_ends, request);
    return;
  }
  for (std::size_t chunk = 0; chunk < std::min(plan_.chunks(), plan_.chunks_in_flight()); ++chunk) {
    begin_chunk(request * plan_.chunks() + chunk, now);
  }
}

void Endpoint::begin_chunk(std::size_t piece, Picoseconds now) {
  progress_[piece].started = true;
  if (steps(piece).empty()) {  // the chip has no part in it
    finish_chunk(piece, now);
    return;
  }
  prepare_if_due(piece, now);
}

/// The messages of a step are there: it adds them up, and sends after a while.
void Endpoint::prepare_if_due(std::size_t piece, Picoseconds now) {
  Progress& progress = progress_[piece];
  if (!progress.started || progress.preparing || progress.step >= steps(piece).size()) {
    return;
  }
  const Step& step = steps(piece)[progress.step];
  if (progress.received[progress.step] < step.receives) {
    return;
  }
  progress.preparing = true;
  const bool collective = !program_.requests[piece / plan_.chunks()].transfer;
  at(now + adding(step.added) + (collective ? endpoint() : Picoseconds{}), What::step_prepared,
     piece);
}

Picoseconds Endpoint::endpoint() const {
  return Picoseconds(
      static_cast<std::uint64_t>(std::llround(system_.collectives.endpoint_ns * 1000)));
}

/// Three passes over what is added.
Picoseconds Endpoint::adding(Bytes added) const {
  if (!system_.collectives.reduction_gb_per_s || added.count() == 0) {
    return {};
  }
  const double ns = static_cast<double>(added.count()) / *system_.collectives.reduction_gb_per_s;
  return system_.timing == Timing::exact
             ? Picoseconds(static_cast<std::uint64_t>(std::ceil(3000 * ns)))
             : Picoseconds(static_cast<std::uint64_t>(std::floor(ns)) * 3000);
}

void Endpoint::step_prepared(std::size_t piece, Picoseconds now, std::vector<Message>& leaving) {
  Progress& progress = progress_[piece];
  for (const Send& send : steps(piece)[progress.step].sends) {
    leaving.push_back({chip_, send.to, send.bytes, (std::uint64_t{piece} << 32) | send.step});
    sent_ += send.bytes;
  }
  progress.preparing = false;
  if (++progress.step == steps(piece).size()) {
    finish_chunk(piece, now);
  } else {
    prepare_if_due(piece, now);
  }
}

void Endpoint::finish_chunk(std::size_t piece, Picoseconds now) {
  const std::size_t request = piece / plan_.chunks();
  done_[request] = std::max(done_[request], now);
  --chunks_left_[request];
  const std::size_t next = piece + plan_.chunks_in_flight();
  const bool known = program_.requests[request].takes.has_value();
  if (!known && next < (request + 1) * plan_.chunks()) {
    begin_chunk(next, now);
  } else if (chunks_left_[request] == 0) {
    if (!program_.requests[request].transfer) {
      --open_;
      open_requests(now);
    }
    begin_task(now);
  }
}

void Endpoint::task_ends(std::size_t task, Picoseconds now) {
  task_done_[task] = true;
  end_ = now;
  if (!tasks_[task].aside) {
    running_.reset();
    must_follow_.reset();
    if (task + 1 < tasks_.size() && tasks_[task + 1].follows) {
      must_follow_ = task + 1;
    }
  }
  for (const std::uint32_t request : tasks_[task].makes) {
    if (--makers_left_[request] == 0 && program_.requests[request].transfer) {
      begin_request(request, now);
    }
  }
  open_requests(now);
  begin_task(now);
}

bool Endpoint::may_begin(std::size_t task) const {
  const auto is_done = [&](std::uint32_t request) { return chunks_left_[request] == 0; };
  const auto has_ended = [&](std::uint32_t other) { return bool{task_done_[other]}; };
  return std::all_of(tasks_[task].waits.begin(), tasks_[task].waits.end(), is_done) &&
         std::all_of(tasks_[task].needs.begin(), tasks_[task].needs.end(), has_ended);
}

void Endpoint::begin_asides(Picoseconds now) {
  std::erase_if(asides_, [&](std::size_t task) {
    if (!may_begin(task)) {
      return false;
    }
    begins_[task] = now;
    at(now + tasks_[task].time, What::task_ends, task);
    return true;
  });
}

void Endpoint::begin_task(Picoseconds now) {
  begin_asides(now);
  if (running_) {
    return;
  }
  std::optional<std::size_t> chosen;
  if (must_follow_) {
    chosen = may_begin(*must_follow_) ? must_follow_ : std::nullopt;
  } else {
    while (first_open_task_ < tasks_.size() && task_done_[first_open_task_]) {
      ++first_open_task_;
    }
    for (std::size_t task = first_open_task_; task < tasks_.size() && !chosen; ++task) {
      const bool takes_turn = !tasks_[task].follows && !tasks_[task].aside;
      if (!task_done_[task] && takes_turn && may_begin(task)) {
        chosen = task;
      }
    }
  }
  if (chosen) {
    running_ = chosen;
    begins_[*chosen] = now;
    work_ += tasks_[*chosen].time;
    at(now + tasks_[*chosen].time, What::task_ends, *chosen);
  }
}

bool Endpoint::finished() const {
  const auto is_done = [](std::uint64_t left) { return left == 0; };
  return std::all_of(chunks_left_.begin(), chunks_left_.end(), is_done) &&
         std::find(task_done_.begin(), task_done_.end(), false) == task_done_.end();
}

}  // namespace metronome::links
