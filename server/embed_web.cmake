# Run with cmake -P. Writes OUTPUT, a C++ source with the pages of FOLDER, each file with its bytes as GZIP packs them.
# ESBUILD bundles the modules and the style sheets. Each page gets a shell of its own, <page>.html, which asks for all bundles
# of the page at once. SCRATCH is a folder that is made anew.
cmake_policy(VERSION 3.25)

set(languages texts-en/all.js texts-vi/all.js)

file(REMOVE_RECURSE "${SCRATCH}")
execute_process(
  COMMAND "${ESBUILD}" main.js boot.js main.css ${languages} --bundle --splitting --format=esm --minify --external:*.woff2
          --chunk-names=[name]-[hash] --log-level=warning "--outdir=${SCRATCH}"
  WORKING_DIRECTORY "${FOLDER}" COMMAND_ERROR_IS_FATAL ANY)

file(GLOB others RELATIVE "${FOLDER}" "${FOLDER}/*.svg" "${FOLDER}/*/*.woff2")
foreach(name IN LISTS others)
  configure_file("${FOLDER}/${name}" "${SCRATCH}/${name}" COPYONLY)
endforeach()

# Appends a bundle to `found`, and all that it imports before it runs.
function(append_needs bundle found)
  if(bundle IN_LIST ${found})
    return()
  endif()
  list(APPEND ${found} ${bundle})
  file(READ "${SCRATCH}/${bundle}" text)
  string(REGEX MATCHALL "(import|from)\"[.]/[^\"]+\"" imports "${text}")
  foreach(import IN LISTS imports)
    string(REGEX REPLACE ".*\"[.]/([^\"]+)\"" "\\1" name "${import}")
    append_needs("${name}" ${found})
  endforeach()
  set(${found} "${${found}}" PARENT_SCOPE)
endfunction()

file(READ "${FOLDER}/index.html" shell)
file(GLOB pages RELATIVE "${SCRATCH}" "${SCRATCH}/*-page-*.js")
foreach(page IN LISTS pages)
  string(REGEX REPLACE "-[^-]*$" "" name "${page}")
  set(needs "")
  append_needs(main.js needs)
  append_needs("${page}" needs)
  list(TRANSFORM needs REPLACE "(.+)" "<link rel=\"modulepreload\" href=\"{base}/web/{version}/\\1\">")
  list(JOIN needs "\n" links)
  string(REPLACE "<script type=\"module\"" "${links}\n<script type=\"module\"" filled "${shell}")
  file(WRITE "${SCRATCH}/${name}.html" "${filled}")
endforeach()

set(arrays "")
set(entries "")
set(hashes "")

# Appends the array `name` with the bytes of a file to `arrays`.
function(append_array name file)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  set(arrays "${arrays}constexpr unsigned char ${name}[] = {${bytes}};\n" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE names RELATIVE "${SCRATCH}" "${SCRATCH}/*")
list(SORT names)
set(number 0)
foreach(name IN LISTS names)
  set(file "${SCRATCH}/${name}")
  file(SIZE "${file}" size)
  if(size EQUAL 0)
    message(FATAL_ERROR "${name} is empty")
  endif()
  file(SHA256 "${file}" hash)
  string(APPEND hashes "${name} ${hash}\n")
  append_array(file_${number} "${file}")
  execute_process(COMMAND "${GZIP}" -9 -n -c "${file}" OUTPUT_FILE "${SCRATCH}.gz" COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE "${SCRATCH}.gz" packed_size)
  math(EXPR worth "${size} * 9 / 10")
  set(packed "{}")
  if(packed_size LESS worth)
    append_array(packed_${number} "${SCRATCH}.gz")
    set(packed "text_of(packed_${number})")
  endif()
  string(APPEND entries "        {\"${name}\", text_of(file_${number}), ${packed}, \"${hash}\"},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(REMOVE "${SCRATCH}.gz")
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
