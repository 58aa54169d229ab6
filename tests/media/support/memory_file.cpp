#include "tests/media/support/memory_file.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <sys/mman.h>
#include <unistd.h>

namespace lectern::test {
namespace {

void must(bool good, const char* what) {
    if (!good) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

UniqueFd make_empty_file() {
    UniqueFd fd(::memfd_create("recording", MFD_CLOEXEC));
    must(static_cast<bool>(fd), "memfd_create");
    return fd;
}

UniqueFd make_file(std::string_view bytes) {
    UniqueFd fd = make_empty_file();
    must(::pwrite(fd.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()), "write");
    return fd;
}

std::string read_file(int fd) {
    std::string bytes(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
    must(::pread(fd, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()), "read");
    return bytes;
}

std::int64_t bytes_written() {
    std::ifstream facts("/proc/thread-self/io");
    std::string name;
    for (std::int64_t value = 0; facts >> name >> value;)
        if (name == "wchar:") return value;
    throw std::runtime_error("the kernel does not count what is written");
}

}  // namespace lectern::test
