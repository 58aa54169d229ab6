#pragma once

#include "domain/batch/batch.hpp"
#include "server/api/batches/batch_bodies.hpp"
#include "server/wire/fields.hpp"

#include <optional>
#include <string>

namespace lectern::api {

// Path and query parameters of clients, their sessions and download tasks.

struct ClientAddress {
    std::string client_id;

    void describe(wire::Fields& f) {
        f.text("client_id", client_id, {.about = "The client's id, which the client chose."});
        f.rule("client_id", is_chosen_id(client_id), chosen_id_rule);
    }
};

struct DownloadSessionAddress : ClientAddress {
    std::string session_id;

    void describe(wire::Fields& f) {
        ClientAddress::describe(f);
        f.text("session_id", session_id, {.about = "The session's id, which the client chose."});
        f.rule("session_id", is_chosen_id(session_id), chosen_id_rule);
    }
};

// A new session must not have the name of an action that stands in the same place of an address, as in
// /api/client/{client_id}/delete_client: a request for the session would run the action.
struct NewDownloadSessionAddress : DownloadSessionAddress {
    void describe(wire::Fields& f) {
        DownloadSessionAddress::describe(f);
        f.rule("session_id", session_id != "delete_client" && session_id != "merge_sessions",
               "is the name of an action of this API: choose another id");
    }
};

struct DownloadTaskAddress {
    std::string task_id;

    void describe(wire::Fields& f) { f.uuid("task_id", task_id, {.about = "The download task's UUID."}); }
};

struct DownloadedFileAddress : DownloadTaskAddress {
    std::optional<std::string> download;  // read by file_response()

    void describe(wire::Fields& f) {
        DownloadTaskAddress::describe(f);
        f.text("download", download, {.about = "1 makes browsers save the file."});
    }
};

}  // namespace lectern::api
