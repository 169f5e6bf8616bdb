#include "service/pipe/dispatch.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <exception>

namespace kigen::pipe {
namespace {

// Nearly every request fits; a larger one goes to the heap.
constexpr std::size_t kParseBuffer = 8192;

/// What a handler needs in order to answer, now or later.
struct Call {
  ServiceApi& api;
  const Caller& caller;
  const boost::json::value& params;
  std::string id_json;
  Respond respond;
};

using Handler = void (*)(Call&&);

template <class R>
Reply<R> reply_to(Call& call) {
  return [id_json = std::move(call.id_json), respond = std::move(call.respond)](const Result<R>& result) {
    respond(result ? ipc::answer_frame(id_json, *result) : ipc::error_frame(id_json, result.error()));
  };
}

template <class P>
std::optional<P> params_of(Call& call) {
  auto params = ipc::from_json<P>(call.params);
  if (params) return std::move(*params);
  call.respond(ipc::error_frame(call.id_json, params.error()));
  return std::nullopt;
}

template <class R>
using Plain = void (ServiceApi::*)(const Caller&, Reply<R>);
template <class P, class R>
using WithParams = void (ServiceApi::*)(const Caller&, P, Reply<R>);

template <class R, Plain<R> kFunction>
void handle_plain(Call&& call) {
  auto reply = reply_to<R>(call);
  (call.api.*kFunction)(call.caller, std::move(reply));
}

template <class P, class R, WithParams<P, R> kFunction>
void handle(Call&& call) {
  auto params = params_of<P>(call);
  if (!params) return;
  auto reply = reply_to<R>(call);
  (call.api.*kFunction)(call.caller, std::move(*params), std::move(reply));
}

// Who may set is decided here, once, so that no implementation can forget it.
template <class P, WithParams<P, ipc::SettingValue> kFunction>
void handle_setting(Call&& call) {
  auto params = params_of<P>(call);
  if (!params) return;
  if (!may_set(call.caller, params->key)) {
    call.respond(ipc::error_frame(call.id_json, Error(ErrorCode::SettingNotAllowed).with("key", params->key)));
    return;
  }
  auto reply = reply_to<ipc::SettingValue>(call);
  (call.api.*kFunction)(call.caller, std::move(*params), std::move(reply));
}

// A page whose certificates have very long names may not fit into a frame: a shorter page does, and its cursor goes on
// from there.
void list_page(ServiceApi& api, const Caller& caller, const ipc::ListParams& params, const std::string& id_json,
               const Respond& respond) {
  api.list(caller, params, [&api, caller, params, id_json, respond](const Result<ipc::ListResult>& result) {
    if (!result) return respond(ipc::error_frame(id_json, result.error()));
    ipc::FrameBuilder builder;
    ipc::begin_answer(builder, id_json);
    ipc::append_json(builder.bytes, *result);
    builder.bytes += '}';
    if (builder.payload_size() > ipc::kMaxFrameBytes && params.limit > 1 && result->items.size() > 1) {
      ipc::ListParams shorter = params;
      shorter.limit = static_cast<std::int64_t>(result->items.size()) / 2;
      return list_page(api, caller, shorter, id_json, respond);
    }
    respond(ipc::finish_or_refuse(std::move(builder), id_json));
  });
}

void handle_list(Call&& call) {
  if (const auto params = params_of<ipc::ListParams>(call)) {
    list_page(call.api, call.caller, *params, call.id_json, call.respond);
  }
}

struct Entry {
  std::string_view name;
  Handler handler;
};

#define KIGEN_PLAIN(method, function)                                                     \
  Entry {                                                                                 \
    ipc::method.name, &handle_plain<decltype(ipc::method)::Answer, &ServiceApi::function> \
  }
#define KIGEN_CALL(method, function)                                                                               \
  Entry {                                                                                                          \
    ipc::method.name, &handle<decltype(ipc::method)::Params, decltype(ipc::method)::Answer, &ServiceApi::function> \
  }
constexpr std::array kMethods{
    KIGEN_PLAIN(kStatus, status),
    Entry{ipc::kList.name, &handle_list},
    KIGEN_CALL(kGet, get),
    KIGEN_CALL(kExplain, explain),
    KIGEN_PLAIN(kCheckRun, run_check),
    KIGEN_CALL(kCheckHistory, check_history),
    KIGEN_CALL(kReport, report),
    KIGEN_PLAIN(kSettingsGet, get_settings),
    Entry{ipc::kSettingsSet.name, &handle_setting<ipc::SettingSetParams, &ServiceApi::set_setting>},
    Entry{ipc::kSettingsReset.name, &handle_setting<ipc::SettingKeyParams, &ServiceApi::reset_setting>},
    KIGEN_CALL(kNoticesList, list_notices),
    KIGEN_CALL(kNoticesRead, read_notices),
    KIGEN_PLAIN(kWarningsGet, get_warnings),
    KIGEN_CALL(kSnooze, snooze),
    KIGEN_CALL(kWizardStarted, wizard_started),
    KIGEN_CALL(kAttemptReport, report_attempt),
    KIGEN_PLAIN(kProfiles, list_profiles),
    KIGEN_PLAIN(kDoctor, doctor),
    KIGEN_PLAIN(kSubscribe, subscribe),
};
#undef KIGEN_PLAIN
#undef KIGEN_CALL

Greeting refuse_greeting(std::string_view id_json, const Error& error) {
  return {.accepted = false, .client = {}, .frame = ipc::error_frame(id_json, error)};
}

}  // namespace

Greeting greet(const Caller& caller, const ServiceIdentity& identity, std::string_view payload) {
  const ipc::ParsedRequest parsed = ipc::parse_request(payload, {});
  if (parsed.refusal) return {.accepted = false, .client = {}, .frame = ipc::error_frame(*parsed.refusal)};
  const ipc::Request& request = *parsed.request;
  if (request.method != ipc::kHello.name) {
    return refuse_greeting(request.id_json, Error(ErrorCode::PipeProtocol, "the first request must be hello"));
  }
  const auto hello = ipc::from_json<ipc::HelloParams>(request.params);
  if (!hello) return refuse_greeting(request.id_json, hello.error());
  if (hello->protocol != ipc::kProtocolVersion) {
    return refuse_greeting(request.id_json, Error(ErrorCode::PipeVersion)
                                                .with("client", std::to_string(hello->protocol))
                                                .with("service", std::to_string(ipc::kProtocolVersion)));
  }
  const ipc::HelloResult result{.protocol = ipc::kProtocolVersion,
                                .service_version = identity.version,
                                .instance = identity.instance,
                                .user_sid = caller.sid,
                                .user_name = caller.name,
                                .administrator = caller.administrator};
  return {.accepted = true, .client = hello->client, .frame = ipc::answer_frame(request.id_json, result)};
}

bool dispatch(ServiceApi& api, const Caller& caller, std::string_view payload, const Respond& respond) {
  std::array<unsigned char, kParseBuffer> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): scratch memory
  boost::json::monotonic_resource memory(buffer.data(), buffer.size());
  ipc::ParsedRequest parsed = ipc::parse_request(payload, &memory);
  if (parsed.refusal) {
    respond(ipc::error_frame(*parsed.refusal));
    return parsed.refusal->error.code == ErrorCode::PipeBadParameters;
  }
  ipc::Request& request = *parsed.request;
  const auto* entry = std::ranges::find(kMethods, request.method, &Entry::name);
  if (entry == kMethods.end()) {
    respond(ipc::error_frame(request.id_json, Error(ErrorCode::PipeUnknownMethod).with("method", request.method)));
    return true;
  }
  try {
    entry->handler(
        Call{.api = api, .caller = caller, .params = request.params, .id_json = request.id_json, .respond = respond});
  } catch (const std::exception& exception) {
    respond(ipc::error_frame(request.id_json, Error(ErrorCode::Internal, exception.what())));
  }
  return true;
}

}  // namespace kigen::pipe
