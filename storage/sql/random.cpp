#include "storage/sql/random.hpp"

#include "domain/base/hex.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace lectern::storage {

std::string random_hex() {
    std::array<unsigned char, 16> bytes{};
    // So few bytes are never cut short once the generator is ready.
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    return to_hex(bytes);
}

}  // namespace lectern::storage
