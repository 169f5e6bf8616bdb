// The help pages beside the program: help\ja\index.html, help\en\index.html. Starting a browser may take long: off the
// UI thread.
#pragma once

#include <string>

#include "common/text/language.h"

namespace kigen::wizard {

/// Opens the page at the section `topic` ("credentials", "kgn-2104"); false when there is no page or no browser.
bool open_help(text::Language language, const std::string& topic);

/// In the user's browser. False for anything but https.
bool open_site(const std::string& url);

}  // namespace kigen::wizard
