# Run with cmake -P. Writes OUTPUT, a C++ source with the FILES of the pages (separated by commas), which stand in FOLDER,
# each with its bytes as GZIP packs them. Modules come without comments, by SED. SCRATCH is a file to write to.
string(REPLACE "," ";" FILES "${FILES}")
list(SORT FILES)
set(arrays "")
set(entries "")
set(hashes "")

# Appends the array `name` with the bytes of a file to `arrays`.
function(append_array name file)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  set(arrays "${arrays}constexpr unsigned char ${name}[] = {${bytes}};\n" PARENT_SCOPE)
endfunction()

set(number 0)
foreach(name IN LISTS FILES)
  set(file "${FOLDER}/${name}")
  file(SIZE "${file}" size)
  if(size EQUAL 0)
    message(FATAL_ERROR "${file} is empty")
  endif()
  if(name MATCHES "\\.js$" AND NOT name MATCHES "^vendor/")
    execute_process(COMMAND "${SED}" -f "${CMAKE_CURRENT_LIST_DIR}/strip_comments.sed" "${file}"
                    OUTPUT_FILE "${SCRATCH}.js" COMMAND_ERROR_IS_FATAL ANY)
    set(file "${SCRATCH}.js")
    file(SIZE "${file}" size)
  endif()
  file(SHA256 "${file}" hash)
  string(APPEND hashes "${name} ${hash}\n")
  append_array(file_${number} "${file}")
  execute_process(COMMAND "${GZIP}" -9 -n -c "${file}" OUTPUT_FILE "${SCRATCH}" COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE "${SCRATCH}" packed_size)
  math(EXPR worth "${size} * 9 / 10")
  set(packed "{}")
  if(packed_size LESS worth)
    append_array(packed_${number} "${SCRATCH}")
    set(packed "text_of(packed_${number})")
  endif()
  string(APPEND entries "        {\"${name}\", text_of(file_${number}), ${packed}, \"${hash}\"},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(REMOVE "${SCRATCH}" "${SCRATCH}.js")
string(SHA256 all "${hashes}")
string(SUBSTRING "${all}" 0 12 version)

file(WRITE "${OUTPUT}" "// Made by embed_web.cmake.
#include \"server/api/web/web_file.hpp\"

#include <cstddef>

namespace lectern::api {
namespace {
${arrays}
template<std::size_t size>
std::string_view text_of(const unsigned char (&bytes)[size]) {
    return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

std::span<const WebFile> embedded_web_files() {
    static const WebFile all[] = {
${entries}    };
    return all;
}
std::string_view embedded_web_version() { return \"${version}\"; }
}  // namespace lectern::api
")
