// The worker's life: one request after the other until its pipe closes. It never prints and leaves no dump.
#pragma once

namespace kigen::keys::pkcs11 {

/// Serves the pipe that the program was started with, its standard input. The exit code: 0 when the pipe was closed, 2
/// when there is none, 3 when what came was no frame.
[[nodiscard]] int run_worker();

}  // namespace kigen::keys::pkcs11
