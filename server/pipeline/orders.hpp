#pragma once

#include "server/wire/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::pipeline {

// What a person asked of a job; kept as JSON in the job's payload.

struct DownloadOrder {
    static constexpr std::string_view schema = "DownloadOrder";
    std::optional<std::string> subtitles;          // SubRip or WebVTT text that came with the link
    std::optional<std::string> classroom_id = {};  // the recording shows one of its sessions
    std::optional<std::string> client_id = {};     // whose recording it is

    // Classes are no client's: its recordings are not held against all of them.
    bool may_match() const { return !client_id || classroom_id; }

    void describe(wire::Fields& f) {
        f.text("subtitles", subtitles, {.max = 900000, .trimmed = false});
        f.text("classroom_id", classroom_id, {.max = 100});
        f.text("client_id", client_id, {.max = 100});
    }
};

// "#1d3557" as 0xRRGGBB; nullopt for anything else.
std::optional<std::uint32_t> parse_colour(const std::string& text);

// Also the body of POST /snippets/{id}/process; absent style members take the server's configuration.
struct CutOrder {
    static constexpr std::string_view schema = "Process";
    std::optional<std::string> mode, fit, background, title;
    std::optional<std::int64_t> width, height;
    std::optional<double> title_seconds;

    void describe(wire::Fields& f) {
        f.text("mode", mode, {.one_of = {"styled", "exact", "fast"}});
        f.integer("width", width, {.min = 64, .max = 3840});
        f.integer("height", height, {.min = 64, .max = 2160});
        f.text("fit", fit, {.one_of = {"fit", "crop"}});
        f.number("title_seconds", title_seconds, {.min = 0, .max = 30});
        f.text("title", title, {.max = 200});
        f.text("background", background, {.max = 20});
        f.rule("width", width.value_or(0) % 2 == 0, "must be even");
        f.rule("height", height.value_or(0) % 2 == 0, "must be even");
        f.rule("background", !background || parse_colour(*background), "must be a colour such as #1d3557");
    }
};

}  // namespace lectern::pipeline
