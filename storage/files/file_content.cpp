#include "storage/files/file_content.hpp"

#include "domain/base/hex.hpp"
#include "domain/base/thread_role.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lectern::storage {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// Reads the file from its start in pieces of at most 1 MiB and calls `take` with each.
template<class Take>
void for_each_piece(int fd, Take take) {
    assert_may_block("reading a file");
    std::vector<char> buffer(1 << 20);
    for (std::int64_t offset = 0;;) {
        const ssize_t n = ::pread(fd, buffer.data(), buffer.size(), offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("read of a file");
        if (n == 0) return;
        take(std::string_view(buffer.data(), static_cast<std::size_t>(n)));
        offset += n;
    }
}

}  // namespace

std::int64_t size_of(int fd) {
    struct stat facts {};
    if (::fstat(fd, &facts) != 0) fail("size of a file");
    return facts.st_size;
}

std::string sha256_of(int fd) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    for_each_piece(
        fd, [&](std::string_view piece) { EVP_DigestUpdate(context.get(), piece.data(), piece.size()); });
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    return to_hex(digest);
}

std::string read_whole(int fd) {
    std::string content;
    for_each_piece(fd, [&](std::string_view piece) { content += piece; });
    return content;
}

void replace_content(int fd, std::string_view content) {
    if (::ftruncate(fd, 0) != 0) fail("emptying a file");
    write_at(fd, content, 0);
}

void copy_content(int from, int to) {
    assert_may_block("copying a file");
    constexpr std::size_t piece = std::size_t{1} << 30;
    bool copied = false;
    for (;;) {
        const ssize_t n = ::copy_file_range(from, nullptr, to, nullptr, piece, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == ENOSPC || errno == EDQUOT))
            throw StorageFull("no space left in the state folder");
        if (n < 0) break;
        if (n == 0) return;
        copied = true;
    }
    // Some file systems do not support this call: its first use fails there. A later failure is a real one.
    if (copied) fail("copy of a file");
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
        if (n < 0 && (errno == ENOSPC || errno == EDQUOT))
            throw StorageFull("no space left in the state folder");
        if (n < 0) fail("write of a file");
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
