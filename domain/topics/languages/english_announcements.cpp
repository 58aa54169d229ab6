#include "domain/topics/languages/language.hpp"

#include <array>

namespace lectern::topics {
namespace {

constexpr std::array lists{
    PhraseList{
        "intent",
        "plan for today is to|plan is to|goal is to|goal today is to|aim is to|idea is to|job today is "
        "to|task is to|we're gonna|you're gonna|i'm here to|i plan to|i thought we could|time to|let me "
        "now|we start|we begin|we continue|we finish|i start|i begin|i continue|let's|let us|let me|we'll|we "
        "will|we shall|we're going to|we are going to|we're gonna|i'll|i will|i "
        "shall|"
        "i'm going to|i am going to|i'm gonna|i want to|i wanna|i wanted to|i'd like to|i would like to|we "
        "want to|"
        "we'd like to|we would like to|we need to|we can|we have to|you'll|you will|you want to|you wanted "
        "to|"
        "you're going to|we're here to|it's time to|it is time to|we start to|i need to|we must|we should|"
        "i thought we'd|i thought i'd|we are ready to|we're ready to|we turn to|video will|video we|lecture "
        "we|"
        "chapter we|section we|part we|lesson we|today we|today i|lecture i|talk i|now we|next we|what we'll "
        "do is|what i'll do is|going to do is|"
        "want to do is|want to do now is"},
    PhraseList{
        "about",
        "start off with|begin by talking about|start by talking about|walk you through|take you through|walk "
        "through|spend the next few minutes on|spend the next ten minutes on|spend some time on|spend a few "
        "minutes on|spend today on|say more about|have a closer look at|take a closer look at|take a quick "
        "look at|have a quick look at|be looking into|be going over|be going through|be focusing on|be "
        "exploring|finish with|end with|close with|conclude with|dig deeper into|get to know|meet|run "
        "through|go into|lay out|recap|talk about|speak about|look at|take a look at|have a look at|take a "
        "look inside|have a look inside|"
        "look inside|look into|go over|go through|study|discuss|cover|explore|examine|investigate|introduce|"
        "introduce you to|learn about|learn|find out about|hear about|review|turn to|turn our attention to|"
        "move on to|move to|switch to|go on to|get into|get into the subject of|start with|begin with|start "
        "on|"
        "focus on|concentrate on|dive into|delve into|dig into|return to|come back to|go back to|get back to|"
        "touch on|address|present|teach you about|tell you about|do something about|do something on|work "
        "through|"
        "continue with|carry on with|proceed to|read about|think about the role of|say something about|"
        "say a few words about|say a word about|introduce the notion of|be about|be talking about|"
        "be looking at|be discussing|be studying|be covering|be learning about|see together|spend time on|"
        "start talking about|start looking at|start by looking at|begin by looking at|start by discussing|"
        "begin by discussing|start our discussion of|begin our discussion of|get started with"},
    PhraseList{
        "consider",
        "be showing you|show|build|make|implement|do a bit of|calculate|solve|design|be building|be "
        "making|learn|go ahead and build|construct|teach you|demonstrate|figure out|find "
        "out|ask|answer|consider|see|describe|explain|understand|define|deal with|tackle|think about|show "
        "you|show|analyze|"
        "analyse|derive|prove|work on|compare|set up|look for|talk through|walk through|learn to|write "
        "down|do"},
    PhraseList{
        "talking",
        "we're building|we're making|we're covering|we're exploring|we're learning about|we're learning|i'm "
        "covering|we're turning to|we're starting with|i'm starting with|we're continuing with|we're talking "
        "about|we are talking about|i'm talking about|i am talking about|we've been "
        "talking about|"
        "we're looking at|we are looking at|we're discussing|we are discussing|we're studying|"
        "we are studying|we're moving on to|i'm going over"},
    PhraseList{
        "moving",
        "next up|it's time for|time for|we've arrived at|heard of|heard about|come to the topic of|the "
        "subject of|leads us into|up next is|we have arrived at|getting into|welcome to our session "
        "on|welcome to this lecture on|welcome to this video on|welcome to this session on|continuing "
        "with|moving on to|turning to|turning now to|on to|starting with|back to|brings us "
        "to|brings me "
        "to|"
        "leads us to|leads me to|takes us to|up is|we come to|we now come to|we now turn to|we turn to|"
        "we move on to|we arrive at|get to the topic of|what about|how about|as for"},
    PhraseList{
        "topic",
        "topic|subject|chapter|section|theme|lecture|lesson|class|session|unit|module|video|talk|tutorial|"
        "presentation|course|agenda"},
    PhraseList{"thing",
               "thing|one|part|step|point|item|idea|concept|question|type|kind|example|method|element|rule|"
               "principle|stage|phase|reason|factor|requirement|thing we want to look at|"
               "thing we'll look at|thing i want to talk about|thing we want to talk about|"
               "thing we'll talk about|thing i want to show you|thing to look at|thing we need|"
               "thing i'd like to discuss|thing on the list|thing we have to discuss"},
    PhraseList{
        "next",
        "next|first|second|third|fourth|fifth|last|final|other|main|today's|our next|our first|our last"},
    PhraseList{"is", "is|was|will be|is about|is called|is on|is the|concerns|is going to be"},
    PhraseList{"covers",
               "is about|is on|is all about|covers|introduces|discusses|focuses on|will cover|will focus "
               "on|deals with|"
               "explains|looks at|will look at|will explain|will introduce|is devoted to|is dedicated "
               "to|will discuss|"
               "is concerned with|is an introduction to|provides an introduction to"},
    PhraseList{"this", "this|today's|our|the"},
    PhraseList{
        "what is",
        "what is|what's|what are|what was|what were|what exactly is|what exactly are|who was|who were"},
    PhraseList{"how do",
               "how do we|how can we|how do you|how can you|how should we|how would we|how do i|how can i|"
               "how would you|how do you actually"},
    PhraseList{"question",
               "question|question i want to answer|question we want to answer|question for today|"
               "question now|question for us|big question|key question|main question|next question|"
               "question i want to ask|question we ask|puzzle|challenge|problem"},
    PhraseList{"today's topic",
               "topic of today|topic for today|subject of today|subject for today|topic of this lecture|"
               "subject of this lecture|subject of this video|topic of this video|subject of this talk|"
               "topic of this talk|subject of this chapter|topic of this chapter|topic of this section|"
               "topic of the day|theme of this lecture|focus of this lecture|focus of this video|main topic|"
               "main subject|title of this talk|title of this lecture|topic today|subject today"},
    PhraseList{"number",
               "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1|2|3|4|5|6|7|8|9|10|11|12"},
    PhraseList{"idea",
               "idea of|idea behind|idea with|problem with|point of|goal of|purpose of|aim of|concept of"},
    PhraseList{"defines",
               "is|are|was|were|means|refers to|describes|has|have|looks like|look like|consists of|works|"
               "depend on|depends on|takes|gives|comes|can "
               "be|allows|lets|tells|says|contains|happens|began|started|made"},
    PhraseList{
        "something",
        "something|variation|variant|version|type|kind|form|class|variation on that theme|disease|model|"
        "structure|machine|language|tool|rule|law|strategy|paper|book|problem|group|region|part|method|"
        "technique|algorithm|process|theory|principle|concept|phenomenon|effect|"
        "property|approach|system|quantity|function|idea|notion"},
    PhraseList{"called",
               "called|known as|that's just called|which is called|that's called|that is called|which we "
               "call|named"},
};

constexpr std::array rules{
    HeadlineRule{"{intent} {about} *", 2.2, "*"},
    HeadlineRule{"{intent} {consider} *", 1.3, "*"},
    HeadlineRule{"{intent} {consider} how to *", 2.2, "How to *", SubjectKind::infinitive},
    HeadlineRule{"{intent} {consider} how *", 1.6, "How *", SubjectKind::clause},
    HeadlineRule{"^ how do * ?", 1.8, "How Do *?", SubjectKind::clause, true},
    HeadlineRule{"^ how does * ?", 1.8, "How Does *?", SubjectKind::clause, true},
    HeadlineRule{"^ how did * ?", 1.8, "How Did *?", SubjectKind::clause, true},
    HeadlineRule{"^ why do * ?", 1.8, "Why Do *?", SubjectKind::clause, true},
    HeadlineRule{"^ why does * ?", 1.8, "Why Does *?", SubjectKind::clause, true},
    HeadlineRule{"^ why did * ?", 1.8, "Why Did *?", SubjectKind::clause, true},
    HeadlineRule{"^ why is * ?", 1.8, "Why Is *?", SubjectKind::clause, true},
    HeadlineRule{"^ why are * ?", 1.8, "Why Are *?", SubjectKind::clause, true},
    HeadlineRule{"{talking} *", 1.6, "*"},
    HeadlineRule{"{moving} *", 1.4, "*"},
    HeadlineRule{"has to do with *", 1.3, "*"},
    HeadlineRule{"{this}? {next} {topic} {is} *", 2.6, "*"},
    HeadlineRule{"{this} {topic} {covers} *", 2.4, "*"},
    HeadlineRule{"today's {topic}? {is} *", 2.6, "*"},
    HeadlineRule{"the {today's topic} {is} *", 2.6, "*"},
    HeadlineRule{"{topic} {number} {covers} *", 2.4, "*"},
    HeadlineRule{"today is about *", 2.4, "*"},
    HeadlineRule{"today is all about *", 2.4, "*"},
    HeadlineRule{"the {question} {is} *", 1.3, "*"},
    HeadlineRule{"what do we mean by * ?", 1.8, "What Do We Mean by *?", SubjectKind::phrase, true},
    HeadlineRule{"{this} {next} {thing} {is} *", 1.6, "*"},
    HeadlineRule{"the {idea} * {is}", 1.2, "*"},
    HeadlineRule{"^ welcome to *", 1.6, "*", SubjectKind::phrase, true},
    HeadlineRule{"^ introduction to *", 2.4, "Introduction to *", SubjectKind::phrase, true},
    HeadlineRule{"^ an introduction to *", 2.4, "Introduction to *", SubjectKind::phrase, true},
    HeadlineRule{"^ {what is} * ?", 2.8, "What is *?", SubjectKind::phrase, true},
    HeadlineRule{"^ how to *", 3, "How to *", SubjectKind::infinitive, true},
    HeadlineRule{"^ {how do} *", 1.3, "How to *", SubjectKind::infinitive},
    HeadlineRule{"^ * {defines}", 1.3, "*", SubjectKind::phrase, true},
    HeadlineRule{"{something} {called} *", 1.4, "*"},
};

constexpr std::array clause_openings{
    ClauseOpening{"how to", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how", "How *", SubjectKind::clause},
    ClauseOpening{"how we", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how you", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how do we", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how can we", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how do you", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how we can", "How to *", SubjectKind::infinitive},
    ClauseOpening{"how you can", "How to *", SubjectKind::infinitive},
    ClauseOpening{"why", "Why *", SubjectKind::clause},
    ClauseOpening{"what happens", "What happens *", SubjectKind::clause},
    ClauseOpening{"what is", "*", SubjectKind::phrase},
    ClauseOpening{"what's", "*", SubjectKind::phrase},
    ClauseOpening{"what are", "*", SubjectKind::phrase},
    ClauseOpening{"what makes", "What makes *", SubjectKind::clause},
    ClauseOpening{"what causes", "What causes *", SubjectKind::clause},
    ClauseOpening{"what", "*", SubjectKind::phrase},
    ClauseOpening{"ways to", "Ways to *", SubjectKind::infinitive},
};

constexpr std::string_view announcing =
    "in today's class|in today's lecture|in today's video|in this tutorial|today's|today|in this video|in "
    "this lecture|in this section|in this chapter|in this part|in this lesson|in this "
    "talk|"
    "in this module|in this class|in this session|in this series|in this unit|next|this time|this video|this "
    "lecture|"
    "this morning|this afternoon|tonight|this week|last time";

constexpr std::string_view deferring =
    "then|and then|later|later on|next|next time|in the next video|in the next lecture|in the next "
    "section|tomorrow|"
    "in a bit|in a minute|in a moment|soon|next week|in a later|in a future|in the future|last "
    "time|before|already|"
    "not|don't|won't|didn't|aren't|isn't|in another video|next lecture|after that|previously|yesterday|last "
    "week";

constexpr std::string_view fillers =
    "switch gears and|change gears and|move on and|go on and|go ahead and|take a moment to|take some time "
    "to|in this part|in this chapter|in this lesson|in this talk|in today's class|in today's lecture|in "
    "today's video|in this tutorial|probably|all|now|for today|for "
    "now|first|just|also|then|quickly|briefly|actually|really|kind of|sort "
    "of|maybe|together|again|finally|here|next|"
    "today|uh|um|so|basically|probably|with you|a bit|a bit more|a little bit|a little|a little bit more|for "
    "a minute|"
    "for a moment|in detail|in more detail|more closely|in depth|in this video|in this lecture|in this "
    "section|start to|"
    "start by|begin to|begin by|try to|like to|very|further|some more|at length|more|to you|you know|i "
    "think|like|"
    "exclusively|a closer|spend some time|spend a few minutes|instead|in "
    "particular|specifically|ok|okay|please|"
    "deeper|exactly|only|simply|well|right now|directly|carefully|to";

constexpr std::string_view leads =
    "the|a|an|some|any|a few|a couple of|a kind of|a sort of|a type of|the notion of|the idea of|the concept "
    "of|"
    "idea of|idea with|idea behind|the idea with|the idea behind|problem with|the topic of|the question "
    "of|the subject of|the so called|so called|something called|something known as|"
    "what we know about|what is called|what's called|what we call|what is known as|more about|more on|bit "
    "about|"
    "one of the|one of|one|another|other|all about|all of the|all the|all|a lot of|lots of|the two|two|both|"
    "a simple|a very simple|a really simple|a little|little|how about|about|of|this notion of|this idea of|"
    "this concept of|the case of|a case of|the problem of|the process of|the phenomenon of|a method called|"
    "a technique called|an algorithm called|an approach called|a new|a very|the famous|famous|the word|the "
    "term|"
    "the next topic|the first topic|the second topic|the topic|the following|the actual|the whole|"
    "the very|you|our|doing|more|most|so|and|or|now|okay|ok|all right|alright|well|let's say|today|some of "
    "the|the most important|the main|several|many|various|different|"
    "a very important|a very famous|a special|a specific|what is|what are|together|now|just|first|really";

constexpr std::string_view tails =
    "together|in more detail|in detail|in some detail|in depth|today|tonight|now|here|first|for a minute|for "
    "a second|"
    "for a moment|a bit|a little bit|a little|again|please|in this video|in this lecture|in this section|"
    "in this chapter|in this class|in this course|in this case|in this talk|briefly|quickly|next|as "
    "well|then|too|"
    "right now|more closely|in general|in more general|and so on|at "
    "all|yourself|ourselves|though|okay|ok|right|"
    "this week|this morning|this afternoon|this time|last time|next time|on monday|later|later on|once "
    "more|and|or|"
    "of|the|a|an|in|on|to|for|with|from|by|at|as|is|are|was|this|that|these|those|its|their|our|your|my|very|"
    "not|"
    "about|into|than|but|so|if|like|also|just|per se|actually|basically|instead|one|some|any|each|both|etc|"
    "and things like that|and stuff|or something|or something like that|you "
    "know|uh|um|alone|all|only|up|out|down|"
    "off|over|more|most|very quickly|to you|with you|for "
    "you|have|has|can|will|should|would|could|may|before|after|"
    "because|while|when|where|which|who|how|what|real quick|for now|for today|in a bit|in practice|in action";

constexpr std::string_view cuts =
    "um|uh|er|uhm|hmm|which|who|whom|whose|when|while|because|since|so|but|if|unless|until|though|although|"
    "whereas|then|in order to|"
    "where|that|as|and then|and we|and i|and let's|and see|and how|and what|and why|and you|and it|and this|"
    "and that|and they|and there|and explore|and look|and talk|and so|and now|and if|and when|and learn|or "
    "we|"
    "let's|let us|let me|for those|you know|i think|i mean|like i|in this|in today's|in our|on this|right|"
    "before we|before i|before you|after we|once we|once you|using this|in terms of|in general|in more "
    "general|"
    "not only|such as|like|for example|for instance|just "
    "like|especially|either|hopefully|thanks|thank|please|"
    "and start|and begin|and try|and discuss|and then we|due to|with you|without "
    "going|okay|ok|well|yes|no|now|today";

constexpr std::string_view verbs =
    "somebody someone anybody anyone nobody everybody everyone somebody\'s someone\'s everybody\'s nobody\'s "
    "who\'s where\'s "
    "here\'s there\'ll how\'s everything\'s something\'s nothing\'s wasn\'t weren\'t haven\'t hasn\'t "
    "hadn\'t couldn\'t wouldn\'t "
    "shouldn\'t is are was were has had can could will would should may might must shall cannot does do did "
    "isn't "
    "aren't wasn't don't doesn't "
    "can't won't we you i they he she it there we're we'll we've you're you'll you've i'm i'll i've it's "
    "he's she's "
    "they're they'll that's there's what's becomes became gets got goes went comes came means meant happens "
    "happened "
    "takes took makes made says said seems let";

constexpr std::string_view pronouns =
    "it them him me us this that these those here there itself themselves everything something";

constexpr std::string_view weak_cuts =
    "about over across after before against of as per via to with for in by using from on at through into "
    "and or without under during between";

constexpr std::string_view references =
    "somebody someone anybody anyone nobody this that these those it them him her they he she here there "
    "none something anything everything nothing "
    "someone you me "
    "us mine yours one's such same my your his hers yes no not if whether i we let's go going doing getting "
    "yourself";

constexpr std::string_view generic =
    "goal goals plan purpose solution solutions criterion amount example examples thing things problem "
    "problems picture pictures slide slides question questions case "
    "cases idea "
    "ideas way ways video videos lecture lectures board code figure figures graph stuff point points bit "
    "part parts "
    "detail details section chapter course class topic topics subject subjects step steps word words number "
    "numbers "
    "screen page book paper result results answer answers place list plot demo exercise exercises homework "
    "minute "
    "minutes moment time times everybody everyone people person folks guys kind kinds type types notion look "
    "first "
    "second third next last simple new different important interesting little big general specific story "
    "side end "
    "beginning start mind name names something formula equation situation line lines table image images "
    "series "
    "today's lesson talk overview introduction recap summary review discussion session meeting world break "
    "top bottom";

constexpr std::string_view small_talk =
    "thanks thank hello hi hey bye goodbye welcome sorry please yeah yep nope okay ok hmm uh um oh ah wow "
    "folks guys "
    "laughter applause inaudible music cool awesome damn alright everybody everyone morning afternoon "
    "evening";

}  // namespace

extern const Announcements english_announcements;
constinit const Announcements english_announcements{
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
    .namings = "called|named",
    .pronouns = pronouns,
    .weak_cuts = weak_cuts,
    .references = references,
    .generic = generic,
    .small_talk = small_talk,
};

}  // namespace lectern::topics
