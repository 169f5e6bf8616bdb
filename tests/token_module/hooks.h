// What the module does itself around the real library's functions. Each has the arguments of the PKCS #11 function of
// its name, after the call it belongs to.
//
// Threads: any, as PKCS #11 says. Ownership: none.
#pragma once

#include "tests/token_module/call.h"

namespace kigen::test_token::hooks {

// hooks_general.cpp
CK_RV initialize(Call& call, void* arguments);
CK_RV finalize(Call& call, void* reserved);
CK_RV get_info(Call& call, CK_INFO* info);
CK_RV get_slot_list(Call& call, CK_BBOOL present, CK_SLOT_ID* slots, CK_ULONG* count);
CK_RV get_slot_info(Call& call, CK_SLOT_ID slot, CK_SLOT_INFO* info);
CK_RV get_token_info(Call& call, CK_SLOT_ID slot, CK_TOKEN_INFO* info);
CK_RV wait_for_slot_event(Call& call, CK_FLAGS flags, CK_SLOT_ID* slot, void* reserved);

// hooks_mechanism.cpp
CK_RV get_mechanism_list(Call& call, CK_SLOT_ID slot, CK_MECHANISM_TYPE* list, CK_ULONG* count);
CK_RV get_mechanism_info(Call& call, CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info);
CK_RV sign_init(Call& call, CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key);
CK_RV generate_key_pair(Call& call, CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_ATTRIBUTE* public_template,
                        CK_ULONG public_count, CK_ATTRIBUTE* private_template, CK_ULONG private_count,
                        CK_OBJECT_HANDLE* public_key, CK_OBJECT_HANDLE* private_key);

// hooks_session.cpp
CK_RV init_token(Call& call, CK_SLOT_ID slot, CK_UTF8CHAR* puk, CK_ULONG length, CK_UTF8CHAR* label);
CK_RV open_session(Call& call, CK_SLOT_ID slot, CK_FLAGS flags, void* application, CK_NOTIFY notify,
                   CK_SESSION_HANDLE* session);
CK_RV close_session(Call& call, CK_SESSION_HANDLE session);
CK_RV close_all_sessions(Call& call, CK_SLOT_ID slot);
CK_RV get_session_info(Call& call, CK_SESSION_HANDLE session, CK_SESSION_INFO* info);

// hooks_pin.cpp
CK_RV login(Call& call, CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG length);
CK_RV set_pin(Call& call, CK_SESSION_HANDLE session, CK_UTF8CHAR* current, CK_ULONG current_length, CK_UTF8CHAR* next,
              CK_ULONG next_length);
CK_RV init_pin(Call& call, CK_SESSION_HANDLE session, CK_UTF8CHAR* pin, CK_ULONG length);

// hooks_object.cpp: nonsense, where it is switched on
CK_RV find_objects(Call& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE* objects, CK_ULONG room, CK_ULONG* count);
CK_RV get_attribute_value(Call& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* attributes,
                          CK_ULONG count);
CK_RV sign(Call& call, CK_SESSION_HANDLE session, CK_BYTE* data, CK_ULONG length, CK_BYTE* signature,
           CK_ULONG* signature_length);

}  // namespace kigen::test_token::hooks
