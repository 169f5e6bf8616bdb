#include "tray/model/token_reports.h"

#include <algorithm>

#include "common/ipc/token_source.h"

namespace kigen::tray {
namespace {

std::string argument(const Error& error, std::string_view name) {
  const auto found = error.args.find(name);
  return found == error.args.end() ? std::string() : found->second;
}

// Equal when nothing that is reported differs. A token that could not be read has none.
std::string fingerprint(const SeenToken& token) {
  std::string all = token.label + '\n';
  if (!token.content) return all;
  for (const StoreItem& item : token.content->items) {
    all.append(item.sha256).append(item.has_private_key ? "+\n" : "-\n");
  }
  for (const ipc::ReportUnreadable& item : token.content->unreadable) {
    all.append(item.item).append(" ").append(kgn(item.error.code)).append("\n");
  }
  return all;
}

std::string fingerprint(const std::vector<Error>& faults) {
  std::string all;
  for (const Error& fault : faults) all.append(argument(fault, "module")).append(" ").append(kgn(fault.code)) += '\n';
  return all;
}

std::string fingerprint(const TokenSight& sight) {
  std::string all = fingerprint(sight.faults);
  for (const SeenToken& token : sight.tokens) all.append(token.serial).append("\n").append(fingerprint(token));
  return all;
}

}  // namespace

std::vector<StoreItem> with_keys(std::vector<TokenItem> items) {
  const bool visible = std::ranges::any_of(items, [](const TokenItem& each) { return each.item.has_private_key; });
  std::vector<StoreItem> result;
  result.reserve(items.size());
  for (TokenItem& each : items) {
    if (!visible) each.item.has_private_key = !each.is_ca;
    result.push_back(std::move(each.item));
  }
  return result;
}

std::optional<ipc::ReportParams> TokenReports::connected(const std::vector<ipc::SourceState>& own) {
  disconnected();
  connected_ = true;
  for (const ipc::SourceState& source : own) {
    if (source.source == ipc::kTokenDrivers) drivers_known_ = true;
    if (const auto serial = ipc::token_serial(source.source)) told_[*serial].present = source.state != "not_inserted";
  }
  plan();
  return next();
}

void TokenReports::disconnected() {
  connected_ = false;
  told_.clear();
  told_drivers_.reset();
  drivers_known_ = false;
  waiting_.clear();
  source_.reset();
  flow_ = {};
}

std::optional<ipc::ReportParams> TokenReports::saw(TokenSight sight) {
  std::erase_if(sight.tokens, [](const SeenToken& token) {
    return token.serial.empty() || !ipc::is_token_text(token.serial) || !ipc::is_token_text(token.label);
  });
  news_ = !seen_ || fingerprint(sight) != fingerprint(sight_);
  sight_ = std::move(sight);
  seen_ = true;
  for (const SeenToken& token : sight_.tokens) module_of_.insert_or_assign(token.serial, token.module);
  if (!connected_) return std::nullopt;
  plan();
  return source_ ? std::nullopt : next();
}

void TokenReports::plan() {
  if (!seen_) return;
  waiting_.clear();
  for (const SeenToken& token : sight_.tokens) {
    const auto told = told_.find(token.serial);
    if (told != told_.end() && told->second.present && told->second.fingerprint == fingerprint(token)) continue;
    waiting_.push_back(ipc::token_source(token.serial));
  }
  plan_pulled();
  plan_drivers();
}

void TokenReports::plan_pulled() {
  for (const auto& [serial, told] : told_) {
    if (told.present && !may_be_there(serial)) waiting_.push_back(ipc::token_source(serial));
  }
}

// A library that failed says nothing about its tokens: what is known of them stays.
bool TokenReports::may_be_there(const std::string& serial) const {
  if (std::ranges::find(sight_.tokens, serial, &SeenToken::serial) != sight_.tokens.end()) return true;
  if (sight_.faults.empty()) return false;
  const auto module = module_of_.find(serial);
  if (module == module_of_.end()) return true;
  return std::ranges::any_of(sight_.faults,
                             [&](const Error& fault) { return argument(fault, "module") == module->second; });
}

void TokenReports::plan_drivers() {
  if (!sight_.any_module && !drivers_known_) return;
  if (told_drivers_ != fingerprint(sight_.faults)) waiting_.emplace_back(ipc::kTokenDrivers);
}

std::optional<ipc::ReportParams> TokenReports::next() {
  source_.reset();
  while (connected_ && !waiting_.empty()) {
    source_ = std::move(waiting_.front());
    waiting_.pop_front();
    label_.clear();
    flow_ = {};
    auto part =
        *source_ == ipc::kTokenDrivers ? begin_drivers() : begin_token(ipc::token_serial(*source_).value_or(""));
    if (part) return addressed(std::move(*part));
  }
  source_.reset();
  return std::nullopt;
}

std::optional<ipc::ReportParams> TokenReports::begin_drivers() {
  told_drivers_ = fingerprint(sight_.faults);
  drivers_known_ = true;
  StoreContent libraries;
  for (const Error& fault : sight_.faults) libraries.unreadable.push_back({argument(fault, "module"), fault});
  (void)flow_.store_read(std::move(libraries));
  return flow_.connected();
}

std::optional<ipc::ReportParams> TokenReports::begin_token(const std::string& serial) {
  const auto token = std::ranges::find(sight_.tokens, serial, &SeenToken::serial);
  if (token == sight_.tokens.end()) {
    told_[serial] = {};
    ipc::ReportParams pulled;
    pulled.token_present = false;
    return pulled;
  }
  if (!token->content) return std::nullopt;
  told_[serial] = {true, fingerprint(*token)};
  label_ = token->label;
  (void)flow_.store_read(*token->content);
  return flow_.connected();
}

ipc::ReportParams TokenReports::addressed(ipc::ReportParams part) const {
  part.source = *source_;
  part.token_label = label_;
  return part;
}

std::optional<ipc::ReportParams> TokenReports::answered(const ipc::ReportResult& result) {
  if (!source_) return std::nullopt;
  if (auto part = flow_.answered(result)) return addressed(std::move(*part));
  return next();
}

std::optional<ipc::ReportParams> TokenReports::failed() {
  flow_.failed();
  return next();
}

}  // namespace kigen::tray
