package dev.yingda.faq;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What one reading of a question and one entry have in common.
///
/// @param nearest the place of the phrasing that comes closest
/// @param likeness to that phrasing; 0 if there is no model
/// @param mean likeness to all of them
/// @param centre likeness to their middle
/// @param coherence mean likeness of the phrasings to each other
/// @param words the best BM25 of a phrasing, as a share of what the question could earn
/// @param phrasingCovered how much of the nearest phrasing the question says, 0-1
/// @param questionCovered how much of the question the nearest phrasing says, 0-1
/// @param entryCovers how much of the question the phrasings say together, 0-1
/// @param apart how likely it is this one of all, 0-1; NaN if there is no [Head]
/// @param score what entries are ranked by
record Evidence(Profile profile, int nearest, double likeness, double mean, double centre, double coherence,
        double words,
        double phrasingCovered, double questionCovered, double entryCovers, double apart, double score) {

    /// How an entry's middle counts against its nearest phrasing, when it has many phrasings; with one they are the same.
    private static final double MIDDLE = 0.75;
    private static final double MANY = 8;
    private static final double WORDS = 0.1;
    private static final double ANSWER = 0.15;
    private static final double APART = 0.05;
    private static final double MOST_ODDS = 8;

    /// The same, knowing how likely it is this one of all.
    Evidence apart(double share) {
        double many = 1 - Math.exp(-Math.pow(profile.phrases().size() / MANY, 2));
        return new Evidence(profile, nearest, likeness, mean, centre, coherence, words, phrasingCovered,
                questionCovered,
                entryCovers, share, score + APART * many * Math.log(share + 1e-9));
    }

    private double apartOdds() {
        return Double.isNaN(apart)
                ? 0
                : Math.clamp(Math.log((apart + 1e-6) / (1 - apart + 1e-6)), -MOST_ODDS, MOST_ODDS);
    }

    /// Everything about a reading that is the same for each entry.
    static final class Scale {

        private final Lexicon lexicon;
        private final Reading reading;
        private final double[] weights;
        private final double most;
        private final double units;

        Scale(Lexicon lexicon, Reading reading) {
            this.lexicon = lexicon;
            this.reading = reading;
            weights = new double[reading.known().length];
            double sum = reading.unknown() * lexicon.amongPhrasings(-1);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = lexicon.amongPhrasings(reading.known()[i]);
                sum += weights[i];
            }
            most = Math.max(sum, 1e-6) * Lexicon.most();
            units = Math.max(1e-6, reading.unknownUnits() * lexicon.amongEntries(-1)
                    + inEntries(reading.knownUnits(), reading.knownUnits()));
        }

        /// How much of the question no entry says, 0-1.
        double unknown() {
            return reading.unknownUnits() * lexicon.amongEntries(-1) / units;
        }

        double length() {
            return Math.log1p(reading.knownUnits().length + reading.unknownUnits());
        }

        /// What speaks for this entry.
        ///
        /// @param without the place of a phrasing that is to be thought away, or -1
        /// @param usual what the coherence of an entry with a single phrasing is taken to be
        Evidence of(Profile profile, int without, double usual) {
            Vector vector = reading.vector();
            Likeness likeness = vector == null ? Likeness.NONE : Likeness.of(profile, vector, without);
            double words = -1;
            int nearestByWords = 0;
            for (int i = 0; i < profile.phrases().size(); i++) {
                if (i != without) {
                    double earned = earned(profile.phrases().get(i)) / most;
                    nearestByWords = earned > words ? i : nearestByWords;
                    words = Math.max(words, earned);
                }
            }
            int nearest = vector == null ? nearestByWords : likeness.nearest();
            int[] said = profile.phrases().get(nearest).units();
            double coherence = Double.isNaN(likeness.coherence()) ? usual : likeness.coherence();
            double all = inEntries(said, said);
            return new Evidence(profile, nearest, likeness.nearestLikeness(), likeness.mean(), likeness.centre(),
                    coherence,
                    words, all == 0 ? 0 : inEntries(said, reading.knownUnits()) / all,
                    inEntries(reading.knownUnits(), said) / units,
                    inEntries(reading.knownUnits(), profile.terms()) / units, Double.NaN,
                    score(likeness, words, profile.answer(), vector));
        }

        private static double score(Likeness likeness, double words, @Nullable Vector answer, @Nullable Vector vector) {
            if (vector == null) {
                return words;
            }
            double middle = MIDDLE * (1 - Math.exp(-Math.pow(likeness.phrasings() / MANY, 2)));
            return (1 - middle) * likeness.nearestLikeness() + middle * likeness.centre() + WORDS * words
                    + (answer == null ? 0 : ANSWER * answer.cosine(vector));
        }

        private double earned(Phrase phrase) {
            int[] asked = reading.known();
            int[] terms = phrase.terms();
            double sum = 0;
            for (int i = 0, j = 0; i < asked.length && j < terms.length;) {
                if (asked[i] == terms[j]) {
                    sum += weights[i];
                    i++;
                    j++;
                } else if (asked[i] < terms[j]) {
                    i++;
                } else {
                    j++;
                }
            }
            return sum == 0 ? 0 : sum * lexicon.earned(terms.length);
        }

        /// What those of the terms weigh that are also among the others.
        private double inEntries(int[] terms, int[] others) {
            double sum = 0;
            for (int i = 0, j = 0; i < terms.length && j < others.length;) {
                if (terms[i] == others[j]) {
                    sum += lexicon.amongEntries(terms[i]);
                    i++;
                    j++;
                } else if (terms[i] < others[j]) {
                    i++;
                } else {
                    j++;
                }
            }
            return sum;
        }
    }

    private record Likeness(int phrasings, int nearest, double nearestLikeness, double mean, double centre,
            double coherence) {

        private static final Likeness NONE = new Likeness(0, 0, 0, 0, 0, 0);

        static Likeness of(Profile profile, Vector vector, int without) {
            List<Phrase> phrases = profile.phrases();
            int nearest = 0;
            double highest = -1;
            double sum = 0;
            double toLeft = 0;
            Vector left = without < 0 ? null : phrases.get(without).vector();
            for (int i = 0; i < phrases.size(); i++) {
                Vector other = phrases.get(i).vector();
                if (i == without || other == null) {
                    continue;
                }
                double likeness = vector.cosine(other);
                sum += likeness;
                toLeft += left == null ? 0 : left.cosine(other);
                if (likeness > highest) {
                    highest = likeness;
                    nearest = i;
                }
            }
            int n = phrases.size() - (left == null ? 0 : 1);
            double reach = left == null
                    ? profile.reach()
                    : Math.sqrt(Math.max(1e-6, profile.reach() * profile.reach() - 1 - 2 * toLeft));
            return new Likeness(n, nearest, highest, sum / n, sum / reach, Profile.coherence(reach, n));
        }
    }

    /// The features of the first so many, with all the others as rivals.
    static List<Map<Feature, Double>> features(List<Evidence> evidence, Scale scale, int first) {
        TwoBest likeness = TwoBest.of(evidence.stream().mapToDouble(Evidence::likeness).toArray());
        TwoBest centre = TwoBest.of(evidence.stream().mapToDouble(Evidence::centre).toArray());
        TwoBest words = TwoBest.of(evidence.stream().mapToDouble(Evidence::words).toArray());
        List<Map<Feature, Double>> features = new ArrayList<>();
        for (int i = 0; i < Math.min(first, evidence.size()); i++) {
            Evidence one = evidence.get(i);
            int place = i;
            Map<Feature, Double> values = new EnumMap<>(Feature.class);
            for (Feature feature : Feature.values()) {
                values.put(feature, switch (feature) {
                    case CENTRE -> one.centre();
                    case CENTRE_LEAD -> one.centre() - centre.other(place);
                    case NEAREST_LEAD -> one.likeness() - likeness.other(place);
                    case MEAN -> one.mean();
                    case COHERENCE -> one.coherence();
                    case FIRST_BY_WORDS -> words.place() == place && one.words() > 0 ? 1.0 : 0.0;
                    case PHRASING_COVERED -> one.phrasingCovered();
                    case WORDS_LEAD -> one.words() - words.other(place);
                    case APART -> one.apartOdds();
                    case WORDS -> one.words();
                    case QUESTION_COVERED -> one.questionCovered();
                    case ENTRY_COVERS -> one.entryCovers();
                    case UNKNOWN -> scale.unknown();
                    case LENGTH -> scale.length();
                });
            }
            features.add(values);
        }
        return features;
    }

    /// The best of some numbers, where it stands, and the second best; 0 where there is none.
    private record TwoBest(int place, double best, double second) {

        static TwoBest of(double[] numbers) {
            int place = -1;
            double best = 0;
            double second = 0;
            for (int i = 0; i < numbers.length; i++) {
                if (place < 0 || numbers[i] > best) {
                    second = best;
                    best = numbers[i];
                    place = i;
                } else {
                    second = Math.max(second, numbers[i]);
                }
            }
            return new TwoBest(place, best, second);
        }

        double other(int than) {
            return than == place ? second : best;
        }
    }
}
