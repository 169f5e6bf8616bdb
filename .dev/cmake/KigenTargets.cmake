# How Kigen's libraries, programs and tests are declared. Sources are found by folder: a file in FOLDER belongs to the
# target of FOLDER; FOLDER/win32 is compiled on Windows only, FOLDER/posix everywhere else.

option(KIGEN_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(KIGEN_FUZZ "libFuzzer targets" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# With CMAKE_UNITY_BUILD (as the presets for tests have it) this many sources of a target are compiled as one: the
# templates of Boost, OpenSSL's headers and GoogleTest are then read once for all of them.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(-Wno-subobject-linkage)  # GCC takes the sources of such a batch for headers
  if(WIN32)
    add_compile_options(-Wa,-mbig-obj)  # more sections than the old object format can count
  endif()
endif()

# Programs that wait for most of their lives: small is worth more than a faster loop.
string(REPLACE "-O3" "-O2" CMAKE_C_FLAGS_RELEASE "${CMAKE_C_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

find_program(KIGEN_CCACHE ccache)
if(KIGEN_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${KIGEN_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KIGEN_CCACHE})
endif()

add_library(kigen_options INTERFACE)
target_compile_options(kigen_options INTERFACE
  $<$<COMPILE_LANGUAGE:C,CXX>:-Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wno-missing-field-initializers -fstack-protector-strong>
  # GCC 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_include_directories(kigen_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(kigen_options INTERFACE
  BOOST_ALL_NO_LIB BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION
  SPDLOG_FMT_EXTERNAL)
if(WIN32)
  target_compile_definitions(kigen_options INTERFACE
    _WIN32_WINNT=0x0A00 WINVER=0x0A00 NTDDI_VERSION=0x0A000004 WIN32_LEAN_AND_MEAN NOMINMAX UNICODE _UNICODE STRICT)
  # The stack protector's run time is a library of its own (libssp), which the driver adds on this option.
  target_link_options(kigen_options INTERFACE -fstack-protector-strong)
else()
  # A relocatable, hardened binary; on Windows these are the linker's defaults (ASLR, DEP).
  target_compile_definitions(kigen_options INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()
# The optimised Linux build carries its libraries, as the Windows one does: less to map, less to touch.
option(KIGEN_STATIC "Link OpenSSL, SQLite and the C++ run time statically" OFF)
if(KIGEN_STATIC)
  set(OPENSSL_USE_STATIC_LIBS ON)
  find_library(SQLite3_LIBRARY NAMES libsqlite3.a)
  target_compile_options(kigen_options INTERFACE -ffunction-sections -fdata-sections)
  target_link_options(kigen_options INTERFACE -static-libstdc++ -static-libgcc -Wl,--gc-sections)
  link_libraries(m dl)
endif()
if(KIGEN_SANITIZE)
  target_compile_options(kigen_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer -g1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Half the code and half the descriptions of it, which is what a sanitized program spends its start on. GCC takes its own
    # checks for uses of what is not initialised; the other builds look for those.
    target_compile_options(kigen_options INTERFACE -Og -Wno-maybe-uninitialized)
  endif()
  target_link_options(kigen_options INTERFACE -fsanitize=address,undefined)
  # At a fixed address: the descriptions that the sanitizers carry are two million relocations at each start otherwise.
  target_link_options(kigen_options INTERFACE "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>")
endif()
if(KIGEN_FUZZ)
  target_compile_options(kigen_options INTERFACE -fsanitize=fuzzer-no-link -Wno-unknown-warning-option)
endif()

function(kigen_sources out folder)
  file(GLOB found CONFIGURE_DEPENDS ${folder}/*.cpp ${folder}/*.h)
  if(WIN32)
    file(GLOB platform CONFIGURE_DEPENDS ${folder}/win32/*.cpp ${folder}/win32/*.h)
  else()
    file(GLOB platform CONFIGURE_DEPENDS ${folder}/posix/*.cpp ${folder}/posix/*.h)
  endif()
  set(${out} ${found} ${platform} PARENT_SCOPE)
endfunction()

# kigen_library(NAME FOLDER [DEPENDS ...]): a static library of all sources in FOLDER.
function(kigen_library name folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  kigen_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources MATCHES "\\.cpp")
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE kigen_options ${arg_DEPENDS})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC kigen_options ${arg_DEPENDS})
endfunction()

# kigen_program(NAME MAIN.cpp [WINDOWED] [RESOURCE file.rc] [DEPENDS ...]): a program in build/<preset>/bin.
# Every Windows program carries the version resource and the application manifest.
function(kigen_program name main)
  cmake_parse_arguments(arg "WINDOWED" "RESOURCE;DESCRIPTION" "DEPENDS" ${ARGN})
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE kigen_options ${arg_DEPENDS})
  if(WIN32)
    if(arg_WINDOWED)
      set_target_properties(${name} PROPERTIES WIN32_EXECUTABLE ON)
      target_link_options(${name} PRIVATE -municode)
    endif()
    set(KIGEN_PROGRAM_NAME ${name})
    set(KIGEN_PROGRAM_DESCRIPTION "${arg_DESCRIPTION}")
    configure_file(${CMAKE_SOURCE_DIR}/.dev/cmake/version.rc.in ${CMAKE_BINARY_DIR}/generated/${name}-version.rc @ONLY)
    configure_file(${CMAKE_SOURCE_DIR}/.dev/cmake/app.manifest.in ${CMAKE_BINARY_DIR}/generated/${name}.manifest @ONLY)
    target_sources(${name} PRIVATE ${CMAKE_BINARY_DIR}/generated/${name}-version.rc)
    if(arg_RESOURCE)
      target_sources(${name} PRIVATE ${arg_RESOURCE})
    endif()
  endif()
endfunction()

# kigen_test(NAME FOLDER [DEPENDS ...]): all *_test.cpp of FOLDER (and its win32/ or posix/) as one GoogleTest program,
# registered with ctest test by test; a Windows program runs under Wine.
function(kigen_test name folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  kigen_sources(sources ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
  if(NOT sources OR KIGEN_FUZZ)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE kigen_options ${arg_DEPENDS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE KIGEN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(WIN32)
    target_compile_options(${name} PRIVATE -O0)  # what is tested is optimised; the tests themselves are compiled faster
  endif()
  # One ctest entry a program: starting a process per case costs more than the cases themselves.
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600 LABELS unit)
endfunction()
