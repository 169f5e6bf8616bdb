#include "tests/demo_ra/admin.h"

#include <boost/json.hpp>

#include <stdexcept>

#include "tests/demo_ra/accounts.h"

namespace kigen::demo_ra {
namespace {

namespace json = boost::json;

struct BadRequest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Answer json_answer(int status, const json::value& value) {
  return {.status = status, .content_type = "application/json", .body = json::serialize(value) + "\n"};
}

std::string text_in(const json::object& object, std::string_view name, std::string_view otherwise = {}) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return std::string(otherwise);
  if (value->is_string()) return std::string(value->as_string());
  if (value->is_int64()) return std::to_string(value->as_int64());
  if (value->is_bool()) return value->as_bool() ? "on" : "off";
  throw BadRequest(std::string(name) + " is no text");
}

int number_in(const json::object& object, std::string_view name, int otherwise) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return otherwise;
  if (!value->is_int64()) throw BadRequest(std::string(name) + " is no number");
  return static_cast<int>(value->as_int64());
}

json::object body_of(const Message& message) {
  if (message.body.empty()) return {};
  boost::system::error_code failed;
  const json::value value = json::parse(message.body, failed);
  if (failed || !value.is_object()) throw BadRequest("a JSON object is needed");
  return value.as_object();
}

json::object to_json(const Switch& one) {
  return {{"name", one.name}, {"value", one.value}, {"op", one.operation}, {"label", one.label}, {"times", one.times}};
}

json::object to_json(const IssuedRecord& one) {
  return {{"profile", one.label},
          {"user", one.user},
          {"serial", one.serial},
          {"sha256", sha256_hex(one.der)},
          {"sha1", sha1_hex(one.der)},
          {"key_sha256", one.key},
          {"not_before", to_rfc3339(one.not_before)},
          {"not_after", to_rfc3339(one.not_after)},
          {"superseded", one.superseded},
          {"how", one.how}};
}

json::object to_json(const LoggedRequest& one) {
  return {{"at", to_rfc3339(one.at)}, {"profile", one.label},
          {"op", one.operation},      {"user", one.user},
          {"status", one.status},     {"reason", one.reason},
          {"tls", one.tls_version},   {"certificate", one.certificate_serial},
          {"token", one.token}};
}

const Account& account_in(const json::object& body) {
  const Account* account = find_account(text_in(body, "profile"), text_in(body, "user"));
  if (account == nullptr) throw BadRequest("no such account");
  return *account;
}

json::array accounts_of(RegistrationAuthority* ra) {
  json::array all;
  for (const Account& one : known_accounts()) {
    json::object object{{"profile", one.label},
                        {"user", one.user},
                        {"password", one.password},
                        {"organization", one.organization},
                        {"shows", one.shows}};
    if (ra == nullptr) {
      object["condition"] = condition_name(one.condition);
    } else {
      const AccountState state = ra->state(one);
      object["condition"] = condition_name(state.locked_until ? Condition::Locked : state.condition);
      object["issued"] = state.issued;
      object["wrong"] = state.wrong;
      if (state.locked_until) object["locked_until"] = to_rfc3339(*state.locked_until);
    }
    all.push_back(std::move(object));
  }
  return all;
}

json::array to_json(const std::vector<HandedOut>& tokens) {
  json::array all;
  for (const HandedOut& one : tokens) {
    const Account* account = find_account(one.label, one.user);
    all.push_back(json::object{{"profile", one.label},
                               {"serial", one.serial},
                               {"user", one.user},
                               {"storage_pin", account == nullptr ? std::string() : account->password},
                               {"state", token_state(one.holds_certificate)}});
  }
  return all;
}

Answer faults(const AdminContext& context, const Message& message) {
  if (message.method == "DELETE") context.switches->clear();
  if (message.method == "POST") {
    const json::object body = body_of(message);
    Switch one{.name = text_in(body, "name"),
               .value = text_in(body, "value", "on"),
               .operation = text_in(body, "op"),
               .label = text_in(body, "label"),
               .times = number_in(body, "times", -1)};
    if (const auto valid = validate(one); !valid) throw BadRequest(to_log_line(valid.error()));
    context.switches->set(std::move(one));
  }
  json::array all;
  for (const Switch& one : context.switches->all()) all.push_back(to_json(one));
  return json_answer(200, {{"faults", all}});
}

Answer clock(const AdminContext& context, const Message& message) {
  if (message.method == "DELETE") context.clock->follow_system();
  if (message.method == "POST") {
    const json::object body = body_of(message);
    const auto instant = from_rfc3339(text_in(body, "now"));
    const int ahead = number_in(body, "advance_seconds", 0);
    if (!instant && ahead == 0) throw BadRequest("now (RFC 3339) or advance_seconds is needed");
    context.clock->set(instant ? *instant : context.clock->now() + std::chrono::seconds{ahead});
  }
  return json_answer(200, {{"now", to_rfc3339(context.clock->now())}});
}

Answer accounts(const AdminContext& context, const Message& message) {
  if (message.method == "POST") {
    const json::object body = body_of(message);
    const auto condition = condition_of(text_in(body, "condition"));
    if (!condition) throw BadRequest("no such condition");
    context.ra->set_condition(account_in(body), *condition);
  }
  return json_answer(200, {{"accounts", accounts_of(context.ra)}});
}

Answer tokens(const AdminContext& context, const Message& message) {
  if (message.method == "POST") {
    const json::object body = body_of(message);
    const std::string state = text_in(body, "state", "ready");
    HandedOut token{.serial = text_in(body, "serial"),
                    .label = text_in(body, "profile", "etoken"),
                    .user = text_in(body, "user"),
                    .holds_certificate = state == token_state(true)};
    if (!is_token_serial(token.serial)) throw BadRequest("serial is no serial of a token");
    if (state == "unregistered") {
      context.ra->take_back(token.serial);
    } else {
      const ProfileRules* rules = find_rules(token.label);
      if (state != token_state(token.holds_certificate)) throw BadRequest("no such state");
      if (rules == nullptr || !rules->hands_out_tokens) throw BadRequest("this profile hands out no tokens");
      if (find_account(token.label, token.user) == nullptr) throw BadRequest("no such account");
      context.ra->hand_out(token);
    }
  }
  return json_answer(200, {{"tokens", to_json(context.ra->tokens())}});
}

Answer issued(const AdminContext& context) {
  json::array all;
  for (const IssuedRecord& one : context.ra->issued()) all.push_back(to_json(one));
  return json_answer(200, {{"issued", all}});
}

Answer requests(const AdminContext& context) {
  json::array all;
  json::object counts;
  for (const LoggedRequest& one : context.ra->requests()) {
    all.push_back(to_json(one));
    const std::string name = one.operation.empty() ? "other" : one.operation;
    counts[name] = (counts.contains(name) ? counts[name].as_int64() : 0) + 1;
  }
  return json_answer(200, {{"counts", counts}, {"requests", all}});
}

Answer issue(const AdminContext& context, const Message& message) {
  const json::object body = body_of(message);
  const auto made = context.ra->make_certificate(text_in(body, "profile"), text_in(body, "user"),
                                                 number_in(body, "days", 12), text_in(body, "password", "kigen"));
  if (!made) throw BadRequest(to_log_line(made.error()));
  json::object answer = to_json(made->record);
  answer["certificate_pem"] = made->certificate_pem;
  answer["pkcs12"] = to_base64(made->pkcs12);
  return json_answer(200, answer);
}

Answer route(const AdminContext& context, const Message& message) {
  const std::string_view target = message.target;
  if (target == "/admin/fault") return faults(context, message);
  if (target == "/admin/clock") return clock(context, message);
  if (target == "/admin/accounts") return accounts(context, message);
  if (target == "/admin/tokens") return tokens(context, message);
  if (target == "/admin/issued") return issued(context);
  if (target == "/admin/requests") return requests(context);
  if (target == "/admin/issue" && message.method == "POST") return issue(context, message);
  if (target == "/admin/reset" && message.method == "POST") {
    context.ra->reset();
    context.switches->clear();
    context.clock->follow_system();
    return json_answer(200, {{"reset", true}});
  }
  return json_answer(404, {{"error", "fault, clock, accounts, tokens, issued, requests, issue, reset under /admin/"}});
}

}  // namespace

Answer handle_admin(const AdminContext& context, const Message& message) {
  try {
    return route(context, message);
  } catch (const BadRequest& failure) {
    return json_answer(400, {{"error", failure.what()}});
  } catch (const std::exception& failure) {
    return json_answer(500, {{"error", failure.what()}});
  }
}

std::string accounts_json(RegistrationAuthority* ra, const std::vector<HandedOut>& more) {
  std::vector<HandedOut> tokens = ra == nullptr ? known_tokens() : ra->tokens();
  tokens.insert(tokens.end(), more.begin(), more.end());
  return json::serialize(json::value{{"accounts", accounts_of(ra)}, {"tokens", to_json(tokens)}}) + "\n";
}

}  // namespace kigen::demo_ra
