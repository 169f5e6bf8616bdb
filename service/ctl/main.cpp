// kigenctl: Kigen from a shell.
#include <exception>

#include "common/platform/local_calendar.h"
#include "service/ctl/arguments.h"
#include "service/ctl/cli.h"

int main(int argc, char** argv) {
  kigen::ctl::Output& output = kigen::ctl::standard_output();
  try {
    const kigen::SystemClock clock;
    const auto calendar = kigen::platform::system_calendar();
    const kigen::ctl::Environment environment{
        .output = output, .clock = clock, .calendar = *calendar, .language = kigen::text::system_language()};
    return kigen::ctl::run(kigen::ctl::command_line(argc, argv), environment);
  } catch (const std::exception& exception) {
    output.err(exception.what());
    return kigen::ctl::kFailed;
  }
}
