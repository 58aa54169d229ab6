#include "server/http/send/page_cache.hpp"

#include "domain/base/thread_role.hpp"
#include "server/http/served_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

namespace lectern::http {
namespace {

// The kernel reads files into memory, and drops them, in pieces of about this size (its read-ahead).
constexpr std::uint64_t probe_distance = 128 * 1024;

bool byte_in_memory(int file, std::uint64_t at) {
    char byte = 0;
    iovec into{&byte, 1};
    const ssize_t got = ::preadv2(file, &into, 1, static_cast<off_t>(at), RWF_NOWAIT);
    return got >= 0 || errno != EAGAIN;
}

// For bytes that are mapped.
bool pages_in_memory(std::string_view bytes) {
    static const auto page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    std::array<unsigned char, 512> pages{};
    auto at = reinterpret_cast<std::uintptr_t>(bytes.data()) / page_size * page_size;
    const auto end = reinterpret_cast<std::uintptr_t>(bytes.data()) + bytes.size();
    while (at < end) {
        const std::size_t length = std::min<std::size_t>(end - at, pages.size() * page_size);
        const std::size_t count = (length + page_size - 1) / page_size;
        if (::mincore(reinterpret_cast<void*>(at), length, pages.data()) != 0) return false;
        if (std::any_of(pages.begin(), pages.begin() + count, [](auto page) { return (page & 1) == 0; }))
            return false;
        at += length;
    }
    return true;
}

}  // namespace

bool in_memory(const ServedFile& file, std::uint64_t first, std::uint64_t bytes) {
    const std::string_view mapped = file.in_address_space(first, bytes);
    return mapped.size() == bytes ? pages_in_memory(mapped) : in_memory(file.fd(), first, bytes);
}

bool in_memory(int file, std::uint64_t first, std::uint64_t bytes) {
    if (bytes == 0) return true;
    for (std::uint64_t at = first; at < first + bytes; at += probe_distance) {
        if (!byte_in_memory(file, at)) return false;
    }
    return byte_in_memory(file, first + bytes - 1);
}

void bring_into_memory(int file, std::uint64_t first, std::uint64_t bytes, std::uint64_t ahead) {
    assert_may_block("bring_into_memory");
    std::vector<char> passing(static_cast<std::size_t>(std::min(bytes, probe_distance)));
    const std::uint64_t end = first + bytes;
    while (first < end) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(end - first, passing.size()));
        const ssize_t got = ::pread(file, passing.data(), wanted, static_cast<off_t>(first));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return;
        first += static_cast<std::uint64_t>(got);
    }
    if (ahead > 0)
        ::posix_fadvise(file, static_cast<off_t>(end), static_cast<off_t>(ahead), POSIX_FADV_WILLNEED);
}

}  // namespace lectern::http
