#include "media/speech/service/base_url.hpp"

#include "media/net/url.hpp"

namespace lectern::media {

bool is_base_url(std::string_view base) {
    return Url::parse(base).has_value();
}

std::string join_api_url(std::string_view base, std::string_view path) {
    while (base.ends_with('/'))
        base.remove_suffix(1);
    if (base.ends_with("/v1")) base.remove_suffix(3);
    return std::string(base) + "/v1/" + std::string(path);
}

}  // namespace lectern::media
