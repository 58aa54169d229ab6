#pragma once

#include "domain/lecture/draft.hpp"
#include "server/api/answers.hpp"
#include "server/api/lectures/snippet_bodies.hpp"
#include "storage/lectures/draft_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lectern::api {

// An item of a draft may be unfinished: its name may be empty, its end may come before its start.
struct DraftItemBody {
    static constexpr std::string_view schema = "DraftItem";
    std::optional<std::int64_t> id;
    std::optional<std::string> key, summary;
    std::string name;
    double start = 0, end = 0;

    DraftItemBody() = default;
    explicit DraftItemBody(const DraftItem& item);

    void describe(wire::Fields& f);
};

struct SaveDraftBody {
    static constexpr std::string_view schema = "SaveDraft";
    std::int64_t base_revision = 1;
    std::vector<DraftItemBody> snippets;

    Draft draft() const;

    void describe(wire::Fields& f);
};

struct DraftBody : SaveDraftBody {
    static constexpr std::string_view schema = "Draft";
    std::string version;
    std::optional<Timestamp> saved_at;

    DraftBody() = default;
    explicit DraftBody(const Draft& draft);

    void describe(wire::Fields& f);
};

// A draft with its version as the strong ETag.
struct DraftAnswer {
    static constexpr AnswerType answer_type{200, body_type<DraftBody>()};
    DraftBody body;

    http::Response response(const http::Request& request) const;
};

// 412: the draft is no longer the one that the caller has seen. A problem with the present draft in it.
struct OutdatedDraft {
    static constexpr AnswerType answer_type{412, body_type<DraftBody>()};
    Error error;
    DraftBody present;

    http::Response response(const http::Request& request) const;
};

using SaveDraftAnswer = std::variant<DraftAnswer, OutdatedDraft>;

struct PublishBody : ProcessBody {
    static constexpr std::string_view schema = "Publish";
    static constexpr bool may_be_empty = false;
    std::int64_t revision = 1;
    std::optional<std::string> version;
    storage::CutsOfDraft cut = storage::CutsOfDraft::changed;

    storage::Publication publication() const { return {revision, version, cut, order()}; }

    void describe(wire::Fields& f);
};

}  // namespace lectern::api
