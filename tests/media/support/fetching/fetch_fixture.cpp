#include "tests/media/support/fetching/fetch_fixture.hpp"

#include "domain/base/digest.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {

std::unique_ptr<DriveServer> FetchFixture::drive_server;

void FetchFixture::SetUpTestSuite() {
    if (!drive_server) drive_server = std::make_unique<DriveServer>();
}

void FetchFixture::TearDownTestSuite() {
    drive_server.reset();
}

FetchFixture::FetchFixture() : options(drive_server->options()), file(std::tmpfile(), &std::fclose) {
    target.fd = ::fileno(file.get());
    target.save_checkpoint = [this](const std::string& checkpoint) { checkpoints.push_back(checkpoint); };
}

std::string FetchFixture::id_of(const std::string& scene) const {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string id = scene + "-" + test->name();
    for (char& c : id)
        if (c == '/') c = '_';
    return id + std::string(id.size() < 40 ? 40 - id.size() : 0, '0');
}

SourceLink FetchFixture::drive(const std::string& scene) const {
    return parse_link("https://drive.google.com/open?id=" + id_of(scene), options).value();
}

SourceLink FetchFixture::web(const std::string& scene) const {
    return parse_link("https://" + drive_server->authority() + "/web/" + id_of(scene) + "/lesson%201.mp4",
                      options)
        .value();
}

Outcome<FetchedFile> FetchFixture::fetch_from(const SourceLink& link, const WorkControl& control) {
    return fetch(link, options, target, control);
}

FetchedFile FetchFixture::expect_whole(const SourceLink& link) {
    const auto fetched = fetch_from(link);
    if (fetched.has_error()) {
        ADD_FAILURE() << fetched.error().message << " (" << fetched.error().detail << ")";
        return {};
    }
    EXPECT_EQ(fetched->bytes, drive_server->bytes());
    EXPECT_EQ(fetched->sha256, drive_server->sha256());
    Digest digest(Digest::Algorithm::sha256);
    digest.update(content());
    EXPECT_EQ(digest.hex(), drive_server->sha256()) << "the file is not what was said about it";
    return *fetched;
}

Failure FetchFixture::expect_failure(const SourceLink& link, FailureKind kind) {
    const auto fetched = fetch_from(link);
    if (fetched.has_value()) {
        ADD_FAILURE() << "succeeded";
        return Failure::cancelled();
    }
    EXPECT_EQ(fetched.error().kind, kind) << fetched.error().message << " (" << fetched.error().detail << ")";
    return fetched.error();
}

std::string FetchFixture::content() const {
    struct stat status {};
    EXPECT_EQ(::fstat(target.fd, &status), 0);
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    EXPECT_EQ(::pread(target.fd, bytes.data(), bytes.size(), 0), status.st_size);
    return bytes;
}

std::vector<std::string> FetchFixture::ranges(const std::string& scene) const {
    std::vector<std::string> out;
    for (const auto& entry : drive_server->log(id_of(scene))) {
        const auto& range = entry.at("range");
        out.push_back(range.is_string() ? std::string(range.as_string()) : "");
    }
    return out;
}

}  // namespace lectern::media
