package dev.yingda.faq;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Terms and their numbers; grows only, so that what was numbered once fits every later edition. Pairs of Chinese characters
/// can be looked up by how they are read.
final class Dictionary {

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<String, List<String>> pairsByReading = new ConcurrentHashMap<>();

    /// The number of a term, a new one if need be.
    synchronized int number(String term) {
        Integer known = numbers.get(term);
        if (known == null) {
            known = numbers.size();
            numbers.put(term, known);
            if (Terms.isHanPair(term)) {
                String pair = term.substring(1);
                pairsByReading.computeIfAbsent(reading(pair), _ -> new CopyOnWriteArrayList<>()).add(pair);
            }
        }
        return known;
    }

    /// The number of a term, -1 if it has none.
    int find(String term) {
        return numbers.getOrDefault(term, -1);
    }

    /// One more than the largest number given out.
    int size() {
        return numbers.size();
    }

    /// Pairs of characters that are read like this one, itself included if it is known.
    List<String> readLike(String pair) {
        return pairsByReading.getOrDefault(reading(pair), List.of());
    }

    static String reading(String pair) {
        return Han.reading(pair.charAt(0)) + '\'' + Han.reading(pair.charAt(1));
    }
}
