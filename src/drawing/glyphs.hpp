// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>

namespace typenet::drawing {

/// How the pen gets to an anchor.
enum class pen {
    down,    ///< it is set down here: a new stroke
    bend,    ///< along a smooth curve through this anchor
    corner,  ///< likewise, and the stroke turns sharply here
};

/// A point a stroke passes, in hundredths of the glyph's box; x to the right, y down.
struct anchor {
    float x;
    float y;
    pen how = pen::bend;
};

/// One way to write a digit.
using glyph = std::span<const anchor>;

namespace glyphs {

using enum pen;

inline constexpr anchor zero_round[] = {{54, 3, down}, {32, 10}, {18, 36}, {18, 66},
                                        {34, 92},      {56, 98}, {76, 84}, {84, 56},
                                        {78, 24},      {62, 6},  {50, 3}};
inline constexpr anchor zero_narrow[] = {{58, 0, down}, {40, 10}, {29, 36}, {27, 68}, {38, 94},
                                         {52, 98},      {66, 84}, {73, 54}, {69, 20}, {56, 1}};
inline constexpr anchor zero_looped[] = {{74, 4, down}, {52, 4},  {28, 18}, {17, 50},
                                         {28, 86},      {52, 99}, {76, 84}, {82, 50},
                                         {72, 18},      {54, 6},  {40, 12}};

inline constexpr anchor one_bare[] = {{50, 0, down}, {51, 34}, {50, 67}, {50, 100}};
inline constexpr anchor one_flag[] = {{37, 28, down}, {46, 16}, {54, 0, corner},
                                      {54, 34},       {53, 67}, {53, 100}};
inline constexpr anchor one_base[] = {{30, 22, down}, {42, 13}, {52, 0, corner},
                                      {52, 34},       {52, 67}, {52, 98},
                                      {26, 99, down}, {52, 98}, {78, 98}};
inline constexpr anchor one_slanted[] = {{62, 0, down}, {55, 34}, {47, 67}, {40, 100}};

inline constexpr anchor two_sharp[] = {{20, 24, down},   {32, 6},  {56, 0},
                                       {76, 16},         {72, 40}, {50, 66},
                                       {20, 96, corner}, {50, 95}, {82, 97}};
inline constexpr anchor two_looped[] = {{20, 22, down}, {34, 5},  {58, 1},  {75, 18},
                                        {70, 42},       {52, 68}, {32, 92}, {17, 90},
                                        {20, 76},       {38, 78}, {58, 93}, {84, 94}};
inline constexpr anchor two_waved[] = {{22, 10, down}, {44, 1},  {68, 8},          {73, 30},
                                       {56, 56},       {36, 76}, {18, 95, corner}, {40, 86},
                                       {62, 97},       {84, 90}};

inline constexpr anchor three_round[] = {{22, 14, down}, {44, 1},          {68, 10},
                                         {69, 32},       {42, 46, corner}, {70, 55},
                                         {80, 76},       {58, 97},         {20, 90}};
inline constexpr anchor three_flat[] = {{22, 4, down}, {50, 3},          {76, 3, corner},
                                        {60, 22},      {44, 41, corner}, {68, 48},
                                        {80, 72},      {58, 97},         {20, 91}};
inline constexpr anchor three_looped[] = {{24, 10, down}, {50, 0},  {70, 14}, {62, 36},
                                          {42, 48},       {38, 42}, {52, 44}, {76, 58},
                                          {76, 82},       {52, 98}, {22, 92}};

inline constexpr anchor four_open[] = {{26, 2, down}, {23, 30}, {20, 58, corner},
                                       {52, 58},      {86, 56}, {70, 4, down},
                                       {68, 36},      {66, 68}, {65, 100}};
inline constexpr anchor four_closed[] = {{62, 0, down}, {40, 32}, {14, 68, corner},
                                         {50, 67},      {88, 66}, {62, 0, down},
                                         {63, 34},      {62, 67}, {62, 100}};
inline constexpr anchor four_rounded[] = {{22, 2, down}, {19, 28}, {28, 50}, {50, 53}, {74, 44},
                                          {80, 0, down}, {75, 34}, {71, 67}, {69, 100}};

inline constexpr anchor five_one_stroke[] = {{80, 2, down},    {56, 3},  {30, 3, corner}, {28, 22},
                                             {25, 42, corner}, {50, 36}, {76, 48},        {78, 74},
                                             {56, 96},         {18, 92}};
inline constexpr anchor five_two_strokes[] = {{32, 6, down}, {30, 24}, {27, 44, corner}, {54, 40},
                                              {76, 56},      {72, 84}, {46, 99},         {18, 88},
                                              {32, 6, down}, {56, 5},  {82, 2}};
inline constexpr anchor five_bent[] = {{82, 4, down},    {58, 3},  {36, 8},  {28, 24},
                                       {30, 42, corner}, {52, 40}, {72, 52}, {74, 76},
                                       {54, 96},         {22, 95}};

inline constexpr anchor six_curved[] = {{70, 2, down}, {46, 16}, {28, 42}, {21, 70}, {32, 94},
                                        {56, 98},      {76, 82}, {70, 60}, {48, 54}, {26, 70}};
inline constexpr anchor six_straight[] = {{54, 0, down}, {40, 28}, {28, 56}, {26, 82}, {42, 99},
                                          {64, 92},      {70, 72}, {54, 60}, {34, 70}, {27, 82}};
inline constexpr anchor six_hooked[] = {{78, 14, down}, {62, 1},  {40, 10}, {24, 38},
                                        {20, 70},       {36, 96}, {62, 97}, {78, 76},
                                        {66, 54},       {44, 54}, {23, 68}};

inline constexpr anchor seven_plain[] = {{18, 5, down}, {50, 6},  {80, 4, corner},
                                         {62, 36},      {50, 68}, {42, 100}};
inline constexpr anchor seven_crossed[] = {{18, 5, down},  {50, 4},  {82, 3, corner},
                                           {64, 36},       {52, 68}, {44, 100},
                                           {32, 52, down}, {54, 50}, {78, 48}};
inline constexpr anchor seven_hooked[] = {
    {18, 24, down}, {19, 6, corner}, {50, 7}, {82, 3, corner}, {68, 34}, {60, 66}, {57, 100}};
inline constexpr anchor seven_waved[] = {{16, 14, down}, {32, 3},  {54, 11}, {80, 4, corner},
                                         {58, 36},       {44, 68}, {34, 100}};

inline constexpr anchor eight_one_stroke[] = {
    {72, 12, down}, {50, 0},  {28, 12}, {32, 34}, {56, 50}, {77, 70}, {68, 94},
    {44, 99},       {24, 84}, {34, 62}, {56, 46}, {74, 28}, {70, 9}};
inline constexpr anchor eight_two_circles[] = {
    {52, 46, down}, {32, 36}, {30, 12}, {52, 1},  {72, 14}, {70, 36}, {52, 46},
    {52, 46, down}, {26, 60}, {24, 86}, {50, 99}, {76, 86}, {76, 62}, {52, 46}};
inline constexpr anchor eight_narrow[] = {{66, 6, down}, {48, 1},  {36, 16}, {42, 36}, {56, 54},
                                          {67, 76},      {56, 97}, {40, 94}, {33, 74}, {44, 54},
                                          {60, 36},      {66, 18}, {60, 3}};

inline constexpr anchor nine_straight[] = {{74, 10, down}, {50, 0},  {27, 12},         {26, 36},
                                           {46, 50},       {68, 36}, {76, 10, corner}, {74, 40},
                                           {71, 70},       {69, 100}};
inline constexpr anchor nine_curved[] = {{74, 16, down}, {52, 0},  {29, 14}, {30, 40},
                                         {52, 48},       {73, 30}, {75, 16}, {77, 46},
                                         {70, 78},       {50, 98}, {26, 92}};
inline constexpr anchor nine_slanted[] = {{70, 6, down}, {46, 3},  {26, 20},        {32, 42},
                                          {54, 42},      {72, 20}, {72, 8, corner}, {64, 40},
                                          {54, 70},      {44, 100}};

inline constexpr glyph zeros[] = {zero_round, zero_narrow, zero_looped};
inline constexpr glyph ones[] = {one_bare, one_flag, one_base, one_slanted};
inline constexpr glyph twos[] = {two_sharp, two_looped, two_waved};
inline constexpr glyph threes[] = {three_round, three_flat, three_looped};
inline constexpr glyph fours[] = {four_open, four_closed, four_rounded};
inline constexpr glyph fives[] = {five_one_stroke, five_two_strokes, five_bent};
inline constexpr glyph sixes[] = {six_curved, six_straight, six_hooked};
inline constexpr glyph sevens[] = {seven_plain, seven_crossed, seven_hooked, seven_waved};
inline constexpr glyph eights[] = {eight_one_stroke, eight_two_circles, eight_narrow};
inline constexpr glyph nines[] = {nine_straight, nine_curved, nine_slanted};

}  // namespace glyphs

/// The ways to write each digit.
inline constexpr std::array<std::span<const glyph>, 10> digit_glyphs = {
    glyphs::zeros, glyphs::ones,  glyphs::twos,   glyphs::threes, glyphs::fours,
    glyphs::fives, glyphs::sixes, glyphs::sevens, glyphs::eights, glyphs::nines};

}  // namespace typenet::drawing
