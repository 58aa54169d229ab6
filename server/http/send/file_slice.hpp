#pragma once

#include "server/http/run_blocking.hpp"
#include "server/http/served_file.hpp"
#include "server/http/transport/wire.hpp"

#include <cstdint>

namespace lectern::http {

// Sends bytes of a file. Bytes that are not in memory are read on the pool `disk` first; without a pool the
// io thread waits for them. False when the client is gone or too slow, the file is shorter than it was, or
// the pool is full.
awaitable<bool> send_file_slice(Wire& wire, BlockingPool* disk, const ServedFile& file, std::uint64_t first,
                                std::uint64_t length);

}  // namespace lectern::http
