#include "tray/model/service_view.h"

#include <algorithm>

#include "common/text/tray_text.h"
#include "tray/model/words.h"

namespace kigen::tray {

StatusLine status_line(const Context& context, const Connection& connection,
                       const std::optional<ipc::StatusResult>& status) {
  StatusLine line;
  if (!connection.connected) {
    line.connection = connection.ever ? text::service_not_connected(context.language, connection.retry_in.count())
                                      : text::service_connecting(context.language);
    return line;
  }
  line.connection = text::service_connected(context.language);
  if (!status) return line;
  line.check = status->last_check ? text::last_check(context.language, when_soon(context, status->last_check->started),
                                                     status->total, status->due, status->expired, status->unreadable)
                                  : text::no_check_yet(context.language);
  if (status->interval_locked) line.remark = text::interval_by_administrator(context.language);
  if (!status->problems.empty()) {
    line.remark = text::problems_standing(context.language, static_cast<std::int64_t>(status->problems.size()));
  }
  return line;
}

std::string next_check_words(const Context& context, const std::optional<ipc::StatusResult>& status) {
  if (!status || status->next_check == Instant{}) return {};
  return text::next_check(context.language, when_soon(context, status->next_check));
}

void CheckView::started() {
  running_ = visible_ = true;
  progress_ = {};
  result_.reset();
  error_.reset();
}

void CheckView::progressed(const ipc::CheckProgress& progress) {
  if (running_) progress_ = progress;
}

void CheckView::finished(const ipc::CheckRun& run) {
  running_ = false;
  result_ = run;
}

void CheckView::failed(const Error& error) {
  running_ = false;
  visible_ = true;
  error_ = error;
}

void CheckView::hide() {
  visible_ = false;
}

std::string CheckView::words(const Context& context) const {
  if (error_) return text::check_failed(context.language, error_words(context, *error_));
  if (result_) return text::check_done(context.language, result_->total, result_->due, result_->expired);
  if (progress_.step == "sources") return text::check_reading(context.language, progress_.done, progress_.total);
  if (progress_.step == "deciding") return text::check_deciding(context.language, progress_.done, progress_.total);
  return text::check_starting(context.language);
}

std::optional<int> CheckView::percent() const {
  if (!running_) return result_ ? std::optional<int>(100) : std::nullopt;
  if (progress_.total <= 0) return std::nullopt;
  return static_cast<int>(std::clamp<std::int64_t>(progress_.done * 100 / progress_.total, 0, 100));
}

}  // namespace kigen::tray
