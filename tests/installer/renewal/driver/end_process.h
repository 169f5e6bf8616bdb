// Ends this process at once, as a crash or a power cut does: nothing is flushed, no destructor runs.
#pragma once

namespace kigen::test {

[[noreturn]] void end_process();

}  // namespace kigen::test
