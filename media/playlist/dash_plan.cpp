#include "media/playlist/dash_plan.hpp"

#include "domain/base/ascii.hpp"
#include "media/av/output/protected_stream.hpp"
#include "media/playlist/dash_segments.hpp"
#include "media/playlist/dash_xml.hpp"
#include "media/playlist/offer.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

constexpr std::size_t most_representations = 1'000;  // of one set

// An attribute of a representation, or, if it has none, of its adaptation set.
std::string_view said(const pugi::xml_node& representation, const char* name) {
    const std::string_view own = attribute(representation, name);
    return own.empty() ? attribute(representation.parent(), name) : own;
}

bool is_kind(const pugi::xml_node& set, std::string_view kind) {
    const std::string_view type = attribute(set, "contentType");
    if (!type.empty()) return type == kind;
    const auto representation = child(set, "Representation");
    if (const auto mime = said(representation, "mimeType"); !mime.empty())
        return mime.substr(0, mime.find('/')) == kind;
    const NamedCodecs codecs = read_codecs(said(representation, "codecs"));
    return kind == "video" ? codecs.video : codecs.audio && !codecs.video;
}

bool is_protected(const pugi::xml_node& node) {
    return static_cast<bool>(child(node, "ContentProtection"));
}

// Whether the set holds still frames for seeking, which are not for watching.
bool is_trick(const pugi::xml_node& set) {
    return std::ranges::any_of(children(set, "EssentialProperty"), [](const pugi::xml_node& property) {
        return attribute(property, "schemeIdUri").find("trickmode") != std::string_view::npos;
    });
}

bool has_role(const pugi::xml_node& set, std::string_view role) {
    return std::ranges::any_of(children(set, "Role"),
                               [role](const pugi::xml_node& one) { return attribute(one, "value") == role; });
}

// The main set of a kind, else the first one; null if there is none.
pugi::xml_node main_set(const pugi::xml_node& period, std::string_view kind) {
    pugi::xml_node best;
    bool best_is_main = false;
    for (const auto& set : children(period, "AdaptationSet")) {
        if (!is_kind(set, kind) || is_trick(set) || !child(set, "Representation")) continue;
        const bool is_main = has_role(set, "main");
        if (best && !(is_main && !best_is_main)) continue;
        best = set;
        best_is_main = is_main;
    }
    return best;
}

Outcome<pugi::xml_node> best_representation(const pugi::xml_node& set, int most_height) {
    if (is_protected(set)) return protected_stream("ContentProtection");
    auto all = children(set, "Representation");
    if (all.size() > most_representations) return endless_playlist("too many representations");
    std::erase_if(all, is_protected);
    if (all.empty()) return protected_stream("ContentProtection of each representation");
    std::vector<Offer> offers;
    for (const auto& one : all) {
        const auto height = ascii::parse_number<int>(said(one, "height")).value_or(0);
        const auto bandwidth = ascii::parse_number<std::int64_t>(attribute(one, "bandwidth")).value_or(0);
        offers.push_back({bandwidth, height, said(one, "codecs")});
    }
    return all[best_offer(offers, most_height)];
}

// Takes the first of several BaseURL elements, which are addresses of the same files.
Outcome<Url> with_base(const Url& base, const pugi::xml_node& node) {
    const auto element = child(node, "BaseURL");
    const std::string_view text = ascii::trimmed(element.child_value());
    if (text.empty()) return base;
    const auto url = resolve_piece(base, text);
    if (!url) return url.error();
    return *Url::parse(*url);
}

class Reader {
public:
    Reader(const Url& url, int most_height, std::stop_token stop)
        : url_(url), most_height_(most_height), budget_(std::move(stop)) {}

    Outcome<StreamPlan> read(const pugi::xml_node& mpd) {
        const std::string_view type = attribute(mpd, "type");
        if (type == "dynamic") return live_stream();
        if (!type.empty() && type != "static") return damaged_playlist("MPD: type");
        auto base = with_base(url_, mpd);
        if (!base) return base.error();
        const auto whole = parse_duration(attribute(mpd, "mediaPresentationDuration"));
        const auto periods = children(mpd, "Period");
        if (periods.empty()) return damaged_playlist("MPD: no period");
        if (periods.size() > PlaylistLimits::parts) return endless_playlist("too many periods");
        double start = 0;
        for (std::size_t i = 0; i < periods.size(); ++i) {
            start = parse_duration(attribute(periods[i], "start")).value_or(start);
            std::optional<double> end = whole;
            if (i + 1 < periods.size()) end = parse_duration(attribute(periods[i + 1], "start"));
            if (const auto own = parse_duration(attribute(periods[i], "duration"))) end = start + *own;
            const auto seconds = end && *end > start ? std::optional(*end - start) : std::nullopt;
            if (auto taken = take(periods[i], *base, seconds); !taken) return taken.error();
            start += seconds.value_or(0);
        }
        if (plan_.parts.empty()) return damaged_playlist("MPD: neither video nor audio");
        return std::move(plan_);
    }

private:
    Outcome<> take(const pugi::xml_node& period, const Url& outer, std::optional<double> seconds) {
        if (period.attribute("xlink:href") || child(period, "ContentProtection"))
            return period.attribute("xlink:href") ? damaged_playlist("MPD: a period that lies elsewhere")
                                                  : protected_stream("ContentProtection of a period");
        auto base = with_base(outer, period);
        if (!base) return base.error();
        Part part;
        const auto video = main_set(period, "video");
        const auto audio = main_set(period, "audio");
        for (const auto& set : {video, audio}) {
            if (!set) continue;
            const auto representation = best_representation(set, most_height_);
            if (!representation) return representation.error();
            auto set_base = with_base(*base, set);
            if (!set_base) return set_base.error();
            auto own_base = with_base(*set_base, *representation);
            if (!own_base) return own_base.error();
            auto run = segments_of({period, set, *representation, std::move(*own_base), seconds}, budget_);
            if (!run) return run.error();
            run->video = set == video;
            run->audio = set == audio || !audio;
            part.runs.push_back(std::move(*run));
        }
        if (part.runs.empty()) return {};  // a period of text only, or empty
        double listed = 0;
        for (const Piece& piece : part.runs.front().pieces)
            listed += piece.seconds;
        plan_.seconds += seconds.value_or(listed);
        plan_.parts.push_back(std::move(part));
        return {};
    }

    const Url& url_;
    int most_height_;
    PieceBudget budget_;
    StreamPlan plan_;
};

}  // namespace

Outcome<StreamPlan> plan_dash(std::string_view text, const Url& url, int most_height, std::stop_token stop) {
    const auto document = read_dash_xml(text);
    if (!document) return document.error();
    return Reader(url, most_height, std::move(stop)).read((*document)->document_element());
}

}  // namespace lectern::media
