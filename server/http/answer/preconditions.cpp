#include "server/http/answer/preconditions.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/time.hpp"
#include "server/http/parse/field_list.hpp"

#include <optional>

namespace lectern::http {
namespace {

struct EntityTag {
    std::string_view text;  // with its quotes
    bool weak = false;
};

// Takes the next one from the front of a list; nullopt at its end and for what is no tag. The quotes of a tag
// may contain commas.
std::optional<EntityTag> take_tag(std::string_view& list) {
    list = ascii::trimmed(list, " \t,");  // items may be empty
    EntityTag tag;
    tag.weak = list.starts_with("W/");
    if (tag.weak) list.remove_prefix(2);
    if (!list.starts_with('"')) return std::nullopt;
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    tag.text = list.substr(0, end + 1);
    list.remove_prefix(end + 1);
    return tag;
}

bool lists_tag(std::string_view list, std::string_view ours, bool weak_matches) {
    const bool ours_is_weak = ours.starts_with("W/");
    if (ours_is_weak) ours.remove_prefix(2);
    while (const auto tag = take_tag(list))
        if (tag->text == ours && (weak_matches || (!tag->weak && !ours_is_weak))) return true;
    return false;
}

// In any field of that name; nullopt if there is no such field.
std::optional<bool> any_matches(const Fields& fields, std::string_view name, std::string_view etag,
                                bool weak_matches) {
    std::optional<bool> matches;
    for (const std::string_view value : fields.values(name)) {
        matches = matches.value_or(false) || ascii::trimmed(value, optional_space) == "*" ||
                  lists_tag(value, etag, weak_matches);
    }
    return matches;
}

std::optional<std::int64_t> date_field(const Fields& fields, std::string_view name) {
    const std::string* value = fields.find(name);
    if (value == nullptr) return std::nullopt;
    const auto moment = parse_http_date(ascii::trimmed(*value, optional_space));
    if (!moment) return std::nullopt;  // a date that cannot be read counts as absent
    return std::chrono::floor<std::chrono::seconds>(*moment).time_since_epoch().count();
}

}  // namespace

Precondition check_preconditions(Method method, const Fields& request, const Validators& validators) {
    if (const auto match = any_matches(request, "If-Match", validators.etag, false)) {
        if (!*match) return Precondition::failed;
    } else if (validators.last_modified) {
        const auto date = date_field(request, "If-Unmodified-Since");
        if (date && *validators.last_modified > *date) return Precondition::failed;
    }
    const bool reads = method == Method::get || method == Method::head;
    if (const auto match = any_matches(request, "If-None-Match", validators.etag, true)) {
        if (*match) return reads ? Precondition::not_modified : Precondition::failed;
    } else if (reads && validators.last_modified) {
        const auto date = date_field(request, "If-Modified-Since");
        if (date && *validators.last_modified <= *date) return Precondition::not_modified;
    }
    return Precondition::proceed;
}

std::optional<std::vector<std::string>> tags_to_match(const Fields& request) {
    if (request.count("If-Match") == 0) return std::nullopt;
    std::vector<std::string> tags;
    for (const std::string_view value : request.values("If-Match")) {
        std::string_view list = ascii::trimmed(value, optional_space);
        if (list == "*") return std::nullopt;
        while (const auto tag = take_tag(list))
            if (!tag->weak) tags.emplace_back(tag->text);
    }
    return tags;
}

bool range_applies(const Fields& request, const Validators& validators) {
    const std::size_t count = request.count("If-Range");
    if (count == 0) return true;
    if (count > 1) return false;
    const std::string_view value = ascii::trimmed(*request.find("If-Range"), optional_space);
    if (value.starts_with('"')) return value == validators.etag;
    const auto date = date_field(request, "If-Range");
    return date && date == validators.last_modified;
}

}  // namespace lectern::http
