// kigen-tray-stand ENDPOINT SCENE: serves one scene until standard input ends; each line read shows another scene.
#include <iostream>
#include <string>

#include "tests/tray/stand/stand_server.h"

int main(int count, char** words) {
  if (count < 3) return 2;
  const auto endpoint = kigen::ipc::parse_endpoint(words[1]);
  if (!endpoint) return 2;
  using kigen::tray::stand::scene_from_name;
  kigen::tray::stand::StandServer server(*endpoint, scene_from_name(words[2]));
  if (!server.listening()) return 1;
  for (std::string line; std::getline(std::cin, line);) {
    server.ask([&](kigen::tray::stand::StandService& service) { service.set_scene(scene_from_name(line)); });
  }
  return 0;
}
