#include "service/app/policy_watch.h"

namespace kigen::app {

std::shared_ptr<void> watch_policy(boost::asio::io_context& io, settings::PolicySource& source,
                                   std::function<void()> changed) {
  (void)io;
  (void)source;
  (void)changed;
  return nullptr;
}

}  // namespace kigen::app
