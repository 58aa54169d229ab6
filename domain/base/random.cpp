#include "domain/base/random.hpp"

#include "domain/base/hex.hpp"
#include "domain/base/uuid.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include <sys/random.h>

namespace lectern {

void fill_random(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

std::string random_hex(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    fill_random(bytes);
    return to_hex(bytes);
}

double random_fraction() {
    std::array<std::uint8_t, 4> bytes{};
    fill_random(bytes);
    std::uint32_t number = 0;
    for (const std::uint8_t byte : bytes)
        number = number << 8 | byte;
    return number / 4294967296.0;
}

std::string random_uuid() {
    std::array<std::uint8_t, 16> bytes{};
    fill_random(bytes);
    return format_uuid4(bytes);
}

}  // namespace lectern
