package dev.yingda.conversation;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.conversation.Decision.Rule;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches.Verdict;

/// What the bot does with a question. Pure: the state and the matches in, the decision and the rule that made it out.
/// The rules stand in one list, and the first that applies decides.
public final class Triage {

    /// How many entries a clarifying question offers at most.
    static final int CHOICES = 3;

    private static final Pattern PERSON = Pattern.compile(
            "(转|找|要|叫|换|接|来个?|需要|呼叫|联系)(一?[个下位名])?(人工|真人|客服|活人|专员|客服人员|工作人员)"
                    + "|^(人工|真人|客服|人工客服|人工服务|在线客服|真人客服)(在吗|在不在|有吗)?[!\\uFF01\u3002.?\\uFF1F~\uFF5E吗呢]*$|(有没有|有)(人工|真人|活人)"
                    + "|(不要|别|不想)(跟|和|给我)?(发)?(机器人|自动回复)|(不要|别|不想)再?[跟和]机器|人工(客服|服务)(在吗|呢|电话)?"
                    + "|\\b(human|real person|live agent|representative|speak to (a|an|some)|talk to (a|an|some))",
            Pattern.CASE_INSENSITIVE);

    /// A line: what it decides, or nothing when it does not apply.
    private record Line(Rule rule, BiFunction<Asked, ShopRules, Optional<Decision>> decision) {
    }

    private static final List<Line> LINES = List.of(
            new Line(Rule.PEOPLE_SERVE,
                    (asked, _) -> when(peopleServe(asked.phase()), new Decision.Silent(Rule.PEOPLE_SERVE))),
            new Line(Rule.CHOSEN, (asked, _) -> chosen(asked)),
            new Line(Rule.ASKED, (asked, _) -> when(asksForPerson(asked.text()), new Decision.HandOff(Rule.ASKED))),
            new Line(Rule.COMPLAINT, (asked, shop) -> when(shop.complaint().in(asked.text()).isPresent(),
                    new Decision.HandOff(Rule.COMPLAINT))),
            new Line(Rule.KEYWORD, (asked, shop) -> when(shop.handOff().in(asked.text()).isPresent(),
                    new Decision.HandOff(Rule.KEYWORD))),
            new Line(Rule.REPEATED_MISS,
                    (asked, _) -> when(missedAgain(asked), new Decision.HandOff(Rule.REPEATED_MISS))),
            new Line(Rule.SURE, (asked, _) -> sure(asked)),
            new Line(Rule.COURTESY, (asked, _) -> when(Courtesy.is(asked.text()), new Decision.Silent(Rule.COURTESY))),
            new Line(Rule.CLOSE, (asked, _) -> close(asked)),
            new Line(Rule.NO_MATCH, (_, _) -> Optional.of(new Decision.HandOff(Rule.NO_MATCH))));

    private Triage() {
    }

    /// The rules in their order.
    public static List<Rule> rules() {
        return LINES.stream().map(Line::rule).toList();
    }

    /// The decision of the first rule that applies; the last always does.
    public static Decision decide(Asked asked, ShopRules shop) {
        return LINES.stream().flatMap(line -> line.decision().apply(asked, shop).stream()).findFirst().orElseThrow();
    }

    /// Whether people serve, or are waited for: then no match is asked for, as nothing would come of it.
    static boolean peopleServe(Phase phase) {
        return phase == Phase.WAITING || phase == Phase.SERVED;
    }

    /// Whether the buyer asks for a person in so many words.
    public static boolean asksForPerson(String text) {
        return PERSON.matcher(text.strip()).find();
    }

    private static Optional<Decision> when(boolean applies, Decision decision) {
        return applies ? Optional.of(decision) : Optional.empty();
    }

    /// A tap answers that very entry, whatever words its question has; an entry that no longer applies is no choice.
    private static Optional<Decision> chosen(Asked asked) {
        return asked.matches().ranked().stream().filter(match -> match.entry().id().equals(asked.chosen())).findFirst()
                .map(match -> new Decision.Answer(match.entry(), 1, Rule.CHOSEN));
    }

    private static boolean missedAgain(Asked asked) {
        return asked.misses() > 0 && asked.matches().verdict() != Verdict.SURE && !Courtesy.is(asked.text());
    }

    private static Optional<Decision> sure(Asked asked) {
        if (asked.matches().verdict() != Verdict.SURE) {
            return Optional.empty();
        }
        Match best = asked.matches().ranked().getFirst();
        return Optional.of(new Decision.Answer(best.entry(), best.confidence(), Rule.SURE));
    }

    private static Optional<Decision> close(Asked asked) {
        List<FaqEntry> near = asked.matches().ranked().stream().map(Match::entry).filter(entry -> !entry.smallTalk())
                .limit(CHOICES).toList();
        return when(asked.matches().verdict() == Verdict.CLOSE && !near.isEmpty(),
                new Decision.Clarify(near, Rule.CLOSE));
    }
}
