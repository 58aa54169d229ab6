#include "media/speech/remote/engine.hpp"

#include "media/net/curl_client.hpp"
#include "media/speech/base/samples.hpp"
#include "media/speech/base/silence.hpp"
#include "media/speech/base/tidy_line.hpp"
#include "media/speech/remote/answer.hpp"
#include "media/speech/remote/wav.hpp"
#include "media/speech/service/base_url.hpp"
#include "media/speech/service/retry.hpp"

namespace lectern::media {
namespace {

constexpr double longest_piece = 540;  // 17 MB of WAV: services take 25 MB, some no more than ten minutes
constexpr double longest_without_times =
    45;  // for services that give no times: they follow from the position of the piece
constexpr std::int64_t max_answer_bytes = 32 << 20;
constexpr const char* service = "speech service";

CurlClient make_client(const SpeechOptions& options) {
    HttpClientOptions client;
    client.addresses = AddressPolicy::any;  // the operator named it
    client.allow_http = true;
    client.ca_file = options.remote_ca;
    client.stall = std::chrono::minutes(10);  // it may work for long before it answers
    client.max_body = max_answer_bytes;
    return CurlClient(client);
}

class RemoteSession final : public EngineSession {
public:
    RemoteSession(const SpeechOptions& options, const HttpClient& client, std::string language)
        : options_(options), client_(client), language_(std::move(language)) {}

    Outcome<Hearing> transcribe(std::span<const float> samples, const WorkControl& control) override {
        Hearing hearing;
        std::size_t done = 0;
        while (done < samples.size()) {
            auto rest = samples.subspan(done);
            const bool whole = has_times_ || to_seconds(rest.size()) <= longest_without_times;
            const std::size_t size = whole ? rest.size()
                                           : quietest_cut(rest, to_samples(longest_without_times / 2),
                                                          to_samples(longest_without_times));
            auto heard = transcribe_piece(rest.first(size), control);
            if (!heard) return heard.error();
            if (!*heard) continue;  // the service gives no times: continue with smaller pieces
            const double offset = to_seconds(done);
            for (Heard& one : **heard) {
                one.start += offset;
                one.end += offset;
                hearing.segments.push_back(std::move(one));
            }
            done += size;
            control.report(static_cast<double>(done) / static_cast<double>(samples.size()));
        }
        hearing.language = language_;
        return hearing;
    }

private:
    // nullopt if the service gives no times and the piece is too long for that.
    Outcome<std::optional<std::vector<Heard>>> transcribe_piece(std::span<const float> samples,
                                                                const WorkControl& control) {
        const double length = to_seconds(samples.size());
        auto reply = post(to_wav(samples), control);
        if (!reply) return reply.error();
        auto answer = parse_remote_answer(reply->body);
        if (!answer) {
            return Failure::permanent(
                "The speech service answers in a form that Lectern does not understand.",
                tidy_line(reply->body.substr(0, 300)));
        }
        if (language_.empty()) language_ = answer->language;
        if (!answer->segments.empty() || answer->text.empty()) return std::move(answer->segments);
        has_times_ = false;
        if (length > longest_without_times) return std::optional<std::vector<Heard>>();
        return spread_text(answer->text, length, find_silences(samples));
    }

    Outcome<HttpReply> post(const std::string& wav, const WorkControl& control) {
        for (;;) {
            auto reply = send_with_retries(client_, request(wav), max_answer_bytes, options_.remote_retry,
                                           service, control);
            if (!reply || reply->head.status == 200) return reply;
            const int status = reply->head.status;
            const bool dislikes_form = status == 400 || status == 415 || status == 422 || status == 501;
            if (!verbose_ || !dislikes_form) return failure_of(*reply, service, "speech.remote");
            verbose_ = false;  // for the rest of this recording
        }
    }

    HttpRequest request(const std::string& wav) const {
        HttpRequest request;
        request.url = join_api_url(options_.remote_url, "audio/transcriptions");
        if (!options_.remote_key.empty()) {
            request.headers.push_back({"Authorization", "Bearer " + options_.remote_key});
        }
        FormBody form;
        form.parts.push_back({"file", wav, "audio.wav", "audio/wav"});
        form.parts.push_back({"model", options_.remote_model, "", ""});
        if (!language_.empty()) form.parts.push_back({"language", language_, "", ""});
        form.parts.push_back({"response_format", verbose_ ? "verbose_json" : "json", "", ""});
        if (verbose_) form.parts.push_back({"timestamp_granularities[]", "segment", "", ""});
        request.body = std::move(form);
        return request;
    }

    const SpeechOptions& options_;
    const HttpClient& client_;
    std::string language_;
    bool verbose_ = true;
    bool has_times_ = true;
};

class RemoteEngine final : public Engine {
public:
    explicit RemoteEngine(const SpeechOptions& options) : options_(options), client_(make_client(options)) {}

    std::string name() const override { return "remote " + options_.remote_model; }
    double longest_chunk() const override { return longest_piece; }

    std::optional<Failure> missing() const override {
        if (!is_base_url(options_.remote_url)) {
            return Failure::permanent(
                "The address of the speech service is not set: give speech.remote_url.");
        }
        if (options_.remote_model.empty()) {
            return Failure::permanent(
                "The model of the speech service is not set: give speech.remote_model.");
        }
        return std::nullopt;
    }

    Outcome<std::unique_ptr<EngineSession>> begin(const std::string& language, const WorkControl&) override {
        if (auto failure = missing()) return std::move(*failure);
        return std::make_unique<RemoteSession>(options_, client_, language == "auto" ? "" : language);
    }

private:
    SpeechOptions options_;
    CurlClient client_;
};

}  // namespace

std::unique_ptr<Engine> make_remote_engine(const SpeechOptions& options) {
    return std::make_unique<RemoteEngine>(options);
}

}  // namespace lectern::media
