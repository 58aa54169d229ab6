#pragma once

#include "tests/media/support/memory_file.hpp"

#include <string>
#include <vector>

namespace lectern::test {

// What the ffmpeg command makes, in memory. `arguments`: as in a shell, without the output. `inputs`: files
// that the arguments name "IN0", "IN1", ...
UniqueFd ffmpeg(const std::string& arguments, const std::string& format, const std::vector<int>& inputs = {});

// Audio like speech: four syllables a second, 0.3 of full scale. For "-f lavfi -i".
std::string syllables(double seconds, const std::string& more = "");

}  // namespace lectern::test
