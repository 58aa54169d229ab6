#include "tests/media/support/fetching/stream_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

class StreamFaults : public StreamFixture {};

TEST_F(StreamFaults, ServersThatFail) {
    make_hls();
    options.first_pause = std::chrono::milliseconds(1);
    const std::pair<const char*, const char*> mended[] = {
        {"s1.ts", "cut"}, {"s2.ts", "busy,busy"}, {"s3.ts", "short"}, {"s4.ts", "empty"}};
    for (const auto& [name, faults] : mended)
        drive_server->spoil(path_of(name), faults);
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("s0.ts"), 1u);
    EXPECT_EQ(asked("s1.ts"), 2u);
    EXPECT_EQ(drive_server->log(path_of("s1.ts"))[1].at("if_range").is_string(), true)
        << "it goes on where it broke";
    EXPECT_EQ(asked("s2.ts"), 3u);
}

TEST_F(StreamFaults, AHostThatSendsEverybodyAwayIsNotAskedAgain) {
    make_hls();
    for (const char* name : {"a.m3u8", "s0.ts"}) {
        drive_server->spoil(path_of(name), "busy");
        expect_no_stream("a.m3u8", FailureKind::host_refuses);
        EXPECT_EQ(asked(name), 1u);
    }
    expect_stream("a.m3u8");
}

TEST_F(StreamFaults, PiecesThatDoNotCome) {
    make_hls();
    write("s6.ts.other", read("a.m3u8"));
    options.tries = 2;
    const std::tuple<const char*, const char*, FailureKind, const char*> table[] = {
        {"missing", "s2.ts", FailureKind::permanent, "part 3 of 8 is missing"},
        {"denied", "s3.ts", FailureKind::permanent, "sign-in"},
        {"html", "s4.ts", FailureKind::permanent, "web page"},
        {"foreign", "s5.ts", FailureKind::permanent, "elsewhere.example, which this server does not visit"},
        {"other,other,other", "s6.ts", FailureKind::permanent, "itself a playlist"},
        {"short,short,short", "s7.ts", FailureKind::permanent, "cut off"},
        {"empty,empty,empty", "s7.ts", FailureKind::permanent, "cut off"},
        {"busy,busy,busy", "s1.ts", FailureKind::host_refuses, "problem at the moment"},
        {"html", "a.m3u8", FailureKind::permanent, "web page"},
        {"missing", "a.m3u8", FailureKind::permanent, "no file"},
    };
    for (const auto& [faults, name, kind, words] : table) {
        drive_server->spoil(path_of(name), faults);
        EXPECT_THAT(expect_no_stream("a.m3u8", kind).message, HasSubstr(words)) << faults;
    }
    expect_stream("a.m3u8");
}

TEST_F(StreamFaults, PlacesThatAreNotVisited) {
    const std::string end = "\n#EXT-X-ENDLIST\n";
    for (const char* place :
         {"https://elsewhere.example/s.ts", "http://localhost/s.ts", "https://127.0.0.1/s.ts",
          "https://[::1]/s.ts", "https://169.254.169.254/latest/meta-data", "file:///etc/passwd",
          "data:video/mp2t;base64,R0dH", "concat:s0.ts", "//elsewhere.example/s.ts",
          "https://user:pass@elsewhere.example/s.ts"}) {
        write("a.m3u8", "#EXTM3U\n#EXTINF:1,\n" + (place + end));
        EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("this server does not visit")) << place;
        write("a.m3u8", std::string("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n") + place + "\n");
        EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("this server does not visit")) << place;
        write("a.m3u8", std::string("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"") + place +
                            "\"\n#EXTINF:1,\ns.ts" + end);
        EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("this server does not visit")) << place;
        write("a.m3u8", std::string("#EXTM3U\n#EXT-X-MAP:URI=\"") + place + "\"\n#EXTINF:1,\ns.m4s" + end);
        EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("this server does not visit")) << place;
    }
    EXPECT_EQ(asked("s.ts"), 0u) << "all addresses are looked at before one is asked";
}

TEST_F(StreamFaults, PlaylistsThatGoRoundInCircles) {
    write("a.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n");
    EXPECT_THAT(expect_no_stream("a.m3u8").detail, HasSubstr("leads to another one"));
    EXPECT_EQ(asked("a.m3u8"), 2u);
    write("b.m3u8", "#EXTM3U\n#EXTINF:1,\nb.m3u8\n#EXT-X-ENDLIST\n");
    options.tries = 1;
    EXPECT_THAT(expect_no_stream("b.m3u8").message, HasSubstr("itself a playlist"));
}

TEST_F(StreamFaults, TooLargeOrNoSpace) {
    make_hls();
    options.max_bytes = static_cast<std::int64_t>(read("s0.ts").size()) * 3;
    EXPECT_THAT(expect_no_stream("a.m3u8").message,
                HasSubstr("larger than this server accepts: it has at least "));
    struct stat facts {};
    ASSERT_EQ(::fstat(::fileno(parts_.get()), &facts), 0);
    EXPECT_EQ(facts.st_size, 0) << "nobody can use the pieces";
    options.max_bytes = std::int64_t{1} << 30;
    std::int64_t space = 100'000'000;  // for the pieces, not for the result
    target.reserve = [&](std::int64_t more) -> Outcome<> {
        if (more > space) return Failure::storage_full("The server's disk is full.");
        space = 1000;
        return {};
    };
    expect_no_stream("a.m3u8", FailureKind::storage_full);
    EXPECT_EQ(content(), "");
    target.reserve = {};
    expect_stream("a.m3u8");
}

TEST_F(StreamFaults, GoesOnAfterAnInterruption) {
    make_hls();
    options.checkpoint_bytes = 1;
    options.tries = 1;
    drive_server->spoil(path_of("s5.ts"), "cut,busy");
    expect_no_stream("a.m3u8", FailureKind::host_refuses);
    ASSERT_FALSE(checkpoints.empty());
    target.checkpoint = checkpoints.back();
    // A token in the addresses changes from visit to visit.
    std::string text = read("a.m3u8");
    write("a.m3u8", changed(text, "s6.ts", "s6.ts?token=2"));
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("s0.ts"), 1u);
    EXPECT_EQ(asked("s4.ts"), 1u);
    EXPECT_EQ(asked("s5.ts"), 3u);
    EXPECT_THAT(std::string(drive_server->log(path_of("s5.ts"))[2].at("range").as_string()),
                HasSubstr("bytes="));
    EXPECT_EQ(asked("s7.ts"), 1u);

    // Nothing is asked any more for what is whole.
    target.checkpoint = checkpoints.back();
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("a.m3u8"), 2u);

    // Another playlist at the same address is another stream.
    target.checkpoint = checkpoints[checkpoints.size() / 2];
    write("a.m3u8", changed(text, "#EXTINF:1.000000,\ns0.ts\n", ""));
    EXPECT_TRUE(fetch_from(link("a.m3u8")).has_value());
    EXPECT_EQ(probed().frames, 175);
    EXPECT_EQ(asked("s1.ts"), 2u);
}

TEST_F(StreamFaults, AnyCheckpointIsGoodOrUseless) {
    make_hls();
    options.checkpoint_bytes = 1;
    expect_stream("a.m3u8");
    const auto saved = checkpoints;
    const auto whole = fetch_from(link("a.m3u8"));
    std::vector<std::string> all = {"{", "[]", "{\"key\":1}"};
    for (std::size_t i = 0; i < saved.size(); i += 3)
        all.push_back(saved[i]);
    for (const std::string& checkpoint : all) {
        target.checkpoint = checkpoint;  // with parts and target as the last fetch left them
        const auto again = fetch_from(link("a.m3u8"));
        ASSERT_TRUE(again.has_value()) << again.error().message << again.error().detail;
        EXPECT_EQ(again->sha256, whole->sha256) << checkpoint;
    }
}

TEST_F(StreamFaults, EndsWhenCancelled) {
    make_hls();
    drive_server->spoil(path_of("s3.ts"), "stall");
    options.checkpoint_bytes = 1;
    std::stop_source source;
    target.save_checkpoint = [&](const std::string&) {
        if (asked("s3.ts") > 0) source.request_stop();
    };
    const auto fetched = fetch_from(link("a.m3u8"), {source.get_token(), {}});
    drive_server->release(path_of("s3.ts"));
    ASSERT_TRUE(fetched.has_error());
    EXPECT_EQ(fetched.error().kind, FailureKind::cancelled);
    EXPECT_EQ(asked("s4.ts"), 0u);
}

TEST_F(StreamFaults, AStalledPieceIsBegunAgain) {
    make_hls();
    options.stall_timeout = std::chrono::milliseconds(300);
    drive_server->spoil(path_of("s3.ts"), "stall");
    expect_stream("a.m3u8");
    drive_server->release(path_of("s3.ts"));
    EXPECT_EQ(asked("s3.ts"), 2u);
}

TEST_F(StreamFaults, MuchOfTheStreamIsMissing) {
    make_hls();
    write("a.m3u8", changed(read("a.m3u8"), "#EXTINF:1.000000,\ns3.ts", "#EXTINF:1000,\ns3.ts"));
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("1 of 17 minutes"));
}

TEST_F(StreamFaults, WhatIsNoVideo) {
    write("s.ts", std::string(100'000, 'x'));
    write("a.m3u8", "#EXTM3U\n#EXTINF:1,\ns.ts\n#EXT-X-ENDLIST\n");
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("no video or audio"));
    // A list of other files inside a piece opens none of them.
    write("s.ts", "ffconcat version 1.0\nfile '/etc/passwd'\n");
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("no video or audio"));
}

}  // namespace
}  // namespace lectern::media
