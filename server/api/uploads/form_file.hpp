#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lectern::api {

// Bytes of a form that may come besides the file.
constexpr std::size_t most_beside_file = 1 << 20;

// The file in a body of multipart/form-data (RFC 7578), read while it arrives: what a page's <form> and
// `curl -F` send. The first part with a file name, or with the name "file", is the file; other parts are
// skipped.
class FormFile final : public http::BodyReader {
public:
    // `form` outlives this. `boundary`: see form_boundary().
    FormFile(http::BodyReader& form, const std::string& boundary)
        : form_(form), delimiter_("\r\n--" + boundary) {}

    // Reads up to the file's content and gives the name that the client has for it, "" if it has none. Before
    // the first read().
    http::awaitable<Result<std::string>> open();

    // The bytes of the file. The end is told only after the whole form has been read and found good.
    http::awaitable<std::span<const char>> read() override;
    std::optional<std::uint64_t> length() const override { return std::nullopt; }

private:
    struct Part {
        bool is_file = false;
        bool is_encoded = false;
        std::string file_name;
    };
    static Part read_part_head(std::string_view head);

    http::awaitable<void> fill();
    http::awaitable<void> skip_to_delimiter();
    http::awaitable<std::optional<Part>> next_part();
    http::awaitable<void> read_to_end();

    http::BodyReader& form_;
    const std::string delimiter_;
    std::string buffer_ = "\r\n";  // the first delimiter may have no line before it
    std::string piece_;
    std::size_t skipped_ = 0;
    bool ended_ = false;
};

// Whether the request's Content-Type is multipart/form-data.
bool is_form(const http::Request& request);

// The boundary that Content-Type names; Error::invalid if there is none that is possible.
Result<std::string> form_boundary(const http::Request& request);

}  // namespace lectern::api
