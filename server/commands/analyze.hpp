#pragma once

#include <iosfwd>
#include <string>

namespace lectern::commands {

// Reads a transcript as JSON,
//   {"duration"?: 3600.5, "language"?: "en", "segments": [{"start": 0, "end": 4.2, "text": "..."}],
//    "silences"?: [{"start": 4.2, "end": 5}]}       (seconds; other members are ignored)
// and prints the topics: {"snippets": [{"name", "summary", "start_second", "end_second", "start", "end"}]},
// where "start" and "end" are exact and the other two the same in whole seconds (rounded down and up). "-"
// reads standard input. Returns the exit status: 0, or 1 after one line on `err` that says what is wrong with
// the file.
int analyze_command(const std::string& transcript_path, std::ostream& out, std::ostream& err);

}  // namespace lectern::commands
