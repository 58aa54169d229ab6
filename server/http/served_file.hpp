#pragma once

#include "domain/base/unique_fd.hpp"

#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lectern::http {

// An open file that answers are made of. It may be replaced or deleted, but is never rewritten or cut short
// in place. Immutable, so that any number of connections on any thread may send it at once.
class ServedFile {
public:
    explicit ServedFile(UniqueFd file) : fd_(std::move(file)) {}
    // The same with its bytes in the address space: for files that are kept and sent again and again, since
    // mapping and unmapping cost time by the size of what was sent. Copying from there is cheaper for the
    // kernel than sendfile's way page by page. Where nothing can be mapped it is as above.
    static ServedFile mapped(UniqueFd file);
    ServedFile(ServedFile&& other) noexcept;
    ServedFile& operator=(ServedFile&&) = delete;
    ~ServedFile();

    int fd() const { return fd_.get(); }
    // The mapped ones of these bytes, perhaps fewer or none. For the kernel (send), to which a page that
    // cannot be read is an error (EFAULT); whoever looks himself needs a MappedReading.
    std::string_view in_address_space(std::uint64_t offset, std::size_t bytes) const;

private:
    friend class MappedReading;
    bool replace_page(void* address) const;

    UniqueFd fd_;
    const char* mapping_ = nullptr;
    std::size_t mapped_bytes_ = 0;
    mutable std::atomic<bool> damaged_{false};  // some of the mapped bytes are not the file's
};

// While it lives, its thread may look at the file's mapped bytes. A page that cannot be read, from a disk
// that fails, would end the process (SIGBUS). Now it reads as zeros and is known of afterwards; the file is
// not read from the address space again. One a thread at a time.
class MappedReading {
public:
    explicit MappedReading(const ServedFile& file);
    ~MappedReading();
    MappedReading(const MappedReading&) = delete;
    MappedReading& operator=(const MappedReading&) = delete;

    // False: what was read is not the file's, and nothing that was made of it may be used.
    bool good() const;

private:
    static void handle_bus_error(int, siginfo_t* info, void*);

    const ServedFile& file_;
};

}  // namespace lectern::http
