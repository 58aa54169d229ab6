#pragma once

#include "domain/batch/batch.hpp"
#include "server/wire/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::api {

// The JSON bodies of clients, their sessions and download tasks.

struct CreateSession {
    static constexpr std::string_view schema = "CreateSession";
    std::optional<std::string> client_name;
    std::vector<std::string> ids, names, batch_names;
    std::optional<std::vector<std::optional<std::string>>> topic_names, lecture_urls;

    void describe(wire::Fields& f) {
        constexpr wire::ListRule parallel{.min = 1, .max = 1000};
        const wire::TextRule text{.min = 1, .max = 500};
        f.text("client_name", client_name, text);
        f.texts("ids", ids, parallel, text);
        f.texts("names", names, parallel, text);
        f.texts("batch_names", batch_names, parallel, text);
        f.texts("topic_names", topic_names, {.max = 1000}, text);
        f.texts("lecture_urls", lecture_urls, {.max = 1000}, text);
        // Lists that are not there, or not lists, have been refused already.
        const auto as_many = [&](std::string_view name, std::size_t items) {
            f.rule(name, ids.empty() || items == ids.size(), "must have as many items as ids");
        };
        as_many("names", names.size());
        as_many("batch_names", batch_names.size());
        if (topic_names) as_many("topic_names", topic_names->size());
        if (lecture_urls) as_many("lecture_urls", lecture_urls->size());
    }
};

struct TaskIdsBody {
    static constexpr std::string_view schema = "TaskIds";
    std::vector<std::string> task_ids;

    void describe(wire::Fields& f) { f.texts("task_ids", task_ids); }
};

struct StartedTasksBody {
    static constexpr std::string_view schema = "StartedTasks";
    std::string message;
    std::vector<std::string> task_ids;

    void describe(wire::Fields& f) {
        f.text("message", message);
        f.texts("task_ids", task_ids);
    }
};

struct MergeSessions {
    static constexpr std::string_view schema = "MergeSessions";
    std::vector<std::string> session_ids;

    void describe(wire::Fields& f);
};

struct DownloadTaskBody {
    static constexpr std::string_view schema = "DownloadTask";
    std::string task_id, client_id, session_id, id, name, batch_name;
    std::optional<std::string> topic_name, lecture_url;
    std::string status;
    double progress = 0;
    std::optional<std::string> error;
    std::int64_t attempt = 0;
    std::optional<std::string> file, file_url, sha256;
    std::optional<std::int64_t> bytes;
    Timestamp created_at{};
    std::optional<Timestamp> finished_at;

    DownloadTaskBody() = default;
    explicit DownloadTaskBody(const DownloadTask& task);

    void describe(wire::Fields& f) {
        f.text("task_id", task_id);
        f.text("client_id", client_id);
        f.text("session_id", session_id);
        f.text("id", id);
        f.text("name", name);
        f.text("batch_name", batch_name);
        f.text("topic_name", topic_name);
        f.text("lecture_url", lecture_url);
        f.text("status", status);
        f.number("progress", progress, {.min = 0, .max = 1});
        f.text("error", error);
        f.integer("attempt", attempt);
        f.text("file", file);
        f.text("file_url", file_url);
        f.integer("bytes", bytes);
        f.text("sha256", sha256);
        f.time("created_at", created_at);
        f.time("finished_at", finished_at);
    }
};

struct DownloadSessionBody {
    static constexpr std::string_view schema = "DownloadSession";
    std::string session_id;
    Timestamp created_at{}, updated_at{};
    std::vector<DownloadTaskBody> tasks;

    DownloadSessionBody() = default;
    explicit DownloadSessionBody(const Batch& batch);

    void describe(wire::Fields& f) {
        f.text("session_id", session_id);
        f.time("created_at", created_at);
        f.time("updated_at", updated_at);
        f.list("tasks", tasks, {.max = 1000000});
    }
};

struct ClientBody {
    static constexpr std::string_view schema = "Client";
    std::string client_id;
    std::optional<std::string> client_name;
    Timestamp created_at{}, updated_at{};

    ClientBody() = default;
    explicit ClientBody(const Client& client);

    void describe(wire::Fields& f) {
        f.text("client_id", client_id);
        f.text("client_name", client_name);
        f.time("created_at", created_at);
        f.time("updated_at", updated_at);
    }
};

struct ClientSessionsBody : ClientBody {
    static constexpr std::string_view schema = "ClientSessions";
    std::vector<DownloadSessionBody> sessions;

    ClientSessionsBody() = default;
    explicit ClientSessionsBody(const ClientWithBatches& client);

    void describe(wire::Fields& f) {
        ClientBody::describe(f);
        f.list("sessions", sessions, {.max = 1000000});
    }
};

// What is said of an id that is_chosen_id() refuses.
inline constexpr std::string_view chosen_id_rule =
    "must be 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-', and not '.' or '..'";

}  // namespace lectern::api
