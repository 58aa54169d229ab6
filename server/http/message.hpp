#pragma once

#include "server/http/served_file.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace lectern::http {

using boost::asio::awaitable;

enum class Method { get, head, post, put, patch, del, options };

std::string_view to_text(Method method);  // "GET"
std::optional<Method> parse_method(std::string_view text);

// Header fields in the order of arrival. Names are compared ignoring case.
class Fields {
public:
    void add(std::string name, std::string value);
    void set(std::string name, std::string value);                // replaces all of that name
    void add_item(std::string_view name, std::string_view item);  // to a field whose value is a list
    void remove(std::string_view name);
    void reserve(std::size_t count) { fields_.reserve(count); }
    std::size_t count(std::string_view name) const;
    // The first value, nullptr if absent.
    const std::string* find(std::string_view name) const;
    // All values of that name, in order.
    std::vector<std::string_view> values(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

// The client went away or was too slow: there is nobody left to answer.
struct ClientGone : std::runtime_error {
    ClientGone() : std::runtime_error("the client is gone") {}
};

// The rest of the body cannot be read. `status` (400, 408 or 413) is the answer's.
struct BodyError : std::runtime_error {
    BodyError(int http_status, const std::string& detail) : std::runtime_error(detail), status(http_status) {}
    int status;
};

// A body that arrives while the handler reads it (routes that stream).
class BodyReader {
public:
    virtual ~BodyReader() = default;
    // The bytes of the next piece, valid until the next call; empty at the end of the body. Throws ClientGone
    // when the client goes, BodyError when it is too slow, breaks the framing or sends more than the route
    // allows. Handlers need not catch them: the connection does.
    virtual awaitable<std::span<const char>> read() = 0;
    // The announced length; nullopt for chunked bodies.
    virtual std::optional<std::uint64_t> length() const = 0;
};

// Who sent the request, as far as the server knows.
struct Caller {
    std::string token_id;  // "" without a token
    std::string role;      // "", "viewer", "teacher", "admin"
    std::string name;      // whose token it is
    std::string login;     // the hash of the login by cookie; "" if the request has the token itself
    std::optional<std::string> client_id;
    std::optional<std::int64_t> signed_clip;  // signed media URL: may read this snippet alone
    std::int64_t signed_until = 0;            // of a signed address: when it expires, in seconds since 1970
};

struct Request {
    Method method;
    std::string target;                                       // as sent
    std::string path;                                         // decoded once, without query
    std::vector<std::pair<std::string, std::string>> query;   // decoded
    std::vector<std::pair<std::string, std::string>> params;  // path parameters of the route, decoded
    Fields fields;
    std::string body;              // whole; empty on streaming routes
    BodyReader* stream = nullptr;  // only on streaming routes
    Caller caller;
    bool from_own_page = false;   // of a request that changes state: a page of ours sent it (Initiator)
    std::string set_cookie;       // for the answer, whatever it is: Set-Cookie; "" for none
    std::string id;               // request id, in every answer and log line
    std::string peer;             // address of the client, also behind a trusted proxy
    bool secure = false;          // the client spoke TLS
    std::string_view public_url;  // stands before paths that are given out; "" if they stand alone

    const std::string& param(std::string_view name)
        const;  // throws std::logic_error if the pattern of the route has no such parameter
    const std::string* query_value(std::string_view name) const;
};

// Sends the pieces of a body whose length is not known before. Waits while the client is slow.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    // Returns when the piece has been sent; it must live until then. Throws ClientGone.
    virtual awaitable<void> write(std::string_view piece) = 0;
    virtual bool draining()
        const = 0;  // the server stops: end soon; true as soon as Server::drain() is called
};

// A published, immutable file, or a part of one: the sender applies ranges, validators and HEAD to it.
struct FileBody {
    std::shared_ptr<const ServedFile> file;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;        // in the file, of the first of these bytes
    std::string etag;                // strong, with its quotes
    std::int64_t last_modified = 0;  // seconds since 1970
};

// Sends a body as it comes about, piece by piece. If it writes now and then, also a client that vanished
// without closing its connection ends it (ServerOptions::stream_unacknowledged).
using StreamBody = std::function<awaitable<void>(BodyWriter&)>;

struct Response {
    int status = 200;
    Fields fields;  // without Content-Length, Date, Connection and the like: the connection adds them
    std::variant<std::string, FileBody, StreamBody> body;

    static Response json(int status, std::string body);
    static Response no_content();  // 204
};

}  // namespace lectern::http
