// Result<T>: a value or an Error. Check with `if (!r) return r.error();`.
#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>

#include "common/base/error.h"

namespace kigen {

template <class T>
using Result = boost::system::result<T, Error>;
using Status = Result<void>;

// Result::value() on an error is a broken invariant: it throws, and stops at the next wall. Found by argument-dependent
// lookup, hence in the namespace of Error.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked error: " + to_log_line(error));
}

}  // namespace kigen
