#!/usr/bin/env python3
"""Copies a 64-bit library (ELF or PE) and says in the copy's header that it is for a 32-bit processor."""
import struct
import sys

source, target = sys.argv[1:]
data = bytearray(open(source, "rb").read())
if data[:4] == b"\x7fELF":
    data[4] = 1  # ELFCLASS32
    struct.pack_into("<H", data, 18, 3)  # EM_386
elif data[:2] == b"MZ":
    (header,) = struct.unpack_from("<I", data, 0x3C)
    assert data[header:header + 4] == b"PE\0\0"
    struct.pack_into("<H", data, header + 4, 0x014C)  # IMAGE_FILE_MACHINE_I386
else:
    sys.exit(f"{source} is no library")
open(target, "wb").write(data)
