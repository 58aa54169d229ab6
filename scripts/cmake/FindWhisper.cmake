# Whisper::Whisper, the static speech library that scripts/install-whisper puts into LECTERN_WHISPER_ROOT.
find_path(Whisper_INCLUDE_DIR whisper.h PATHS "${LECTERN_WHISPER_ROOT}/include" NO_DEFAULT_PATH)
set(whisper_variables Whisper_INCLUDE_DIR)
foreach(part whisper ggml ggml-cpu ggml-base) # the linker needs this order
  find_library(Whisper_${part}_LIBRARY ${part} PATHS "${LECTERN_WHISPER_ROOT}/lib" NO_DEFAULT_PATH)
  list(APPEND whisper_variables Whisper_${part}_LIBRARY)
  list(APPEND whisper_libraries "${Whisper_${part}_LIBRARY}")
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Whisper REQUIRED_VARS ${whisper_variables}
  REASON_FAILURE_MESSAGE "Run scripts/install-whisper first, or set LECTERN_WHISPER_ROOT to the folder of the library.")
mark_as_advanced(${whisper_variables})

if(Whisper_FOUND AND NOT TARGET Whisper::Whisper)
  find_package(OpenMP REQUIRED COMPONENTS CXX)
  add_library(Whisper::Whisper INTERFACE IMPORTED)
  target_include_directories(Whisper::Whisper SYSTEM INTERFACE "${Whisper_INCLUDE_DIR}")
  target_link_libraries(Whisper::Whisper INTERFACE ${whisper_libraries} ${OpenMP_CXX_LIBRARIES} Threads::Threads
                                                   ${CMAKE_DL_LIBS} m)
endif()
