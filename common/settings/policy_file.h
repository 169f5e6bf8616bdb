// Policy from a TOML file with the keys of kigen.toml: what stands in for the registry where there is none.
#pragma once

#include <filesystem>
#include <utility>

#include "common/settings/policy.h"

namespace kigen::settings {

class FilePolicySource final : public PolicySource {
 public:
  explicit FilePolicySource(std::filesystem::path file) : file_(std::move(file)) {}

  [[nodiscard]] PolicyReading read() override;
  [[nodiscard]] Result<void*> arm_change_event() override { return nullptr; }
  [[nodiscard]] std::filesystem::path watched_file() const override { return file_; }

 private:
  std::filesystem::path file_;
};

}  // namespace kigen::settings
