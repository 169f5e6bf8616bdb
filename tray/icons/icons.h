// Resource ids of the icons, shared by the resource scripts and the programs that show windows.
#pragma once

// clang-format off
#define KIGEN_ICON_APP          1
#define KIGEN_ICON_FINE        11
#define KIGEN_ICON_DUE         12
#define KIGEN_ICON_EXPIRED     13
#define KIGEN_ICON_UNREACHABLE 14
#define KIGEN_MARK_OK          21
#define KIGEN_MARK_DUE         22
#define KIGEN_MARK_EXPIRED     23
#define KIGEN_MARK_LAPSED      24
#define KIGEN_MARK_WAITING     25
#define KIGEN_MARK_REPLACED    26
#define KIGEN_MARK_UNREADABLE  27
#define KIGEN_MARK_INFO        28
// clang-format on
