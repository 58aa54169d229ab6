#pragma once

#include "media/download/options.hpp"
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

// The part that all sources over HTTP share: asking, telling the file from other answers, taking up broken
// connections, checking lengths. For one fetch, on one thread.
class Download {
public:
    struct Rules {
        // Of an answer with status 200 or 206: is its body the file?
        std::function<bool(const HttpHead&)> is_file;
        // May this address be asked? Checked for the first address and for each redirect.
        std::function<std::optional<Failure>(const Url&)> refuse;
        std::vector<HttpHeader> headers;
        std::string user_agent;
        std::size_t longest_page = std::size_t{1} << 20;  // bytes of an answer that is not the file
        bool learn_total = true;  // ask once more when a server does not say how long the file is
        // For sources of many small files.
        HttpConnections* connections = nullptr;
    };

    Download(Receiver& file, const DownloadOptions& options, Rules rules, const WorkControl& control);

    // Runs tries until one completes the file, one is final, or too many in a row brought nothing new.
    Outcome<> run(const std::function<Try<>()>& one_try);

    // Asks for what is missing of the file, following redirects. nullopt: the file is complete. A page:
    // something else came, with any status except 3xx.
    Try<std::optional<Page>> ask(Url url, CookieJar* cookies);

    // An answer that is not the file, following redirects.
    Try<Page> ask_page(Url url, CookieJar* cookies = nullptr);

    // The address whose answer was the last one taken, behind all redirects.
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
    std::chrono::steady_clock::time_point deadline_;
    Url answered_;
    bool total_asked_ = false;

    // Of the answer that is being received.
    enum class Taking { page, file } taking_ = Taking::page;
    bool ask_total_ = false;
    std::optional<ResumeStep> step_;
    std::optional<Setback> setback_;
};

}  // namespace lectern::media
