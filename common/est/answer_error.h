// How the readers of an RA's answer say that it is not what the standard calls for. Pure functions, any thread.
#pragma once

#include <string>
#include <utility>

#include "common/base/error.h"

namespace kigen::est {

/// AnswerUnreadable {reason}: an identifier such as "base64", "pkcs7", "csrattrs", "multipart", "content_type".
[[nodiscard]] inline Error unreadable(std::string reason, std::string detail = {}) {
  return Error(ErrorCode::AnswerUnreadable, std::move(detail)).with("reason", std::move(reason));
}

/// IssuedCertificateWrong {check, reason}, see check.h; the reason goes into the log too.
[[nodiscard]] inline Error wrong_certificate(std::string check, const std::string& reason) {
  return Error(ErrorCode::IssuedCertificateWrong, reason).with("check", std::move(check)).with("reason", reason);
}

}  // namespace kigen::est
