#pragma once

#include "domain/lecture/transcript.hpp"

#include <string>

namespace lectern::storage {

// How a transcript is kept in its row: {"language","engine","duration","segments":[[start,end,text],...],
// "silences":[[start,end],...]}. Reading throws std::exception for anything else.
std::string transcript_to_json(const Transcript& transcript);
Transcript transcript_from_json(const std::string& json);

}  // namespace lectern::storage
