#include "media/playlist/dash_segments.hpp"

#include "domain/base/ascii.hpp"
#include "media/playlist/dash_template.hpp"
#include "media/playlist/dash_xml.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lectern::media {
namespace {

constexpr std::uint64_t far_end = std::uint64_t{1} << 60;  // of any count in a description
constexpr double slack = 0.01;  // of a segment: so much more than whole segments is a rounding error
constexpr double most_segments = static_cast<double>(PlaylistLimits::pieces);

// The elements of one name in a representation, its set and its period. An earlier one overrides the later.
class Levels {
public:
    Levels(const DashTrack& track, std::string_view name)
        : nodes_{child(track.representation, name), child(track.set, name), child(track.period, name)} {}

    bool any() const { return nodes_[0] || nodes_[1] || nodes_[2]; }

    std::string_view text(const char* name) const {
        for (const auto& node : nodes_)
            if (node.attribute(name)) return attribute(node, name);
        return {};
    }
    std::uint64_t number(const char* name, std::uint64_t otherwise) const {
        return ascii::parse_number<std::uint64_t>(text(name)).value_or(otherwise);
    }
    // The nearest level that has such an element; null if none has.
    pugi::xml_node nearest(std::string_view name) const {
        for (const auto& node : nodes_)
            if (const auto found = child(node, name)) return found;
        return {};
    }

private:
    std::array<pugi::xml_node, 3> nodes_;
};

Failure bad(const char* what) {
    return damaged_playlist(std::string("MPD: ") + what);
}

// "0-863", both ends within.
std::optional<ByteRange> parse_dash_range(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == text.npos) return {};
    const auto first = ascii::parse_number<std::int64_t>(text.substr(0, dash));
    const auto last = ascii::parse_number<std::int64_t>(text.substr(dash + 1));
    if (!first || !last || *last < *first || *last > static_cast<std::int64_t>(far_end)) return {};
    return ByteRange{*first, *last - *first + 1};
}

class Segments {
public:
    Segments(const DashTrack& track, PieceBudget& budget) : track_(track), budget_(budget) {
        values_.id = attribute(track.representation, "id");
        values_.bandwidth = count(track.representation, "bandwidth").value_or(0);
    }

    Outcome<Run> make() {
        const Levels by_template(track_, "SegmentTemplate"), by_list(track_, "SegmentList"),
            as_file(track_, "SegmentBase");
        Outcome<> made;
        if (by_template.any()) {
            made = read_clock(by_template);
            if (made) made = from_template(by_template);
        } else if (by_list.any()) {
            made = read_clock(by_list);
            if (made) made = from_list(by_list);
        } else {
            if (as_file.any()) made = read_clock(as_file);
            if (made) made = add({}, {}, 0);
            if (made) run_.pieces.back().seconds = track_.seconds.value_or(0);
        }
        if (!made) return made.error();
        return std::move(run_);
    }

private:
    Outcome<> read_clock(const Levels& levels) {
        timescale_ = levels.number("timescale", 1);
        const std::uint64_t offset = levels.number("presentationTimeOffset", 0);
        if (timescale_ == 0 || timescale_ > far_end || offset > far_end) return bad("timescale");
        offset_ = offset;
        run_.zero = static_cast<double>(offset) / static_cast<double>(timescale_);
        return {};
    }

    Outcome<> add(const std::string& reference, std::optional<ByteRange> range, double seconds) {
        auto url = reference.empty() ? Outcome<std::string>(track_.base.text())
                                     : resolve_piece(track_.base, reference);
        if (!url) return url.error();
        if (!(seconds <= PlaylistLimits::piece_seconds)) return bad("a segment longer than a day");
        if (auto taken = budget_.take_piece(*url); !taken) return taken;
        run_.pieces.push_back({std::move(*url), range, {}, seconds});
        return {};
    }

    Outcome<> from_template(const Levels& levels) {
        const std::string_view media = levels.text("media");
        if (media.empty()) return bad("a SegmentTemplate without media");
        if (const std::string_view header = levels.text("initialization"); !header.empty()) {
            const auto name = fill_template(header, values_);
            if (!name) return bad("initialization");
            if (auto added = add(*name, {}, 0); !added) return added;
        } else if (auto added = add_header(levels); !added) {
            return added;
        }
        values_.number = levels.number("startNumber", 1);
        const std::uint64_t last = levels.number("endNumber", far_end);
        if (values_.number > far_end || last > far_end) return bad("startNumber or endNumber");
        const auto take = [&](std::uint64_t time, double seconds) -> Outcome<> {
            values_.time = time;
            const auto name = fill_template(media, values_);
            ++values_.number;
            return name ? add(*name, {}, seconds) : Outcome<>(bad("media"));
        };
        if (const auto timeline = levels.nearest("SegmentTimeline")) return each_of(timeline, take);
        return each_of_equal(levels, last, take);
    }

    template<class Take>
    Outcome<> each_of_equal(const Levels& levels, std::uint64_t last, const Take& take) {
        const std::uint64_t length = levels.number("duration", 0);
        if (length == 0 || length > far_end) return bad("neither a timeline nor a duration of segments");
        const double seconds = static_cast<double>(length) / static_cast<double>(timescale_);
        double segments = 0;
        if (track_.seconds) {
            segments = std::max(1.0, std::ceil(*track_.seconds / seconds - slack));
        }
        if (last < far_end)
            segments = last < values_.number ? 0 : static_cast<double>(last - values_.number) + 1;
        if (!(segments <= most_segments)) return endless_playlist("too many segments");
        if (segments < 1) return bad("the length of a period is not known");
        const auto whole = static_cast<std::uint64_t>(segments);
        if (length > far_end / whole) return bad("duration");
        for (std::uint64_t i = 0; i < whole; ++i)
            if (auto taken = take(offset_ + i * length, seconds); !taken) return taken;
        run_.pieces.back().may_lack = last == far_end && whole > 1;
        return {};
    }

    // Each `S` stands for r + 1 segments of length d. The first begins at t, or where the last segment ended.
    template<class Take>
    Outcome<> each_of(const pugi::xml_node& timeline, const Take& take) {
        const auto entries = children(timeline, "S");
        std::uint64_t time = 0;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::uint64_t length = count(entries[i], "d").value_or(0);
            time = count(entries[i], "t").value_or(time);
            if (length == 0 || length > far_end || time > far_end) return bad("SegmentTimeline");
            const auto next = i + 1 < entries.size() ? count(entries[i + 1], "t") : std::nullopt;
            const auto repeats = repeats_of(entries[i], time, length, next);
            if (!repeats) return bad("repetition in a SegmentTimeline");
            if (*repeats > PlaylistLimits::pieces) return endless_playlist("too many segments");
            for (std::uint64_t n = 0; n <= *repeats; ++n, time += length) {
                if (time > far_end) return bad("SegmentTimeline");
                const double seconds = static_cast<double>(length) / static_cast<double>(timescale_);
                if (auto taken = take(time, seconds); !taken) return taken;
            }
        }
        return entries.empty() ? Outcome<>(bad("an empty SegmentTimeline")) : Outcome<>();
    }

    // The repetitions r. Negative: until the next entry begins, or until the end of the period.
    std::optional<std::uint64_t> repeats_of(const pugi::xml_node& entry, std::uint64_t time,
                                            std::uint64_t length, std::optional<std::uint64_t> next) const {
        const std::string_view text = attribute(entry, "r");
        if (text.empty()) return 0;
        if (!text.starts_with('-')) return ascii::parse_number<std::uint64_t>(text);
        double end = 0;
        if (next)
            end = static_cast<double>(*next);
        else if (track_.seconds)
            end = static_cast<double>(offset_) + *track_.seconds * static_cast<double>(timescale_);
        const double left = (end - static_cast<double>(time)) / static_cast<double>(length);
        if (!(left > 0)) return {};
        return static_cast<std::uint64_t>(std::clamp(std::ceil(left - slack), 1.0, most_segments + 2)) - 1;
    }

    Outcome<> add_header(const Levels& levels) {
        const auto header = levels.nearest("Initialization");
        if (!header) return {};
        const auto range = parse_dash_range(attribute(header, "range"));
        if (header.attribute("range") && !range) return bad("Initialization");
        return add(std::string(attribute(header, "sourceURL")), range, 0);
    }

    Outcome<> from_list(const Levels& levels) {
        if (auto added = add_header(levels); !added) return added;
        std::vector<double> lengths;
        const auto note = [&](std::uint64_t, double seconds) -> Outcome<> {
            lengths.push_back(seconds);
            return lengths.size() > PlaylistLimits::pieces ? Outcome<>(endless_playlist("too many segments"))
                                                           : Outcome<>();
        };
        if (const auto timeline = levels.nearest("SegmentTimeline"))
            if (auto noted = each_of(timeline, note); !noted) return noted;
        const double same =
            static_cast<double>(levels.number("duration", 0)) / static_cast<double>(timescale_);
        const auto list = nearest_list();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto range = parse_dash_range(attribute(list[i], "mediaRange"));
            if (list[i].attribute("mediaRange") && !range) return bad("mediaRange");
            const double seconds = i < lengths.size() ? lengths[i] : same;
            if (auto added = add(std::string(attribute(list[i], "media")), range, seconds); !added)
                return added;
        }
        return list.empty() ? Outcome<>(bad("a SegmentList without segments")) : Outcome<>();
    }

    std::vector<pugi::xml_node> nearest_list() const {
        for (const auto& level : {track_.representation, track_.set, track_.period})
            if (auto found = children(child(level, "SegmentList"), "SegmentURL"); !found.empty())
                return found;
        return {};
    }

    const DashTrack& track_;
    PieceBudget& budget_;
    TemplateValues values_;
    std::uint64_t timescale_ = 1;
    std::uint64_t offset_ = 0;
    Run run_;
};

}  // namespace

Outcome<Run> segments_of(const DashTrack& track, PieceBudget& budget) {
    return Segments(track, budget).make();
}

}  // namespace lectern::media
