#pragma once

#include "domain/base/error.hpp"
#include "media/net/url.hpp"

#include <string>
#include <string_view>

namespace lectern::media {

struct DriveFile {
    std::string id;            // [A-Za-z0-9_-]{25,128}
    std::string resource_key;  // "" if the link has none
};

// Whether the address is on one of Drive's hosts, or a file's address at its API or among its pictures.
bool is_drive_address(const Url& url);
bool is_drive_id(std::string_view text);

// The file that such an address names, or why it names none.
Result<DriveFile> read_drive_link(const Url& url);

// ErrorCode::invalid for the field "drive_link".
Error bad_link(std::string message);

}  // namespace lectern::media
