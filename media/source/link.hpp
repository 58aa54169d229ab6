#pragma once

#include "domain/base/error.hpp"
#include "media/source/options.hpp"

#include <string>
#include <string_view>

namespace lectern::media {

enum class SourceKind { drive, https, import_file, upload, demo };

// Where a recording is. Different ways to write the same link give the same value.
struct SourceLink {
    SourceKind kind;
    std::string id;            // drive: the file's id; upload: the UUID; else ""
    std::string resource_key;  // drive, if the link has one; not a part of `key`
    std::string url;           // https: the normal form; else ""
    // import_file: relative to the import folder, "a/b.mp4"; demo: the name of the file; else ""
    std::string path;
    // The same recording has the same key: "drive:ID", "https://...", "import:a/b.mp4", "upload:UUID",
    // "demo:lecture".
    std::string key;
};

// The link to the demo lecture.
inline constexpr std::string_view demo_link = "demo://lecture";

// Understands every way to write a link to a file on Google Drive, https links to allowed hosts, file://
// links below the import folder, upload://UUID and demo_link. Anything else is ErrorCode::invalid with the
// field "drive_link" and a message that says what to do. Pure: opens and asks nothing.
Result<SourceLink> parse_link(std::string_view text, const SourceOptions& options);

}  // namespace lectern::media
