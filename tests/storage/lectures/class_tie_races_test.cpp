#include "storage/classrooms/class_session_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/lectures/class_tie_store.hpp"
#include "tests/storage/store_fixture.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <latch>
#include <thread>

namespace lectern::storage::test {
namespace {

// Forwards all calls and counts the writes that were repeated because of a deadlock.
class CountedRepeats final : public Database {
public:
    explicit CountedRepeats(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    int repeats() const { return repeats_; }

    using Database::query;
    void read(const Work& work) override { database_->read(work); }
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) override {
        return database_->query(statement, parameters);
    }
    void claim_server() override { database_->claim_server(); }
    void migrate() override { database_->migrate(); }
    void require_schema() override { database_->require_schema(); }
    std::string_view driver() const override { return database_->driver(); }

private:
    void write_transaction(const Work& work) override {
        int runs = 0;
        database_->write([&](Transaction& tx) {
            if (++runs > 1) ++repeats_;
            work(tx);
        });
    }

    std::unique_ptr<Database> database_;
    std::atomic<int> repeats_{0};
};

class ClassTieRacesTest : public StoreTest {
protected:
    ClassTieRacesTest() { classrooms.create(algebra, {}, {}); }

    std::vector<std::string> sessions(int many) {
        NewClassSessions wanted;
        for (int i = 0; i < many; ++i) {
            const Timestamp start = now + std::chrono::hours(i);
            wanted.slots.push_back({start, start + 1h, 0});
            wanted.ids.push_back(uuid());
        }
        class_sessions.add(algebra.id, wanted, {}, now).value();
        return wanted.ids;
    }

    static void side_by_side(const std::vector<std::function<void()>>& works) {
        std::latch ready(static_cast<std::ptrdiff_t>(works.size()));
        std::vector<std::jthread> running;
        for (const auto& work : works) {
            running.emplace_back([&] {
                ready.arrive_and_wait();
                work();
            });
        }
    }

    CountedRepeats wide{open_again(4)};
    Classroom algebra{uuid(), "Algebra", "UTC", {}, now, now};
    ClassroomStore classrooms{wide};
    ClassSessionStore class_sessions{wide};
    ClassTieStore class_ties{wide};
};
LECTERN_ON_BOTH_DRIVERS(ClassTieRacesTest);

TEST_P(ClassTieRacesTest, TiesInAnyOrderDoNotWaitForEachOther) {
    const std::array lectures_of{create("a").id, create("b").id};
    const auto forth = sessions(40);
    const std::vector back(forth.rbegin(), forth.rend());
    for (int round = 0; round < 8; ++round) {
        side_by_side({[&] { EXPECT_TRUE(class_ties.tie(lectures_of[0], forth, now)); },
                      [&] { EXPECT_TRUE(class_ties.tie(lectures_of[1], back, now)); }});
    }
    EXPECT_EQ(count("lecture_class_sessions"), 80);
    EXPECT_EQ(wide.repeats(), 0);
}

TEST_P(ClassTieRacesTest, TiesAndRemovalsDoNotWaitForEachOther) {
    const auto lecture = create("a").id;
    const auto all = sessions(48);
    const std::vector kept(all.begin(), all.begin() + 40);
    class_ties.tie(lecture, kept, now).value();
    for (std::size_t round = 0; round < 8; ++round) {
        const std::string& removed = all[40 + round];
        std::vector named = kept;
        named.push_back(removed);
        class_ties.tie(lecture, {removed}, now).value();
        side_by_side({[&] { (void)class_ties.tie(lecture, named, now); },
                      [&] { EXPECT_TRUE(class_sessions.remove(algebra.id, removed)); }});
    }
    EXPECT_EQ(count("lecture_class_sessions"), 40);
    EXPECT_EQ(wide.repeats(), 0);
}

TEST_P(ClassTieRacesTest, ALectureIsReadWithItsTiesOfTheSameMoment) {
    const auto lecture = create("a").id;
    const auto one = sessions(1).front();
    std::atomic<bool> changing{true};
    side_by_side({[&] {
                      for (int round = 0; round < 50; ++round) {
                          EXPECT_TRUE(class_ties.tie(lecture, {one}, now));
                          EXPECT_TRUE(class_ties.untie(lecture, one));
                      }
                      changing = false;
                  },
                  [&] {
                      while (changing) {
                          const auto found = class_ties.with_ties(lecture).value();
                          EXPECT_EQ(found.lecture.class_session_id.has_value(), !found.ties.ties.empty());
                      }
                  }});
}

}  // namespace
}  // namespace lectern::storage::test
