#pragma once

#include "tests/storage/store_fixture.hpp"

#include <cstdint>
#include <vector>

namespace lectern::storage::test {

// A finished lecture with three snippets.
class PlanTest : public StoreTest {
protected:
    void SetUp() override {
        lecture = finished("a", 3).id;
        before = lectures.with_snippets(lecture)->snippets;
    }
    static PlanItem keep(const Snippet& snippet) {
        return {snippet.id, snippet.name, snippet.summary, snippet.start, snippet.end};
    }
    Snippet find(const Snippet& snippet) { return snippets.get(snippet.id).value(); }

    std::int64_t lecture = 0;
    std::vector<Snippet> before;
};

}  // namespace lectern::storage::test
