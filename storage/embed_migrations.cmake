# Run with cmake -P. Writes OUTPUT, a C++ source whose FUNCTION returns all FOLDER/NNNN_name.sql.
file(GLOB files "${FOLDER}/*.sql")
list(SORT files)
set(entries "")
set(expected 0)
foreach(file IN LISTS files)
  get_filename_component(stem "${file}" NAME_WE)
  if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
    message(FATAL_ERROR "${file}: a migration is called NNNN_name.sql")
  endif()
  set(number "${CMAKE_MATCH_1}")
  set(name "${CMAKE_MATCH_2}")
  string(REGEX REPLACE "^0+" "" number "${number}")
  math(EXPR expected "${expected} + 1")
  if(NOT number EQUAL expected)
    message(FATAL_ERROR "${file}: the next migration has the number ${expected}")
  endif()
  file(READ "${file}" sql)
  string(APPEND entries "    {${number}, \"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by embed_migrations.cmake.
#include \"storage/sql/migrations.hpp\"

namespace lectern::storage {
namespace {
constexpr Migration all[] = {
${entries}};
}
std::span<const Migration> ${FUNCTION}() { return all; }
}  // namespace lectern::storage
")
