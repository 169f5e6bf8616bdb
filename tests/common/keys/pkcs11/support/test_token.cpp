#include "tests/common/keys/pkcs11/support/test_token.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "common/keys/pkcs11/worker/library.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"

namespace kigen::keys::test {
namespace {

namespace fs = std::filesystem;

void set_variable(const char* name, const std::string& value) {
#ifdef _WIN32
  ::_putenv_s(name, value.c_str());
#else
  ::setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): before any worker is started
#endif
}

std::string softhsm() {
  const char* named = std::getenv("KIGEN_TEST_SOFTHSM");  // NOLINT(concurrency-mt-unsafe): nothing sets it
  if (named != nullptr) return named;
#ifdef _WIN32
  return {};
#else
  return "/usr/lib/softhsm/libsofthsm2.so";
#endif
}

void check(CK_RV rv, const char* what) {
  if (rv != CKR_OK) throw std::runtime_error(std::string(what) + ": " + std::to_string(rv));
}

CK_UTF8CHAR* text(const char* words) {
  return reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(words));
}

// SoftHSM in this process, which reads its configuration each time that it begins.
CK_FUNCTION_LIST* begin(const fs::path& folder) {
  std::ofstream(folder / "own.conf") << "directories.tokendir = " << (folder / "tokens").string()
                                     << "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n";
  set_variable("SOFTHSM2_CONF", (folder / "own.conf").string());
  const auto get = pkcs11::load_library(softhsm());
  if (!get) throw std::runtime_error(to_log_line(get.error()));
  CK_FUNCTION_LIST* functions = nullptr;
  check((*get)(&functions), "C_GetFunctionList");
  check(functions->C_Initialize(nullptr), "C_Initialize");
  return functions;
}

std::vector<CK_SLOT_ID> slots_of(CK_FUNCTION_LIST& functions) {
  CK_ULONG count = 0;
  check(functions.C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
  std::vector<CK_SLOT_ID> slots(count);
  check(functions.C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
  return slots;
}

std::string serial_of(CK_FUNCTION_LIST& functions, CK_SLOT_ID slot) {
  CK_TOKEN_INFO info{};
  check(functions.C_GetTokenInfo(slot, &info), "C_GetTokenInfo");
  const std::string serial(reinterpret_cast<const char*>(info.serialNumber), sizeof info.serialNumber);
  return serial.substr(0, serial.find(' '));
}

CK_SLOT_ID slot_of(CK_FUNCTION_LIST& functions, const std::string& serial) {
  for (const CK_SLOT_ID slot : slots_of(functions)) {
    if (serial_of(functions, slot) == serial) return slot;
  }
  throw std::runtime_error("no token " + serial);
}

}  // namespace

bool has_softhsm() {
  std::error_code error;
  return !softhsm().empty() && fs::exists(platform::from_utf8(softhsm()), error);
}

std::string module_path(const std::string& name) {
#ifdef _WIN32
  return platform::to_utf8(platform::program_folder() / (name + ".dll"));
#else
  return platform::to_utf8(platform::program_folder() / (name + ".so"));
#endif
}

TestToken::TestToken(const std::string& label)
    : folder_(fs::temp_directory_path() / ("kigen-token-" + platform::random_hex(6))) {
  fs::create_directories(folder_ / "tokens");
  fs::create_directories(folder_ / "state");
  set_variable("KIGEN_TEST_TOKEN", folder_.string());
  serial_ = add(label);
}

TestToken::~TestToken() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string TestToken::add(const std::string& label) {
  CK_FUNCTION_LIST& functions = *begin(folder_);
  // The last slot is the one that has no token yet.
  const CK_SLOT_ID empty = slots_of(functions).back();
  CK_UTF8CHAR padded[33] = "                                ";
  std::copy(label.begin(), label.end(), padded);
  check(functions.C_InitToken(empty, text(kPuk), 8, padded), "C_InitToken");
  check(functions.C_Finalize(nullptr), "C_Finalize");
  check(functions.C_Initialize(nullptr), "C_Initialize");
  std::string serial;
  for (const CK_SLOT_ID slot : slots_of(functions)) {
    CK_TOKEN_INFO info{};
    check(functions.C_GetTokenInfo(slot, &info), "C_GetTokenInfo");
    if ((info.flags & CKF_TOKEN_INITIALIZED) == 0 || (info.flags & CKF_USER_PIN_INITIALIZED) != 0) continue;
    CK_SESSION_HANDLE session = 0;
    check(functions.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session), "session");
    check(functions.C_Login(session, CKU_SO, text(kPuk), 8), "C_Login");
    check(functions.C_InitPIN(session, text(kPin), 6), "C_InitPIN");
    serial = serial_of(functions, slot);
  }
  check(functions.C_Finalize(nullptr), "C_Finalize");
  return serial;
}

void TestToken::set(const std::string& name, const std::string& content) const {
  std::ofstream(folder_ / (name + ".partial")) << content;
  fs::rename(folder_ / (name + ".partial"), folder_ / name);
}

void TestToken::clear(const std::string& name) const {
  std::error_code ignored;
  fs::remove(folder_ / name, ignored);
}

int TestToken::calls(const std::string& function) const {
  std::ifstream log(folder_ / "state" / "calls");
  int count = 0;
  for (std::string line; std::getline(log, line);) {
    if (line.find(function) != std::string::npos) ++count;
  }
  return count;
}

pkcs11::TokenInfo TestToken::info() const {
  const auto listing = pkcs11::list_tokens({module_path()}, {}, {});
  EXPECT_TRUE(listing) << to_log_line(listing.error());
  for (std::size_t i = 0; listing && i < listing->tokens.size(); ++i) {
    if (listing->tokens[i].serial == serial_) return listing->tokens[i];
  }
  ADD_FAILURE() << "the test token is not listed";
  return {};
}

std::shared_ptr<pkcs11::Token> TestToken::open(const pkcs11::WorkerOptions& options) const {
  const auto token = pkcs11::Token::open({.module = module_path(), .serial = serial_}, options, {});
  EXPECT_TRUE(token) << to_log_line(token.error());
  if (!token) return nullptr;
  const Status in = (*token)->login(Secret(kPin));
  EXPECT_TRUE(in) << to_log_line(in.error());
  return *token;
}

RawToken::RawToken(const TestToken& token) : functions_(begin(token.control())) {
  const CK_SLOT_ID slot = slot_of(*functions_, token.serial());
  check(functions_->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session_), "session");
  check(functions_->C_Login(session_, CKU_USER, text(kPin), 6), "C_Login");
}

RawToken::~RawToken() {
  functions_->C_Finalize(nullptr);
}

CK_OBJECT_HANDLE RawToken::create(std::vector<CK_ATTRIBUTE> values) const {
  CK_OBJECT_HANDLE made = 0;
  check(functions_->C_CreateObject(session_, values.data(), static_cast<CK_ULONG>(values.size()), &made), "create");
  return made;
}

}  // namespace kigen::keys::test
