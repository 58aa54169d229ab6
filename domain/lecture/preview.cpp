#include "domain/lecture/preview.hpp"

#include <algorithm>
#include <stdexcept>

namespace lectern {

const PreviewPart* PreviewParts::find(std::string_view name) const {
    const auto found = std::ranges::find(parts, name, &PreviewPart::name);
    return found == parts.end() ? nullptr : &*found;
}

std::string_view to_text(PreviewState state) {
    switch (state) {
        case PreviewState::making:
            return "making";
        case PreviewState::ready:
            return "ready";
        case PreviewState::failed:
            return "failed";
    }
    throw std::logic_error("unknown state of a preview");
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
