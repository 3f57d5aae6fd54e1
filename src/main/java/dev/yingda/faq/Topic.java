package dev.yingda.faq;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.yingda.faq.Terms.Kind;

/// How many entries of one topic use a pair of characters.
final class Topic {

    static final Topic EMPTY = new Topic();

    private final Map<Integer, Integer> uses = new HashMap<>();

    void add(Profile profile) {
        for (int id : profile.together(Kind.PAIR).ids()) {
            uses.merge(id, 1, Integer::sum);
        }
    }

    /// Whether an entry of the topic other than this one uses the pair.
    boolean othersUse(int id, Profile profile) {
        int own = profile.together(Kind.PAIR).uses(id) ? 1 : 0;
        return Objects.requireNonNullElse(uses.get(id), 0) > own;
    }
}
