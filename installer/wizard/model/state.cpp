#include "installer/wizard/model/state.h"

#include <algorithm>

#include "common/net/endpoint_text.h"

namespace kigen::wizard {

std::vector<Page> pages(const State& state) {
  std::vector<Page> all;
  if (state.choosing) all.push_back(Page::Choose);
  all.insert(all.end(), {Page::Certificate, Page::Connections, Page::Summary});
  return all;
}

std::size_t position(const State& state) {
  const auto all = pages(state);
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), state.page) - all.begin());
}

bool can_go_back(const State& state) {
  return position(state) > 0;
}

bool can_go_next(const State& state) {
  switch (state.page) {
    case Page::Choose:
      return !state.thumbprint.empty();
    case Page::Certificate:
      return state.certificate.has_value();
    case Page::Connections:
      return !state.testing;
    case Page::Summary:
      return true;
  }
  return false;
}

bool is_last(const State& state) {
  return state.page == Page::Summary;
}

void go_back(State& state) {
  if (can_go_back(state)) state.page = pages(state)[position(state) - 1];
}

void go_next(State& state) {
  if (can_go_next(state) && !is_last(state)) state.page = pages(state)[position(state) + 1];
}

std::vector<ipc::CertificateSummary> choices(const State& state) {
  std::vector<ipc::CertificateSummary> shown;
  for (const auto& item : state.certificates) {
    const bool over = item.status == "superseded" || item.status == "gone";
    if (state.show_all || (!item.profile.empty() && !over)) shown.push_back(item);
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const auto& a, const auto& b) { return a.not_before > b.not_before; });
  return shown;
}

std::string suggestion(const State& state, Instant now) {
  const ipc::CertificateSummary* best = nullptr;
  for (const auto& item : state.certificates) {
    const bool over = item.status == "superseded" || item.status == "gone" || item.not_before > now;
    if (item.profile.empty() || over || item.renewable_until.value_or(item.not_after) < now) continue;
    if (best == nullptr || item.not_after < best->not_after) best = &item;
  }
  return best == nullptr ? std::string() : best->thumbprint_sha256;
}

void choose(State& state, const std::string& thumbprint) {
  if (state.thumbprint == thumbprint) return;
  state.thumbprint = thumbprint;
  state.certificate_loaded = false;
  state.certificate.reset();
  state.profile.reset();
  state.profile_file.reset();
  state.hosts.clear();
  state.tested = false;
  state.testing = false;
}

std::vector<profile::Host> hosts_to_test(const State& state) {
  std::vector<profile::Host> hosts;
  if (state.profile) {
    for (const auto& text : state.profile->hosts)
      if (const auto host = net::host_from_text(text)) hosts.push_back(*host);
  } else if (state.profile_file) {
    hosts = state.profile_file->preflight;
  }
  if (hosts.size() > net::kMaxHosts) hosts.resize(net::kMaxHosts);
  return hosts;
}

void test_started(State& state, const std::vector<profile::Host>& hosts) {
  state.hosts.clear();
  for (const auto& host : hosts) state.hosts.push_back({.host = host, .state = HostRow::State::Testing, .result = {}});
  state.testing = true;
  state.tested = false;
}

void host_tested(State& state, std::size_t index, const net::HostResult& result) {
  if (index >= state.hosts.size()) return;
  HostRow& row = state.hosts[index];
  row.result = result;
  if (!result.error) {
    row.state = HostRow::State::Reached;
  } else {
    const bool stopped = result.error->code == ErrorCode::Cancelled;
    row.state = stopped ? HostRow::State::Stopped : HostRow::State::Failed;
  }
}

void test_ended(State& state) {
  state.testing = false;
  state.tested = true;
}

Tally tally(const State& state) {
  Tally result;
  for (const auto& row : state.hosts) {
    ++result.count;
    if (row.state != HostRow::State::Testing) ++result.done;
    if (row.state == HostRow::State::Reached) ++result.reached;
    if (row.state == HostRow::State::Failed) ++result.failed;
    if (row.state == HostRow::State::Stopped) ++result.stopped;
  }
  return result;
}

std::vector<profile::Host> failed_hosts(const State& state) {
  std::vector<profile::Host> failed;
  for (const auto& row : state.hosts)
    if (row.state == HostRow::State::Failed) failed.push_back(row.host);
  return failed;
}

}  // namespace kigen::wizard
