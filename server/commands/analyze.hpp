#pragma once

#include <iosfwd>
#include <string>

namespace lectern::commands {

// Reads a transcript as JSON,
//   {"duration"?: 3600.5, "language"?: "en", "segments": [{"start": 0, "end": 4.2, "text": "..."}],
//    "silences"?: [{"start": 4.2, "end": 5}]}       (seconds; other members are ignored)
// and prints the topics: {"snippets": [{"name", "name_origin", "name_sentence", "name_second", "summary",
// "start_second", "end_second", "start", "end"}]}. The name comes from "name_sentence", said at
// "name_second": its "name_origin" is "headline" (the speaker announces the subject there), "phrase" (a
// phrase that is frequent in this topic alone, and is said there first) or "number" (no name was found).
// "start" and "end" are exact; "start_second" is rounded down and "end_second" rounded up. The path "-" is
// standard input. Throws std::runtime_error that says what is wrong with the file.
void analyze(const std::string& transcript_path, std::ostream& out);

}  // namespace lectern::commands
