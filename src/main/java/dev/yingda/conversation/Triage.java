package dev.yingda.conversation;

import java.util.List;
import java.util.regex.Pattern;

import dev.yingda.conversation.Conversation.Phase;
import dev.yingda.conversation.Decision.Rule;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;

/// What the bot does with a question. Pure: the state and the matches in, the decision and the rule that made it out.
/// The rules stand in one list, and the first that applies decides.
public final class Triage {

    /// How many entries a clarifying question offers at most.
    static final int CHOICES = 3;

    private static final Pattern PERSON = Pattern.compile(
            "(转|找|要|叫|换|接|来个?|需要|呼叫|联系)(一?[个下位名])?(人工|真人|客服|活人|专员|客服人员|工作人员)"
                    + "|^(人工|真人|客服|人工客服|人工服务|在线客服|真人客服)(在吗|在不在|有吗)?[!\\uFF01\u3002.?\\uFF1F~\uFF5E吗呢]*$|(有没有|有)(人工|真人|活人)"
                    + "|(不要|别|不想)(跟|和|给我)?(发)?(机器人|自动回复)|人工(客服|服务)(在吗|呢|电话)?"
                    + "|\\b(human|real person|live agent|representative|speak to (a|an|some)|talk to (a|an|some))",
            Pattern.CASE_INSENSITIVE);

    private Triage() {
    }

    /// @param conversation the state before the buyer's message
    public static Decision decide(Conversation conversation, String text, Matches matches) {
        if (peopleServe(conversation)) {
            return new Decision.Silent(Rule.PEOPLE_SERVE);
        }
        if (asksForPerson(text)) {
            return new Decision.HandOff(Rule.ASKED);
        }
        return switch (matches.verdict()) {
            case SURE -> sure(matches.ranked().getFirst());
            case CLOSE -> close(conversation, text, matches);
            case NONE -> Courtesy.is(text) ? new Decision.Silent(Rule.COURTESY) : new Decision.HandOff(Rule.NO_MATCH);
        };
    }

    /// Whether people serve, or are waited for: then no match is asked for, as nothing would come of it.
    static boolean peopleServe(Conversation conversation) {
        return conversation.phase() == Phase.WAITING || conversation.phase() == Phase.SERVED;
    }

    private static Decision sure(Match best) {
        return new Decision.Answer(best.entry(), best.confidence(), Rule.SURE);
    }

    private static Decision close(Conversation conversation, String text, Matches matches) {
        if (Courtesy.is(text)) {
            return new Decision.Silent(Rule.COURTESY);
        }
        if (conversation.serving().misses() > 0) {
            return new Decision.HandOff(Rule.REPEATED_MISS);
        }
        List<Match> near = matches.ranked().stream().filter(match -> !match.entry().smallTalk()).limit(CHOICES)
                .toList();
        return near.isEmpty()
                ? new Decision.HandOff(Rule.NO_MATCH)
                : new Decision.Clarify(near.stream().map(Match::entry).toList(), Rule.CLOSE);
    }

    /// Whether the buyer asks for a person in so many words.
    public static boolean asksForPerson(String text) {
        return PERSON.matcher(text.strip()).find();
    }
}
