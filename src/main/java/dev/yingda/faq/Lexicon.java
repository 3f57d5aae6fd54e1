package dev.yingda.faq;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.faq.Terms.Kind;

/// All terms of a snapshot, numbered, with their weight: the fewer entries use a term, the more it says about which
/// entry is meant.
final class Lexicon {

    private final Map<String, Integer> ids = new HashMap<>();
    private final double[] weights;
    private final double unknown;

    /// @param entries the terms of every phrasing, entry by entry
    Lexicon(List<List<Terms>> entries) {
        Map<String, Integer> uses = new HashMap<>();
        for (List<Terms> phrasings : entries) {
            Set<String> distinct = new HashSet<>();
            phrasings.forEach(terms -> terms.byKind().values().forEach(distinct::addAll));
            for (String term : distinct) {
                uses.merge(term, 1, Integer::sum);
                ids.putIfAbsent(term, ids.size());
            }
        }
        weights = new double[ids.size()];
        ids.forEach((term, id) -> weights[id] = weight(entries.size(), uses.getOrDefault(term, 0)));
        unknown = weight(entries.size(), 0);
    }

    /// The inverse document frequency of BM25, over entries instead of documents.
    private static double weight(int entries, int uses) {
        return Math.log(1 + (entries - uses + 0.5) / (uses + 0.5));
    }

    double weight(int id) {
        return weights[id];
    }

    boolean knows(String term) {
        return ids.containsKey(term);
    }

    Map<Kind, Bag> bags(Terms terms) {
        Map<Kind, Bag> bags = new EnumMap<>(Kind.class);
        terms.byKind().forEach((kind, distinct) -> bags.put(kind, bag(distinct)));
        return bags;
    }

    private Bag bag(Collection<String> distinct) {
        int[] known = distinct.stream().filter(ids::containsKey).mapToInt(ids::get).sorted().toArray();
        int unknowns = distinct.size() - known.length;
        double total = unknown * unknowns;
        double squares = unknown * unknown * unknowns;
        for (int id : known) {
            total += weights[id];
            squares += weights[id] * weights[id];
        }
        return new Bag(known, total, Math.sqrt(squares));
    }
}
