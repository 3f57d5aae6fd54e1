package dev.yingda.conversation;

import dev.yingda.faq.Matches;

/// A decision for people: which rule made it is in the decision, and here is what it was made on.
///
/// @param basis the words, the confidence and the threshold, or whatever else the rule looked at
public record Explanation(Decision decision, Sentence basis) {

    /// Decides and says why.
    public static Explanation of(Asked asked, ShopRules shop) {
        Decision decision = Triage.decide(asked, shop);
        return new Explanation(decision, basis(decision, asked, shop));
    }

    private static Sentence basis(Decision decision, Asked asked, ShopRules shop) {
        return switch (decision.rule()) {
            case PEOPLE_SERVE, ASKED, COURTESY -> both("买家的话：“", "The buyer's words: \"", asked.text());
            case CHOSEN -> both("点选的条目：“", "The tapped entry: \"", String.valueOf(asked.chosen()));
            case COMPLAINT -> both("投诉关键词：“", "Word of complaints: \"", shop.complaint().in(asked.text()).orElse(""));
            case KEYWORD -> both("转人工关键词：“", "Hand-off word: \"", shop.handOff().in(asked.text()).orElse(""));
            case REPEATED_MISS, SURE, CLOSE, NO_MATCH -> confidence(asked.matches());
            case MATCHER_FAILED -> new Sentence("匹配没有给出结果。", "The matcher gave no result.");
        };
    }

    private static Sentence both(String zh, String en, String what) {
        return new Sentence(zh + what + "”。", en + what + "\".");
    }

    private static Sentence confidence(Matches matches) {
        Matches.Thresholds bars = matches.thresholds();
        if (matches.ranked().isEmpty()) {
            return new Sentence("没有任何接近的条目。", "No entry is near at all.");
        }
        double best = matches.ranked().getFirst().confidence();
        double next = matches.ranked().size() == 1 ? 0 : matches.ranked().get(1).confidence();
        return new Sentence(
                "最接近的条目置信度 " + percent(best) + "，第二个 " + percent(next) + "；直接回答要求不低于 " + percent(bars.answer())
                        + " 且领先 "
                        + percent(bars.margin()) + "，请买家选择要求不低于 " + percent(bars.clarify()) + "。",
                "The nearest entry has a confidence of " + percent(best) + ", the next " + percent(next)
                        + "; an answer takes " + percent(bars.answer()) + " and a lead of " + percent(bars.margin())
                        + ", asking which takes " + percent(bars.clarify()) + ".");
    }

    private static String percent(double share) {
        return Math.round(share * 100) + "%";
    }
}
