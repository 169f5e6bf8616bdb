// kigen-token-maker: makes and fills tokens for tests, natively and under Wine, and looks at them. It takes PINs on its
// command line, for tests alone.
#include <cstdio>
#include <exception>
#include <fstream>

#include "tests/token_module/maker/maker.h"
#include "tests/token_module/platform.h"
#include "tests/token_module/softhsm.h"

namespace kigen::test_token {
namespace {

constexpr char kUsage[] =
    "usage: kigen-token-maker COMMAND [--folder CONTROL_FOLDER | --module LIBRARY] [--out FILE] ...\n"
    "  init --label L [--pin P] --puk Q     a new SoftHSM token; prints its serial\n"
    "  list                                 SERIAL FLAGS LABEL\n"
    "  import --pin P --id HEX --label L (--p12 F --password P | [--key F] [--certificate F])\n"
    "  generate --pin P --id HEX --label L --type RSA|EC\n"
    "  sign --pin P --id HEX --in FILE      SHA-256 with PKCS#1 or raw ECDSA; the signature goes to --out\n"
    "  objects [--pin P]                    CLASS ID LABEL\n"
    "  login --pin P | --puk P              one try\n"
    "  wait [--count N]                     C_WaitForSlotEvent, prints the slot\n"
    "--serial S names the token where there are several. --folder is KIGEN_TEST_TOKEN unless told.\n";

int run(int count, char** words) {
  using Command = std::string (Maker::*)();
  const std::map<std::string, Command> commands{
      {"init", &Maker::init}, {"list", &Maker::list},       {"import", &Maker::import}, {"generate", &Maker::generate},
      {"sign", &Maker::sign}, {"objects", &Maker::objects}, {"login", &Maker::login},   {"wait", &Maker::wait}};
  const auto command = count > 1 ? commands.find(words[1]) : commands.end();
  Options options;
  for (int i = 2; i + 1 < count; i += 2) options[std::string(words[i]).substr(2)] = words[i + 1];
  if (command == commands.end() || count % 2 != 0) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const auto folder = options.contains("folder") ? options["folder"] : environment("KIGEN_TEST_TOKEN");
  if (!options.contains("module") && !folder.empty()) configure_softhsm(folder);
  const auto library = options.contains("module") ? options["module"] : softhsm_library();
  const auto out = options["out"];
  Maker maker(std::move(options), library);
  const auto answer = (maker.*command->second)();
  if (out.empty()) {
    std::fwrite(answer.data(), 1, answer.size(), stdout);
  } else {
    std::ofstream(out, std::ios::binary) << answer;
  }
  return 0;
}

}  // namespace
}  // namespace kigen::test_token

int main(int count, char** words) {
  try {
    return kigen::test_token::run(count, words);
  } catch (const kigen::test_token::Refused& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 3;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
