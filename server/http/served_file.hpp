#pragma once

#include "domain/base/unique_fd.hpp"

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
    // The mapped ones of these bytes, perhaps fewer or none. For the kernel only (send): to it a page that
    // cannot be read is an error (EFAULT), while it would kill (SIGBUS) a process that looks itself.
    std::string_view in_address_space(std::uint64_t offset, std::size_t bytes) const;

private:
    UniqueFd fd_;
    const char* mapping_ = nullptr;
    std::size_t mapped_bytes_ = 0;
};

}  // namespace lectern::http
