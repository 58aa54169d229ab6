#include "storage/lectures/lecture_list.hpp"

#include "domain/base/folded_text.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/lectures/lecture_rows.hpp"

#include <bit>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace lectern::storage {
namespace {

// The names of columns are fixed here and never come from the caller. NULL is the smallest value on both
// drivers.
std::string order_clause(const LectureQuery& query) {
    const auto column = [&]() -> std::string {
        switch (query.sort_by) {
            case LectureOrder::created_at:
                return "created_at";
            case LectureOrder::id:
                return "";
            case LectureOrder::name:
                return "name";
            case LectureOrder::module:
                return "module";
            case LectureOrder::job_status:
                return "status";
        }
        throw std::logic_error("unknown order");
    }();
    const std::string direction = query.descending ? " DESC" : " ASC";
    const std::string nulls = query.descending ? " NULLS LAST, " : " NULLS FIRST, ";
    if (column.empty()) return " ORDER BY id" + direction;
    return " ORDER BY " + column + direction + (column == "module" ? nulls : ", ") + "id" + direction;
}

struct Filter {
    std::string sql;  // " WHERE ...", or nothing
    std::vector<Value> values;
};

// A word for LIKE, wherever it stands. '!' takes the meaning of what follows it.
std::string pattern_of(const std::string& word) {
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

// Repeats the last item up to a power of two, because each connection prepares and keeps a statement for each
// number of items.
template<class Item>
std::vector<Item> few_lengths(std::vector<Item> items) {
    if (!items.empty()) items.resize(std::bit_ceil(items.size()), items.back());
    return items;
}

// Each word once.
std::vector<std::string> words_to_find(const std::string& text) {
    std::istringstream read(folded_text(text));
    const std::set<std::string> different(std::istream_iterator<std::string>(read), {});
    return few_lengths(std::vector<std::string>(different.begin(), different.end()));
}

Filter filter_of(const LectureQuery& query) {
    Filter filter;
    const auto add = [&](const std::optional<std::string>& value, const std::string& before,
                         const std::string& after) {
        if (!value) return;
        filter.values.emplace_back(*value);
        filter.sql += (filter.sql.empty() ? " WHERE " : " AND ") + before + "$" +
                      std::to_string(filter.values.size()) + after;
    };
    add(query.client_id, "client_id = ", "");
    add(query.class_session_id,
        "id IN (SELECT lecture_id FROM lecture_class_sessions WHERE " + std::string(is_tie) +
            " AND class_session_id = ",
        ")");
    add(query.module, "module = ", "");
    if (query.status) add(std::string(to_text(*query.status)), "status = ", "");
    for (const std::string& word : words_to_find(query.text.value_or("")))
        add(pattern_of(word), "search_text LIKE ", " ESCAPE '!'");
    return filter;
}

// What the rows of lectures do not say, for `count` lectures.
Statement select_glances(std::size_t count) {
    std::string ids;
    for (std::size_t number = 1; number <= count; ++number)
        ids += (ids.empty() ? " IN ($" : ", $") + std::to_string(number);
    ids += ")";
    return {"lecture.list_glances",
            "SELECT l.id, l.status, j.kind, j.progress, p.sha256, p.has_poster, "
            "coalesce(s.snippets, 0) AS snippets, coalesce(s.clips, 0) AS clips FROM lectures AS l "
            "LEFT JOIN jobs AS j ON j.id = l.job_id LEFT JOIN previews AS p ON p.lecture_id = l.id "
            "LEFT JOIN (SELECT lecture_id, count(*) AS snippets, count(clip_file) AS clips FROM snippets "
            "WHERE lecture_id" +
                ids + " GROUP BY lecture_id) AS s ON s.lecture_id = l.id WHERE l.id" + ids};
}

void read_glance(const Row& row, ListedLecture& lecture) {
    lecture.progress = pipeline_progress(lecture.status, row);
    lecture.snippets = row.integer("snippets");
    lecture.clips = row.integer("clips");
    lecture.poster_version = poster_version_in(row);
}

}  // namespace

Page<ListedLecture> list_lectures(Database& database, const LectureQuery& query) {
    const Filter wanted = filter_of(query);
    const PagedRows rows{.count = "lecture.count",
                         .list = "lecture.list",
                         .from = " FROM lectures" + wanted.sql,
                         .values = wanted.values,
                         .order = order_clause(query)};
    Page<ListedLecture> page;
    database.read([&](Transaction& tx) {
        const Page<Lecture> lectures = read_page(tx, lecture_columns, rows, query.skip, query.limit);
        page = {{}, lectures.total};
        std::map<std::int64_t, std::size_t> places;
        std::vector<Value> ids;
        for (const Lecture& lecture : lectures.items) {
            places[lecture.id] = page.items.size();
            page.items.push_back({lecture});
            ids.emplace_back(lecture.id);
        }
        if (ids.empty()) return;
        ids = few_lengths(std::move(ids));
        for (const Row& row : tx.query(select_glances(ids.size()), ids))
            read_glance(row, page.items.at(places.at(row.integer("id"))));
    });
    return page;
}

}  // namespace lectern::storage
