#include "media/download/download.hpp"

#include "domain/net/content_range.hpp"
#include "media/download/recording_name.hpp"
#include "media/download/resume.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace lectern::media {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr int most_redirects = 10;

HttpClientOptions client_options(const DownloadOptions& options, const std::string& user_agent) {
    HttpClientOptions out;
    out.addresses =
        options.allow_loopback_addresses ? AddressPolicy::global_or_loopback : AddressPolicy::global_only;
    out.ca_file = options.ca_file;
    out.user_agent = user_agent;
    out.connect = options.connect_timeout;
    out.stall = options.stall_timeout;
    out.stall_bytes = options.least_bytes();
    return out;
}

bool compressed(const HttpHead& head) {
    const std::string* encoding = head.find("Content-Encoding");
    return encoding && !encoding->empty() && *encoding != "identity";
}

std::string value_of(const HttpHead& head, std::string_view name) {
    const std::string* value = head.find(name);
    return value ? *value : std::string();
}

// The value for If-Range, which must not be a weak tag.
std::string range_validator(const Arrival& arrival) {
    if (!arrival.etag.empty() && !arrival.etag.starts_with("W/")) return arrival.etag;
    return arrival.modified;
}

// The Range header for the missing bytes; "" if all bytes of the file are missing.
std::string range_of(const Arrival& arrival) {
    const std::int64_t next = arrival.first + arrival.have;
    if (next == 0 && arrival.length < 0) return {};
    return "bytes=" + std::to_string(next) + "-" +
           (arrival.length < 0 ? "" : std::to_string(arrival.first + arrival.length - 1));
}

}  // namespace

Download::Download(Receiver& file, const DownloadOptions& options, Rules rules, const WorkControl& control)
    : file_(file),
      options_(options),
      rules_(std::move(rules)),
      control_(control),
      client_(client_options(options, rules_.user_agent)),
      pace_(options.least_bytes(), options.stall_timeout),
      deadline_(Clock::now() + options.total_timeout) {}

Outcome<> Download::run(const std::function<Try<>()>& one_try) {
    milliseconds backoff = options_.first_pause;
    for (int fruitless = 0, refused = 0;;) {
        const std::int64_t before = file_.highest();
        auto result = one_try();
        const bool brought = file_.highest() > before;
        host_gave_ = host_gave_ || result.has_value() || brought;
        if (result.has_value()) return {};
        Setback setback = result.error();
        file_.pause();
        if (!setback.again) return std::move(setback.failure);
        // Other downloads get the place of one that hardly moves.
        if (setback.too_slow && file_.highest() - before < options_.least_bytes())
            return std::move(setback.failure);
        if (brought) {
            fruitless = refused = 0;
            backoff = options_.first_pause;
        } else if (++fruitless >= options_.tries) {
            return std::move(setback.failure);
        }
        if (setback.failure.kind == FailureKind::host_refuses &&
            (!host_gave_ || ++refused >= options_.tries_at_refusing_host))
            return std::move(setback.failure);
        const milliseconds wait =
            std::max(backoff, duration_cast<milliseconds>(setback.wait.value_or(std::chrono::seconds(0))));
        if (wait > options_.longest_pause || Clock::now() + wait >= deadline_)
            return std::move(setback.failure);
        if (auto outcome = pause(wait); outcome.has_error()) return outcome;
        backoff = std::min(backoff * 2, options_.longest_pause);
    }
}

Outcome<> Download::pause(milliseconds time) const {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, control_.stop, time, [] { return false; });
    return control_.stop.stop_requested() ? Outcome<>(Failure::cancelled()) : Outcome<>();
}

HttpRequest Download::request_for(const Url& url, CookieJar* cookies) const {
    HttpRequest request;
    request.url = url.text();
    request.headers = rules_.headers;
    request.headers.push_back({"Accept-Encoding", "identity"});
    request.cookies = cookies;
    request.connections = rules_.connections;
    request.total = std::max(milliseconds(1), duration_cast<milliseconds>(deadline_ - Clock::now()));
    return request;
}

Try<std::optional<Page>> Download::ask(Url url, CookieJar* cookies) {
    total_asked_ = false;
    return follow(std::move(url), [&](const Url& next) { return ask_once(next, cookies); });
}

Try<Page> Download::ask_page(Url url, CookieJar* cookies) {
    auto page = follow(std::move(url), [&](const Url& next) { return ask_page_once(next, cookies); });
    if (page.has_error()) return page.error();
    return std::move(**page);
}

Try<std::optional<Page>> Download::follow(Url url,
                                          const std::function<Try<std::optional<Page>>(const Url&)>& once) {
    for (int hops = 0; hops <= most_redirects; ++hops) {
        if (auto why = rules_.refuse(url)) return give_up(std::move(*why));
        if (pace_.too_slow()) return sends_too_slowly(url.host, "many slow answers: " + url.for_log());
        answered_ = url;
        auto answer = once(url);
        if (answer.has_error() || !*answer || (*answer)->head.status / 100 != 3) return answer;
        const std::string* location = (*answer)->head.find("Location");
        const auto next = location ? url.resolve(*location) : std::nullopt;
        if (!next)
            return give_up(Failure::permanent("The source redirects to an invalid address.",
                                              "bad Location at " + url.for_log()));
        url = *next;
    }
    return give_up(
        Failure::permanent("The source redirects in a circle.", "too many redirects: " + url.for_log()));
}

Try<std::optional<Page>> Download::ask_once(const Url& url, CookieJar* cookies) {
    HttpRequest request = request_for(url, cookies);
    if (const std::string range = range_of(file_.arrival()); !range.empty()) {
        request.headers.push_back({"Range", range});
        if (std::string validator = range_validator(file_.arrival()); !validator.empty())
            request.headers.push_back({"If-Range", std::move(validator)});
    }
    taking_ = Taking::page;
    ask_total_ = false;
    step_.reset();
    setback_.reset();
    std::string body;
    HttpHead head;
    const HttpSink sink{[&](const HttpHead& got) {
                            head = got;
                            return take_head(got);
                        },
                        [&](std::string_view bytes) {
                            if (taking_ == Taking::page) {
                                body += bytes.substr(0, rules_.longest_page - body.size());
                                return body.size() < rules_.longest_page;
                            }
                            auto outcome = file_.write(bytes);
                            if (outcome.has_error()) setback_ = give_up(outcome.error());
                            return !setback_;
                        }};
    const auto begun = Clock::now();
    const std::int64_t before = file_.arrival().have;
    const auto result = client_.send(request, sink, control_);
    pace_.add(static_cast<std::int64_t>(body.size()) + file_.arrival().have - before, Clock::now() - begun);
    if (setback_) return std::move(*setback_);
    if (ask_total_) {
        if (auto learnt = learn_total(url, cookies); learnt.has_error()) return learnt.error();
        return ask_once(url, cookies);
    }
    if (step_ == ResumeStep::complete) return std::optional<Page>();
    if (step_ == ResumeStep::ask_again) {
        file_.restart();
        return try_again(
            "The recording changed at its source while it was being downloaded.",
            "status " + std::to_string(head.status) + ", Content-Range " + value_of(head, "Content-Range"));
    }
    if (step_ == ResumeStep::no_ranges)
        return give_up(Failure::permanent("The host of the link does not give out parts of its files.",
                                          "status " + std::to_string(head.status) + " to a range"));
    const bool enough_of_page = taking_ == Taking::page && body.size() >= rules_.longest_page;
    if (result.has_error() && !enough_of_page) return setback_of(result.error(), url.host);
    if (taking_ == Taking::page)
        return std::optional<Page>(Page{url, std::move(head), std::move(body), !enough_of_page});
    if (const Arrival& now = file_.arrival(); now.total >= 0 && now.have < now.total)
        return try_again("The connection to " + url.host + " ended too early.",
                         std::to_string(now.have) + " of " + std::to_string(now.total) + " bytes");
    return std::optional<Page>();
}

// Decides by the headers what to do with the body; false ends the transfer.
bool Download::take_head(const HttpHead& head) {
    const Arrival& here = file_.arrival();
    const bool file = (head.status == 200 || head.status == 206) && rules_.is_file(head);
    if (!file && !(head.status == 416 && here.have > 0)) return true;
    step_ = resume_step(head, here);
    if (*step_ != ResumeStep::append && *step_ != ResumeStep::start_over) return false;
    if (compressed(head)) {
        setback_ = give_up(
            Failure::permanent("The source sends the recording in a form that this server does not read.",
                               "Content-Encoding although identity was asked"));
        return false;
    }
    Arrival next = arrival_of(head, here);
    if (next.total < 0 && next.have == 0 && rules_.learn_total && !total_asked_) {
        ask_total_ = total_asked_ = true;
        return false;
    }
    if (next.total < 0 && here.have == 0) next.total = here.total;  // what learn_total() found
    file_.describe(recording_name_in(value_of(head, "Content-Disposition")),
                   kept_header(head, "Content-Type"));
    auto outcome = file_.begin(next);
    if (outcome.has_error()) setback_ = give_up(outcome.error());
    taking_ = Taking::file;
    return !setback_;
}

// Asks for one byte: a server that sends a file without its length often tells it in a range answer.
Try<> Download::learn_total(const Url& url, CookieJar* cookies) {
    HttpRequest request = request_for(url, cookies);
    request.headers.push_back({"Range", "bytes=0-0"});
    std::optional<std::int64_t> total;
    const HttpSink sink{[&](const HttpHead& head) {
                            const auto range = parse_content_range(value_of(head, "Content-Range"));
                            if (head.status == 206 && range && range->total >= 0) total = range->total;
                            return false;
                        },
                        {}};
    const auto result = client_.send(request, sink, control_);
    if (result.has_error() && result.error().kind != HttpErrorKind::refused_by_caller)
        return setback_of(result.error(), url.host);
    file_.restart();
    if (total) file_.expect_total(*total);
    return {};
}

Try<std::optional<Page>> Download::ask_page_once(const Url& url, CookieJar* cookies) {
    const auto begun = Clock::now();
    auto reply =
        client_.send(request_for(url, cookies), static_cast<std::int64_t>(rules_.longest_page), control_);
    if (reply.has_error()) return setback_of(reply.error(), url.host);
    pace_.add(static_cast<std::int64_t>(reply->body.size()), Clock::now() - begun);
    return std::optional<Page>(Page{url, std::move(reply->head), std::move(reply->body)});
}

}  // namespace lectern::media
