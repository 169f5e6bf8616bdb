// Sessions: each belongs to a token, and ends when that is pulled.
#include "tests/token_module/hooks.h"
#include "tests/token_module/pins.h"

namespace kigen::test_token::hooks {

CK_RV init_token(Call& call, CK_SLOT_ID slot, CK_UTF8CHAR* puk, CK_ULONG length, CK_UTF8CHAR* label) {
  const auto token = call.module().token_in(slot, call.now());
  if (!token) return CKR_SLOT_ID_INVALID;
  if (!is_present(*token, call.now())) return CKR_TOKEN_NOT_PRESENT;
  if (call.now().has("write-protected", token->serial)) return CKR_TOKEN_WRITE_PROTECTED;
  const CK_RV answer =
      count_try(call, *token, Pin::Puk, [&] { return call.real().C_InitToken(token->real, puk, length, label); });
  if (answer == CKR_OK) forget_wrong_pins(call.module(), *token, Pin::User);
  return answer;
}

CK_RV open_session(Call& call, CK_SLOT_ID slot, CK_FLAGS flags, void* application, CK_NOTIFY notify,
                   CK_SESSION_HANDLE* session) {
  const auto token = call.module().token_in(slot, call.now());
  if (!token) return CKR_SLOT_ID_INVALID;
  if (!is_present(*token, call.now())) return CKR_TOKEN_NOT_PRESENT;
  if ((flags & CKF_RW_SESSION) != 0 && call.now().has("write-protected", token->serial)) {
    return CKR_TOKEN_WRITE_PROTECTED;
  }
  const CK_RV answer = call.real().C_OpenSession(token->real, flags, application, notify, session);
  if (answer == CKR_OK) call.module().opened(*session, *token, call.now());
  return answer;
}

CK_RV close_session(Call& call, CK_SESSION_HANDLE session) {
  const CK_RV answer = call.real().C_CloseSession(session);
  if (answer == CKR_OK) call.module().closed(session);
  return answer;
}

CK_RV close_all_sessions(Call& call, CK_SLOT_ID slot) {
  const auto token = call.module().token_in(slot, call.now());
  if (!token) return CKR_SLOT_ID_INVALID;
  if (!is_present(*token, call.now())) return CKR_TOKEN_NOT_PRESENT;
  const CK_RV answer = call.real().C_CloseAllSessions(token->real);
  if (answer == CKR_OK) call.module().closed_all(*token);
  return answer;
}

CK_RV get_session_info(Call& call, CK_SESSION_HANDLE session, CK_SESSION_INFO* info) {
  const CK_RV answer = call.real().C_GetSessionInfo(session, info);
  if (answer == CKR_OK) info->slotID = call.token().slot;
  return answer;
}

}  // namespace kigen::test_token::hooks
