#include "storage/files/file_content.hpp"

#include "domain/base/digest.hpp"
#include "domain/base/thread_role.hpp"

#include <cerrno>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lectern::storage {
namespace {

// Reads the file from its start in pieces of at most 1 MiB and calls `take` with each.
template<class Take>
void for_each_piece(int fd, Take take) {
    assert_may_block("reading a file");
    std::vector<char> buffer(1 << 20);
    for (std::int64_t offset = 0;;) {
        const ssize_t n = ::pread(fd, buffer.data(), buffer.size(), offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw_file_error(errno, "read of a file");
        if (n == 0) return;
        take(std::string_view(buffer.data(), static_cast<std::size_t>(n)));
        offset += n;
    }
}

}  // namespace

std::int64_t size_of(int fd) {
    struct stat facts {};
    if (::fstat(fd, &facts) != 0) throw_file_error(errno, "size of a file");
    return facts.st_size;
}

std::string sha256_of(int fd) {
    Digest digest(Digest::Algorithm::sha256);
    for_each_piece(fd, [&](std::string_view piece) { digest.update(piece); });
    return digest.hex();
}

std::string read_whole(int fd) {
    std::string content;
    for_each_piece(fd, [&](std::string_view piece) { content += piece; });
    return content;
}

void replace_content(int fd, std::string_view content) {
    if (::ftruncate(fd, 0) != 0) throw_file_error(errno, "emptying a file");
    write_at(fd, content, 0);
}

void copy_content(int from, int to) {
    assert_may_block("copying a file");
    constexpr std::size_t piece = std::size_t{1} << 30;
    bool copied = false;
    for (;;) {
        const ssize_t n = ::copy_file_range(from, nullptr, to, nullptr, piece, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && means_disk_full({errno, std::generic_category()}))
            throw_file_error(errno, "copy of a file");
        if (n < 0) break;
        if (n == 0) return;
        copied = true;
    }
    // Some file systems do not support this call: its first use fails there. A later failure is a real one.
    if (copied) throw_file_error(errno, "copy of a file");
    std::int64_t offset = 0;
    for_each_piece(from, [&](std::string_view bytes) {
        write_at(to, bytes, offset);
        offset += static_cast<std::int64_t>(bytes.size());
    });
}

void write_at(int fd, std::string_view bytes, std::int64_t offset) {
    assert_may_block("writing a file");
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw_file_error(errno, "write of a file");
        bytes.remove_prefix(static_cast<std::size_t>(n));
        offset += n;
    }
}

bool exists(const StateFolder& folder, const std::string& relative) {
    try {
        return static_cast<bool>(folder.open(relative));
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory) return false;
        throw;
    }
}

}  // namespace lectern::storage
