#pragma once

#include <string>

namespace lectern {

// Sets up spdlog's default logger on standard error: a line each for people, or one JSON object a line for
// programs. `level`: "debug", "info", "warn", "error". Call once, before other threads run.
void start_logging(const std::string& level, bool json_lines);

// `text` as a JSON string with its quotes, for the fields of a log line.
std::string log_text(const std::string& text);

}  // namespace lectern
