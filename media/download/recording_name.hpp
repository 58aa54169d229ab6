#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// A name to show to people, made of one from outside: only what follows the last slash of either kind, no
// control or direction-changing characters, valid UTF-8, at most 255 bytes with the ending kept. "" if
// nothing is left.
std::string clean_recording_name(std::string_view name);

// The file name in a Content-Disposition header: filename* before filename, cleaned; "" if there is none.
std::string recording_name_in(std::string_view content_disposition);

}  // namespace lectern::media
