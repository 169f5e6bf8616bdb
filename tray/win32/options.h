// The command line of kigen-tray.exe.
#pragma once

#include <string>

#include "common/base/result.h"
#include "common/ipc/endpoint.h"

namespace kigen::tray {

struct Options {
  bool logon = false;           ///< --logon: started at sign-in; no window unless there is a warning
  ipc::Endpoint endpoint;       ///< --connect pipe:NAME (developers and tests); default: the installed service
  bool console_server = false;  ///< with --connect: the server need not be the installed service
};

/// InvalidArgument with {"value"} for anything unknown.
[[nodiscard]] Result<Options> read_options();

}  // namespace kigen::tray
