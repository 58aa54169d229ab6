#include "tests/storage/store_fixture.hpp"

#include "domain/base/uuid.hpp"
#include "tests/storage/postgres_cluster.hpp"
#include "tests/storage/told_changes.hpp"

#include <array>

namespace lectern::storage::test {

DatabaseOptions StoreTest::empty_database(const std::filesystem::path& folder) {
    DatabaseOptions options;
    options.state_folder = folder;
    if (GetParam() == Driver::postgresql) options.url = PostgresCluster::instance().create_schema();
    return options;
}

StoreTest::StoreTest()
    : options(empty_database(folder.path())),
      database(open()),
      lectures(*database, 1000),
      snippets(*database, 1000),
      pipeline(*database, 1000),
      jobs(*database) {
    database->migrate();
}

std::unique_ptr<Database> StoreTest::open() const {
    auto opened = open_database(options);
    if (GetParam() == Driver::postgresql) return opened;
    return std::make_unique<ToldChanges>(std::move(opened));
}

std::unique_ptr<Database> StoreTest::open_again(int connections) const {
    DatabaseOptions again = options;
    again.connections = connections;
    return open_database(again);
}

std::string StoreTest::uuid() {
    std::array<std::uint8_t, 16> bytes{};
    ++uuids_;
    for (int i = 0; i < 4; ++i)
        bytes[15 - i] = static_cast<std::uint8_t>(uuids_ >> (8 * i));
    return format_uuid4(bytes);
}

Job StoreTest::claim() {
    auto job = try_claim();
    if (!job) throw std::runtime_error("there was nothing to claim");
    return *std::move(job);
}

std::int64_t StoreTest::count(const std::string& table_and_condition) {
    return database->query({"test.count", "SELECT count(*) AS n FROM " + table_and_condition})
        .front()
        .integer("n");
}

std::vector<std::string> StoreTest::trashed() {
    std::vector<std::string> paths;
    for (const Row& row : database->query({"test", "SELECT path FROM file_ops ORDER BY id"}))
        paths.push_back(row.text("path"));
    return paths;
}

NewLecture StoreTest::recording(const std::string& key) {
    NewLecture lecture;
    lecture.name = "Lecture " + key;
    lecture.link = "https://drive.google.com/file/d/" + key;
    lecture.source_key = "drive:" + key;
    lecture.download_payload = R"({"id":")" + key + R"("})";
    return lecture;
}

Lecture StoreTest::create(const std::string& key) {
    return lectures.create(recording(key), uuid(), now).value();
}

Lecture StoreTest::finished(const std::string& key, int topics) {
    const Lecture lecture = create(key);
    const std::string file = "lectures/" + std::to_string(lecture.id) + "/recording.mp4";
    pipeline.finish_download(lease_of(claim()), {{file, 1000, "ab"}, 100.0}, uuid(), now);
    Transcript transcript;
    transcript.duration = 100;
    transcript.segments = {{0, 100, "words"}};
    pipeline.finish_transcription(lease_of(claim()), transcript, uuid(), now);
    std::vector<topics::Topic> found;
    for (int i = 0; i < topics; ++i) {
        found.push_back({i * 10.0, i * 10.0 + 10, "Topic " + std::to_string(i + 1), "Summary"});
    }
    pipeline.finish_analysis(lease_of(claim()), found, now);
    return lectures.get(lecture.id).value();
}

void StoreTest::cut(std::int64_t snippet_id, const std::string& version) {
    snippets.start_cut(snippet_id, {"{}"}, uuid(), now).value();
    const Snippet snippet = snippets.get(snippet_id).value();
    Clip clip{"clips/" + version + ".mp4", version, 10, "cd", now, snippet.start, snippet.end};
    clip.drawn_name = snippet.name;
    clip.mode = "styled";
    clip.method = "encoded";
    clip.duration = snippet.end - snippet.start + 3;
    pipeline.publish_clip(lease_of(claim()), clip, "Processed 1 videos.", now);
}

}  // namespace lectern::storage::test
