#include "tests/common/est/demo_ra_rig.h"

#include <csignal>
#include <stdexcept>

#include "common/est/base64_body.h"
#include "common/keys/signing_key.h"
#include "common/keys/software_key.h"
#include "common/platform/random.h"
#include "tests/demo_ra/http_shell.h"
#include "tests/demo_ra/tls_context.h"

namespace kigen::est::testing {
namespace {

constexpr const char* kLabels[] = {"plain", "customs-filing", "corporate-banking-expired", "bank-web", "bound"};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_log_line(result.error()));
  return std::move(*result);
}

Bytes from_pem(const std::string& pem) {
  return must(read_body(pem)).at(0).bytes;
}

}  // namespace

DemoRaRig::DemoRaRig()
    : folder_(std::filesystem::temp_directory_path() / ("kigen-est-test-" + platform::random_hex())),
      listener_(std::make_unique<demo_ra::Server>()) {
#ifdef SIGPIPE
  std::signal(SIGPIPE, SIG_IGN);
#endif
  std::filesystem::create_directories(folder_);
  ra.emplace(folder_ / "demo-ra.db", clock, switches);
  for (const std::string label : kLabels) {
    ports_[label] = listener_->listen(0, [this, label](demo_ra::Link& link) { serve(label, link); });
  }
  thread_ = std::thread([this] { listener_->run(); });
}

DemoRaRig::~DemoRaRig() {
  listener_->stop();
  thread_.join();
  listener_.reset();
  ra.reset();
  std::error_code failed;
  std::filesystem::remove_all(folder_, failed);
}

DemoRaRig& DemoRaRig::shared() {
  static DemoRaRig rig;
  return rig;
}

void DemoRaRig::reset() {
  switches.clear();
  clock.follow_system();
  ra->reset();
}

void DemoRaRig::serve(const std::string& label, demo_ra::Link& link) {
  if (switches.take_value("reset", "connect", "connect", label)) {
    link.close_hard();
    return;
  }
  const auto tls =
      demo_ra::make_tls_settings(ra->authority(), label, {"localhost", "127.0.0.1"}, switches, clock.now());
  const auto channel = demo_ra::tls_channel(link, tls.context.get());
  if (!channel) return;
  demo_ra::serve_http(*channel, [&](const demo_ra::Message& message) -> demo_ra::Answer {
    const bool needs = demo_ra::route_of(message.target).operation == "simplereenroll";
    if (tls.late && needs && !channel->ask_for_certificate()) return {.silent = true};
    return ra->handle(message, channel->peer());
  });
}

Server DemoRaRig::server(const std::string& label) const {
  return {.base = {.host = "localhost", .port = ports_.at(label)}, .label = label};
}

net::ConnectOptions DemoRaRig::options(const std::string& label) const {
  net::ConnectOptions out;
  const auto& root = ra->authority().of(label).of_server();
  out.trust = {.system_roots = false, .anchors = {demo_ra::to_der(root.certificate.get())}};
  out.proxy.setting.kind = net::ProxySetting::Kind::None;
  return out;
}

Bytes DemoRaRig::client_root(const std::string& label) const {
  return demo_ra::to_der(ra->authority().of(label).client_root().certificate.get());
}

void DemoRaRig::set(const std::string& text) {
  switches.set(must(demo_ra::parse_switch(text)));
}

InHand take_in_hand(const demo_ra::MadeCertificate& made) {
  const Bytes certificate = from_pem(made.certificate_pem);
  std::shared_ptr<keys::Key> key =
      must(keys::make_software_key(must(keys::decode_private_key(from_pem(made.key_pem)))));
  return {certificate, {.certificate = certificate, .intermediates = {}, .key = std::move(key)}};
}

std::shared_ptr<keys::Key> new_key(const keys::KeySpec& spec) {
  return must(keys::make_software_key(must(keys::generate_software_key(spec))));
}

Bytes subject_of(const Bytes& certificate) {
  const auto decoded = demo_ra::certificate_from_der(certificate);
  const unsigned char* name = nullptr;
  std::size_t size = 0;
  if (X509_NAME_get0_der(X509_get_subject_name(decoded.get()), &name, &size) != 1) throw std::runtime_error("subject");
  return {name, name + size};
}

Bytes request_for(const std::shared_ptr<keys::Key>& key, const Bytes& like, const Bytes& channel_binding) {
  keys::RequestContent content;
  content.subject = like.empty() ? Bytes{0x30, 0x00} : subject_of(like);
  content.challenge_password = encode_base64(channel_binding, LineLength::None);
  return must(keys::make_certificate_request(key, content));
}

std::shared_ptr<const net::Request::Login> login_of(const std::string& user, const std::string& password) {
  auto out = std::make_shared<net::Request::Login>();
  out->user = user;
  out->password = Secret(password);
  return out;
}

}  // namespace kigen::est::testing
