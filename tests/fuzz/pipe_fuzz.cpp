// Bytes of a hostile client: framing, then greeting and dispatch of every frame, and the client's reading of the
// answers.
#include <boost/json/object.hpp>

#include <cstdlib>

#include "common/ipc/envelope.h"
#include "service/pipe/dispatch.h"
#include "service/pipe/inbox.h"
#include "tests/service/pipe/test_service.h"

namespace {

using namespace kigen;

// Whatever a client sends, what it gets back is a whole frame of valid JSON-RPC.
void expect_well_formed(const std::string& frame) {
  ipc::FrameDecoder decoder;
  std::string_view bytes = frame;
  const auto payload = decoder.take(bytes);
  if (!payload || !*payload || !bytes.empty()) std::abort();
  const auto value = ipc::parse_json(**payload);
  const auto* object = value ? value->if_object() : nullptr;
  if (object == nullptr || object->if_contains("id") == nullptr) std::abort();
  if ((object->if_contains("result") == nullptr) == (object->if_contains("error") == nullptr)) std::abort();
}

void serve(const std::string& payload) {
  pipe::TestService service;
  service.certificates = 3;
  const pipe::Caller caller{.sid = "S-1-5-21-1"};
  expect_well_formed(pipe::greet(caller, {.version = "1", .instance = "i"}, payload).frame);
  int answers = 0;
  (void)pipe::dispatch(service, caller, payload, [&](const std::string& frame) {
    ++answers;
    expect_well_formed(frame);
  });
  // `notices.read` of this service replies twice; everything else at most once.
  if (answers > 2) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  // As frames, as they come from the wire …
  pipe::Inbox inbox;
  std::string_view bytes = input;
  while (!bytes.empty() && inbox.take(bytes)) {
    while (const auto payload = inbox.next()) serve(*payload);
  }
  // … and as one payload, so that the fuzzer need not find the length first.
  serve(std::string(input));
  if (const auto value = ipc::parse_json(input)) (void)ipc::read_incoming(*value);
  return 0;
}
