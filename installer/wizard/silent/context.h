// What a silent run has made of its command line. Private to this folder; one thread.
#pragma once

#include "common/profile/profile_set.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/silent/arguments.h"

namespace kigen::silent {

struct Context {
  Arguments arguments;
  text::Language language = text::Language::English;
  profile::ProfileSet profiles;
  profile::ProfilePtr profile;
  renewal::EngineParts parts;
};

}  // namespace kigen::silent
