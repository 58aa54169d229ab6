#include "domain/lecture/sprites.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Sprites, StandInRowsOnSheets) {
    struct {
        int cell, sheet, x, y;
    } const table[] = {{0, 0, 0, 0},       {1, 0, 160, 0}, {9, 0, 1440, 0},   {10, 0, 0, 90},
                       {99, 0, 1440, 810}, {100, 1, 0, 0}, {719, 7, 1440, 90}};
    for (const auto& row : table) {
        const SpritePlace place = sprite_place(row.cell);
        EXPECT_EQ(place.sheet, row.sheet) << row.cell;
        EXPECT_EQ(place.x, row.x) << row.cell;
        EXPECT_EQ(place.y, row.y) << row.cell;
    }
}

TEST(Sprites, ThereIsOneForEachTenSeconds) {
    EXPECT_EQ(sprite_cells(0, 100), 1);
    EXPECT_EQ(sprite_cells(9.99, 100), 1);
    EXPECT_EQ(sprite_cells(10, 100), 1);
    EXPECT_EQ(sprite_cells(10.01, 100), 2);
    EXPECT_EQ(sprite_cells(7200, 1000), 720);
    EXPECT_EQ(sprite_cells(1e300, 1000), 1000);
    EXPECT_EQ(sprite_cells(std::numeric_limits<double>::infinity(), 7), 7);
    EXPECT_EQ(sprite_cells(-5, 7), 1);
}

TEST(Sprites, TheLastSheetIsAsHighAsItsRows) {
    EXPECT_EQ(sprite_sheets(1), 1);
    EXPECT_EQ(sprite_sheets(100), 1);
    EXPECT_EQ(sprite_sheets(101), 2);
    EXPECT_EQ(sprite_sheet_height(0, 1), 90);
    EXPECT_EQ(sprite_sheet_height(0, 11), 180);
    EXPECT_EQ(sprite_sheet_height(0, 250), 900);
    EXPECT_EQ(sprite_sheet_height(2, 250), 450);
    EXPECT_EQ(sprite_sheet_height(3, 250), 0);
}

TEST(Sprites, TheTextHasACueForEach) {
    EXPECT_EQ(sprites_webvtt(2, 14.5, "?v=abc"),
              "WEBVTT\n\n00:00:00.000 --> 00:00:10.000\nsprites/0.jpg?v=abc#xywh=0,0,160,90\n"
              "\n00:00:10.000 --> 00:00:14.500\nsprites/0.jpg?v=abc#xywh=160,0,160,90\n");
    const std::string two_hours = sprites_webvtt(720, 7200, "");
    EXPECT_NE(two_hours.find("\n01:59:50.000 --> 02:00:00.000\nsprites/7.jpg#xywh=1440,90,160,90\n"),
              std::string::npos);
}

TEST(Sprites, ACueNeverEndsAtItsStart) {
    EXPECT_NE(sprites_webvtt(1, 0, "").find("00:00:00.000 --> 00:00:00.001\n"), std::string::npos);
}

}  // namespace
}  // namespace lectern
