#include "domain/topics/languages/language.hpp"

#include <array>

namespace lectern::topics {
namespace {

constexpr std::string_view stop_words =
    "và là của có các những được cho trong một này đó thì mà với không để khi như ở ra cũng đã sẽ đang chúng "
    "ta tôi "
    "bạn mình nó họ anh chị em rất vào lại nếu vì nên hay hoặc từ đến trên dưới sau trước theo về tại bởi do "
    "nhưng "
    "còn chỉ thế vậy nào gì ai đâu sao bao nhiêu hơn nhất lên xuống qua đi làm phải bị cái con người ạ à ừ "
    "nhé nha "
    "rồi ngay đây kia ấy mọi mỗi từng vẫn đều tất cả nữa thôi luôn bây giờ hôm nay";

constexpr std::array cues{
    Cue{"xin chào", 1, false},   Cue{"chào", 0.5, false},       Cue{"bây giờ", 1, false},
    Cue{"tiếp theo", 1, false},  Cue{"tiếp đến", 1, false},     Cue{"hôm nay", 1, false},
    Cue{"đầu tiên", 0.5, false}, Cue{"cuối cùng", 0.5, false},  Cue{"chúng ta sẽ", 0.5, true},
    Cue{"chuyển sang", 1, true}, Cue{"trong bài này", 1, true}, Cue{"trong phần này", 1, true},
    Cue{"và", -1, false},        Cue{"nhưng", -1, false},       Cue{"hoặc", -1, false},
    Cue{"bởi vì", -1, false},    Cue{"nó", -0.5, false},
};

// Most words have two syllables, and a space stands between them.
constexpr std::array length_weights{0.4, 1.4, 1.6, 2.0, 1.9, 1.9};

constexpr std::array lists{
    PhraseList{
        "intent",
        "chúng ta sẽ|chúng ta cùng|chúng ta sẽ cùng|ta sẽ|ta cùng|tôi sẽ|tôi muốn|thầy sẽ|cô sẽ|mình sẽ|em "
        "sẽ|"
        "chúng mình sẽ|chúng mình cùng|hãy|chúng ta hãy|chúng ta|các bạn sẽ|các em sẽ|chúng tôi sẽ|"
        "chúng ta bắt đầu|hãy cùng|xin phép|bây giờ ta|bây giờ mình|mình cùng|ta|hôm nay mình|hôm nay thầy|"
        "hôm nay cô|hôm nay tôi|muốn|mời các bạn|mời các em|anh sẽ|chị sẽ"},
    PhraseList{
        "about",
        "chỉ|chỉ cho|giảng|giảng về|dạy|dạy về|kể|đi vào nội dung chính|nói sang|giải thích|giải thích "
        "về|bắt tay vào|bàn luận về|tiếp tục|so sánh|trao đổi về|điểm lại|học về bài|tìm hiểu bài|tìm "
        "hiểu|tìm hiểu về|tìm hiểu xem|nói về|nói đến|nói tới|bàn về|bàn đến|bàn tới|học|học về|xem xét|"
        "nghiên cứu|nghiên cứu về|khảo sát|giới thiệu|giới thiệu về|đi vào|đến với|chuyển sang|chuyển qua|"
        "bước sang|sang|khám phá|thảo luận|thảo luận về|tập trung vào|bắt đầu với|bắt đầu bằng|làm quen với|"
        "phân tích|ôn lại|nhắc lại|trình bày|trình bày về|chia sẻ về|kể về|đề cập đến|quay lại|trở lại|"
        "quay lại với|trở lại với|đi sâu vào|hướng dẫn|điểm qua|tiếp tục với|kể cho các bạn về|xét|"
        "hướng dẫn các bạn|nói một chút về|nói kỹ hơn về|đi qua|học bài|sang bài|nói cho các bạn về"},
    PhraseList{
        "moving",
        "chuyển sang|chuyển qua|bước sang|đến với|chuyển tiếp sang|quay lại với|quay trở lại với|sang phần|"
        "sang bài|tiếp tục với"},
    PhraseList{"next",
               "tiếp theo|tiếp đến|kế tiếp|thứ nhất|thứ hai|thứ ba|thứ tư|cuối cùng|đầu tiên|hôm nay"},
    PhraseList{
        "topic",
        "chủ đề|phần|nội dung|bài học|bài giảng|bài|chương|mục|đề tài|buổi học|buổi|video|tiết học|vấn đề"},
    PhraseList{
        "number",
        "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|1|2|3|4|5|6|7|8|9|10|thứ nhất|thứ hai|thứ ba|thứ tư"},
    PhraseList{"defines", "là|gồm|bao gồm|xảy ra|có nghĩa là|được|được gọi là|là một|chính là"},
    PhraseList{
        "is",
        "là|sẽ là|là về|nói về|sẽ nói về|bàn về|giới thiệu về|giới thiệu|là bài|trình bày|trình bày về"},
};

constexpr std::array rules{
    HeadlineRule{"{intent} {about} *", 2.2, "*"},
    HeadlineRule{"{moving} *", 1.8, "*"},
    HeadlineRule{"{topic} {next} {is} *", 2.6, "*"},
    HeadlineRule{"{topic} {next} của chúng ta {is} *", 2.6, "*"},
    HeadlineRule{"^ tiếp theo là *", 2.4, "*"},
    HeadlineRule{"^ tiếp đến là *", 2.4, "*"},
    HeadlineRule{"trong {topic} này {intent} {about} *", 2.6, "*"},
    HeadlineRule{"{topic} này {is} *", 2.4, "*"},
    HeadlineRule{"^ * là gì ?", 2.2, "* là gì?", SubjectKind::phrase, true},
    HeadlineRule{"^ * là gì", 2, "* là gì?", SubjectKind::phrase, true},
    HeadlineRule{"^ * nghĩa là gì", 2, "* là gì?", SubjectKind::phrase, true},
    HeadlineRule{"^ thế nào là *", 2, "Thế nào là *?", SubjectKind::phrase, true},
    HeadlineRule{"^ cách *", 2.2, "Cách *", SubjectKind::infinitive, true},
    HeadlineRule{"^ làm thế nào để *", 2, "Cách *", SubjectKind::infinitive, true},
    HeadlineRule{"^ làm sao để *", 2, "Cách *", SubjectKind::infinitive, true},
    HeadlineRule{"^ tại sao *", 1.6, "Vì sao *?", SubjectKind::clause, true},
    HeadlineRule{"^ vì sao *", 1.6, "Vì sao *?", SubjectKind::clause, true},
    HeadlineRule{"^ giới thiệu về *", 2.4, "Giới thiệu về *", SubjectKind::phrase, true},
    HeadlineRule{"^ giới thiệu *", 2, "Giới thiệu *", SubjectKind::phrase, true},
    HeadlineRule{"^ * {defines}", 1.3, "*", SubjectKind::phrase, true},
    HeadlineRule{"được gọi là *", 1, "*"},
    HeadlineRule{"còn gọi là *", 1, "*"},
    HeadlineRule{"^ còn về *", 1.4, "*"},
    HeadlineRule{"^ {topic} {number} {is}? *", 1.8, "*"},
    HeadlineRule{"câu hỏi đặt ra là *", 1.6, "*"},
    HeadlineRule{"nội dung chính là *", 2, "*"},
    HeadlineRule{"^ nhắc đến *", 1.3, "*"},
    HeadlineRule{"^ nói đến *", 1.3, "*"},
    HeadlineRule{"^ về *", 1.4, "*"},
};

constexpr std::array clause_openings{
    ClauseOpening{"cách để", "Cách *", SubjectKind::infinitive},
    ClauseOpening{"cách", "Cách *", SubjectKind::infinitive},
    ClauseOpening{"làm thế nào để", "Cách *", SubjectKind::infinitive},
    ClauseOpening{"làm sao để", "Cách *", SubjectKind::infinitive},
    ClauseOpening{"tại sao", "Vì sao *", SubjectKind::clause},
    ClauseOpening{"vì sao", "Vì sao *", SubjectKind::clause},
    ClauseOpening{"thế nào là", "Thế nào là *", SubjectKind::phrase},
};

constexpr std::string_view announcing =
    "hôm nay|tiếp theo|tiếp đến|bây giờ|trong bài này|trong phần này|trong video này|trong bài học này|"
    "trong bài giảng này|buổi học hôm nay|bài hôm nay|trong chương này|trong bài học hôm nay";

constexpr std::string_view deferring =
    "bài sau|phần sau|buổi sau|tuần sau|lần sau|video sau|ở bài sau|ở phần sau|trong bài sau|trong phần "
    "sau|sau đó|không|"
    "hôm trước|bài trước|tuần trước|buổi trước|lần trước|trong các bài sau|đã";

constexpr std::string_view fillers =
    "bây giờ|tiếp theo|cùng nhau|cùng|thử|sơ qua|qua|kỹ|kỹ hơn|sâu hơn|thêm|lại|trước hết|trước tiên|đầu "
    "tiên|nhau|"
    "một chút|chi tiết|nhanh|ngắn gọn|cho các bạn|cho các em|với các bạn|với các em|các bạn|các em|hôm "
    "nay|đi|xem|"
    "ở đây|thì|ạ|à|ừ|nhé|tiếp|tiếp tục|bắt đầu|chi tiết hơn|đến|một cách";

constexpr std::string_view leads =
    "về|khái niệm về|khái niệm|chủ đề|phần|nội dung|vấn đề|bài|các|những|một|một số|một vài|cái|gọi là|cái "
    "gọi là|"
    "chủ đề về|phần về|nội dung về|tiếp theo|thứ hai|thứ ba|thứ nhất|thế nào là|đó là|là|vậy|vậy thì|thế "
    "thì|thế|"
    "bây giờ|thì|xem|rồi|và|còn|đầu tiên|trước hết|trước tiên|hôm nay|các bạn|các em|câu hỏi|câu hỏi đặt ra "
    "là|"
    "có thể nói|như vậy|tiếp theo là|chúng ta|ta|sự|nhất là|mới|ví dụ về|đến|tới|vào|với|bài "
    "học|chương|mục|đề tài|"
    "vấn đề về|bài học về|chương về|tiếp theo về|xem|kỹ hơn về|thêm về|một chút về|món|ý nghĩa của từ";

constexpr std::string_view tails =
    "nhé|nha|ạ|à|ừ|này|đó|đây|kia|ấy|trước|hôm nay|bây giờ|một chút|các bạn|các em|với nhau|cùng nhau|cụ "
    "thể|rồi|"
    "chi tiết|kỹ hơn|và|hoặc|của|là|các|những|một|ở|trong|cho|để|về|với|từ|thì|mà|sẽ|đã|đang|gì|nào|như thế "
    "nào|"
    "như|được|bị|nói chung|ngay|luôn|nữa|thôi|cũng|rất|khi|nếu|vì|do|bởi|trên|dưới|theo|đến|tới|tiếp theo|ra "
    "sao|"
    "sau đây|dưới đây|ngay bây giờ|ngay sau đây|trước tiên|đầu tiên|nha các bạn|nhé các "
    "bạn|chưa|không|hay|chúng ta";

constexpr std::string_view cuts =
    "ừ|à|ờ|ừm|mà|thì|vì|bởi vì|bởi|nên|cho nên|nhưng|nếu|khi|rồi|và chúng ta|và ta|và xem|và tìm hiểu|các "
    "bạn|các em|nhé|nha|ạ|"
    "trước khi|sau khi|trong bài này|trong phần này|trong video này|hôm nay|bây giờ|đã|sẽ|đang|tuy nhiên|tức "
    "là|"
    "nghĩa là|có nghĩa là|chúng ta|chúng tôi|chúng mình|tôi|thầy|cô|ví dụ|chẳng hạn|như là|để|để xem|xem|và "
    "cách|"
    "và vì sao|và tại sao|một cách|ở phần|ở bài|trong chương trình|cũng như|để hiểu|thế nào|như thế nào|ra "
    "sao|vậy|"
    "được|có thể|cần|phải|giúp";

constexpr std::string_view verbs = "là bị";

constexpr std::string_view weak_cuts = "trong của với cho từ ở bằng trên theo và hoặc qua vào về";

constexpr std::string_view references =
    "nó này đó đây kia ấy họ chúng điều đấy cái gì ai tôi bạn mình em anh chị ông bà vậy thế như không có";

constexpr std::string_view generic =
    "ví dụ bài tập bài toán câu hỏi hình ảnh hình vẽ vấn đề phần nội dung chủ đề việc điều cách chuyện lý do "
    "slide video "
    "bảng trang câu trường hợp kết quả ý nghĩa tiếp theo học sinh viên thời gian bước hai ba bốn năm đầu "
    "cuối mới "
    "khác nhau quan trọng thú vị đơn giản sau trước";

constexpr std::string_view small_talk = "cảm ơn xin chào tạm biệt vâng dạ ừ ờ à ạ chào alo vỗ tay";

// Phrases of function words, and of verbs that every lecture has. Their syllables have other meanings
// elsewhere.
constexpr std::string_view stop_phrases =
    "bắt đầu|kết thúc|ví dụ|có thể|tìm hiểu|tiếp theo|tiếp đến|đầu tiên|cuối cùng|trước hết|trước tiên|sử "
    "dụng|"
    "giới thiệu|xin chào|cảm ơn|các bạn|các em|như vậy|như thế|thế nào|làm sao|tại sao|vì sao|bởi vì|cho nên|"
    "tuy nhiên|mặc dù|ngoài ra|hơn nữa|bao gồm|gọi là|nghĩa là|tức là|cùng nhau|với nhau|khác nhau|giống "
    "nhau|"
    "một chút|một số|một vài|rất nhiều|nhiều hơn|ít nhất|nhiều nhất|thứ nhất|thứ hai|thứ ba|bằng cách|thông "
    "qua|"
    "đối với|liên quan|dựa vào|dựa trên|trở thành|trở nên|xảy ra|bài học|bài giảng|buổi học|hiểu rõ|nhìn "
    "thấy|"
    "chuyển sang|quan trọng|cần thiết|thường xuyên|thật sự|thực sự|chắc chắn|hoàn toàn|chỉ cần|không chỉ|mà "
    "còn|"
    "chẳng hạn|nói chung|nói riêng|đặc biệt|vấn đề|câu hỏi|trả lời|nhớ rằng|biết rằng|thấy rằng|nói rằng|cho "
    "rằng|"
    "người ta|chúng ta|chúng tôi|hôm qua|ngày mai|lúc này|khi đó|sau đó|trước đó|do đó|vì vậy|vì thế|từ đó|ở "
    "đây|"
    "xem xét|nói về|học về|hay là|hoặc là|để ý|chú ý|lưu ý|tương tự|ngược lại|mỗi khi|bất kỳ|bất cứ|ngay "
    "cả|thậm chí|"
    "có nghĩa|giúp cho|làm cho|khiến cho|gần như|hầu như|hầu hết|phần lớn|đa số|lên đến|trở lên|trở "
    "xuống|sau khi|"
    "trong khi|trước khi|nhờ vào|phải có|cần phải|nên nhớ|đó là|đây là|kéo dài";

constexpr std::string_view dependent =
    "hôm nay|bài trước|tuần trước|buổi trước|hôm trước|bây giờ|trong video này|trong bài này|trong phần "
    "này|phần tiếp theo|"
    "các bạn|các em|nhớ|đừng|và|nhưng|hoặc|nó|họ|điều này|điều đó|cái này|cái đó|vì vậy|vì thế|do đó|do "
    "vậy|bởi vì|vì|nên|cho nên|thì|mà|đó|"
    "đây|đấy|như vậy|như thế|sau đó|từ đó|khi đó|lúc đó|lúc này|ngược lại|tương tự|ngoài ra|hơn nữa|tuy "
    "nhiên|ví dụ|"
    "chẳng hạn|còn|thứ hai|thứ ba|cuối cùng|tiếp theo|vâng|dạ|đúng|không|tức là|nghĩa là|trong đó|ở đó|ở "
    "đây|thế|vậy|"
    "để làm điều này|nhờ đó|nhờ vậy|rồi|chúng|chúng nó|ông ấy|bà ấy|anh ấy|cô ấy|việc này|việc đó|cách này|"
    "quá trình này|trường hợp này|tôi|mình|em|thầy|cô|xin chào|chào|cảm ơn|cũng|tại sao|vì sao|làm sao|hiện "
    "tượng này";

constexpr std::string_view spoken_starts =
    "bây giờ|vậy thì|thế thì|như vậy thì|à|ừ|ờ|nào|rồi|thì|vậy|thế còn";

constexpr Announcements announcements{
    .lists = lists,
    .rules = rules,
    .clause_openings = clause_openings,
    .announcing = announcing,
    .deferring = deferring,
    .fillers = fillers,
    .leads = leads,
    .tails = tails,
    .cuts = cuts,
    .verbs = verbs,
    .namings = "gọi là|được gọi là|có tên là",
    .pronouns = "nó chúng này đó đây kia ấy họ",
    .weak_cuts = weak_cuts,
    .references = references,
    .generic = generic,
    .small_talk = small_talk,
};

}  // namespace

constinit const Language vietnamese{
    .code = "vi",
    .stop_words = stop_words,
    .stop_phrases = stop_phrases,
    .cues = cues,
    .conjunction = "và",
    .links = "của|và",
    .longest_phrase = 6,
    .length_weights = length_weights,
    .announcements = &announcements,
    .dependent = dependent,
    .spoken_starts = spoken_starts,
};

}  // namespace lectern::topics
