#include "installer/wizard/renewal/pipe_sink.h"

#include "common/ipc/client.h"
#include "kigen_version.h"

namespace kigen::renewal {
namespace {

ipc::AttemptParams to_params(const AttemptRecord& record) {
  const bool issue = record.subject.starts_with("issue-");
  return {.thumbprint = issue ? std::string() : record.subject,
          .kind = issue ? "issue" : "renew",
          .unattended = record.unattended,
          .started = record.started,
          .ended = record.ended,
          .result = record.error ? kgn(record.error->code) : "ok",
          .ra_code = record.ra_code,
          .next_attempt = record.next_attempt,
          .new_thumbprint = record.renewed_by};
}

class PipeSink final : public AttemptSink {
 public:
  explicit PipeSink(std::string endpoint) : endpoint_(std::move(endpoint)) {}

  void report(const AttemptRecord& record) override {
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
    if (client) static_cast<void>(client->call(ipc::kAttemptReport, to_params(record)));
  }

 private:
  std::string endpoint_;
};

}  // namespace

std::shared_ptr<AttemptSink> make_pipe_sink(const std::string& endpoint) {
  return std::make_shared<PipeSink>(endpoint);
}

}  // namespace kigen::renewal
