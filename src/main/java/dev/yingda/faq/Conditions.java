package dev.yingda.faq;

import java.util.List;
import java.util.Optional;

/// When an entry is used, and with which answer.
///
/// @param mode             how its phrasings are compared with a question
/// @param negativeKeywords a question that contains one of them never gets the entry
/// @param when             where it is used at all
/// @param variants         answers for some situations, the first that holds counts; in any other the entry's own
public record Conditions(Mode mode, List<String> negativeKeywords, When when, List<Variant> variants) {

    /// Always used, compared by meaning, one answer.
    public static final Conditions NONE = new Conditions(Mode.SMART, List.of(), When.ANY, List.of());

    public Conditions {
        negativeKeywords = List.copyOf(negativeKeywords);
        variants = List.copyOf(variants);
    }

    /// The negative keyword that keeps the question from the entry; both are compared as [QuestionText] evens them out.
    public Optional<String> rejecting(String question) {
        String normalised = QuestionText.normalise(question);
        return negativeKeywords.stream().filter(keyword -> contains(normalised, QuestionText.normalise(keyword)))
                .findFirst();
    }

    private static boolean contains(String normalised, String keyword) {
        return !keyword.isEmpty() && normalised.contains(keyword);
    }
}
