# Everything from outside, by find_package: a prefix that holds these is all a build needs.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
# The PKCS #11 header of p11-kit stands in a folder of its own and needs nothing of the system: it serves Windows too.
find_path(KIGEN_PKCS11_INCLUDE p11-kit/pkcs11.h PATHS /usr/include/p11-kit-1 NO_CMAKE_FIND_ROOT_PATH REQUIRED)
add_library(kigen_pkcs11_header INTERFACE)
target_include_directories(kigen_pkcs11_header SYSTEM INTERFACE ${KIGEN_PKCS11_INCLUDE})

# A build that carries its libraries takes the two that Debian has as shared ones only as headers.
set(KIGEN_FMT fmt::fmt)
set(KIGEN_TOML tomlplusplus::tomlplusplus)
if(KIGEN_STATIC)
  set(KIGEN_FMT fmt::fmt-header-only)
  find_path(KIGEN_TOML_INCLUDE toml++/toml.h REQUIRED)
  add_library(kigen_toml_headers INTERFACE)
  target_include_directories(kigen_toml_headers SYSTEM INTERFACE ${KIGEN_TOML_INCLUDE})
  target_compile_definitions(kigen_toml_headers INTERFACE TOML_HEADER_ONLY=1)
  set(KIGEN_TOML kigen_toml_headers)
endif()

# GoogleTest is built from source for Windows, where no prefix carries it.
if(WIN32 AND EXISTS /usr/src/googletest/CMakeLists.txt)
  set(gtest_force_shared_crt ON)
  add_subdirectory(/usr/src/googletest ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL SYSTEM)
else()
  find_package(GTest REQUIRED)
endif()
