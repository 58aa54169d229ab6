#pragma once

namespace lectern::media {

// Must come before any other call of libcurl. Cheap after the first call; thread-safe. Throws
// std::runtime_error if the library does not start.
void start_libcurl();

}  // namespace lectern::media
