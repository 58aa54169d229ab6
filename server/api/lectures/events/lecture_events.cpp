#include "server/api/lectures/events/lecture_events.hpp"

#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/snippet_bodies.hpp"
#include "server/wire/json.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace lectern::api {
namespace {

struct LectureEvent {
    static constexpr std::string_view schema = "LectureEvent";
    std::int64_t session_id = 0, revision = 0;
    std::string name;
    StatusBody status;
    std::optional<std::string> preview;

    void describe(wire::Fields& f) {
        f.integer("session_id", session_id);
        f.text("name", name);
        status.describe(f);
        f.integer("revision", revision);
        f.text("preview", preview);
    }
};

struct DraftEvent {
    static constexpr std::string_view schema = "DraftEvent";
    std::int64_t session_id = 0, base_revision = 0;
    std::string version;
    std::optional<Timestamp> saved_at;

    void describe(wire::Fields& f) {
        f.integer("session_id", session_id);
        f.integer("base_revision", base_revision);
        f.text("version", version);
        f.time("saved_at", saved_at);
    }
};

struct CutEvent {
    static constexpr std::string_view schema = "CutEvent";
    std::int64_t session_id = 0, snippet_id = 0;
    SnippetCutBody cut;
    std::optional<ClipBody> clip;

    void describe(wire::Fields& f) {
        f.integer("session_id", session_id);
        f.integer("snippet_id", snippet_id);
        cut.describe(f);
        f.object("clip", clip);
    }
};

struct DeletedEvent {
    static constexpr std::string_view schema = "DeletedEvent";
    std::int64_t session_id = 0;

    void describe(wire::Fields& f) { f.integer("session_id", session_id); }
};

struct WatcherBody {
    static constexpr std::string_view schema = "Watcher";
    std::string name;
    std::int64_t count = 0;

    void describe(wire::Fields& f) {
        f.text("name", name);
        f.integer("count", count);
    }
};

struct PresenceEvent {
    static constexpr std::string_view schema = "PresenceEvent";
    std::int64_t id = 0, others = 0;
    std::vector<WatcherBody> people;

    void describe(wire::Fields& f) {
        f.integer("id", id);
        f.list("people", people);
        f.integer("others", others);
    }
};

constexpr std::size_t most_named = 100;

template<class Body>
std::string event(std::string_view name, const Body& body) {
    return "event: " + std::string(name) + "\ndata: " + wire::to_json(body) + "\n\n";
}

}  // namespace

std::map<std::string, std::string> events_of(const LectureState& state) {
    const Lecture& lecture = state.plan.lecture;
    std::map<std::string, std::string> events;
    LectureEvent about;
    about.session_id = lecture.id;
    about.revision = lecture.revision;
    about.name = lecture.name;
    about.status = StatusBody(state.status);
    about.preview = preview_text(state.plan.preview);
    events["lecture"] = event("lecture", about);
    events["draft"] = event("draft", DraftEvent{lecture.id, state.draft.base_revision, state.draft.version,
                                                state.draft.saved_at});
    for (const Snippet& snippet : state.plan.snippets) {
        if (!snippet.cut) continue;
        CutEvent cut{lecture.id, snippet.id, SnippetCutBody(*snippet.cut), std::nullopt};
        if (snippet.clip) cut.clip.emplace(*snippet.clip, snippet.clip_is_stale());
        events["cut " + std::to_string(snippet.id)] = event("cut", cut);
    }
    return events;
}

std::string deleted_event(std::int64_t lecture_id) {
    return event("deleted", DeletedEvent{lecture_id});
}

std::string presence_event(std::int64_t lecture_id, const Watchers& watchers) {
    PresenceEvent presence;
    presence.id = lecture_id;
    for (const auto& [name, count] : watchers) {
        if (presence.people.size() < most_named)
            presence.people.push_back({name, count});
        else
            presence.others += count;
    }
    return event("presence", presence);
}

}  // namespace lectern::api
