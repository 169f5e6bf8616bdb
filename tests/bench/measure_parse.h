// What one certificate costs, printed as a table of nanoseconds.
#pragma once

#include <cstdint>

namespace kigen::bench {

/// Makes `count` certificates and times reading them: as a PEM file, as DER, and d2i_X509 of OpenSSL beside it.
void measure_parse(std::uint64_t count);

}  // namespace kigen::bench
