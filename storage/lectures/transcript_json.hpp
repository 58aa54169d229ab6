#pragma once

#include "domain/lecture/transcript.hpp"

#include <string>

namespace lectern::storage {

// The JSON that a transcript's row holds: {"language","engine","duration","segments":[[start,end,text],...],
// "silences":[[start,end],...]}. Times are seconds. Reading throws std::exception for any other text.
std::string transcript_to_json(const Transcript& transcript);
Transcript transcript_from_json(const std::string& json);

}  // namespace lectern::storage
