// Where kigenctl writes: UTF-8 in, whatever the console or pipe needs out.
#pragma once

#include <cstddef>
#include <string_view>

namespace kigen::ctl {

class Output {
 public:
  virtual ~Output() = default;
  virtual void out(std::string_view text) = 0;
  virtual void err(std::string_view text) = 0;
  /// Columns of the terminal that `out` goes to; 0 when it is no terminal: then nothing is shortened.
  [[nodiscard]] virtual std::size_t out_columns() const = 0;
  /// Progress may be shown, because a person watches.
  [[nodiscard]] virtual bool err_is_terminal() const = 0;
  /// False when somebody stopped reading: there is no use in going on.
  [[nodiscard]] virtual bool good() const = 0;
};

/// The process's own standard output and error. One at a time.
[[nodiscard]] Output& standard_output();

}  // namespace kigen::ctl
