#include "media/playlist/dash_plan.hpp"
#include "media/playlist/dash_segments.hpp"
#include "media/playlist/dash_template.hpp"
#include "media/playlist/dash_xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Url here = *Url::parse("https://media.example.org/a/list.mpd");

std::string mpd(const std::string& inside,
                const std::string& attributes = "mediaPresentationDuration=\"PT10S\"") {
    return "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" " +
           attributes + ">" + inside + "</MPD>";
}

// A period with one video.
std::string period(const std::string& segments, const std::string& attributes = {}) {
    return "<Period " + attributes +
           "><AdaptationSet contentType=\"video\"><Representation id=\"v1\" bandwidth=\"500\">" + segments +
           "</Representation></AdaptationSet></Period>";
}

Outcome<StreamPlan> plan_of(const std::string& text, int most_height = 1080) {
    return plan_dash(text, here, most_height);
}

std::vector<std::string> names(const Run& run) {
    std::vector<std::string> out;
    for (const Piece& piece : run.pieces) {
        std::string name = piece.url.substr(std::string("https://media.example.org/a/").size());
        if (piece.range)
            name += " " + std::to_string(piece.range->first) + "+" + std::to_string(piece.range->length);
        out.push_back(name);
    }
    return out;
}

std::vector<std::string> pieces_of(const std::string& text) {
    const auto plan = plan_of(text);
    EXPECT_TRUE(plan.has_value()) << plan.error().message << plan.error().detail;
    return plan ? names(plan->parts.at(0).runs.at(0)) : std::vector<std::string>();
}

TEST(DashText, TemplatesByNumber) {
    EXPECT_THAT(pieces_of(mpd(period(
                    "<SegmentTemplate timescale=\"10\" duration=\"40\" startNumber=\"7\" "
                    "initialization=\"$RepresentationID$/i.mp4\" media=\"$RepresentationID$/$Number%03d$-$$-"
                    "$Bandwidth$.m4s\"/>"))),
                ElementsAre("v1/i.mp4", "v1/007-$-500.m4s", "v1/008-$-500.m4s", "v1/009-$-500.m4s"));
    EXPECT_THAT(pieces_of(mpd(period("<SegmentTemplate duration=\"5\" media=\"$Number$\"/>"))),
                ElementsAre("1", "2"))
        << "no more than the period has";
    EXPECT_THAT(
        pieces_of(mpd(period("<SegmentTemplate duration=\"5\" endNumber=\"3\" media=\"$Number$\"/>"), "")),
        ElementsAre("1", "2", "3"));
}

TEST(DashText, TheLastOfReckonedPiecesMayLack) {
    const auto plan = plan_of(mpd(period("<SegmentTemplate duration=\"4\" media=\"$Number$\"/>")));
    ASSERT_TRUE(plan.has_value());
    const auto& pieces = plan->parts[0].runs[0].pieces;
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_FALSE(pieces[1].may_lack);
    EXPECT_TRUE(pieces[2].may_lack);
}

TEST(DashText, TemplatesByTime) {
    EXPECT_THAT(
        pieces_of(mpd(period("<SegmentTemplate timescale=\"1000\" media=\"$Time$\"><SegmentTimeline>"
                             "<S t=\"500\" d=\"2000\" r=\"2\"/><S d=\"1000\"/><S t=\"9000\" d=\"10\"/>"
                             "</SegmentTimeline></SegmentTemplate>"))),
        ElementsAre("500", "2500", "4500", "6500", "9000"));
    EXPECT_THAT(pieces_of(mpd(period("<SegmentTemplate timescale=\"1\" media=\"$Time$\"><SegmentTimeline>"
                                     "<S t=\"0\" d=\"2\" r=\"-1\"/><S t=\"4\" d=\"3\" "
                                     "r=\"-1\"/></SegmentTimeline></SegmentTemplate>"))),
                ElementsAre("0", "2", "4", "7"))
        << "as often as fits, until the next or the end";
    EXPECT_THAT(pieces_of(mpd(period(
                    "<SegmentTemplate timescale=\"1\" presentationTimeOffset=\"100\" media=\"$Time$\">"
                    "<SegmentTimeline><S t=\"100\" d=\"5\" r=\"-1\"/></SegmentTimeline></SegmentTemplate>"))),
                ElementsAre("100", "105"));
}

TEST(DashText, Lists) {
    EXPECT_THAT(
        pieces_of(mpd(period("<SegmentList duration=\"5\"><Initialization sourceURL=\"i.mp4\" range=\"0-9\"/>"
                             "<SegmentURL media=\"a.m4s\"/><SegmentURL media=\"b.m4s\" mediaRange=\"10-19\"/>"
                             "</SegmentList>"))),
        ElementsAre("i.mp4 0+10", "a.m4s", "b.m4s 10+10"));
    EXPECT_THAT(pieces_of(mpd(period("<BaseURL>all.mp4</BaseURL><SegmentList><Initialization range=\"0-9\"/>"
                                     "<SegmentURL mediaRange=\"10-19\"/></SegmentList>"))),
                ElementsAre("all.mp4 0+10", "all.mp4 10+10"));
}

TEST(DashText, WholeFiles) {
    EXPECT_THAT(pieces_of(mpd(period("<BaseURL>all.mp4</BaseURL>"))), ElementsAre("all.mp4"));
    EXPECT_THAT(
        pieces_of(mpd(period("<BaseURL> all.mp4 </BaseURL><SegmentBase indexRange=\"10-20\"><Initialization "
                             "range=\"0-9\"/></SegmentBase>"))),
        ElementsAre("all.mp4"));
}

TEST(DashText, WhatIsSaidAboveCountsBelow) {
    const auto plan =
        plan_of(mpd("<BaseURL>x/</BaseURL><Period><BaseURL>p/</BaseURL><SegmentTemplate timescale=\"2\" "
                    "startNumber=\"5\"/>"
                    "<AdaptationSet mimeType=\"video/mp4\"><BaseURL>s/</BaseURL><SegmentTemplate "
                    "duration=\"10\" startNumber=\"6\" "
                    "media=\"$Number$\"/><Representation id=\"a\" "
                    "bandwidth=\"1\"><BaseURL>r/</BaseURL><SegmentTemplate startNumber=\"7\"/>"
                    "</Representation></AdaptationSet></Period>"));
    ASSERT_TRUE(plan.has_value()) << plan.error().detail;
    EXPECT_THAT(names(plan->parts[0].runs[0]), ElementsAre("x/p/s/r/7", "x/p/s/r/8"));
}

TEST(DashText, ChoosesVideoAndAudio) {
    const std::string text = mpd(
        "<Period><AdaptationSet mimeType=\"text/vtt\"><Representation id=\"t\"/></AdaptationSet>"
        "<AdaptationSet contentType=\"video\"><EssentialProperty "
        "schemeIdUri=\"http://dashif.org/guidelines/trickmode\"/>"
        "<Representation id=\"trick\"><BaseURL>trick</BaseURL></Representation></AdaptationSet>"
        "<AdaptationSet contentType=\"video\"><Representation id=\"camera\" "
        "height=\"480\"><BaseURL>camera</BaseURL>"
        "</Representation></AdaptationSet>"
        "<AdaptationSet mimeType=\"video/mp4\"><Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"main\"/>"
        "<Representation id=\"1\" height=\"360\" bandwidth=\"300\" "
        "codecs=\"avc1.64001f\"><BaseURL>360</BaseURL></Representation>"
        "<Representation id=\"2\" height=\"720\" bandwidth=\"900\" "
        "codecs=\"avc1.64001f\"><BaseURL>720</BaseURL></Representation>"
        "<Representation id=\"3\" height=\"1080\" bandwidth=\"2000\" "
        "codecs=\"avc1.64001f\"><BaseURL>1080</BaseURL>"
        "</Representation></AdaptationSet>"
        "<AdaptationSet contentType=\"audio\" lang=\"en\"><Representation id=\"a\" "
        "bandwidth=\"64\"><BaseURL>a64</BaseURL>"
        "</Representation><Representation id=\"b\" bandwidth=\"128\"><BaseURL>a128</BaseURL></Representation>"
        "</AdaptationSet><AdaptationSet contentType=\"audio\" lang=\"de\"><Representation id=\"c\" "
        "bandwidth=\"900\"/>"
        "</AdaptationSet></Period>");
    const std::pair<int, const char*> table[] = {{1080, "1080"}, {1079, "720"}, {400, "360"}, {64, "360"}};
    for (const auto& [height, name] : table) {
        const auto plan = plan_of(text, height);
        ASSERT_TRUE(plan.has_value()) << plan.error().detail;
        ASSERT_EQ(plan->parts.at(0).runs.size(), 2u);
        EXPECT_THAT(names(plan->parts[0].runs[0]), ElementsAre(name));
        EXPECT_THAT(names(plan->parts[0].runs[1]), ElementsAre("a128"));
        EXPECT_FALSE(plan->parts[0].runs[0].audio);
        EXPECT_FALSE(plan->parts[0].runs[1].video);
    }
    const auto both = plan_of(mpd(period("<BaseURL>muxed.mp4</BaseURL>")));
    EXPECT_TRUE(both->parts[0].runs[0].video && both->parts[0].runs[0].audio);
}

TEST(DashText, PeriodsAndTheirClocks) {
    const std::string segments =
        "<SegmentTemplate timescale=\"90000\" presentationTimeOffset=\"450000\" duration=\"180000\" "
        "media=\"$Number$\"/>";
    const auto plan = plan_of(mpd(period(segments, "start=\"PT0S\"") +
                                  period(segments, "start=\"PT4S\" duration=\"PT6S\"") + "<Period/>" +
                                  period(segments, "duration=\"PT2S\"")));
    ASSERT_TRUE(plan.has_value()) << plan.error().detail;
    ASSERT_EQ(plan->parts.size(), 3u);
    EXPECT_DOUBLE_EQ(plan->parts[0].runs[0].zero, 5);
    EXPECT_EQ(plan->parts[0].runs[0].pieces.size(), 2u);
    EXPECT_EQ(plan->parts[1].runs[0].pieces.size(), 3u);
    EXPECT_EQ(plan->parts[2].runs[0].pieces.size(), 1u);
    EXPECT_DOUBLE_EQ(plan->seconds, 12);
}

TEST(DashText, LiveAndProtected) {
    std::string live = mpd(period("<BaseURL>x</BaseURL>"));
    live.replace(live.find("static"), 6, "dynamic");
    EXPECT_THAT(plan_of(live).error().message, HasSubstr("live"));
    EXPECT_THAT(plan_of(mpd(period("<ContentProtection schemeIdUri=\"urn:uuid:x\"/>"))).error().message,
                HasSubstr("DRM"));
    const auto open =
        plan_of(mpd("<Period><AdaptationSet contentType=\"video\"><Representation "
                    "bandwidth=\"9\"><cenc:ContentProtection/>"
                    "</Representation><Representation "
                    "bandwidth=\"1\"><BaseURL>clear</BaseURL></Representation></AdaptationSet></Period>"));
    ASSERT_TRUE(open.has_value()) << open.error().detail;
    EXPECT_THAT(names(open->parts[0].runs[0]), ElementsAre("clear"));
}

TEST(DashText, WhatCannotBeRead) {
    const std::string bad[] = {
        "",
        "<MPD",
        "<html/>",
        "<MPD/>",
        mpd(""),
        mpd("<Period/>"),
        mpd("<Period xlink:href=\"https://media.example.org/p.xml\"/>"),
        mpd(period("<SegmentTemplate media=\"$Number$\"/>")),                     // no lengths
        mpd(period("<SegmentTemplate duration=\"5\"/>")),                         // no names
        mpd(period("<SegmentTemplate duration=\"5\" media=\"$Number$\"/>"), ""),  // how many?
        mpd(period("<SegmentTemplate duration=\"5\" media=\"$What$\"/>")),
        mpd(period("<SegmentTemplate duration=\"5\" media=\"$Number\"/>")),
        mpd(period("<SegmentTemplate duration=\"5\" media=\"$Number%99d$\"/>")),
        mpd(period("<SegmentTemplate duration=\"5\" media=\"$Number%s$\"/>")),
        mpd(period("<SegmentTemplate duration=\"5\" timescale=\"0\" media=\"$Number$\"/>")),
        mpd(period(
            "<SegmentTemplate duration=\"5\" startNumber=\"18446744073709551615\" media=\"$Number$\"/>")),
        mpd(period("<SegmentTemplate media=\"$Time$\"><SegmentTimeline/></SegmentTemplate>")),
        mpd(period("<SegmentTemplate media=\"$Time$\"><SegmentTimeline><S "
                   "d=\"0\"/></SegmentTimeline></SegmentTemplate>")),
        mpd(period("<SegmentTemplate media=\"$Time$\"><SegmentTimeline><S t=\"18446744073709551615\" d=\"1\" "
                   "r=\"1\"/>"
                   "</SegmentTimeline></SegmentTemplate>")),
        mpd(period("<SegmentTemplate media=\"$Time$\"><SegmentTimeline><S t=\"5\" d=\"1\" "
                   "r=\"-1\"/></SegmentTimeline>"
                   "</SegmentTemplate>"),
            ""),
        mpd(period("<SegmentList/>")),
        mpd(period("<SegmentList><SegmentURL mediaRange=\"9-5\"/></SegmentList>")),
        mpd(period("<SegmentList><SegmentURL mediaRange=\"0-9223372036854775807\"/></SegmentList>")),
        "<!DOCTYPE MPD [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>" + mpd(period("<BaseURL>&b;</BaseURL>")),
    };
    for (const std::string& text : bad) {
        const auto plan = plan_of(text);
        ASSERT_TRUE(plan.has_error()) << text;
        EXPECT_EQ(plan.error().kind, FailureKind::permanent);
        EXPECT_THAT(plan.error().message, HasSubstr("damaged")) << text;
    }
    for (const char* base : {"file:///etc/", "ftp://x/", "data:text/plain,x"})
        EXPECT_THAT(plan_of(mpd(period("<BaseURL>" + std::string(base) + "</BaseURL>"))).error().message,
                    HasSubstr("does not visit"));
    const auto plain = plan_of(mpd(period("<BaseURL>a&amp;b&unknown;&#65;</BaseURL>")));
    ASSERT_TRUE(plain.has_value());
    EXPECT_THAT(names(plain->parts[0].runs[0]), ElementsAre("a&b&unknown;A"))
        << "nothing stands for anything else";
}

TEST(DashText, LimitsOfWhatIsAsked) {
    std::string nested;
    for (int i = 0; i < 1'000; ++i)
        nested = "<a>" + nested + "</a>";
    std::string periods;
    for (int i = 0; i < 3'000; ++i)
        periods += period("<BaseURL>x</BaseURL>");
    const std::string far[] = {
        mpd(nested + period("<BaseURL>x</BaseURL>")),
        mpd(periods),
        mpd(period("<SegmentTemplate timescale=\"1000000\" duration=\"1\" media=\"$Number$\"/>")),
        mpd(period("<SegmentTemplate duration=\"5\" endNumber=\"1000000\" media=\"$Number$\"/>")),
        mpd(period("<SegmentTemplate media=\"$Time$\"><SegmentTimeline><S t=\"0\" d=\"1\" "
                   "r=\"1000000\"/></SegmentTimeline>"
                   "</SegmentTemplate>")),
        mpd(period("<SegmentTemplate timescale=\"1000000\" media=\"$Time$\"><SegmentTimeline><S t=\"0\" "
                   "d=\"1\" r=\"-1\"/>"
                   "</SegmentTimeline></SegmentTemplate>")),
        mpd(std::string(PlaylistLimits::text_bytes, ' ')),
    };
    for (const std::string& text : far)
        EXPECT_THAT(plan_of(text).error().message, HasSubstr("more than any lecture")) << text.substr(0, 300);
}

TEST(DashText, TemplatesGrowNoLongerThanAnAddress) {
    std::string ids;
    for (int i = 0; i < 400; ++i)
        ids += "$RepresentationID$";
    EXPECT_EQ(fill_template(ids, {"12345678901234567890"})->size(), 8'000u);
    EXPECT_FALSE(fill_template(ids, {"123456789012345678901"}));
    EXPECT_FALSE(fill_template(ids + ids, {""})) << "a text that takes long to read for each piece";
}

TEST(DashText, PeriodsShareTheLimits) {
    const std::string full =
        period("<SegmentTemplate duration=\"1\" endNumber=\"200000\" media=\"$Number$\"/>");
    const std::string damaged = period("<SegmentTemplate duration=\"0\" media=\"$Number$\"/>");
    EXPECT_THAT(plan_of(mpd(full + period("<BaseURL>x</BaseURL>") + damaged)).error().message,
                HasSubstr("more than any lecture"))
        << "what comes behind the limit is not read any more";

    const std::string folder = "<BaseURL>" + std::string(8'000, 'a') + "/</BaseURL>";
    const std::string deep =
        period(folder + "<SegmentTemplate duration=\"1\" endNumber=\"5000\" media=\"$Number$\"/>");
    EXPECT_THAT(plan_of(mpd(deep + deep)).error().detail, HasSubstr("long addresses"));
}

TEST(DashText, LimitsOfASet) {
    const auto set = [](std::size_t representations, const std::string& attributes) {
        std::string text = "<Period><AdaptationSet contentType=\"video\"" + attributes + ">";
        for (std::size_t i = 0; i < representations; ++i)
            text += "<Representation><BaseURL>x</BaseURL></Representation>";
        return mpd(text + "</AdaptationSet></Period>");
    };
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += " a" + std::to_string(i) + "=\"\"";
    EXPECT_TRUE(plan_of(set(1'000, "")).has_value());
    for (const std::string& text :
         {set(1'001, ""), set(1, many), set(1, " codecs=\"" + std::string(100'000, 'a') + "\"")})
        EXPECT_THAT(plan_of(text).error().message, HasSubstr("more than any lecture")) << text.substr(0, 300);
}

TEST(DashText, PlanningEndsWhenCancelled) {
    std::stop_source source;
    source.request_stop();
    const auto plan = plan_dash(mpd(period("<BaseURL>x</BaseURL>")), here, 1080, source.get_token());
    EXPECT_EQ(plan.error().kind, FailureKind::cancelled);
}

TEST(DashText, Durations) {
    const std::pair<const char*, double> good[] = {{"PT0S", 0},       {"PT1H2M3.5S", 3723.5},
                                                   {"P1DT1S", 86401}, {"P0Y0M1D", 86400},
                                                   {" PT90M ", 5400}, {"PT0.040S", 0.04}};
    for (const auto& [text, seconds] : good)
        EXPECT_DOUBLE_EQ(parse_duration(text).value_or(-1), seconds) << text;
    for (const char* text : {"", "P", "PT", "1S", "PT1", "PT-1S", "PT1X", "P1Y", "P1M", "PT1D", "P1S",
                             "PT1S1", "PTS", "P9999999D", "PT1e9S", "PTnanS", "PT1.2.3S"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

}  // namespace
}  // namespace lectern::media
