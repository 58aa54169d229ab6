#include "server/options/option_table.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

namespace lectern::options {
namespace {

using Apply = std::function<std::string(Settings&, const std::string&)>;

template<class Number>
std::string read_number(const std::string& text, Number low, Number high, Number& out) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return "is not a number: '" + text + "'";
    if (!(value >= low && value <= high)) return "is out of range: " + text;
    out = value;
    return "";
}

template<class Number>
std::string shown(Number number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return std::string(buffer, end);
}

// Each maker below builds one row; `field` finds the place in the settings.
template<class Field>
Option text(std::string key, std::string flag, std::string fallback, std::string help, Field field) {
    return {std::move(key),
            std::move(flag),
            std::move(fallback),
            "text",
            std::move(help),
            false,
            [field](Settings& s, const std::string& v) {
                field(s) = v;
                return std::string();
            }};
}

template<class Field>
Option secret(std::string key, std::string flag, std::string help, Field field) {
    Option option = text(std::move(key), std::move(flag), "", std::move(help), field);
    option.secret = true;
    return option;
}

template<class Field>
Option choice(std::string key, std::string flag, std::vector<std::string> choices, std::string help,
              Field field) {
    std::string type;
    for (const auto& c : choices)
        type += (type.empty() ? "" : " or ") + c;
    return {std::move(key),
            std::move(flag),
            choices.front(),
            type,
            std::move(help),
            false,
            [field, choices, type](Settings& s, const std::string& v) {
                if (std::find(choices.begin(), choices.end(), v) == choices.end())
                    return "must be " + type + ", not '" + v + "'";
                field(s) = v;
                return std::string();
            }};
}

template<class Number, class Field>
Option number(std::string key, std::string flag, Number fallback, Number low, Number high, std::string help,
              Field field) {
    const char* kind = std::is_integral_v<Number> ? "integer " : "number ";
    return {std::move(key),
            std::move(flag),
            shown(fallback),
            kind + shown(low) + ".." + shown(high),
            std::move(help),
            false,
            [field, low, high](Settings& s, const std::string& v) {
                Number value{};
                std::string mistake = read_number<Number>(v, low, high, value);
                if (mistake.empty()) field(s) = value;
                return mistake;
            }};
}

template<class Field>
Option truth(std::string key, std::string flag, bool fallback, std::string help, Field field) {
    return {std::move(key),
            std::move(flag),
            fallback ? "true" : "false",
            "true or false",
            std::move(help),
            false,
            [field](Settings& s, const std::string& v) {
                if (v != "true" && v != "false") return "must be true or false, not '" + v + "'";
                field(s) = v == "true";
                return std::string();
            }};
}

template<class Field>
Option list(std::string key, std::string flag, std::string help, Field field) {
    return {std::move(key),
            std::move(flag),
            "",
            "list, with commas",
            std::move(help),
            false,
            [field](Settings& s, const std::string& v) {
                field(s).clear();
                for (std::size_t at = 0; at < v.size();) {
                    const std::size_t comma = std::min(v.find(',', at), v.size());
                    if (comma > at) field(s).push_back(v.substr(at, comma - at));
                    at = comma + 1;
                }
                return std::string();
            }};
}

#define LECTERN_FIELD(path)     \
    [](Settings & s) -> auto& { \
        return s.path;          \
    }

std::vector<Option> make_table() {
    constexpr std::int64_t huge = std::int64_t{1} << 40;
    return {
        text("server.host", "--host", "127.0.0.1", "Address to listen on", LECTERN_FIELD(server.host)),
        number<int>("server.port", "--port", 8080, 0, 65535, "Port to listen on; 0 lets the system choose",
                    LECTERN_FIELD(server.port)),
        number<int>("server.io_threads", "--io-threads", 0, 0, 256,
                    "Threads that drive sockets; 0 is one a core", LECTERN_FIELD(server.io_threads)),
        text("server.tls_cert", "--tls-cert", "", "Certificate chain (PEM); with it the port speaks TLS",
             LECTERN_FIELD(server.tls_cert)),
        text("server.tls_key", "--tls-key", "", "Private key of the certificate (PEM)",
             LECTERN_FIELD(server.tls_key)),
        number<int>(
            "server.redirect_port", "--redirect-port", -1, -1, 65535,
            "With TLS: a second port, plain HTTP, that sends clients to the first; -1 is none, 0 lets "
            "the system choose",
            LECTERN_FIELD(server.redirect_port)),
        number<std::int64_t>("server.max_connections", "--max-connections", 20000, 1, 1000000,
                             "Most open connections; more are refused with 503",
                             LECTERN_FIELD(server.max_connections)),
        number<std::int64_t>("server.max_connections_per_address", "--max-connections-per-address", 10000, 1,
                             1000000, "Most open connections of one address",
                             LECTERN_FIELD(server.max_connections_per_address)),
        number<int>("server.header_seconds", "--header-seconds", 15, 1, 3600,
                    "Longest time for a request's header to arrive", LECTERN_FIELD(server.header_seconds)),
        number<int>("server.idle_seconds", "--idle-seconds", 75, 1, 3600,
                    "How long an idle connection is kept", LECTERN_FIELD(server.idle_seconds)),
        number<int>("server.drain_seconds", "--drain-seconds", 20, 0, 3600,
                    "How long open requests may go on after a signal to stop",
                    LECTERN_FIELD(server.drain_seconds)),
        list("server.cors_origins", "--cors-origins",
             "Web origins that may call the API from a browser; * is all",
             LECTERN_FIELD(server.cors_origins)),
        number<std::int64_t>("server.hot_reads", "--hot-reads", 10000, 0, 10000000,
                             "Answers to polls (of a status, a snippet, a task) kept in memory; 0 keeps none",
                             LECTERN_FIELD(server.hot_reads)),

        text("storage.state", "--state", "state", "Folder for everything that Lectern keeps",
             LECTERN_FIELD(storage.state)),
        text("storage.database", "--database", "",
             "postgresql://... to keep the rows there; empty is SQLite in the state folder",
             LECTERN_FIELD(storage.database)),
        number<int>("storage.connections", "--storage-connections", 2, 1, 64,
                    "Connections to the database; more than cores rarely help",
                    LECTERN_FIELD(storage.connections)),
        number<std::int64_t>("storage.keep_free_mib", "--storage-keep-free-mib", 256, 0, huge,
                             "Space (MiB) that new files leave free on the disk",
                             LECTERN_FIELD(storage.keep_free_mib)),

        choice("auth.mode", "--auth-mode", {"local", "required"},
               "local: lectures are open, on loopback addresses only; required: every call needs a token",
               LECTERN_FIELD(auth.mode)),
        number<int>("auth.media_url_seconds", "--auth-media-url-seconds", 21600, 1, 2592000,
                    "How long a signed media URL is good", LECTERN_FIELD(auth.media_url_seconds)),

        list("sources.allowed_hosts", "--sources-allowed-hosts",
             "Hosts besides Google Drive that recordings may come from",
             LECTERN_FIELD(sources.allowed_hosts)),
        text("sources.import_folder", "--sources-import-folder", "",
             "Folder below which file:// links may point; empty allows none",
             LECTERN_FIELD(sources.import_folder)),
        text("sources.drive_url", "--sources-drive-url", "https://drive.usercontent.google.com/download",
             "Where Google Drive's downloads are served", LECTERN_FIELD(sources.drive_url)),
        text("sources.drive_api_url", "--sources-drive-api-url", "https://www.googleapis.com/drive/v3/files",
             "Where Google Drive's API is served", LECTERN_FIELD(sources.drive_api_url)),
        secret("sources.drive_api_key", "--sources-drive-api-key",
               "Key for Google Drive's API; without one public download pages are used",
               LECTERN_FIELD(sources.drive_api_key)),
        text("sources.ca_file", "--sources-ca-file", "", "Certificates (PEM) trusted besides the system's",
             LECTERN_FIELD(sources.ca_file)),
        truth("sources.allow_loopback_addresses", "--sources-allow-loopback-addresses", false,
              "Let downloads reach this machine itself: for a stand-in in tests",
              LECTERN_FIELD(sources.allow_loopback_addresses)),
        number<int>("sources.playlist_height", "--sources-playlist-height", 1080, 64, 8192,
                    "Tallest picture taken from a playlist that offers several",
                    LECTERN_FIELD(sources.playlist_height)),
        number<std::int64_t>("sources.max_mib", "--sources-max-mib", 20480, 1, huge,
                             "Largest recording (MiB) that is downloaded", LECTERN_FIELD(sources.max_mib)),
        number<int>("sources.stall_seconds", "--sources-stall-seconds", 60, 1, 3600,
                    "A download without a byte for so long is begun again",
                    LECTERN_FIELD(sources.stall_seconds)),
        number<int>("sources.at_once", "--sources-at-once", 4, 1, 64, "Downloads side by side",
                    LECTERN_FIELD(sources.at_once)),
        number<int>("sources.at_once_per_host", "--sources-at-once-per-host", 2, 1, 64,
                    "Downloads side by side from one host", LECTERN_FIELD(sources.at_once_per_host)),
        text("sources.id_template", "--sources-id-template", "https://drive.google.com/file/d/{id}/view",
             "Link of a download task that has only an id, with {id} in its place",
             LECTERN_FIELD(sources.id_template)),

        number<std::int64_t>("uploads.max_mib", "--uploads-max-mib", 20480, 1, huge, "Largest upload (MiB)",
                             LECTERN_FIELD(uploads.max_mib)),
        number<int>("uploads.expire_hours", "--uploads-expire-hours", 48, 1, 8760,
                    "Uploads that no lecture uses are removed after so long",
                    LECTERN_FIELD(uploads.expire_hours)),

        number<int>("jobs.workers", "--jobs-workers", 2, 1, 256, "Threads for transcription and cuts",
                    LECTERN_FIELD(jobs.workers)),
        number<int>("jobs.nice", "--jobs-nice", 10, 0, 19,
                    "How far their work steps back behind serving (as of nice(1)); 0 is not at all",
                    LECTERN_FIELD(jobs.nice)),
        number<int>("jobs.max_open", "--jobs-max-open", 1000, 1, 1000000,
                    "Most unfinished jobs; more are refused with 503", LECTERN_FIELD(jobs.max_open)),
        number<int>("jobs.lease_seconds", "--jobs-lease-seconds", 30, 2, 3600,
                    "A job that shows no sign of life for so long is given to another worker",
                    LECTERN_FIELD(jobs.lease_seconds)),

        choice("speech.engine", "--speech-engine", {"whisper", "remote"},
               "whisper: in this process; remote: an OpenAI-compatible service",
               LECTERN_FIELD(speech.engine)),
        text("speech.model", "--speech-model", "",
             "Whisper model file (ggml); empty is the one that scripts/install-whisper fetched",
             LECTERN_FIELD(speech.model)),
        text("speech.language", "--speech-language", "",
             "Language that is spoken (en, vi, ...); empty is what the model knows or hears",
             LECTERN_FIELD(speech.language)),
        number<int>("speech.threads", "--speech-threads", 0, 0, 256,
                    "Threads of a transcription; 0 is cores - 1", LECTERN_FIELD(speech.threads)),
        text("speech.remote_url", "--speech-remote-url", "", "Base address of the remote engine, without /v1",
             LECTERN_FIELD(speech.remote_url)),
        secret("speech.remote_key", "--speech-remote-key", "Key of the remote engine",
               LECTERN_FIELD(speech.remote_key)),
        text("speech.remote_model", "--speech-remote-model", "whisper-1", "Model of the remote engine",
             LECTERN_FIELD(speech.remote_model)),

        number<double>("topics.shortest_seconds", "--topics-shortest-seconds", 60, 1, 3600, "Shortest topic",
                       LECTERN_FIELD(topics.shortest_seconds)),
        number<double>("topics.longest_seconds", "--topics-longest-seconds", 1800, 10, 36000, "Longest topic",
                       LECTERN_FIELD(topics.longest_seconds)),
        text("topics.chat_url", "--topics-chat-url", "",
             "Base address of an OpenAI-compatible chat model that names topics, without /v1; empty is none",
             LECTERN_FIELD(topics.chat_url)),
        secret("topics.chat_key", "--topics-chat-key", "Key of the chat model",
               LECTERN_FIELD(topics.chat_key)),
        text("topics.chat_model", "--topics-chat-model", "", "Name of the chat model",
             LECTERN_FIELD(topics.chat_model)),

        number<int>("cut.width", "--cut-width", 1280, 64, 3840, "Width of styled clips, pixels",
                    LECTERN_FIELD(cut.width)),
        number<int>("cut.height", "--cut-height", 720, 64, 2160, "Height of styled clips, pixels",
                    LECTERN_FIELD(cut.height)),
        choice("cut.fit", "--cut-fit", {"fit", "crop"}, "fit: whole picture with bars; crop: fill the frame",
               LECTERN_FIELD(cut.fit)),
        number<double>("cut.title_seconds", "--cut-title-seconds", 3, 0, 30,
                       "Length of the title card; 0 is none", LECTERN_FIELD(cut.title_seconds)),
        text("cut.intro", "--cut-intro", "", "Video file that opens styled clips in place of the title card",
             LECTERN_FIELD(cut.intro)),
        text("cut.font", "--cut-font", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
             "Font file for names", LECTERN_FIELD(cut.font)),
        text("cut.background", "--cut-background", "#1d3557", "Colour of the title card",
             LECTERN_FIELD(cut.background)),
        number<double>("cut.loudness", "--cut-loudness", -16, -40, -5, "Loudness of styled clips, LUFS",
                       LECTERN_FIELD(cut.loudness)),
        number<int>("cut.threads", "--cut-threads", 0, 0, 256, "Threads of an encoder; 0 is cores - 1",
                    LECTERN_FIELD(cut.threads)),

        number<int>("media.max_hours", "--media-max-hours", 12, 1, 240, "Longest recording",
                    LECTERN_FIELD(media.max_hours)),
        number<std::int64_t>("media.max_pixels", "--media-max-pixels", 35389440, 256, huge,
                             "Largest picture (width x height)", LECTERN_FIELD(media.max_pixels)),

        choice("log.level", "--log-level", {"info", "debug", "warn", "error"}, "What is logged",
               LECTERN_FIELD(log.level)),
        choice("log.format", "--log-format", {"text", "json"}, "Log lines for people or for programs",
               LECTERN_FIELD(log.format)),
    };
}

#undef LECTERN_FIELD

}  // namespace

std::string Option::environment() const {
    std::string name = "LECTERN_" + key;
    for (char& c : name)
        c = c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

const std::vector<Option>& option_table() {
    static const std::vector<Option> table = make_table();
    return table;
}

std::string example_file() {
    std::string text, section;
    for (const Option& o : option_table()) {
        const std::size_t dot = o.key.find('.');
        if (o.key.substr(0, dot) != section) {
            section = o.key.substr(0, dot);
            text += (text.empty() ? "[" : "\n[") + section + "]\n";
        }
        const bool bare =
            o.type == "true or false" || o.type.starts_with("integer") || o.type.starts_with("number");
        const std::string value = o.type.starts_with("list") ? "[]"
                                  : bare                     ? o.fallback
                                                             : "\"" + o.fallback + "\"";
        text += "# " + o.help + " (" + o.type + ").\n#" + o.key.substr(dot + 1) + " = " + value + "\n";
    }
    return text;
}

std::string markdown_table() {
    std::string text = "| option | flag | default | meaning |\n| --- | --- | --- | --- |\n";
    for (const Option& o : option_table())
        text += "| `" + o.key + "` | `" + o.flag + "` | " +
                (o.fallback.empty() ? "" : "`" + o.fallback + "`") + " | " + o.help + " (" + o.type + ") |\n";
    return text;
}

}  // namespace lectern::options
