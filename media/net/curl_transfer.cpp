#include "media/net/curl_transfer.hpp"

#include "domain/base/ascii.hpp"
#include "media/net/http_connections.hpp"
#include "media/net/libcurl.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>
#include <stop_token>
#include <utility>

#include <sys/socket.h>

namespace lectern::media {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::size_t most_header_bytes = 256 * 1024;
constexpr std::size_t most_cookies = 100;
constexpr std::size_t most_cookie_bytes = 64 * 1024;

// The configured file of authorities replaces libcurl's own file; the system's folder stays in force.
constexpr const char* system_authorities = "/etc/ssl/certs";

// The three digits of "HTTP/1.1 206 Partial Content"; 0 if they are not there.
int status_of(std::string_view line) {
    const auto space = line.find(' ');
    if (space == line.npos || line.size() < space + 4) return 0;
    int status = 0;
    for (const char c : line.substr(space + 1, 3)) {
        if (!ascii::is_digit(c)) return 0;
        status = status * 10 + (c - '0');
    }
    return status;
}

}  // namespace

CurlTransfer::CurlTransfer(const HttpClientOptions& options, const Url& url, const HttpRequest& request,
                           const HttpSink& sink, const std::vector<IpAddress>& addresses,
                           Clock::time_point connect_by)
    : options_(options), url_(url), request_(request), sink_(sink) {
    start_libcurl();
    easy_.reset(curl_easy_init());
    if (!request_.connections) own_multi_.reset(curl_multi_init());
    multi_ =
        request_.connections ? static_cast<CURLM*>(request_.connections->curl_multi()) : own_multi_.get();
    if (!easy_ || !multi_) throw std::bad_alloc();
    set_up_connection(addresses, connect_by);
    set_up_request();
}

template<class Value>
void CurlTransfer::set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
    if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
    // Most of these options protect the server: one that cannot be set must stop the transfer.
    if (code != CURLE_OK)
        throw std::logic_error("libcurl option " + std::to_string(option) + ": " + curl_easy_strerror(code));
}

void CurlTransfer::add(List& list, const std::string& text) {
    curl_slist* longer = curl_slist_append(list.get(), text.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

void CurlTransfer::set_up_connection(const std::vector<IpAddress>& addresses, Clock::time_point connect_by) {
    set(CURLOPT_URL, url_.text().c_str());
    set(CURLOPT_PROTOCOLS_STR, options_.allow_http ? "http,https" : "https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_FORBID_REUSE, request_.connections ? 0L : 1L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca_file.empty()) {
        set(CURLOPT_CAINFO, options_.ca_file.c_str());
        set(CURLOPT_CAPATH, system_authorities);
    }
    set(CURLOPT_ERRORBUFFER, error_text_);
    const auto left = duration_cast<milliseconds>(connect_by - Clock::now()).count();
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(1, left)));

    std::string pinned = url_.host + ":" + std::to_string(url_.port) + ":";
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (i) pinned += ',';
        pinned += addresses[i].v6 ? "[" + addresses[i].text() + "]" : addresses[i].text();
    }
    if (!IpAddress::parse(url_.host)) {
        add(resolve_, pinned);
        set(CURLOPT_RESOLVE, resolve_.get());
    }
    set(CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::on_socket);
    set(CURLOPT_OPENSOCKETDATA, this);
}

void CurlTransfer::set_up_request() {
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_BUFFERSIZE, 256 * 1024L);
    for (const HttpHeader& header : request_.headers)
        add(headers_, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    if (const auto* raw = std::get_if<RawBody>(&request_.body)) {
        add(headers_, "Content-Type: " + raw->content_type);
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(raw->bytes.size()));
        set(CURLOPT_POSTFIELDS, raw->bytes.empty() ? "" : raw->bytes.data());
    } else if (const auto* form = std::get_if<FormBody>(&request_.body)) {
        set_up_form(*form);
    }
    if (request_.body.index() != 0) add(headers_, "Expect:");  // else libcurl waits a second for 100 Continue
    if (headers_) set(CURLOPT_HTTPHEADER, headers_.get());
    if (request_.cookies) {
        set(CURLOPT_COOKIEFILE, "");  // switches cookies on; reads no file
        for (const std::string& line : request_.cookies->lines)
            set(CURLOPT_COOKIELIST, line.c_str());
    }
}

void CurlTransfer::set_up_form(const FormBody& form) {
    mime_.reset(curl_mime_init(easy_.get()));
    if (!mime_) throw std::bad_alloc();
    for (const FormPart& field : form.parts) {
        curl_mimepart* part = curl_mime_addpart(mime_.get());
        if (!part) throw std::bad_alloc();
        cursors_.push_back(std::make_unique<Cursor>(Cursor{field.bytes}));
        const bool done =
            curl_mime_name(part, field.name.c_str()) == CURLE_OK &&
            (field.file_name.empty() || curl_mime_filename(part, field.file_name.c_str()) == CURLE_OK) &&
            (field.content_type.empty() || curl_mime_type(part, field.content_type.c_str()) == CURLE_OK) &&
            curl_mime_data_cb(part, static_cast<curl_off_t>(field.bytes.size()), &CurlTransfer::on_part_read,
                              &CurlTransfer::on_part_seek, nullptr, cursors_.back().get()) == CURLE_OK;
        if (!done) throw std::bad_alloc();
    }
    set(CURLOPT_MIMEPOST, mime_.get());
}

HttpResult<HttpHead> CurlTransfer::run(Clock::time_point deadline, const std::stop_token& stop) {
    if (curl_multi_add_handle(multi_, easy_.get()) != CURLM_OK) throw std::bad_alloc();
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_); });
    std::optional<HttpError> ended;
    CURLcode code = CURLE_OK;
    moved_at_ = Clock::now();
    for (int running = 1; running && !ended;) {
        if (curl_multi_perform(multi_, &running) != CURLM_OK)
            throw std::runtime_error("libcurl's loop failed");
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left))
            if (message->msg == CURLMSG_DONE) code = message->data.result;
        if (!running) break;
        const auto now = Clock::now();
        if (stop.stop_requested())
            ended = HttpError{HttpErrorKind::cancelled, {}};
        else if (now >= deadline)
            ended = HttpError{HttpErrorKind::timeout, "the exchange took too long: " + url_.for_log()};
        else if (!moves(now))
            ended = HttpError{HttpErrorKind::stalled, "too few bytes moved: " + url_.for_log()};
        else
            curl_multi_poll(multi_, nullptr, 0, 100, nullptr);
    }
    keep_cookies();
    curl_multi_remove_handle(multi_, easy_.get());
    if (thrown_) std::rethrow_exception(thrown_);
    if (ended) return *ended;
    if (refusal_) return *refusal_;
    if (code != CURLE_OK) return explain(code);
    if (!head_done_) return HttpError{HttpErrorKind::protocol, "no headers came: " + url_.for_log()};
    return std::move(head_);
}

// Connecting has a deadline of its own. After that, at least `stall_bytes` must move in each stall time. The
// time until the answer begins does not count for its body.
bool CurlTransfer::moves(Clock::time_point now) {
    if (options_.stall.count() <= 0) return true;
    curl_off_t connected = 0, down = 0, up = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
    curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_DOWNLOAD_T, &down);
    curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &up);
    const std::int64_t total = down + up + static_cast<std::int64_t>(header_bytes_);
    const bool begins = head_done_ && !std::exchange(body_begun_, true);
    if (connected == 0 || begins || total - moved_bytes_ >= options_.stall_bytes) {
        moved_at_ = now;
        moved_bytes_ = total;
        return true;
    }
    return now - moved_at_ < options_.stall;
}

void CurlTransfer::keep_cookies() {
    if (!request_.cookies) return;
    curl_slist* raw = nullptr;
    if (curl_easy_getinfo(easy_.get(), CURLINFO_COOKIELIST, &raw) != CURLE_OK) return;
    const List list(raw);
    request_.cookies->lines.clear();
    std::size_t bytes = 0;
    for (const curl_slist* item = list.get(); item; item = item->next) {
        const std::string_view line(item->data);
        bytes += line.size();
        if (request_.cookies->lines.size() == most_cookies || bytes > most_cookie_bytes) return;
        request_.cookies->lines.emplace_back(line);
    }
}

bool CurlTransfer::refuse(HttpErrorKind kind, std::string detail) {
    refusal_ = HttpError{kind, std::move(detail)};
    return false;
}

bool CurlTransfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > most_header_bytes) return refuse(HttpErrorKind::protocol, "too many headers");
    if (head_done_) return true;  // trailers
    if (line.starts_with("HTTP/")) {
        head_ = HttpHead{status_of(line), {}};
        return true;
    }
    const std::string_view text = ascii::trimmed(line);
    if (!text.empty()) {
        const auto colon = text.find(':');
        if (colon != text.npos)
            head_.headers.push_back({std::string(ascii::trimmed(text.substr(0, colon))),
                                     std::string(ascii::trimmed(text.substr(colon + 1)))});
        return true;
    }
    if (head_.status < 200) return true;  // 100 Continue, 103 Early Hints
    head_done_ = true;
    if (head_.content_length().value_or(0) > options_.max_body)
        return refuse(HttpErrorKind::too_large, "announced more than the cap: " + url_.for_log());
    if (sink_.on_head && !sink_.on_head(head_)) return refuse(HttpErrorKind::refused_by_caller, {});
    return true;
}

bool CurlTransfer::take_body(std::string_view bytes) {
    body_bytes_ += static_cast<std::int64_t>(bytes.size());
    if (body_bytes_ > options_.max_body)
        return refuse(HttpErrorKind::too_large, "sent more than the cap: " + url_.for_log());
    if (sink_.on_data && !sink_.on_data(bytes)) return refuse(HttpErrorKind::refused_by_caller, {});
    return true;
}

HttpError CurlTransfer::explain(CURLcode code) const {
    const std::string detail =
        std::string(error_text_[0] ? error_text_ : curl_easy_strerror(code)) + ": " + url_.for_log();
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {HttpErrorKind::resolve, detail};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return {HttpErrorKind::untrusted, detail};
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CIPHER:
            return {HttpErrorKind::connect, detail};
        case CURLE_OPERATION_TIMEDOUT:
            return {HttpErrorKind::timeout, detail};
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_GOT_NOTHING:
            return {HttpErrorKind::cut, detail};
        case CURLE_URL_MALFORMAT:
            return {HttpErrorKind::bad_url, detail};
        case CURLE_OUT_OF_MEMORY:
            throw std::bad_alloc();
        default:
            return {HttpErrorKind::protocol, detail};
    }
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    try {
        return transfer.take_header({data, size * count}) ? size * count : 0;
    } catch (...) {
        transfer.thrown_ = std::current_exception();
        return 0;
    }
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    try {
        return transfer.take_body({data, size * count}) ? size * count : CURL_WRITEFUNC_ERROR;
    } catch (...) {
        transfer.thrown_ = std::current_exception();
        return CURL_WRITEFUNC_ERROR;
    }
}

// The last check: libcurl asks for a socket here, and each address is compared with the policy once more.
curl_socket_t CurlTransfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    try {
        const auto ip = IpAddress::from(address->addr);
        if (!ip || !allowed(*ip, transfer.options_.addresses)) {
            transfer.refuse(HttpErrorKind::forbidden_address, "address of " + transfer.url_.host);
            return CURL_SOCKET_BAD;
        }
    } catch (...) {
        transfer.thrown_ = std::current_exception();
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t CurlTransfer::on_part_read(char* data, std::size_t size, std::size_t count,
                                       void* cursor) noexcept {
    auto& part = *static_cast<Cursor*>(cursor);
    const std::size_t length = std::min(size * count, part.bytes.size() - part.at);
    if (length) std::memcpy(data, part.bytes.data() + part.at, length);
    part.at += length;
    return length;
}

int CurlTransfer::on_part_seek(void* cursor, curl_off_t offset, int origin) noexcept {
    auto& part = *static_cast<Cursor*>(cursor);
    if (origin != SEEK_SET || offset < 0 || offset > static_cast<curl_off_t>(part.bytes.size()))
        return CURL_SEEKFUNC_FAIL;
    part.at = static_cast<std::size_t>(offset);
    return CURL_SEEKFUNC_OK;
}

}  // namespace lectern::media
