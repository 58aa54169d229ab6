#pragma once

#include "server/http/message.hpp"

namespace lectern::api {

struct LectureServices;

// Whether the caller of an event stream may still see it: the token or the login is valid, and the signed
// address has not expired. The database is asked only if there is a token or a login.
boost::asio::awaitable<bool> may_still_see(const LectureServices& services, const http::Caller& caller);

// The header fields of an event stream.
http::Response event_stream(http::StreamBody body);

// A comment that keeps proxies from closing a silent stream, and that shows whether the client is still
// there: it has to acknowledge it.
inline constexpr std::string_view still_here = ": still here\n\n";

}  // namespace lectern::api
