// kigen-wizard where there are no windows: the silent mode only.
#include "installer/wizard/silent/console.h"
#include "installer/wizard/silent/silent.h"

int main(int argc, char** argv) {
  return kigen::silent::run_silent(kigen::silent::command_line(argc, argv));
}
