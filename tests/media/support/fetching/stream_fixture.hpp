#pragma once

#include "tests/media/support/fetching/fetch_fixture.hpp"

#include <string>
#include <vector>

namespace lectern::media {

// What ffprobe says of a file.
struct Probed {
    int frames = 0;         // that can be decoded
    int audio_packets = 0;  // packets
    double video_start = 0, audio_start = 0;
    double video_end = 0, audio_end = 0;  // when the last ones begin
    double seconds = 0;
    int height = 0;
    int complaints = 0;  // lines
};

// Streams made by ffmpeg out of one recording, in a folder that the server hands out.
class StreamFixture : public FetchFixture {
protected:
    StreamFixture();

    // Runs ffmpeg in the folder; "SOURCE" stands for the recording: 8 seconds, 25 frames a second, a
    // keyframe every second, audio. Throws std::runtime_error with its words.
    void ffmpeg(std::string arguments) const;
    // A playlist of eight pieces of a second each, "s0.ts" to "s7.ts", or as `more` says.
    void make_hls(const std::string& more = {}, const std::string& name = "a.m3u8") const;
    static std::string changed(std::string text, const std::string& from, const std::string& to);
    void write(const std::string& name, const std::string& text) const;
    std::string read(const std::string& name) const;
    // What the server calls a file of the folder.
    std::string path_of(const std::string& name) const { return name_ + "/" + name; }

    SourceLink link(const std::string& name) const;
    // Expects success, and the recording's video and audio in the file.
    FetchedFile expect_stream(const std::string& name);
    Failure expect_no_stream(const std::string& name, FailureKind kind = FailureKind::permanent);
    // Of the file that was fetched, or of another one.
    Probed probed(const std::string& other = {}) const;
    // How often the server was asked for a file of the folder.
    std::size_t asked(const std::string& name) const;

    std::string folder_;
    std::string source_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> parts_;

private:
    std::string name_;
};

}  // namespace lectern::media
