#pragma once

#include <string>
#include <string_view>

namespace lectern {

// The file name of a clip, "{position})_{Name}.mp4", made of its snippet's place in the plan (from 1) and
// name by the rules of safe_file_name().
std::string clip_file_name(int position, std::string_view name);

}  // namespace lectern
