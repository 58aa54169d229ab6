#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// The bytes of a subtitle file as UTF-8: UTF-8 and UTF-16 by their byte order mark, well-formed UTF-8 as it
// is, all else as Latin-1.
std::string caption_file_to_utf8(std::string_view bytes);

// The words of a cue as one tidy line: tags (<i>, <v Speaker>, <00:01.000>, {\an8}) are removed, entities
// resolved, marks of a new speaker (">>", "- ") at the front dropped.
std::string plain_caption_text(std::string_view text);

}  // namespace lectern::media
