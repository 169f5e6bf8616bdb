// When the tray looks at the tokens, and behind which libraries: after a device came or went or a library said so,
// once things have settled, and never by a clock. A library that failed is left alone until a device comes or goes or
// the user asks; one that calls for nothing is no longer listened to. Pure: time is passed in, the shell acts.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kigen::tray {

class TokenLooks {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Modules = std::vector<std::string>;

  /// A reader announces itself several times, and a driver needs a moment to see it.
  static constexpr std::chrono::milliseconds kSettle{800};
  /// Events that never settle are not waited for any longer.
  static constexpr std::chrono::milliseconds kLongestSettle{4'000};
  /// After a look nothing is looked at again for so long.
  static constexpr std::chrono::milliseconds kPause{2'000};
  /// Looks in a row that a library called for and that showed nothing new, until it is no longer listened to.
  static constexpr int kMostVainLooks = 5;

  enum class Cause { Library, Device, User, Start };

  /// What the shell is to do now; nothing of it waits for the other.
  struct Step {
    bool find = false;             ///< see which libraries are on this PC, then found()
    std::optional<Modules> watch;  ///< listen to these instead of those of before
    std::optional<Modules> look;   ///< look behind these, then looked(); none: there is nothing to be seen
    std::optional<std::chrono::milliseconds> wake_in;  ///< call woke() then; replaces an earlier wish
  };

  [[nodiscard]] Step happened(Cause cause, Time now);
  [[nodiscard]] Step woke(Time now);
  /// Those of the wanted libraries that are on this PC.
  [[nodiscard]] Step found(const Modules& present);
  /// `faulty`: libraries that could not be used; `news`: something is there that was not before, or the reverse.
  [[nodiscard]] Step looked(const std::vector<std::string>& faulty, bool news, Time now);

 private:
  enum class State { Idle, Settling, Busy };
  [[nodiscard]] Step settle(Time due, Time now);
  [[nodiscard]] Modules usable() const;
  void watch_usable(Step& step);

  State state_ = State::Idle;
  std::set<Cause> causes_;   ///< of the look that is to come
  bool by_library_ = false;  ///< the look under way was called for by libraries alone
  Time first_{}, due_{};     ///< of the events that settle
  Modules present_, watched_;
  std::set<std::string> faulty_;
  int vain_ = 0;
  bool deaf_ = false;  ///< libraries called in vain too often
};

}  // namespace kigen::tray
