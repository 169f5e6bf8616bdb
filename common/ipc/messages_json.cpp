#include "common/ipc/messages_json.h"

#include <boost/json/parse.hpp>

#include "common/ipc/json_reader.h"
#include "common/ipc/json_writer.h"

namespace kigen::ipc {

template <class T>
void append_json(std::string& out, const T& message) {
  write(out, message);
}

template <class T>
Result<T> from_json(const boost::json::value& value) {
  T message{};
  ReadFailure failure;
  if (read(value, message, Bounds{}, failure)) return message;
  return Error(ErrorCode::PipeBadParameters, failure.path + " must be " + failure.expected)
      .with("field", failure.path)
      .with("expected", failure.expected);
}

Result<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage) {
  boost::json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::json::error_code error;
  boost::json::value value = boost::json::parse({text.data(), text.size()}, error, std::move(storage), options);
  if (error) return Error(ErrorCode::PipeProtocol, error.message());
  return value;
}

Result<boost::json::value> parse_json(std::string_view text) {
  return parse_json(text, {});
}

std::optional<Error> error_from_json(const boost::json::value& value) {
  Error error;
  ReadFailure failure;
  if (!read(value, error, Bounds{}, failure)) return std::nullopt;
  return error;
}

template <class T>
Result<T> parse_as(std::string_view text) {
  auto value = parse_json(text);
  if (!value) return value.error();
  return from_json<T>(*value);
}

#define KIGEN_MESSAGE(T)                                   \
  template void append_json(std::string&, const T&);       \
  template Result<T> from_json(const boost::json::value&); \
  template Result<T> parse_as(std::string_view);
template void append_json(std::string&, const Error&);
KIGEN_MESSAGE(Empty)
KIGEN_MESSAGE(Reason)
KIGEN_MESSAGE(NextStep)
KIGEN_MESSAGE(Place)
KIGEN_MESSAGE(CertificateSummary)
KIGEN_MESSAGE(Attempt)
KIGEN_MESSAGE(AttemptParams)
KIGEN_MESSAGE(AttemptResult)
KIGEN_MESSAGE(CertificateDetail)
KIGEN_MESSAGE(UnreadableItem)
KIGEN_MESSAGE(Explanation)
KIGEN_MESSAGE(CheckRun)
KIGEN_MESSAGE(HelloParams)
KIGEN_MESSAGE(HelloResult)
KIGEN_MESSAGE(SourceState)
KIGEN_MESSAGE(StatusResult)
KIGEN_MESSAGE(ListParams)
KIGEN_MESSAGE(ListResult)
KIGEN_MESSAGE(ReportItem)
KIGEN_MESSAGE(ReportUnreadable)
KIGEN_MESSAGE(ReportParams)
KIGEN_MESSAGE(ReportResult)
KIGEN_MESSAGE(SettingValue)
KIGEN_MESSAGE(Notice)
KIGEN_MESSAGE(WarningList)
KIGEN_MESSAGE(RenewalList)
KIGEN_MESSAGE(CheckProgress)
KIGEN_MESSAGE(ProfileInfo)
KIGEN_MESSAGE(ProfilesResult)
KIGEN_MESSAGE(ThumbprintParams)
KIGEN_MESSAGE(HistoryParams)
KIGEN_MESSAGE(HistoryResult)
KIGEN_MESSAGE(SettingsResult)
KIGEN_MESSAGE(SettingSetParams)
KIGEN_MESSAGE(SettingKeyParams)
KIGEN_MESSAGE(NoticesParams)
KIGEN_MESSAGE(NoticesResult)
KIGEN_MESSAGE(NoticesReadParams)
KIGEN_MESSAGE(UnreadResult)
KIGEN_MESSAGE(SnoozeParams)
KIGEN_MESSAGE(Finding)
KIGEN_MESSAGE(DoctorResult)
#undef KIGEN_MESSAGE

}  // namespace kigen::ipc
