#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// Makes a name from outside fit to be shown: keeps what follows the last slash or backslash, drops control
// characters and characters that change the direction of text, converts to UTF-8, and shortens to 255 bytes
// but keeps the ending. "" if nothing is left.
std::string clean_recording_name(std::string_view name);

// The file name in a Content-Disposition header: filename* before filename, cleaned; "" if there is none.
std::string recording_name_in(std::string_view content_disposition);

}  // namespace lectern::media
