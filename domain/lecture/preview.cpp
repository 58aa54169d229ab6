#include "domain/lecture/preview.hpp"

#include <algorithm>

namespace lectern {

const PreviewPart* PreviewParts::find(std::string_view name) const {
    const auto found = std::ranges::find(parts, name, &PreviewPart::name);
    return found == parts.end() ? nullptr : &*found;
}

std::string peaks_part(int rate) {
    return "peaks-" + std::to_string(rate);
}

std::string sprites_part(std::int64_t sheet) {
    return "sprites-" + std::to_string(sheet);
}

std::string preview_version(std::string_view sha256) {
    return std::string(sha256.substr(0, 12));
}

}  // namespace lectern
