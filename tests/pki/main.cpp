// kigen-test-pki --out FOLDER [--profile FILE] [--host HOST:PORT ...] [--import] [--without NAME ...]
// kigen-test-pki --import-file FILE.p12 [--password TEXT] [--machine]
//
// Makes a CA and one certificate of every status, writes NAME.pem, NAME.key, NAME.der and NAME.p12 (password "kigen")
// and ca.pem into FOLDER, the matching profile into FILE, and with --import (Windows) puts certificates and keys into
// the user's and the machine's store. Prints one line a certificate. The second form puts a certificate and key that
// somebody else made (the demo RA) into a store.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/platform/local_calendar.h"
#include "tests/pki/demo_set.h"
#include "tests/pki/store.h"

namespace {

using kigen::test_pki::Authority;
using kigen::test_pki::DemoCertificate;

struct Options {
  std::filesystem::path out;
  std::filesystem::path profile;
  std::vector<std::string> hosts;
  std::vector<std::string> without;
  bool import = false;
  std::filesystem::path import_file;
  std::string password{kigen::test_pki::kPassword};
  bool machine = false;
};

bool read_options(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--import") {
      options.import = true;
    } else if (word == "--without" && i + 1 < argc) {
      options.without.emplace_back(argv[++i]);
    } else if (word == "--machine") {
      options.machine = true;
    } else if (word == "--import-file" && i + 1 < argc) {
      options.import_file = argv[++i];
    } else if (word == "--password" && i + 1 < argc) {
      options.password = argv[++i];
    } else if (word == "--out" && i + 1 < argc) {
      options.out = argv[++i];
    } else if (word == "--profile" && i + 1 < argc) {
      options.profile = argv[++i];
    } else if (word == "--host" && i + 1 < argc) {
      options.hosts.emplace_back(argv[++i]);
    } else {
      return false;
    }
  }
  return options.out.empty() != options.import_file.empty();
}

bool write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) std::fprintf(stderr, "kigen-test-pki: %s cannot be written\n", path.string().c_str());
  return static_cast<bool>(file);
}

bool make_one(const Authority& authority, const DemoCertificate& wanted, const Options& options) {
  const auto issued = authority.issue(wanted.order);
  if (!issued) {
    std::fprintf(stderr, "kigen-test-pki: %s: %s\n", wanted.name.c_str(), kigen::to_log_line(issued.error()).c_str());
    return false;
  }
  const auto path = options.out / wanted.name;
  const auto with = [&path](const char* ending) { return std::filesystem::path(path.string() + ending); };
  if (!write_file(with(".pem"), issued->certificate_pem) || !write_file(with(".key"), issued->key_pem) ||
      !write_file(with(".der"), issued->der) || !write_file(with(".p12"), issued->pkcs12))
    return false;
  std::string place = "files only";
  if (options.import) {
    const auto with_key =
        kigen::test_pki::import_to_store(issued->pkcs12, options.password, issued->der, wanted.machine);
    if (!with_key) {
      std::fprintf(stderr, "kigen-test-pki: %s: %s\n", wanted.name.c_str(),
                   kigen::to_log_line(with_key.error()).c_str());
      return false;
    }
    place = wanted.machine ? "LocalMachine\\My" : "CurrentUser\\My";
    if (!*with_key) place += " (without its key, which this system cannot keep)";
  }
  std::printf("%-18s %-10s until %s  %s\n", wanted.name.c_str(), wanted.order.subject.common_name.c_str(),
              kigen::to_rfc3339(wanted.order.not_after).c_str(), place.c_str());
  return true;
}

int import_one(const Options& options) {
  std::ifstream file(options.import_file, std::ios::binary);
  const std::string pkcs12{std::istreambuf_iterator<char>(file), {}};
  const auto with_key = kigen::test_pki::import_to_store(pkcs12, options.password, {}, options.machine);
  if (with_key) return 0;
  std::fprintf(stderr, "kigen-test-pki: %s: %s\n", options.import_file.string().c_str(),
               kigen::to_log_line(with_key.error()).c_str());
  return 1;
}

int run(const Options& options) {
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  const auto now = kigen::SystemClock().now();
  const auto authority = Authority::make(now);
  if (!authority) {
    std::fprintf(stderr, "kigen-test-pki: %s\n", kigen::to_log_line(authority.error()).c_str());
    return 1;
  }
  if (!write_file(options.out / "ca.pem", authority->certificate_pem())) return 1;
  if (!options.profile.empty() && !write_file(options.profile, kigen::test_pki::demo_profile(options.hosts))) return 1;
  for (const auto& wanted : kigen::test_pki::demo_set(now, *kigen::platform::system_calendar())) {
    if (std::ranges::find(options.without, wanted.name) != options.without.end()) continue;
    if (!make_one(*authority, wanted, options)) return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    std::fputs(
        "usage: kigen-test-pki --out FOLDER [--profile FILE] [--host HOST:PORT ...] [--import] [--without NAME ...]\n"
        "       kigen-test-pki --import-file FILE.p12 [--password TEXT] [--machine]\n",
        stderr);
    return 2;
  }
  return options.import_file.empty() ? run(options) : import_one(options);
}
