#include "server/api/lectures/snippet_bodies.hpp"

#include <cmath>

namespace lectern::api {
namespace {

std::optional<std::string> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

SnippetBody::SnippetBody(const Snippet& snippet, std::optional<std::string> url)
    : id(snippet.id),
      session_id(snippet.lecture_id),
      position(snippet.position),
      start_second(static_cast<std::int64_t>(std::floor(snippet.start))),
      end_second(static_cast<std::int64_t>(std::ceil(snippet.end))),
      name(snippet.name),
      summary(snippet.summary),
      start(snippet.start),
      end(snippet.end),
      storage_link(snippet.storage_link()),
      media_url(std::move(url)),
      task_id(snippet.task_id),
      created_at(snippet.created_at) {}

std::vector<PlanItem> PlanBody::items() const {
    std::vector<PlanItem> items;
    items.reserve(snippets.size());
    for (const PlanItemBody& item : snippets)
        items.push_back({item.id, item.name, item.summary.value_or(""), item.start, item.end});
    return items;
}

pipeline::CutPayload ProcessBody::payload() const {
    pipeline::CutPayload payload;
    payload.mode = mode;
    payload.fit = fit;
    payload.background = background;
    payload.title = title;
    payload.width = width;
    payload.height = height;
    payload.title_seconds = title_seconds;
    return payload;
}

CutBody::CutBody(const Job& job)
    : task_id(job.id),
      status(task_status(job)),
      result(text_or_null(job.result)),
      error(text_or_null(job.error)),
      progress(std::round(job.progress * 1000) / 1000),
      attempt(job.attempt) {}

}  // namespace lectern::api
