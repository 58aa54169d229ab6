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

    void describe(wire::Fields& f);
};

// A task that was in the session before and downloads the same recording as the new one at `index`.
struct TaskAlreadyThere {
    static constexpr std::string_view schema = "TaskAlreadyThere";
    std::int64_t index = 0;
    std::string task_id, status;

    void describe(wire::Fields& f);
};

struct TaskIdsBody {
    static constexpr std::string_view schema = "TaskIds";
    std::vector<std::string> task_ids;
    std::vector<TaskAlreadyThere> already_there;

    void describe(wire::Fields& f);
};

struct StartedTasksBody {
    static constexpr std::string_view schema = "StartedTasks";
    std::string message;
    std::vector<std::string> task_ids;

    void describe(wire::Fields& f);
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

    void describe(wire::Fields& f);
};

struct DownloadSessionBody {
    static constexpr std::string_view schema = "DownloadSession";
    std::string session_id;
    Timestamp created_at{}, updated_at{};
    std::vector<DownloadTaskBody> tasks;

    DownloadSessionBody() = default;
    explicit DownloadSessionBody(const Batch& batch);

    void describe(wire::Fields& f);
};

struct ClientBody {
    static constexpr std::string_view schema = "Client";
    std::string client_id;
    std::optional<std::string> client_name;
    Timestamp created_at{}, updated_at{};

    ClientBody() = default;
    explicit ClientBody(const Client& client);

    void describe(wire::Fields& f);
};

struct ClientSessionsBody : ClientBody {
    static constexpr std::string_view schema = "ClientSessions";
    std::vector<DownloadSessionBody> sessions;

    ClientSessionsBody() = default;
    explicit ClientSessionsBody(const ClientWithBatches& client);

    void describe(wire::Fields& f);
};

// The message for an id that is_chosen_id() refuses.
inline constexpr std::string_view chosen_id_rule =
    "must be 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-', and not '.' or '..'";

}  // namespace lectern::api
