#include "media/speech/service/retry.hpp"

#include "domain/base/random.hpp"
#include "media/net/retry_after.hpp"
#include "media/speech/base/tidy_line.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace lectern::media {
namespace {

constexpr int most_attempts = 5;
constexpr std::chrono::seconds longest_wait{60};

bool may_change(int status) {
    return status == 408 || status == 429 || status >= 500;
}

bool may_change(HttpErrorKind kind) {
    switch (kind) {
        case HttpErrorKind::resolve:
        case HttpErrorKind::connect:
        case HttpErrorKind::timeout:
        case HttpErrorKind::stalled:
        case HttpErrorKind::cut:
            return true;
        default:
            return false;
    }
}

// The error message of the service, for the log. Services do not repeat whole keys.
std::string excerpt(const HttpReply& reply) {
    constexpr std::size_t most = 300;
    return "status " + std::to_string(reply.head.status) + ": " + tidy_line(reply.body.substr(0, most));
}

Failure failure_of(const HttpError& error, const std::string& service) {
    const std::string detail = std::string(to_text(error.kind)) + ": " + error.detail;
    if (error.kind == HttpErrorKind::cancelled) return Failure::cancelled();
    if (may_change(error.kind)) return Failure::transient("The " + service + " does not answer.", detail);
    if (error.kind == HttpErrorKind::untrusted) {
        return Failure::permanent("The certificate of the " + service + " is not trusted.", detail);
    }
    return Failure::permanent("The " + service + " cannot be used: check its address in the options.",
                              detail);
}

std::chrono::milliseconds with_jitter(std::chrono::milliseconds wait) {
    return wait + std::chrono::duration_cast<std::chrono::milliseconds>(wait * (random_fraction() / 2));
}

}  // namespace

bool wait_for(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

Failure failure_of(const HttpReply& reply, const std::string& service, const std::string& option) {
    const std::string detail = excerpt(reply);
    const int status = reply.head.status;
    if (status == 401 || status == 403) {
        return Failure::permanent("The " + service + " refuses the key: check " + option + "_key.", detail);
    }
    if (status == 404) {
        return Failure::permanent(
            "The " + service + " was not found there: check " + option + "_url and " + option + "_model.",
            detail);
    }
    if (reply.body.find("insufficient_quota") != std::string::npos) {
        return Failure::permanent("The account at the " + service + " has no credit left.", detail);
    }
    if (may_change(status)) {
        return Failure::transient("The " + service + " is overloaded or out of order.", detail,
                                  retry_after(reply.head));
    }
    return Failure::permanent("The " + service + " refuses the request.", detail);
}

Outcome<HttpReply> send_with_retries(const HttpClient& client, const HttpRequest& request,
                                     std::int64_t max_body, std::chrono::milliseconds first_wait,
                                     const std::string& service, const WorkControl& control) {
    std::chrono::milliseconds wait = first_wait;
    for (int attempt = 1;; ++attempt, wait *= 2) {
        auto reply = client.send(request, max_body, control);
        if (control.stop.stop_requested()) return Failure::cancelled();
        std::chrono::milliseconds pause = with_jitter(wait);
        if (reply) {
            const bool final_answer = !may_change(reply->head.status) || attempt == most_attempts ||
                                      reply->body.find("insufficient_quota") != std::string::npos;
            if (final_answer) return std::move(*reply);
            if (const auto asked = retry_after(reply->head)) {
                if (*asked > longest_wait) return std::move(*reply);
                pause = *asked;
            }
        } else if (!may_change(reply.error().kind) || attempt == most_attempts) {
            return failure_of(reply.error(), service);
        }
        if (!wait_for(pause, control.stop)) return Failure::cancelled();
    }
}

}  // namespace lectern::media
