// The pages about a token: whether it is there, and whose it is. What each state means and what helps, in words.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

struct TokenView {
  Mark mark = Mark::Info;
  std::string headline;
  std::string detail;   ///< lines are parted by '\n'
  std::string consent;  ///< which site is asked, and what is sent; "" when none is
  bool look_again = false;
  bool stop = false;       ///< what is waited for can be stopped
  bool open_site = false;  ///< where the software is to be had
  bool unblock = false;
};
/// `waited` is how long the search has been going on.
[[nodiscard]] TokenView token_view(const Context& context, const State& state, std::chrono::seconds waited);

/// Label, serial number, model.
[[nodiscard]] std::vector<std::string> token_cells(const keys::pkcs11::TokenInfo& token);
/// "“Kigen” (serial number 0123)".
[[nodiscard]] std::string name_of_token(const Context& context, const keys::pkcs11::TokenInfo& token);

[[nodiscard]] std::vector<Line> holder_lines(const Context& context, const State& state);

/// Below the place's choices: what is wrong with the token's software; "" when nothing is (B5).
[[nodiscard]] std::string place_notice(const Context& context, const State& state);

}  // namespace kigen::wizard
