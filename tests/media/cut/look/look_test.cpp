#include "media/cut/look/look.hpp"

#include "media/av/error.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <set>

#include <cairo.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::uint32_t pixel(const Picture& picture, int x, int y) {
    return picture.row(y)[static_cast<std::size_t>(x)];
}

// The relative luminance of WCAG 2.
double luminance(Colour colour) {
    const auto part = [colour](int shift) {
        const double value = (colour >> shift & 0xFFU) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
}

double contrast(Colour one, Colour other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

// The columns at which the card differs from its left or right edge.
std::pair<int, int> drawn_columns(const Picture& card) {
    int first = card.width(), last = -1;
    for (int y = 0; y < card.height(); ++y) {
        for (int x = 0; x < card.width(); ++x) {
            if (pixel(card, x, y) == pixel(card, 0, y)) continue;
            first = std::min(first, x);
            last = std::max(last, x);
        }
    }
    return {first, last};
}

TEST(Look, NamesAreKnown) {
    for (const char* name : {"board", "paper", "plain"}) {
        const auto look = look_named(name);
        ASSERT_TRUE(look) << name;
        EXPECT_GE(contrast(look->ink, look->ground), 7) << name;
        EXPECT_GE(contrast(look->ink, look->ground_low), 7) << name;
        EXPECT_GE(contrast(look->accent, look->ground), 3) << name;
    }
    EXPECT_FALSE(look_named("chalk"));
    EXPECT_FALSE(look_named(""));
}

TEST(Look, CanBeReadOnAnyGround) {
    for (const Colour ground :
         {0x000000U, 0xFFFFFFU, 0x808080U, 0x1D3557U, 0xF0C75EU, 0xFF0000U, 0x00FF00U}) {
        for (const char* name : {"board", "paper", "plain"}) {
            const Look look = on_ground(*look_named(name), ground);
            EXPECT_GE(contrast(look.ink, ground), 3.5) << name << std::hex << ground;
            EXPECT_EQ(look.ground, ground);
            EXPECT_EQ(look.ground_low, ground);
        }
    }
}

TEST(Look, CardsAreOfEverySize) {
    const std::string long_title(200, 'W');
    for (const auto& [width, height] :
         {std::pair{64, 64}, {1280, 720}, {720, 1280}, {3840, 64}, {64, 2160}}) {
        for (const char* name : {"board", "paper", "plain"}) {
            const Picture card = draw_title_card(*look_named(name), long_title, width, height);
            EXPECT_EQ(card.width(), width);
            EXPECT_EQ(card.height(), height);
            EXPECT_EQ(pixel(card, 0, 0), 0xFF000000U | look_named(name)->ground);
            const Picture tag = draw_name_tag(*look_named(name), long_title, width, height);
            EXPECT_LT(tag.width(), std::max(width, 40)) << name;
        }
    }
}

TEST(Look, ATitleStandsWhereItsScriptBegins) {
    const Look board = *look_named("board");
    const auto [left, left_end] = drawn_columns(draw_title_card(board, "Title", 640, 360));
    const auto [right_begin, right] = drawn_columns(draw_title_card(board, "שלום", 640, 360));
    EXPECT_LT(left_end, 320);
    EXPECT_GT(right_begin, 320);
    EXPECT_NEAR(left, 640 - 1 - right, 3);
    const auto [first, last] = drawn_columns(draw_title_card(*look_named("plain"), "Title", 640, 360));
    EXPECT_NEAR(first, 640 - 1 - last, 4);
}

TEST(Look, TheLogoStandsInACorner) {
    const TemporaryFolder folder;
    const std::string file = folder.path() / "logo.png";
    Picture logo(40, 20);
    logo.use(0xFF0000);
    logo.fill_rectangle(0, 0, 40, 20);
    ASSERT_EQ(cairo_surface_write_to_png(cairo_get_target(logo.pen()), file.c_str()), CAIRO_STATUS_SUCCESS);

    Look look = *look_named("plain");
    look.logo = file;
    const Picture card = draw_title_card(look, "", 640, 360);
    EXPECT_EQ(pixel(card, 640 - 51 - 20, 360 - 51 - 10), 0xFFFF0000U);
    EXPECT_EQ(pixel(card, 320, 180), 0xFF000000U | look.ground);
    look.logo = "/etc/hostname";
    EXPECT_THROW(draw_title_card(look, "", 640, 360), MediaError);
}

TEST(Look, AnEmptyNameHasNoTag) {
    const Picture tag = draw_name_tag(Look{}, "", 640, 360);
    for (int y = 0; y < tag.height(); ++y)
        for (const std::uint32_t colour : tag.row(y))
            EXPECT_EQ(colour, 0U);
}

}  // namespace
}  // namespace lectern::media
