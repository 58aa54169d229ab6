#pragma once

#include "server/wire/fields.hpp"
#include "storage/uploads/upload_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::api {

struct UploadBody {
    static constexpr std::string_view schema = "Upload";
    std::string id, link, name;
    std::int64_t received = 0;
    std::optional<std::int64_t> total;
    bool complete = false;
    Timestamp created_at{};

    UploadBody() = default;
    explicit UploadBody(const storage::Upload& upload)
        : id(upload.id),
          link("upload://" + upload.id),
          name(upload.file_name),
          received(upload.received),
          total(upload.total < 0 ? std::nullopt : std::optional(upload.total)),
          complete(upload.complete),
          created_at(upload.created_at) {}

    void describe(wire::Fields& f) {
        f.text("id", id);
        f.text("link", link);
        f.text("name", name);
        f.integer("received", received);
        f.integer("total", total);
        f.truth("complete", complete);
        f.time("created_at", created_at);
    }
};

}  // namespace lectern::api
