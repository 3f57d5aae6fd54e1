package dev.yingda.faq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Matches.Thresholds;
import dev.yingda.faq.Snapshot.Known;
import dev.yingda.faq.Snapshot.Ranking;

/// Finds the entry that answers a question. Serves one immutable snapshot of the entries; [#publish] builds the next one
/// beside it and swaps it in whole, so that every match sees one publication and no match ever waits.
///
/// A question that is a phrasing of an entry, written the same or differing only in what [QuestionText] evens out, is
/// known with confidence 1. For any other, Lucene picks the candidates by words and by meaning, [Evidence] says what speaks
/// for each, and a [Calibration] makes confidences of that.
public final class Faq {

    /// How many answers each edition remembers.
    private static final int REMEMBERED = 4096;

    private final Calibration calibration;
    private final Embeddings embeddings;
    private final Indexer indexer;
    private final Executor background;
    private final Map<String, List<Query>> known = new ConcurrentHashMap<>();
    private volatile Edition served;

    /// Empty until the first publication; finds the thresholds of each before it is served.
    public Faq(Calibration calibration, Embeddings embeddings) {
        this(calibration, embeddings, Runnable::run);
    }

    /// Empty until the first publication.
    ///
    /// @param background where the thresholds of a publication are found while it is served with those of the last
    public Faq(Calibration calibration, Embeddings embeddings, Executor background) {
        this.calibration = calibration;
        this.embeddings = embeddings;
        this.background = background;
        indexer = new Indexer(embeddings);
        served = new Edition(indexer.empty(), Tuning.none(calibration));
    }

    /// Builds what [#publish(Edition)] serves; takes a moment, and changes nothing.
    public Edition prepare(List<FaqEntry> entries, Synonyms synonyms) {
        Edition serving = served;
        return new Edition(indexer.build(entries, synonyms, serving.snapshot), serving.tuning);
    }

    /// Questions of which people know what answers them: from now on they decide how confident one must be to answer, once
    /// there are enough of them.
    ///
    /// @param source replaces what was known from the same source
    public void learn(String source, List<Query> judged) {
        known.put(source, List.copyOf(judged));
        tune(served);
    }

    /// Serves this edition, and nothing else, from now on. Cannot fail.
    public void publish(Edition edition) {
        served = edition;
        tune(edition);
    }

    private void tune(Edition edition) {
        background.execute(() -> {
            if (served.equals(edition)) {
                edition.snapshot.suggester();
                List<Query> judged = known.values().stream().flatMap(List::stream).toList();
                edition.tune(Tuning.of(edition.snapshot, calibration, judged));
            }
        });
    }

    /// Prepares and publishes in one.
    public void publish(List<FaqEntry> entries, Synonyms synonyms) {
        publish(prepare(entries, synonyms));
    }

    /// What this edition would match if it were published, wherever it is asked.
    public Matches match(String question, Edition edition) {
        return match(question, edition, Optional.empty());
    }

    /// The entries that are served, in the order they were published in.
    public List<FaqEntry> entries() {
        return served.snapshot.entries();
    }

    /// From which confidence the bot acts, by what is served now.
    public Thresholds thresholds() {
        return served.tuning.thresholds();
    }

    /// Why matching goes by words alone though it was meant to go by meaning; empty if all is well.
    public List<String> problems() {
        return embeddings.problems();
    }

    /// The entries that may answer the question, wherever it is asked, best first. Safe on any number of threads.
    public Matches match(String question) {
        return match(question, served, Optional.empty());
    }

    /// The entries that may answer the question where and when it is asked, best first, with the answers they give there. An
    /// entry that is not used there is no rival of the others either.
    public Matches match(String question, Situation situation) {
        return match(question, served, Optional.of(situation));
    }

    private Matches match(String question, Edition edition, Optional<Situation> situation) {
        Set<FaqEntry> barred = edition.conditional.stream()
                .filter(entry -> entry.conditions().rejecting(question).isPresent()
                        || situation.isPresent() && entry.in(situation.get()).isEmpty())
                .collect(Collectors.toSet());
        List<Match> ranked = barred.isEmpty()
                ? edition.remembered(question, this::ranked)
                : ranked(question, edition.snapshot, edition.tuning, barred);
        List<Match> there = situation.isEmpty() || edition.conditional.isEmpty()
                ? ranked
                : ranked.stream().map(match -> match.in(situation.get())).toList();
        return new Matches(question, there, edition.tuning.thresholds());
    }

    /// The questions somebody who has typed this may be about to ask, best first. Safe on any number of threads.
    ///
    /// @param offered whether an entry may be offered here and now
    public List<FaqEntry> suggest(String typed, int limit, Predicate<FaqEntry> offered) {
        return served.snapshot.suggester().suggest(typed, limit, offered);
    }

    private List<Match> ranked(String question, Snapshot snapshot, Tuning tuning, Set<FaqEntry> barred) {
        Optional<Known> known = snapshot.known(question, entry -> !barred.contains(entry));
        return known.isPresent()
                ? List.of(match(known.get()))
                : matches(snapshot.rank(question, tuning.heads(), profile -> barred.contains(profile.entry())),
                        tuning.calibration());
    }

    private static List<Match> matches(Ranking ranking, Calibration calibration) {
        List<Match> matches = new ArrayList<>();
        double[] confidences = calibration.of(ranking).confidences(ranking);
        for (int i = 0; i < ranking.features().size(); i++) {
            Evidence evidence = ranking.evidence().get(i);
            Map<Feature, Double> features = ranking.features().get(i);
            String phrasing = evidence.profile().phrases().get(evidence.nearest()).text();
            matches.add(
                    new Match(evidence.profile().entry(), phrasing, evidence.score(), confidences[i], named(features)));
        }
        return matches;
    }

    private static Map<String, Double> named(Map<Feature, Double> features) {
        Map<String, Double> named = new LinkedHashMap<>();
        features.forEach((feature, value) -> named.put(feature.key(), value));
        return named;
    }

    private static Match match(Known known) {
        return new Match(known.entry(), known.phrasing(), Double.POSITIVE_INFINITY, known.confidence());
    }

    /// Entries made ready to be served.
    public static final class Edition {

        private final Snapshot snapshot;
        private final List<FaqEntry> conditional;
        private final Map<String, List<Match>> answers = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, List<Match>> eldest) {
                return size() > REMEMBERED;
            }
        };
        private volatile Tuning tuning;

        private Edition(Snapshot snapshot, Tuning tuning) {
            this.snapshot = snapshot;
            conditional = snapshot.entries().stream()
                    .filter(entry -> !entry.conditions().equals(Conditions.NONE)).toList();
            this.tuning = tuning;
        }

        private void tune(Tuning learnt) {
            tuning = learnt;
            synchronized (answers) {
                answers.clear();
            }
        }

        private List<Match> remembered(String question, Ranker ranker) {
            synchronized (answers) {
                List<Match> known = answers.get(question);
                if (known != null) {
                    return known;
                }
            }
            Tuning with = tuning;
            List<Match> ranked = ranker.rank(question, snapshot, with, Set.of());
            synchronized (answers) {
                if (with.equals(tuning)) {
                    answers.put(question, ranked);
                }
            }
            return ranked;
        }
    }

    private interface Ranker {
        List<Match> rank(String question, Snapshot snapshot, Tuning tuning, Set<FaqEntry> barred);
    }
}
