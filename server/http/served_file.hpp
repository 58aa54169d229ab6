#pragma once

#include "domain/base/unique_fd.hpp"

#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lectern::http {

// An open file that answers are made of. The file may be replaced or deleted, but is never written to or cut
// short in place. Immutable: any number of connections on any thread may send it at once.
class ServedFile {
public:
    explicit ServedFile(UniqueFd file) : fd_(std::move(file)) {}
    // The same with the file mapped into memory, for files that are kept and sent often: the kernel copies
    // from there more cheaply than sendfile does page by page, but mapping and unmapping cost time too. A
    // file that cannot be mapped is only open.
    static ServedFile mapped(UniqueFd file);
    ServedFile(ServedFile&& other) noexcept;
    ServedFile& operator=(ServedFile&&) = delete;
    ~ServedFile();

    int fd() const { return fd_.get(); }
    // The mapped ones of these bytes, perhaps fewer or none. May be given to the kernel (send), which answers
    // EFAULT for a page that cannot be read. Code that reads the bytes itself needs a MappedReading.
    std::string_view in_address_space(std::uint64_t offset, std::size_t bytes) const;

private:
    friend class MappedReading;
    bool replace_page(void* address) const;

    UniqueFd fd_;
    const char* mapping_ = nullptr;
    std::size_t mapped_bytes_ = 0;
    mutable std::atomic<bool> damaged_{false};  // some of the mapped bytes are not the file's
};

// While it lives, its thread may read the file's mapped bytes. Without it, a page that cannot be read, as
// from a failing disk, ends the process (SIGBUS). With it, such a page reads as zeros, good() tells, and the
// file is not read from its mapping again. At most one a thread at a time.
class MappedReading {
public:
    explicit MappedReading(const ServedFile& file);
    ~MappedReading();
    MappedReading(const MappedReading&) = delete;
    MappedReading& operator=(const MappedReading&) = delete;

    // False: some of what was read is not the file's; whatever was made of it must not be used.
    bool good() const;

private:
    static void handle_bus_error(int, siginfo_t* info, void*);

    const ServedFile& file_;
};

}  // namespace lectern::http
