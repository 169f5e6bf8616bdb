#include "service/host/service_setup.h"

namespace kigen::host {

ServiceConfiguration wanted_configuration() {
  ServiceConfiguration wanted;
  // Change-notify lets the account walk through folders; impersonate lets it ask who a pipe's client is. Nothing else.
  wanted.privileges = {"SeChangeNotifyPrivilege", "SeImpersonatePrivilege"};
  // As the system's default, but users may only ask (query configuration and status, interrogate, read this
  // descriptor).
  wanted.security_descriptor = "D:(A;;CCLCSWRPWPDTLOCRRC;;;SY)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)(A;;CCLCLORC;;;AU)";
  wanted.description_ja = "証明書の有効期限を見守り、期限が近づくと知らせます。";
  wanted.description_en = "Watches the expiry of certificates and warns in time.";
  return wanted;
}

}  // namespace kigen::host
