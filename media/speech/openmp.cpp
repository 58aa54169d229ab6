#include "media/speech/openmp.hpp"

#include <array>
#include <climits>
#include <cstdlib>

#include <unistd.h>

namespace lectern::media {

void make_openmp_patient(char** argv) {
    constexpr const char* variable = "OMP_WAIT_POLICY";
    if (std::getenv(variable) != nullptr || ::setenv(variable, "passive", 0) != 0) return;
    // By its real name, not /proc/self/exe, so that lists of processes keep showing it.
    std::array<char, PATH_MAX> self{};
    const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size() - 1);
    if (length > 0) ::execv(self.data(), argv);
}

}  // namespace lectern::media
