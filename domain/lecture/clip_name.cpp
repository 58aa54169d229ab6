#include "domain/lecture/clip_name.hpp"

#include "domain/base/safe_file_name.hpp"

namespace lectern {

std::string clip_file_name(int position, std::string_view name) {
    return safe_file_name(std::to_string(position) + ")_", name, ".mp4");
}

}  // namespace lectern
