#include "installer/wizard/renewal/pipe_sink.h"

#include "common/ipc/client.h"
#include "kigen_version.h"

namespace kigen::renewal {
namespace {

std::string result_of(const AttemptRecord& record, bool ended) {
  if (!ended) return "stored";
  return record.error ? kgn(record.error->code) : "ok";
}

ipc::AttemptParams to_params(const AttemptRecord& record, bool ended) {
  const bool issue = record.subject.starts_with("issue-");
  return {.thumbprint = issue ? std::string() : record.subject,
          .kind = issue ? "issue" : "renew",
          .unattended = record.unattended,
          .started = record.started,
          .ended = record.ended,
          .result = result_of(record, ended),
          .ra_code = record.ra_code,
          .next_attempt = record.next_attempt,
          .new_thumbprint = record.unproven.empty() ? record.renewed_by : record.unproven,
          .note = record.note ? kgn(*record.note) : std::string()};
}

class PipeSink final : public AttemptSink {
 public:
  explicit PipeSink(std::string endpoint) : endpoint_(std::move(endpoint)) {}

  void report(const AttemptRecord& record) override { tell(to_params(record, true)); }
  void stored(const AttemptRecord& record) override { tell(to_params(record, false)); }

 private:
  void tell(const ipc::AttemptParams& params) {
    constexpr std::chrono::milliseconds kConnect{2'000}, kCall{5'000};
    ipc::ClientOptions options;
    if (!endpoint_.empty()) {
      const auto endpoint = ipc::parse_endpoint(endpoint_);
      if (!endpoint) return;
      options.endpoint = *endpoint;
      options.accept_console_server = !endpoint->is_default;
    }
    options.client = "wizard";
    options.version = kVersion;
    options.connect_limit = kConnect;
    options.call_limit = kCall;
    auto client = ipc::Client::connect(std::move(options));
    // Without the service the record stays in its file.
    if (client) static_cast<void>(client->call(ipc::kAttemptReport, params));
  }

  std::string endpoint_;
};

}  // namespace

std::shared_ptr<AttemptSink> make_pipe_sink(const std::string& endpoint) {
  return std::make_shared<PipeSink>(endpoint);
}

}  // namespace kigen::renewal
