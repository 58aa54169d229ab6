#include "storage/files/folder_identity.hpp"

#include "tests/storage/files/file_kit.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::HasSubstr;

class FolderIdentityTest : public StoreTest {
protected:
    // Another database, as new as this one.
    std::unique_ptr<Database> another_database() {
        auto other = open_database(empty_database(other_folder.path()));
        other->migrate();
        return other;
    }
    std::string refusal(Database& of_whom, const StateFolder& by) {
        try {
            claim_pair(of_whom, by);
        } catch (const StrangeFolder& refused) {
            EXPECT_THROW(check_pair(of_whom, by), StrangeFolder);
            EXPECT_THAT(refused.what(), HasSubstr("lectern adopt"));
            return refused.what();
        }
        EXPECT_NO_THROW(check_pair(of_whom, by));
        return "";
    }
    std::string stamp() const { return read_file(state.root() / "database-identity"); }
    void set_identity(const std::string& value) {
        database->write([&](Transaction& tx) {
            tx.query({"test", "DELETE FROM secrets WHERE name = 'identity'"});
            if (!value.empty())
                tx.query({"test", "INSERT INTO secrets (name, value) VALUES ('identity', $1)"}, {value});
        });
    }

    TemporaryFolder other_folder;
    TemporaryFolder state_folder;
    StateFolder state{state_folder.path(), 0};
};
LECTERN_ON_BOTH_DRIVERS(FolderIdentityTest);

TEST_P(FolderIdentityTest, APairKnowsItselfAgain) {
    EXPECT_EQ(refusal(*database, state), "");
    const std::string first = stamp();
    EXPECT_EQ(first.size(), 37u);
    EXPECT_EQ(refusal(*database, state), "");
    EXPECT_EQ(refusal(*open_again(), state), "");
    EXPECT_EQ(stamp(), first);
}

TEST_P(FolderIdentityTest, AStrangerIsRefusedUntilItIsAdopted) {
    claim_pair(*database, state);
    const auto other = another_database();
    EXPECT_THAT(refusal(*other, state), HasSubstr("belongs to another database"));
    adopt(*other, state);
    EXPECT_EQ(refusal(*other, state), "");
    EXPECT_THAT(refusal(*database, state), HasSubstr("belongs to another database"))
        << "the folder has a new partner";
    TemporaryFolder empty;
    EXPECT_THAT(refusal(*other, StateFolder(empty.path(), 0)), HasSubstr("is not the one"));
}

TEST_P(FolderIdentityTest, AnEmptyDatabaseDoesNotTakeFilesThatItDoesNotKnow) {
    write_file(state.root() / "lectures/1/recording", "of another");
    EXPECT_THAT(refusal(*database, state), HasSubstr("knows none of them"));
    create("a");
    EXPECT_EQ(refusal(*database, state), "") << "a pair of a version without identities";
}

TEST_P(FolderIdentityTest, APairThatWasNotMadeToTheEndIsMade) {
    set_identity("pending 0b0c2a1e-0000-4000-8000-000000000001");
    EXPECT_EQ(refusal(*database, state), "");
    EXPECT_EQ(stamp(), "0b0c2a1e-0000-4000-8000-000000000001\n");
    set_identity("pending 0b0c2a1e-0000-4000-8000-000000000001");
    EXPECT_EQ(refusal(*database, state), "");
    set_identity("pending 0b0c2a1e-0000-4000-8000-000000000002");
    EXPECT_THAT(refusal(*database, state), HasSubstr("belongs to another database"));
    set_identity("");
    EXPECT_THAT(refusal(*database, state), HasSubstr("belongs to another database"));
}

}  // namespace
}  // namespace lectern::storage::test
