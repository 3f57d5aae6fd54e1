package dev.yingda.faq;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.yingda.faq.Terms.Kind;

/// One entry as [Evidence] sees it.
///
/// @param phrasings the terms of its question and phrasings
/// @param all for each kind, which share of its phrasings uses a term
/// @param answer the terms of its answer
record Profile(FaqEntry entry, List<Map<Kind, Bag>> phrasings, Map<Kind, Together> all, Map<Kind, Bag> answer) {

    static Profile of(FaqEntry entry, List<Map<Kind, Bag>> phrasings, Map<Kind, Bag> answer, Lexicon lexicon) {
        Map<Kind, Together> all = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            all.put(kind, Together.of(phrasings.stream().map(bags -> bag(bags, kind)).toList(), lexicon));
        }
        return new Profile(entry, phrasings, all, answer);
    }

    static Bag bag(Map<Kind, Bag> bags, Kind kind) {
        return Objects.requireNonNullElse(bags.get(kind), Bag.EMPTY);
    }

    Together together(Kind kind) {
        return Objects.requireNonNull(all.get(kind));
    }

    String phrasing(int index) {
        return index == 0 ? entry.question() : entry.phrasings().get(index - 1);
    }

    /// The phrasings of an entry as one vector.
    static final class Together {

        private final int[] ids;
        private final double[] shares;
        private final double norm;

        /// @param ids sorted
        /// @param shares of the phrasings that use the term
        /// @param norm Euclidean length of the shares times the terms' weights
        private Together(int[] ids, double[] shares, double norm) {
            this.ids = ids;
            this.shares = shares;
            this.norm = norm;
        }

        static Together of(List<Bag> phrasings, Lexicon lexicon) {
            Map<Integer, Double> shares = new TreeMap<>();
            for (Bag bag : phrasings) {
                Arrays.stream(bag.ids()).forEach(id -> shares.merge(id, 1.0 / phrasings.size(), Double::sum));
            }
            double squares = 0;
            for (Map.Entry<Integer, Double> share : shares.entrySet()) {
                squares += Math.pow(share.getValue() * lexicon.weight(share.getKey()), 2);
            }
            return new Together(shares.keySet().stream().mapToInt(Integer::intValue).toArray(),
                    shares.values().stream().mapToDouble(Double::doubleValue).toArray(), Math.sqrt(squares));
        }

        int[] ids() {
            return ids;
        }

        boolean uses(int id) {
            return Arrays.binarySearch(ids, id) >= 0;
        }

        double cosine(Bag question, Lexicon lexicon) {
            double dot = 0;
            for (int id : question.ids()) {
                int place = Arrays.binarySearch(ids, id);
                dot += place < 0 ? 0 : shares[place] * lexicon.weight(id) * lexicon.weight(id);
            }
            return dot == 0 ? 0 : dot / (norm * question.norm());
        }
    }
}
