#pragma once

#include "server/wire/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::pipeline {

// The payloads of jobs, as JSON. The names of the members are stored in the database, so they must never
// change. The values were checked when the request came (see server/api).

struct DownloadPayload {
    static constexpr std::string_view schema = "DownloadPayload";
    std::optional<std::string> subtitles;          // SubRip or WebVTT text that came with the link
    std::optional<std::string> classroom_id = {};  // the recording shows a class session of this classroom
    std::optional<std::string> client_id = {};     // whose recording it is

    // Class sessions belong to no client. So the recording of a client is matched only within a classroom
    // that the request names.
    bool may_match() const { return !client_id || classroom_id; }

    void describe(wire::Fields& f) {
        f.text("subtitles", subtitles, {.max = 900000, .trimmed = false});
        f.text("classroom_id", classroom_id, {.max = 100});
        f.text("client_id", client_id, {.max = 100});
    }
};

// For absent members of the style the server's configuration is used.
struct CutPayload {
    static constexpr std::string_view schema = "CutPayload";
    std::optional<std::string> mode;            // "styled" (if absent, as in old rows), "exact", "fast"
    std::optional<std::string> fit;             // "fit", "crop"
    std::optional<std::string> style;           // "board", "paper", "plain"
    std::optional<std::string> background;      // "#1d3557"
    std::optional<std::string> title;           // in place of the snippet's name
    std::optional<std::int64_t> width, height;  // pixels
    std::optional<double> title_seconds;

    std::string mode_name() const { return mode.value_or("styled"); }

    void describe(wire::Fields& f) {
        f.text("mode", mode, {});
        f.integer("width", width, {});
        f.integer("height", height, {});
        f.text("fit", fit, {});
        f.number("title_seconds", title_seconds, {});
        f.text("title", title, {});
        f.text("style", style, {});
        f.text("background", background, {});
    }
};

struct AnalysisPayload {
    static constexpr std::string_view schema = "AnalysisPayload";
    bool replaces_plan = false;  // what is found becomes the plan, whatever stands there

    void describe(wire::Fields& f) { f.truth("replaces_plan", replaces_plan, {.required = false}); }
};

}  // namespace lectern::pipeline
