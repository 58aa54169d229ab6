#include "tests/media/source/fetching.hpp"

#include "media/source/digest.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {

std::unique_ptr<StandIn> Fetching::stand_in;

void Fetching::SetUpTestSuite() {
    if (!stand_in) stand_in = std::make_unique<StandIn>();
}

void Fetching::TearDownTestSuite() {
    stand_in.reset();
}

Fetching::Fetching() : options(stand_in->options()), file(std::tmpfile(), &std::fclose) {
    target.fd = ::fileno(file.get());
    target.save_checkpoint = [this](const std::string& checkpoint) { checkpoints.push_back(checkpoint); };
}

std::string Fetching::id_of(const std::string& scene) const {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string id = scene + "-" + test->name();
    for (char& c : id)
        if (c == '/') c = '_';
    return id + std::string(id.size() < 40 ? 40 - id.size() : 0, '0');
}

SourceLink Fetching::drive(const std::string& scene) const {
    return parse_link("https://drive.google.com/open?id=" + id_of(scene), options).value();
}

SourceLink Fetching::web(const std::string& scene) const {
    return parse_link("https://" + stand_in->authority() + "/web/" + id_of(scene) + "/lesson%201.mp4",
                      options)
        .value();
}

Outcome<FetchedFile> Fetching::fetch_from(const SourceLink& link, const Control& control) {
    return fetch(link, options, target, control);
}

FetchedFile Fetching::expect_whole(const SourceLink& link) {
    const auto fetched = fetch_from(link);
    if (fetched.has_error()) {
        ADD_FAILURE() << fetched.error().message << " (" << fetched.error().detail << ")";
        return {};
    }
    EXPECT_EQ(fetched->bytes, stand_in->bytes());
    EXPECT_EQ(fetched->sha256, stand_in->sha256());
    Digest digest(Digest::Algorithm::sha256);
    digest.update(content());
    EXPECT_EQ(digest.hex(), stand_in->sha256()) << "the file is not what was said about it";
    return *fetched;
}

Failure Fetching::expect_failure(const SourceLink& link, FailureKind kind) {
    const auto fetched = fetch_from(link);
    if (fetched.has_value()) {
        ADD_FAILURE() << "succeeded";
        return Failure::cancelled();
    }
    EXPECT_EQ(fetched.error().kind, kind) << fetched.error().message << " (" << fetched.error().detail << ")";
    return fetched.error();
}

std::string Fetching::content() const {
    struct stat status {};
    EXPECT_EQ(::fstat(target.fd, &status), 0);
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    EXPECT_EQ(::pread(target.fd, bytes.data(), bytes.size(), 0), status.st_size);
    return bytes;
}

std::vector<std::string> Fetching::ranges(const std::string& scene) const {
    std::vector<std::string> out;
    for (const auto& entry : stand_in->log(id_of(scene))) {
        const auto& range = entry.at("range");
        out.push_back(range.is_string() ? std::string(range.as_string()) : "");
    }
    return out;
}

}  // namespace lectern::media
