#pragma once

namespace lectern::media {

// Whether the index of an MP4 or QuickTime file (box "moov") comes before its frames ("mdat"), so that
// players can start with the first bytes. False for a file that has no such boxes. Blocks.
bool index_first(int fd);

}  // namespace lectern::media
