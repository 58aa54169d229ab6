#include "domain/topics/languages/language.hpp"

#include <array>

namespace lectern::topics {
namespace {

// One text for each kind of word: easier to read and to extend than one literal for each word.
constexpr std::string_view stop_words =
    // articles, pronouns, determiners
    "a an the this that these those i you he she it we they me him her us them my your his its our their "
    "mine yours hers ours theirs myself yourself himself herself itself ourselves yourselves themselves "
    "who whom whose which what whatever whichever whoever one ones some any each every either neither "
    "both all none no another other others such same own few many much more most less least several "
    "enough something anything nothing everything someone anyone everyone nobody somebody anybody "
    "everybody "
    // prepositions, conjunctions
    "of in on at by for with from to into onto out up down off over under above below between among "
    "through during before after against about across along around behind beside besides beyond near "
    "toward towards within without upon since until till per via and or but nor so if then else than "
    "because as while where when why how though although unless whether once "
    // be, have, do, modals and their contractions
    "be am is are was were been being have has had having do does did doing done can could will would "
    "shall should may might must ought cannot isn't aren't wasn't weren't haven't hasn't hadn't don't "
    "doesn't didn't can't couldn't won't wouldn't shouldn't mustn't i'm you're he's she's it's we're "
    "they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll "
    "we'll they'll that's that'll there's here's what's who's where's how's let's ain't gonna wanna gotta "
    "let lets s t re ve ll d m don isn doesn didn won "
    // adverbs
    "not only just also too very really quite rather pretty almost already always never ever often "
    "sometimes usually again still yet now here there anyway anyways actually basically essentially "
    "probably maybe perhaps certainly obviously simply somehow somewhat somewhere anywhere everywhere "
    "else instead therefore thus hence however otherwise away back even well far soon later together "
    "exactly kind sort bit lot lots "
    // verbs that are frequent in all lectures
    "go goes going gone went come comes coming came get gets getting got gotten give gives given gave "
    "take takes taking took taken make makes making made put puts see sees seeing saw seen look looks "
    "looking looked say says saying said tell tells told talk talking talked think thinks thinking "
    "thought know knows knew known want wants wanted need needs needed try trying tried like likes liked "
    "mean means meant call called happen happens happened seem seems start started keep turn turns "
    "remember guess suppose show shows shown ask asked thank thanks please work works working use used "
    "using uses find finds able sure right okay ok alright yeah yes yep nope oh ah uh um er hmm mm hm huh "
    "hey hi hello wow gee laughter inaudible "
    // general nouns, words of order and of amount
    "thing things stuff way ways case cases time times people guy guys fact point question questions "
    "answer idea today tomorrow yesterday minute first second third last next good better best bad big "
    "little small great nice long new old different certain particular whole part parts two three four "
    "five six seven eight nine ten zero hundred thousand";

constexpr std::array cues{
    Cue{"welcome", 1, false},
    Cue{"hello", 0.5, false},
    Cue{"all right", 1, false},
    Cue{"alright", 1, false},
    Cue{"okay", 0.5, false},
    Cue{"ok", 0.5, false},
    Cue{"now", 0.5, false},
    Cue{"so", 0.25, false},
    Cue{"so now", 0.5, false},
    Cue{"next", 1, false},
    Cue{"finally", 0.5, false},
    Cue{"first", 0.5, false},
    Cue{"today", 1, false},
    Cue{"another", 0.5, false},
    Cue{"how to", 1, false},
    Cue{"let's", 0.5, true},
    Cue{"let us", 0.5, true},
    Cue{"let me", 0.5, true},
    Cue{"we'll", 0.25, true},
    Cue{"i want to", 0.5, true},
    Cue{"i'd like to", 0.5, true},
    Cue{"i would like to", 0.5, true},
    Cue{"we're going to", 0.25, true},
    Cue{"i'm going to", 0.25, true},
    Cue{"talk about", 1, true},
    Cue{"look at", 0.5, true},
    Cue{"take a look", 0.5, true},
    Cue{"move on", 1, true},
    Cue{"turn to", 1, true},
    Cue{"in this video", 1, true},
    Cue{"in this lecture", 1, true},
    Cue{"in this section", 1, true},
    Cue{"in this chapter", 1, true},
    Cue{"and", -1, false},
    Cue{"but", -1, false},
    Cue{"or", -1, false},
    Cue{"then", -1, false},
    Cue{"because", -1, false},
    Cue{"which", -1, false},
    Cue{"it", -0.5, false},
    Cue{"it's", -0.5, false},
    Cue{"that", -0.5, false},
    Cue{"that's", -0.5, false},
    Cue{"they", -0.5, false},
    Cue{"he", -0.5, false},
    Cue{"she", -0.5, false},
    Cue{"if", -0.5, false},
    Cue{"yes", -0.5, false},
    Cue{"yeah", -0.5, false},
};

// The length of names in words: two name a topic better than one, and more than three are often just a
// sentence.
constexpr std::array length_weights{1.0, 1.7, 2.0, 1.8, 1.6};

constexpr std::string_view before_noun =
    "the a an this these those my your our his her its their every each some no any another both all many "
    "several "
    "few of in on at by for with from about into between through during under over against within without "
    "per "
    "called what's";
constexpr std::string_view before_verb =
    "to we you i they he she it who don't doesn't didn't can could will would shall should may might must "
    "cannot "
    "can't won't wouldn't couldn't let's let we'll you'll i'll they'll it'll we're you're i'm they're he's "
    "she's "
    "it's we've you've i've gonna not never always";

constexpr std::string_view noun_endings =
    "tion sion ment ness ity ism ist ists isms ance ence ances ences ship ology logy graphy metry ture tures "
    "age ages tions sions ments ities ics cy gram grams meter phone scope sphere osis itis cracy hood dom "
    "ware "
    "oid oxide gen ium eed eeds variable cable vegetable family assembly anomaly supply";
constexpr std::string_view other_endings =
    "ly ed able ible ful ous less ish ize izes ise ises ify ifies ical ional ular ive ated izing ising";

// Adjectives, verbs and adverbs that are frequent in lectures, and nouns that name no subject when they end a
// name.
constexpr std::string_view no_nouns =
    "clean dirty possible important interesting simple easy hard difficult fast slow quick high low large "
    "huge tiny short wide "
    "deep strong weak hot cold warm dark light heavy true false real clear common rare free full empty open "
    "public "
    "private general special usual normal main key major minor early late recent modern ancient ready happy "
    "sad "
    "rich poor young correct wrong exact similar equal inverse random basic simpler bigger smaller higher "
    "lower "
    "larger faster slower stronger older newer easier harder cheaper local global initial final total single "
    "double "
    "entire current various extra proper raw whatever human natural social physical chemical electric "
    "electronic "
    "classical political economic digital linear neural specific automatic static dynamic elastic "
    "add adds begin begins bring brings build builds buy carry choose compute contain contains depend "
    "depends "
    "describe describes divide draw drive eat exist exists expect explain fall falls feel find follow "
    "follows grow "
    "grows hear help helps hold holds include includes increase increases keep keeps know lead leads learn "
    "leave "
    "leaves let live lives lose lower map maps move moves multiply occur occurs pay pick play provide "
    "provides pull "
    "push reach read receive reduce reduces represent represents require requires rise run runs send sends "
    "set sit "
    "solve solves sort stand stands stay stop stops store subtract teach train understand wait walk watch "
    "wear win "
    "write writes become becomes became began broke brought built chose drew fell felt found grew held kept "
    "knew led "
    "left lost met paid ran said sent sat stood told went won wrote written given taken known shown seen "
    "done gone "
    "following equivalent clever cleverer centimeters kilometers millimeters kilograms grams degrees minutes "
    "seconds hours miles meters percent dollars times "
    "deals proceed succeed exceed indeed sorry cool fine funny crazy weird awesome perfect excellent amazing "
    "fun "
    "ahead tonight altogether "
    "recently ago "
    "roughly tend tends decide decides speak apply applies obtain consider deal cause causes assume assumes "
    "allow allows appear appears talk notice imagine realize bear fire fires define defines create creates "
    "break breaks combine save load update updates check click type types enter select change changes end "
    "ends";

constexpr std::string_view dependent =
    "this|that|these|those|it|it's|its|they|they're|their|them|he|she|he's|she's|his|her|him|so that|this "
    "way|then|"
    "and|but|or|because|which|who|also|therefore|however|thus|hence|otherwise|instead|in this case|in that "
    "case|"
    "that's|that is|here|here's|there|as you can see|as we can see|like|such|same|the same|the "
    "other|another|the former|"
    "the latter|yes|yeah|no|nope|okay|ok|right|if so|if not|if it|if this|if that|as a result|in other words|"
    "for example|for instance|similarly|likewise|finally|second|secondly|third|thirdly|next|afterwards|after "
    "that|"
    "before that|at this point|at that point|again|too|either|neither|both|one|some|others|do you|did "
    "you|what|why|"
    "how|where|when it|when this|when that|since it|since this|since that|to do this|to do that|to do "
    "so|doing so|"
    "from there|from this|from that|with this|with that|by this|in this way|in doing so|we do|you "
    "do|sure|well|oh|i|"
    "i'm|i'll|i've|i'd|you see|you know|thank|thanks|please|let me|even|still|yet|now you|let's do|let's see|"
    "consequently|accordingly|meanwhile|nevertheless|nonetheless|of this|of that|of these|of those|on "
    "this|on that|"
    "to this|to that|to it|all of this|all of these|all this|all these|all that|each of these|each of "
    "them|them|"
    "none of|most of them|some of them|many of them|for this|for that|for these|at this|at that|what's|who's|"
    "are|is|was|were|does|last week|last time|last lecture|last class|today|yesterday|in this video|in this "
    "lecture|"
    "in the last|in the previous|can you|could you|would "
    "you|not|only|exactly|my|your|hello|hi|hey|welcome|good";

constexpr std::string_view spoken_starts =
    "so|now|okay|ok|all right|alright|right|well|and so|and now|so now|you know|i "
    "mean|basically|actually|again|"
    "of course|and|so basically|okay so|ok so|all right so|now then|so then|essentially|as i said|remember";

}  // namespace

extern const Announcements english_announcements;

constinit const Language english{
    .code = "en",
    .stop_words = stop_words,
    .stop_phrases = {},
    .cues = cues,
    .title_case = true,
    .clitics = "s re ll ve d m t",
    .conjunction = "and",
    .possessive = "s",
    .small_words = "a an the of in on at by for to from with and or as vs via into over than per but nor",
    .links = "of|of the|and",
    .longest_phrase = 5,
    .length_weights = length_weights,
    .before_noun = before_noun,
    .before_verb = before_verb,
    .noun_endings = noun_endings,
    .other_endings = other_endings,
    .both_endings = "ing",
    .verb_endings = "s ed",
    .determiners = "a an the this these my your his her its their our some each every any no many",
    .no_nouns = no_nouns,
    .announcements = &english_announcements,
    .dependent = dependent,
    .spoken_starts = spoken_starts,
};

}  // namespace lectern::topics
