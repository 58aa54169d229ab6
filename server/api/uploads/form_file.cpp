#include "server/api/uploads/form_file.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/parse/field_parameters.hpp"

#include <algorithm>

namespace lectern::api {
namespace {

using http::awaitable;
using http::BodyError;

constexpr std::size_t longest_boundary = 70;  // RFC 2046, 5.1.1
constexpr std::size_t longest_part_head = 16 * 1024;
constexpr std::string_view head_end = "\r\n\r\n";

BodyError malformed() {
    return {400, "The form is malformed."};
}

std::string_view content_type(const http::Request& request) {
    const std::string* type = request.fields.find("Content-Type");
    return type ? std::string_view(*type) : std::string_view{};
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

// Some browsers sent the whole path.
std::string last_of_path(const std::string& name) {
    const std::size_t slash = name.find_last_of("/\\");
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

}  // namespace

bool is_form(const http::Request& request) {
    return ascii::equal_ignoring_case(http::without_parameters(content_type(request)), "multipart/form-data");
}

Result<std::string> form_boundary(const http::Request& request) {
    const auto boundary = http::field_parameter(content_type(request), "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary || boundary->ends_with(' '))
        return Error::invalid("Content-Type", "needs the boundary of the form: 1 to 70 characters");
    return *boundary;
}

FormFile::Part FormFile::read_part_head(std::string_view head) {
    Part part;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(head.size(), end + 2));
        const std::string_view name = line.substr(0, line.find(':'));
        if (name.size() == line.size()) continue;
        const std::string_view value = ascii::trimmed(line.substr(name.size() + 1), http::optional_space);
        if (ascii::equal_ignoring_case(name, "Content-Disposition")) {
            const auto file_name = http::field_parameter(value, "filename");
            part.is_file = file_name.has_value() || http::field_parameter(value, "name") == "file";
            part.file_name = last_of_path(file_name.value_or(""));
        } else if (ascii::equal_ignoring_case(name, "Content-Transfer-Encoding")) {
            const std::string encoding = ascii::lower(value);
            part.is_encoded = encoding != "binary" && encoding != "8bit" && encoding != "7bit";
        }
    }
    return part;
}

awaitable<void> FormFile::fill() {
    const auto piece = co_await form_.read();
    if (piece.empty()) throw BodyError(400, "The form ends too early.");
    buffer_.append(piece.data(), piece.size());
}

awaitable<void> FormFile::skip_to_delimiter() {
    while (true) {
        const std::size_t found = buffer_.find(delimiter_);
        const bool here = found != std::string::npos;
        const std::size_t skip =
            here ? found : buffer_.size() - std::min(buffer_.size(), delimiter_.size() - 1);
        skipped_ += skip;
        if (skipped_ > most_beside_file) throw BodyError(413, "The form holds too much besides the file.");
        buffer_.erase(0, here ? skip + delimiter_.size() : skip);
        if (here) co_return;
        co_await fill();
    }
}

// Behind a delimiter: the next part, or nullopt at the end of the form.
awaitable<std::optional<FormFile::Part>> FormFile::next_part() {
    std::size_t end = std::string::npos;
    while (true) {
        if (buffer_.starts_with("--")) co_return std::nullopt;
        end = buffer_.find(head_end);
        if (std::min(end, buffer_.size()) > longest_part_head) throw malformed();
        if (end != std::string::npos) break;
        co_await fill();
    }
    const std::string_view head = std::string_view(buffer_).substr(0, end);
    const std::size_t line = std::min(head.find("\r\n"), head.size());
    if (!std::all_of(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(line), is_blank))
        throw malformed();
    skipped_ += head.size();
    Part part = read_part_head(head.substr(line));
    buffer_.erase(0, end + head_end.size());
    co_return part;
}

awaitable<Result<std::string>> FormFile::open() {
    co_await skip_to_delimiter();
    while (true) {
        const std::optional<Part> part = co_await next_part();
        if (!part) co_return Error::invalid("file", "is required: a part of the form that has a file name");
        if (!part->is_file) {
            co_await skip_to_delimiter();
            continue;
        }
        if (part->is_encoded)
            co_return Error::unsupported_type("Send the file without Content-Transfer-Encoding.");
        co_return part->file_name;
    }
}

awaitable<std::span<const char>> FormFile::read() {
    while (!ended_) {
        const std::size_t found = buffer_.find(delimiter_);
        const std::size_t kept = std::min(buffer_.size(), delimiter_.size() - 1);
        const std::size_t ready = found != std::string::npos ? found : buffer_.size() - kept;
        if (ready > 0) {
            piece_.assign(buffer_, 0, ready);
            buffer_.erase(0, ready);
            co_return std::span<const char>(piece_);
        }
        if (found == 0) {
            co_await read_to_end();
        } else {
            co_await fill();
        }
    }
    co_return std::span<const char>{};
}

// Behind the file: there must be a proper end, and no second file that would be lost.
awaitable<void> FormFile::read_to_end() {
    while (true) {
        co_await skip_to_delimiter();
        const std::optional<Part> part = co_await next_part();
        if (!part) break;
        if (part->is_file) throw BodyError(400, "Send one file at a time.");
    }
    skipped_ += buffer_.size();
    while (true) {
        const auto piece = co_await form_.read();
        if (piece.empty()) break;
        skipped_ += piece.size();
        if (skipped_ > most_beside_file) throw BodyError(413, "The form holds too much besides the file.");
    }
    ended_ = true;
}

}  // namespace lectern::api
