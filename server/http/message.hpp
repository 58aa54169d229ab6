#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "domain/base/unique_fd.hpp"

namespace lectern::http {

using boost::asio::awaitable;

enum class Method { get, head, post, put, patch, del, options };

// Header fields in the order of arrival; names compare without case.
class Fields {
public:
    void add(std::string name, std::string value);
    void set(std::string name, std::string value);
    // The first value, nullptr if absent.
    const std::string* find(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

// A body that arrives while the handler reads it (routes that stream).
class BodyReader {
public:
    virtual ~BodyReader() = default;
    // Bytes of the next piece, valid until the next call; empty at the end of the body. Throws when the client goes,
    // stalls past the deadline or sends more than the route allows.
    virtual awaitable<std::span<const char>> read() = 0;
    // Announced length; nullopt for chunked bodies.
    virtual std::optional<std::uint64_t> length() const = 0;
};

// Who calls, as far as the server knows.
struct Caller {
    std::string token_id;  // "" without a token
    std::string role;      // "", "viewer", "teacher", "admin"
    std::optional<std::string> client_id;
};

struct Request {
    Method method;
    std::string target;  // as sent
    std::string path;    // decoded once, without query
    std::vector<std::pair<std::string, std::string>> query;   // decoded
    std::vector<std::pair<std::string, std::string>> params;  // path parameters of the route, decoded
    Fields fields;
    std::string body;              // whole; empty on streaming routes
    BodyReader* stream = nullptr;  // only on streaming routes
    Caller caller;
    std::string id;       // request id, in every answer and log line
    std::string peer;     // address of the other side
    bool secure = false;  // came over TLS

    const std::string& param(std::string_view name) const;  // exists by the route's pattern
    const std::string* query_value(std::string_view name) const;
};

// Sends pieces of a body whose length is not known before; waits while the client is slow.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    virtual awaitable<void> write(std::string_view piece) = 0;  // throws when the client is gone
    virtual bool draining() const = 0;                           // the server stops: end soon
};

// A published, immutable file: the sender applies ranges, validators and HEAD to it.
struct FileBody {
    std::shared_ptr<const UniqueFd> file;
    std::uint64_t size = 0;
    std::string etag;               // strong, with its quotes
    std::int64_t last_modified = 0;  // seconds since 1970
};

using StreamBody = std::function<awaitable<void>(BodyWriter&)>;

struct Response {
    int status = 200;
    Fields fields;  // Content-Length, Date, Connection and the like are the connection's business
    std::variant<std::string, FileBody, StreamBody> body;

    static Response json(int status, std::string body);
};

}  // namespace lectern::http
