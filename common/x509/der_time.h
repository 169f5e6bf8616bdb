// UTCTime and GeneralizedTime as RFC 5280 4.1.2.5 allows them. Pure functions, any thread.
#pragma once

#include "common/base/time.h"
#include "common/x509/der_reader.h"

namespace kigen::x509 {

/// Reads the next element: "YYMMDDHHMMSSZ" (1950 to 2049) or "YYYYMMDDHHMMSSZ" (0000 to 9999), nothing else.
/// False with "time_format" or "date_out_of_range" (no such month, day or time of day).
[[nodiscard]] bool read_time(DerReader& reader, Instant& out);

}  // namespace kigen::x509
