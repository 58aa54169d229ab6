#include "tests/media/support/fetching/stream_fixture.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <boost/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// What a command writes, with its complaints.
std::string run(const std::string& command, int* status = nullptr) {
    std::FILE* const pipe = ::popen(("(" + command + ") 2>&1").c_str(), "re");
    if (!pipe) throw std::runtime_error("popen");
    std::string out;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        out.append(buffer.data(), got);
    const int ended = ::pclose(pipe);
    if (status) *status = ended;
    return out;
}

int number(const json::object& object, const char* name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::atoi(value->as_string().c_str()) : 0;
}

// When the last packet of a stream begins, in the order in which they are shown; seconds.
double last_packet(const std::string& path, const std::string& stream) {
    std::istringstream times(run("ffprobe -v error -select_streams " + stream +
                                 " -show_entries packet=pts_time -of csv=p=0 " + path));
    double last = 0, at = 0;
    for (std::string rest; times >> at; std::getline(times, rest))
        last = std::max(last, at);
    return last;
}

double decimal(const json::object& object, const char* name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::atof(value->as_string().c_str()) : 0;
}

}  // namespace

StreamFixture::StreamFixture() : parts_(std::tmpfile(), &std::fclose) {
    name_ = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = drive_server->folder() + "/streams/" + name_;
    source_ = drive_server->folder() + "/source.mp4";
    fs::create_directories(folder_);
    target.open_parts = [this] { return UniqueFd(::dup(::fileno(parts_.get()))); };
    if (!fs::exists(source_))
        ffmpeg(
            "-f lavfi -i testsrc2=s=192x108:r=25:d=8 -f lavfi -i sine=f=440:sample_rate=48000:d=8 -c:v "
            "libx264 "
            "-preset veryfast -g 25 -keyint_min 25 -sc_threshold 0 -bf 2 -pix_fmt yuv420p -c:a aac SOURCE");
}

void StreamFixture::ffmpeg(std::string arguments) const {
    for (std::size_t at; (at = arguments.find("SOURCE")) != std::string::npos;)
        arguments.replace(at, 6, source_);
    int status = 0;
    const std::string words = run("cd " + folder_ + " && ffmpeg -v error -nostdin -y " + arguments, &status);
    if (status != 0) throw std::runtime_error("ffmpeg " + arguments + ": " + words);
}

void StreamFixture::make_hls(const std::string& more, const std::string& name) const {
    ffmpeg(
        "-i SOURCE -c copy -f hls -hls_time 1 -hls_list_size 0 -hls_playlist_type vod "
        "-hls_segment_filename s%d.ts " +
        more + " " + name);
}

std::string StreamFixture::changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, text.npos) << from;
    return at == text.npos ? text : text.replace(at, from.size(), to);
}

void StreamFixture::write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
}

std::string StreamFixture::read(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(folder_ + "/" + name, std::ios::binary).rdbuf();
    return out.str();
}

SourceLink StreamFixture::link(const std::string& name) const {
    return parse_link("https://" + drive_server->authority() + "/streams/" + path_of(name), options).value();
}

FetchedFile StreamFixture::expect_stream(const std::string& name) {
    const auto fetched = fetch_from(link(name));
    if (fetched.has_error()) {
        ADD_FAILURE() << fetched.error().message << " (" << fetched.error().detail << ")";
        return {};
    }
    EXPECT_EQ(fetched->content_type, "video/mp4");
    EXPECT_EQ(fetched->bytes, static_cast<std::int64_t>(content().size()));
    EXPECT_EQ(content().substr(4, 4), "ftyp");
    EXPECT_LT(content().find("moov"), content().find("mdat")) << "the index comes first";
    const Probed result = probed(), wanted = probed(source_);
    EXPECT_EQ(result.complaints, 0);
    EXPECT_EQ(result.frames, wanted.frames);
    EXPECT_NEAR(result.audio_packets, wanted.audio_packets, 3);
    EXPECT_NEAR(result.seconds, wanted.seconds, 0.1);
    EXPECT_NEAR(result.video_start - result.audio_start, wanted.video_start - wanted.audio_start, 0.05);
    EXPECT_NEAR(result.video_end - result.video_start, wanted.video_end - wanted.video_start, 0.05);
    EXPECT_NEAR(result.video_end - result.audio_end, wanted.video_end - wanted.audio_end, 0.1);
    struct stat left {};
    EXPECT_EQ(::fstat(::fileno(parts_.get()), &left), 0);
    EXPECT_EQ(left.st_size, 0) << "the pieces give their space back";
    return *fetched;
}

Failure StreamFixture::expect_no_stream(const std::string& name, FailureKind kind) {
    const Failure failure = expect_failure(link(name), kind);
    EXPECT_GT(failure.message.size(), 20u);
    return failure;
}

Probed StreamFixture::probed(const std::string& other) const {
    const std::string path =
        other.empty() ? "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(target.fd) : other;
    const std::string said =
        run("ffprobe -v error -count_frames -count_packets -show_streams -show_format -of json " + path +
            " 2>/dev/null");
    Probed out;
    const std::string words = run("ffmpeg -v error -nostdin -i " + path + " -f null -");
    out.complaints = static_cast<int>(std::count(words.begin(), words.end(), '\n'));
    EXPECT_EQ(words.substr(0, 400), "");
    out.video_end = last_packet(path, "v:0");
    out.audio_end = last_packet(path, "a:0");
    const json::object all = json::parse(said).as_object();
    out.seconds = decimal(all.at("format").as_object(), "duration");
    for (const json::value& value : all.at("streams").as_array()) {
        const json::object& stream = value.as_object();
        if (stream.at("codec_type").as_string() == "video") {
            out.frames = number(stream, "nb_read_frames");
            out.video_start = decimal(stream, "start_time");
            out.height = static_cast<int>(stream.at("height").as_int64());
        } else {
            out.audio_packets = number(stream, "nb_read_packets");
            out.audio_start = decimal(stream, "start_time");
        }
    }
    return out;
}

std::size_t StreamFixture::asked(const std::string& name) const {
    return drive_server->log(path_of(name)).size();
}

}  // namespace lectern::media
