#pragma once

#include "media/download/options.hpp"
#include "media/download/pace.hpp"
#include "media/download/page.hpp"
#include "media/download/receiver.hpp"
#include "media/download/resume.hpp"
#include "media/net/curl_client.hpp"
#include "media/net/url.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lectern::media {

// Downloads a file over HTTP: sends requests, tells the file from other answers, resumes after a broken
// connection, and checks lengths. All sources over HTTP use it. For one fetch, on one thread.
class Download {
public:
    struct Rules {
        // Whether the body of an answer with status 200 or 206 is the file.
        std::function<bool(const HttpHead&)> is_file;
        // Why a request to the address is refused. Asked for the first address and for each redirect.
        std::function<std::optional<Failure>(const Url&)> refuse;
        std::vector<HttpHeader> headers;
        std::string user_agent;
        std::size_t longest_page = std::size_t{1} << 20;  // bytes kept of an answer that is not the file
        bool learn_total = true;  // send one more request if the server does not tell the length of the file
        // For sources of many small files; may be null.
        HttpConnections* connections = nullptr;
    };

    Download(Receiver& file, const DownloadOptions& options, Rules rules, const WorkControl& control);

    // Runs `one_try` until it completes the file, it gives up, or too many tries in a row brought nothing
    // new.
    Outcome<> run(const std::function<Try<>()>& one_try);

    // Requests the missing bytes of the file and follows redirects. nullopt: the file is complete. A page:
    // another answer came, with any status except 3xx.
    Try<std::optional<Page>> ask(Url url, CookieJar* cookies);

    // Requests something other than the file, and follows redirects.
    Try<Page> ask_page(Url url, CookieJar* cookies = nullptr);

    // The address of the last answer, after all redirects.
    const Url& answered() const { return answered_; }

private:
    Try<std::optional<Page>> follow(Url url, const std::function<Try<std::optional<Page>>(const Url&)>& once);
    Try<std::optional<Page>> ask_once(const Url& url, CookieJar* cookies);
    Try<std::optional<Page>> ask_page_once(const Url& url, CookieJar* cookies);
    Try<> learn_total(const Url& url, CookieJar* cookies);
    bool take_head(const HttpHead& head);
    HttpRequest request_for(const Url& url, CookieJar* cookies) const;
    Outcome<> pause(std::chrono::milliseconds time) const;

    Receiver& file_;
    const DownloadOptions& options_;
    Rules rules_;
    const WorkControl& control_;
    CurlClient client_;
    Pace pace_;
    std::chrono::steady_clock::time_point deadline_;
    Url answered_;
    bool total_asked_ = false;
    bool host_gave_ = false;  // a file, a page or some bytes came in this fetch

    // About the answer that is being received.
    enum class Taking { page, file } taking_ = Taking::page;
    bool ask_total_ = false;
    std::optional<ResumeStep> step_;
    std::optional<Setback> setback_;
};

}  // namespace lectern::media
