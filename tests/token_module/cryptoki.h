// PKCS #11 v2.40 as p11-kit declares it, for the module's own translation units: what they define is exported by name.
#pragma once
#include <cstddef>

#define CRYPTOKI_EXPORTS
#include <p11-kit/pkcs11.h>
