#pragma once

#include "domain/base/expected.hpp"
#include "domain/base/work_control.hpp"
#include "domain/net/address_policy.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Requests to other servers. Whoever sends them is given an HttpClient and need not know how it works;
// media/net implements it.
namespace lectern {

enum class HttpErrorKind {
    bad_url,            // not an address that this client speaks, or http where only https is allowed
    forbidden_address,  // the host has an address that the policy does not allow
    resolve,            // the host's name has no address, or the resolver did not answer
    connect,            // refused, unreachable, TLS handshake failed
    untrusted,          // the certificate is not trusted or not for this host
    timeout,            // connect or total time is over
    stalled,            // connected, but too few bytes moved for too long
    cut,                // the connection ended inside the answer
    protocol,           // what came is not HTTP, or more headers than any honest server sends
    too_large,          // more body than the caller's cap
    refused_by_caller,  // on_head or on_data returned false
    cancelled,
};

struct HttpError {
    HttpErrorKind kind;
    std::string detail;  // for the log; without query strings and headers
};

template<class T>
using HttpResult = Expected<T, HttpError>;

struct HttpHeader {
    std::string name;
    std::string value;
};

// Cookies of one chain of requests. The caller owns them and decides how long they live.
struct CookieJar {
    std::vector<std::string> lines;  // in the form of the client; at most 100, of 64 KB together
};

// The bytes of a body belong to the caller and stay where they are during the call.
struct RawBody {
    std::string content_type;
    std::string_view bytes;
};
struct FormPart {
    std::string name;
    std::string_view bytes;
    std::string file_name;     // "" = a plain field
    std::string content_type;  // "" = none
};
struct FormBody {
    std::vector<FormPart> parts;  // multipart/form-data
};

// Connections that stay open between requests. Only the client's implementation makes and uses them.
class HttpConnections;

struct HttpRequest {
    std::string url;
    std::vector<HttpHeader> headers;                       // names and values without control characters
    std::variant<std::monostate, RawBody, FormBody> body;  // none: GET; else POST
    CookieJar* cookies = nullptr;                          // sent and updated, if given
    HttpConnections* connections = nullptr;                // used and added to, if given; outlives the call
    std::optional<std::chrono::milliseconds> total;        // instead of the client's
};

// Status line and headers of the final answer (1xx are skipped). A redirect is an answer like any other.
struct HttpHead {
    int status = 0;
    std::vector<HttpHeader> headers;

    // The first header of that name in any case; nullptr if there is none.
    const std::string* find(std::string_view name) const;
    // Content-Length, if present and a number.
    std::optional<std::int64_t> content_length() const;
};

// Both functions are called on the calling thread; false ends the exchange with refused_by_caller; what they
// throw comes out of send(). An empty function accepts and drops everything.
struct HttpSink {
    std::function<bool(const HttpHead& head)> on_head;  // once, before any data
    std::function<bool(std::string_view bytes)> on_data;
};

struct HttpReply {
    HttpHead head;
    std::string body;
};

struct HttpClientOptions {
    AddressPolicy addresses = AddressPolicy::global_only;
    bool allow_http = false;  // https only, unless the operator configured an http address
    std::string ca_file;      // PEM, trusted besides the system's authorities; "" = none
    std::string user_agent = "Lectern/0.1";
    std::chrono::milliseconds connect{15'000};  // name, TCP and TLS together
    // The longest time in which fewer than `stall_bytes` move in either direction. A service that thinks
    // before it answers needs a long one.
    std::chrono::milliseconds stall{60'000};
    std::int64_t stall_bytes = 1;
    std::chrono::milliseconds total{0};             // the whole exchange; 0 = no limit
    std::int64_t max_body = std::int64_t{1} << 50;  // bytes of an answer's body
};

// Sends requests to other servers and blocks until the answer is here. Never follows redirects, never asks
// for compression, never uses proxies, .netrc or cookies of the environment. Connects only to addresses that
// its policy allows. Thread-safe. Throws only what the sink throws, std::bad_alloc, and std::logic_error when
// it is called on an io thread.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    // Any status is a success. `control.stop` ends the exchange at once; `control.progress` is not used.
    HttpResult<HttpHead> send(const HttpRequest& request, const HttpSink& sink,
                              const WorkControl& control) const {
        return exchange(request, sink, control);
    }
    // The same with the body in memory: at most `max_body` bytes, and never more than the client's cap.
    HttpResult<HttpReply> send(const HttpRequest& request, std::int64_t max_body,
                               const WorkControl& control) const;

private:
    virtual HttpResult<HttpHead> exchange(const HttpRequest& request, const HttpSink& sink,
                                          const WorkControl& control) const = 0;
};

std::string_view to_text(HttpErrorKind kind);
[[noreturn]] void throw_exception_from_error(const HttpError& error, const boost::source_location& where);

}  // namespace lectern
