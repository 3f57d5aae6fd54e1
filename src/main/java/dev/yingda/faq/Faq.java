package dev.yingda.faq;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.yingda.faq.Snapshot.Known;

/// Finds the entry that answers a question. Serves one immutable snapshot of the entries; [#publish] builds the next one
/// beside it and swaps it in whole, so that every match sees one publication and no match ever waits.
///
/// A question that is a phrasing of an entry, written the same or differing only in what [QuestionText] evens out, is
/// known with confidence 1. For any other, Lucene picks the candidates, [Feature]s say what speaks for each, and a
/// [Calibration] makes confidences of them.
public final class Faq {

    /// How many matches are worth returning.
    private static final int RANKED = 10;

    private final Calibration calibration;
    private volatile Snapshot snapshot;

    /// Empty until the first publication.
    public Faq(Calibration calibration) {
        this.calibration = calibration;
        snapshot = new Snapshot(List.of(), Synonyms.NONE);
    }

    /// Builds what [#publish(Edition)] serves; takes a moment, and changes nothing.
    public Edition prepare(List<FaqEntry> entries, Synonyms synonyms) {
        return new Edition(new Snapshot(entries, synonyms));
    }

    /// Serves this edition, and nothing else, from now on. Cannot fail.
    public void publish(Edition edition) {
        snapshot = edition.snapshot;
    }

    /// Prepares and publishes in one.
    public void publish(List<FaqEntry> entries, Synonyms synonyms) {
        publish(prepare(entries, synonyms));
    }

    /// What this edition would match if it were published.
    public Matches match(String question, Edition edition) {
        return match(question, edition.snapshot);
    }

    /// The entries that are served, in the order they were published in.
    public List<FaqEntry> entries() {
        return snapshot.entries();
    }

    /// The entries that may answer the question, best first. Safe on any number of threads.
    public Matches match(String question) {
        return match(question, snapshot);
    }

    /// The questions somebody who has typed this may be about to ask, best first. Safe on any number of threads.
    ///
    /// @param offered whether an entry may be offered here and now
    public List<FaqEntry> suggest(String typed, int limit, Predicate<FaqEntry> offered) {
        return snapshot.suggester().suggest(typed, limit, offered);
    }

    private Matches match(String question, Snapshot serving) {
        Optional<Known> known = serving.known(question);
        List<Match> ranked = known.isPresent() && known.get().entry().smallTalk()
                ? List.of(match(known.get()))
                : rank(serving, question, known);
        return new Matches(question, ranked, calibration.thresholds());
    }

    private List<Match> rank(Snapshot serving, String question, Optional<Known> known) {
        List<Match> ranked = calibration.rank(serving.candidates(question));
        return known.map(exact -> led(exact, ranked)).orElse(ranked).stream().limit(RANKED).toList();
    }

    /// An exact phrasing leads whatever else looks like it; the others share what its certainty leaves, which is nothing.
    private static List<Match> led(Known exact, List<Match> ranked) {
        Stream<Match> others = ranked.stream()
                .filter(match -> !match.entry().id().equals(exact.entry().id()))
                .map(match -> new Match(match.entry(), match.phrasing(), match.score(), 0));
        return Stream.concat(Stream.of(match(exact)), others).toList();
    }

    private static Match match(Known known) {
        return new Match(known.entry(), known.phrasing(), Double.POSITIVE_INFINITY, known.confidence());
    }

    /// Entries made ready to be served.
    public static final class Edition {

        private final Snapshot snapshot;

        private Edition(Snapshot snapshot) {
            this.snapshot = snapshot;
        }
    }
}
