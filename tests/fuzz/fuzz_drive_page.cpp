#include "media/download/recording_name.hpp"
#include "media/source/drive_page.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any page or header from outside: what is read out of it keeps the limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto page = lectern::media::read_drive_page(text);
    if (page.inputs.size() > 32) std::abort();
    for (const auto& [name, value] : page.inputs)
        if (name.empty()) std::abort();
    const std::string name = lectern::media::recording_name_in(text);
    if (name.size() > 255 || name == "." || name == ".." || name.find_first_of("/\\\n\r") != name.npos ||
        name.find('\0') != name.npos)
        std::abort();
    return 0;
}
