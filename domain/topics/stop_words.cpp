#include "domain/topics/stop_words.hpp"

#include <string>
#include <unordered_set>

namespace lectern::topics {
namespace {

using Set = std::unordered_set<std::string_view>;

// One text for each kind of word: easier to read and to extend than one literal for each word.
constexpr std::string_view english_text =
    // articles, pronouns, determiners
    "a an the this that these those i you he she it we they me him her us them my your his its our their "
    "mine yours "
    "hers ours theirs myself yourself himself herself itself ourselves yourselves themselves who whom whose "
    "which "
    "what whatever whichever whoever one ones some any each every either neither both all none no another "
    "other "
    "others such same own few many much more most less least several enough something anything nothing "
    "everything "
    "someone anyone everyone nobody somebody anybody everybody "
    // prepositions, conjunctions
    "of in on at by for with from to into onto out up down off over under above below between among through "
    "during "
    "before after against about across along around behind beside besides beyond near toward towards within "
    "without "
    "upon since until till per via and or but nor so if then else than because as while where when why how "
    "though "
    "although unless whether once "
    // be, have, do, modals and their contractions
    "be am is are was were been being have has had having do does did doing done can could will would shall "
    "should "
    "may might must ought cannot isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't "
    "can't "
    "couldn't won't wouldn't shouldn't mustn't i'm you're he's she's it's we're they're i've you've we've "
    "they've "
    "i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll that's that'll there's "
    "here's "
    "what's who's where's how's let's ain't gonna wanna gotta let lets s t re ve ll d m don isn doesn didn "
    "won "
    // adverbs
    "not only just also too very really quite rather pretty almost already always never ever often sometimes "
    "usually "
    "again still yet now here there anyway anyways actually basically essentially probably maybe perhaps "
    "certainly "
    "obviously simply somehow somewhat somewhere anywhere everywhere else instead therefore thus hence "
    "however "
    "otherwise away back even well far soon later together exactly kind sort bit lot lots "
    // verbs that are frequent in all lectures
    "go goes going gone went come comes coming came get gets getting got gotten give gives given gave take "
    "takes "
    "taking took taken make makes making made put puts see sees seeing saw seen look looks looking looked "
    "say says "
    "saying said tell tells told talk talking talked think thinks thinking thought know knows knew known "
    "want wants "
    "wanted need needs needed try trying tried like likes liked mean means meant call called happen happens "
    "happened "
    "seem seems start started keep turn turns remember guess suppose show shows shown ask asked thank thanks "
    "please "
    "work works working use used using uses find finds able sure right okay ok alright yeah yes yep nope oh "
    "ah uh um "
    "er hmm mm hm huh hey hi hello wow gee laughter inaudible "
    // general nouns, words of order and of amount
    "thing things stuff way ways case cases time times people guy guys fact point question questions answer "
    "idea "
    "today tomorrow yesterday minute first second third last next good better best bad big little small "
    "great nice "
    "long new old different certain particular whole part parts two three four five six seven eight nine ten "
    "zero "
    "hundred thousand";

constexpr std::string_view vietnamese_text =
    "và là của có các những được cho trong một này đó thì mà với không để khi như ở ra cũng đã sẽ đang chúng "
    "ta tôi "
    "bạn mình nó họ anh chị em rất vào lại nếu vì nên hay hoặc từ đến trên dưới sau trước theo về tại bởi do "
    "nhưng "
    "còn chỉ thế vậy nào gì ai đâu sao bao nhiêu hơn nhất lên xuống qua đi làm phải bị cái con người ạ à ừ "
    "nhé nha "
    "rồi ngay đây kia ấy mọi mỗi từng vẫn đều tất cả nữa thôi luôn bây giờ hôm nay";

Set words_of(std::string_view text) {
    Set words;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const auto word = text.substr(0, space);
        if (!word.empty()) words.insert(word);
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
    return words;
}

}  // namespace

bool has_stop_words(std::string_view language) {
    return language == "en" || language == "vi";
}

bool is_stop_word(std::string_view folded, std::string_view language) {
    static const Set english = words_of(english_text);
    static const Set vietnamese = words_of(vietnamese_text);
    if (language == "en") return english.contains(folded);
    if (language == "vi") return vietnamese.contains(folded);
    return false;
}

}  // namespace lectern::topics
