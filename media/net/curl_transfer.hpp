#pragma once

#include "domain/net/http_client.hpp"
#include "media/net/address.hpp"
#include "media/net/url.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

namespace lectern::media {

// One exchange with one of the checked addresses, on libcurl. Made, run and destroyed on one thread.
class CurlTransfer {
public:
    using Clock = std::chrono::steady_clock;

    CurlTransfer(const HttpClientOptions& options, const Url& url, const HttpRequest& request,
                 const HttpSink& sink, const std::vector<IpAddress>& addresses, Clock::time_point connect_by);

    HttpResult<HttpHead> run(Clock::time_point deadline, const std::stop_token& stop);

private:
    struct EasyFree {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    struct MultiFree {
        void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
    };
    struct ListFree {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    struct MimeFree {
        void operator()(curl_mime* mime) const { curl_mime_free(mime); }
    };
    using List = std::unique_ptr<curl_slist, ListFree>;

    // A part of a form while it is sent. The caller owns the bytes.
    struct Cursor {
        std::string_view bytes;
        std::size_t at = 0;
    };

    template<class Value>
    void set(CURLoption option, Value value);
    void add(List& list, const std::string& text);
    void set_up_connection(const std::vector<IpAddress>& addresses, Clock::time_point connect_by);
    void set_up_request();
    void set_up_form(const FormBody& form);
    void keep_cookies();

    bool take_header(std::string_view line);
    bool take_body(std::string_view bytes);
    bool refuse(HttpErrorKind kind, std::string detail);
    HttpError explain(CURLcode code) const;
    bool moves(Clock::time_point now);

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept;
    static std::size_t on_part_read(char* data, std::size_t size, std::size_t count, void* cursor) noexcept;
    static int on_part_seek(void* cursor, curl_off_t offset, int origin) noexcept;

    const HttpClientOptions& options_;
    const Url& url_;
    const HttpRequest& request_;
    const HttpSink& sink_;

    List resolve_;
    List headers_;
    std::vector<std::unique_ptr<Cursor>> cursors_;
    char error_text_[CURL_ERROR_SIZE] = {};

    HttpHead head_;
    bool head_done_ = false;
    std::size_t header_bytes_ = 0;
    std::int64_t body_bytes_ = 0;
    std::optional<HttpError> refusal_;  // why one of our callbacks ended the transfer
    std::exception_ptr thrown_;

    Clock::time_point moved_at_{};
    std::int64_t moved_bytes_ = 0;
    bool body_begun_ = false;

    // Declared last, so that they are destroyed first: their clean-up may still call back.
    std::unique_ptr<CURL, EasyFree> easy_;
    std::unique_ptr<curl_mime, MimeFree> mime_;
    std::unique_ptr<CURLM, MultiFree> own_multi_;
    CURLM* multi_ = nullptr;  // own_multi_, or that of the request's connections
};

}  // namespace lectern::media
