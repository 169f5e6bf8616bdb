// Result<T>: a value or an Error. Check with `if (!r) return r.error();`.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>

#include "common/base/error.h"

namespace kigen {

template <class T>
using Result = boost::system::result<T, Error>;
using Status = Result<void>;

}  // namespace kigen

// Result::value() on an error is a broken invariant: it throws, and stops at the next wall.
namespace boost::system {
[[noreturn]] inline void throw_exception_from_error(const kigen::Error& error, const boost::source_location& location) {
  (void)location;
  throw std::logic_error("unchecked error: " + kigen::to_log_line(error));
}
}  // namespace boost::system
