#include "media/playlist/download_pieces.hpp"

#include "media/av/progress.hpp"
#include "media/download/allowed_hosts.hpp"
#include "media/net/http_connections.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

Download::Rules rules_for_pieces(const DownloadOptions& options, HttpConnections& connections) {
    Download::Rules rules;
    rules.is_file = [](const HttpHead& head) { return !is_html(head); };
    rules.refuse = [&options](const Url& url) { return refuse_unless_allowed(url, options); };
    rules.user_agent = "Lectern/0.1";
    rules.learn_total = false;
    rules.connections = &connections;
    return rules;
}

class Pieces {
public:
    Pieces(const StreamPlan& plan, PartsFile& parts, CookieJar& cookies, const DownloadOptions& options,
           const WorkControl& control)
        : plan_(plan),
          parts_(parts),
          cookies_(cookies),
          download_(parts, options, rules_for_pieces(options, connections_), control),
          progress_(control),
          count_(plan.pieces()),
          keys_(plan.keys.size()) {
        for (const Part& part : plan_.parts)
            for (const Run& run : part.runs)
                for (const Piece& piece : run.pieces)
                    seconds_ += piece.seconds;
    }

    Outcome<> fetch() {
        std::size_t number = 0;
        for (const Part& part : plan_.parts)
            for (const Run& run : part.runs)
                for (const Piece& piece : run.pieces) {
                    if (number++ >= parts_.pieces()) {
                        const bool last = &piece == &run.pieces.back();
                        if (auto fetched = fetch(piece, number, last); fetched.has_error()) return fetched;
                    }
                    done_ += piece.seconds;
                    if (seconds_ > 0) progress_.report(done_ / seconds_);
                }
        return {};
    }

private:
    Outcome<> fetch(const Piece& piece, std::size_t number, bool last) {
        std::optional<AesBlock> key;
        if (piece.key) {
            auto fetched = fetch_key(static_cast<std::size_t>(piece.key->key));
            if (fetched.has_error()) return fetched.error();
            key = *fetched;
        }
        parts_.begin_piece(piece, key, last);
        parts_.watch = [&](double here) {
            if (seconds_ > 0) progress_.report((done_ + here * piece.seconds) / seconds_);
        };
        auto outcome = download_.run([&]() -> Try<> { return try_piece(piece, number); });
        if (outcome.has_error())
            outcome.error().detail +=
                " (part " + std::to_string(number) + " of " + std::to_string(count_) + ")";
        return outcome;
    }

    Try<> try_piece(const Piece& piece, std::size_t number) {
        parts_.begin_try();
        if (!parts_.piece_complete()) {
            auto page = download_.ask(*Url::parse(piece.url), &cookies_);
            if (page.has_error()) return page.error();
            if (*page) {
                const int status = (*page)->head.status;
                const bool absent = status == 404 || status == 410;
                if (absent && piece.may_lack) {
                    parts_.skip_piece();
                    return {};
                }
                return absent ? give_up(missing(number)) : meaning_of_page(**page);
            }
        }
        if (auto ended = parts_.end_piece(); ended.has_error()) {
            const bool again = ended.error().kind == FailureKind::permanent;
            return Setback{ended.error(), again, {}};
        }
        return {};
    }

    Failure missing(std::size_t number) const {
        return Failure::permanent("The stream is incomplete: part " + std::to_string(number) + " of " +
                                  std::to_string(count_) + " is missing at its host.");
    }

    Outcome<AesBlock> fetch_key(std::size_t place) {
        auto& known = keys_[place];
        if (known) return *known;
        const auto outcome = download_.run([&]() -> Try<> {
            auto page = download_.ask_page(*Url::parse(plan_.keys[place]), &cookies_);
            if (page.has_error()) return page.error();
            if (page->head.status != 200) return meaning_of_page(*page);
            if (page->body.size() != sizeof(AesBlock))
                return give_up(Failure::permanent(
                    "The encryption key of the stream cannot be downloaded: its host sent something else.",
                    std::to_string(page->body.size()) + " bytes"));
            std::ranges::copy(page->body, known.emplace().begin());
            return {};
        });
        if (outcome.has_error()) return outcome.error();
        return *known;
    }

    const StreamPlan& plan_;
    PartsFile& parts_;
    CookieJar& cookies_;
    HttpConnections connections_;
    Download download_;
    Progress progress_;
    std::size_t count_;
    std::vector<std::optional<AesBlock>> keys_;
    double seconds_ = 0;
    double done_ = 0;
};

}  // namespace

Outcome<> download_pieces(const StreamPlan& plan, PartsFile& parts, CookieJar& cookies,
                          const DownloadOptions& options, const WorkControl& control) {
    return Pieces(plan, parts, cookies, options, control).fetch();
}

}  // namespace lectern::media
