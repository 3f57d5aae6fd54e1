package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.yingda.faq.Snapshot.Ranking;
import dev.yingda.faq.Terms.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// What is ranked, held to slower and simpler ways to the same numbers.
class SnapshotTest {

    private static final Embeddings EMBEDDINGS = Embeddings.inMemory();
    private static final List<String> PARTS = List.of("退货", "退款", "发货", "运费", "多久", "怎么", "谁付", "到账", "尺码", "偏大", "发票",
            "怎么还不", "可以吗", "地址改一下", "取消");

    /// Whatever was published before, an edition ranks as if it were the first. Seen to fail with removed entries still
    /// counted by the lexicon.
    @Property(tries = 25)
    void anEditionDoesNotRememberThoseBeforeIt(@ForAll @IntRange(max = 100_000) int seed) {
        Random random = new Random(seed);
        Indexer indexer = new Indexer(EMBEDDINGS);
        Snapshot serving = indexer.empty();
        List<FaqEntry> entries = entries(random);
        for (int edit = 0; edit < 4; edit++) {
            serving = indexer.build(entries, Synonyms.NONE, serving);
            entries = edited(entries, random);
        }
        serving = indexer.build(entries, Synonyms.NONE, serving);
        Indexer fresh = new Indexer(EMBEDDINGS);
        Snapshot alone = fresh.build(entries, Synonyms.NONE, fresh.empty());

        for (int i = 0; i < 5; i++) {
            String question = text(random);
            assertEquals(described(alone.rank(question, Map.of(), _ -> false)),
                    described(serving.rank(question, Map.of(), _ -> false)), question);
        }
    }

    private static List<String> described(Ranking ranking) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ranking.features().size(); i++) {
            StringBuilder line = new StringBuilder(ranking.evidence().get(i).profile().entry().id());
            ranking.features().get(i).forEach((feature, value) -> line.append(
                    String.format(Locale.ROOT, " %s %.9f", feature, value)));
            lines.add(line.toString());
        }
        return lines;
    }

    /// The evidence of each entry, computed from the definitions. Seen to fail with the middle's length taken for the mean.
    @Property(tries = 25)
    void theEvidenceIsWhatItsDefinitionsSay(@ForAll @IntRange(max = 100_000) int seed) {
        Random random = new Random(seed);
        Indexer indexer = new Indexer(EMBEDDINGS);
        List<FaqEntry> entries = entries(random);
        Snapshot snapshot = indexer.build(entries, Synonyms.NONE, indexer.empty());
        String question = text(random);

        Ranking ranking = snapshot.rank(question, Map.of(), _ -> false);

        String read = ranking.reading().text();
        Vector asked = EMBEDDINGS.question(Language.ZH, read).orElseThrow();
        for (Evidence evidence : ranking.evidence()) {
            List<Vector> phrases = evidence.profile().entry().wordings()
                    .map(text -> EMBEDDINGS.question(Language.ZH, QuestionText.spoken(text)).orElseThrow()).toList();
            double[] cosines = phrases.stream().mapToDouble(phrase -> cosine(phrase, asked)).toArray();
            assertEquals(java.util.Arrays.stream(cosines).max().orElseThrow(), evidence.likeness(), 1e-6);
            assertEquals(java.util.Arrays.stream(cosines).average().orElseThrow(), evidence.mean(), 1e-6);
            assertEquals(centre(phrases, asked), evidence.centre(), 1e-5);
            assertEquals(words(entries, evidence.profile().entry(), read), evidence.words(), 1e-9);
        }
    }

    /// Thinking a phrasing away gives what an index without it gives, but for the weights of words. Seen to fail with the
    /// reach of the whole entry.
    @Test
    void aPhrasingThoughtAwayLeavesTheMeaningOfTheOthers() {
        List<FaqEntry> entries = entries(new Random(5));
        FaqEntry first = entries.getFirst();
        List<FaqEntry> without = new ArrayList<>(entries);
        without.set(0, new FaqEntry(first.id(), first.topic(), false, first.phrasings().getFirst(),
                first.phrasings().subList(1, first.phrasings().size()), first.answer()));

        Indexer indexer = new Indexer(EMBEDDINGS);
        Snapshot whole = indexer.build(entries, Synonyms.NONE, indexer.empty());
        Profile profile = whole.profiles().values().iterator().next();
        Evidence left = evidence(whole.rankWithout(profile, 0, false, Map.of()), first.id());
        Snapshot cut = indexer.build(without, Synonyms.NONE, indexer.empty());
        Evidence never = evidence(cut.rank(first.question(), Map.of(), _ -> false), first.id());

        assertEquals(never.likeness(), left.likeness(), 1e-9);
        assertEquals(never.mean(), left.mean(), 1e-9);
        assertEquals(never.centre(), left.centre(), 1e-6);
        assertEquals(never.coherence(), left.coherence(), 1e-6);
        assertTrue(whole.rankWithout(profile, 0, true, Map.of()).evidence().stream()
                .noneMatch(one -> one.profile().equals(profile)));
    }

    private static Evidence evidence(Ranking ranking, String id) {
        return ranking.evidence().stream().filter(one -> one.profile().entry().id().equals(id)).findFirst()
                .orElseThrow();
    }

    @Test
    void anEntryThatIsBarredIsNoRivalEither() {
        Indexer indexer = new Indexer(EMBEDDINGS);
        Snapshot snapshot = indexer.build(entries(new Random(7)), Synonyms.NONE, indexer.empty());
        Ranking all = snapshot.rank("退货运费谁付", Map.of(), _ -> false);
        Profile best = all.evidence().getFirst().profile();

        Ranking rest = snapshot.rank("退货运费谁付", Map.of(), best::equals);

        assertEquals(all.evidence().get(1).profile(), rest.evidence().getFirst().profile());
        assertTrue(rest.features().getFirst().getOrDefault(Feature.NEAREST_LEAD, 0.0) > all.features().get(1)
                .getOrDefault(Feature.NEAREST_LEAD, 0.0));
    }

    @Test
    void eachLanguageIsRankedByItself() {
        Indexer indexer = new Indexer(EMBEDDINGS);
        Snapshot snapshot = indexer.build(
                List.of(new FaqEntry("zh", "t", false, "怎么退货", List.of("退货流程"), "看这里"),
                        new FaqEntry("en", "t", false, "How do I return an item?", List.of("return policy"), "here")),
                Synonyms.NONE, indexer.empty());

        assertEquals("en", snapshot.rank("can I send this back", Map.of(), _ -> false).evidence().getFirst().profile()
                .entry().id());
        assertEquals("zh", snapshot.rank("想退掉", Map.of(), _ -> false).evidence().getFirst().profile().entry().id());
    }

    @Test
    void theHeadTellsSistersApart() {
        Indexer indexer = new Indexer(EMBEDDINGS);
        Snapshot snapshot = indexer.build(entries(new Random(11)), Synonyms.NONE, indexer.empty());
        List<Profile> profiles = List.copyOf(snapshot.profiles().values());
        Head head = Head.train(profiles, -1, 1);

        for (int entry = 0; entry < profiles.size(); entry++) {
            for (Phrase phrase : profiles.get(entry).phrases()) {
                double[] shares = head.shares(profiles, java.util.Objects.requireNonNull(phrase.vector()));
                assertEquals(1, java.util.Arrays.stream(shares).sum(), 1e-9);
                assertTrue(shares[entry] > 0.5, phrase.text() + " " + shares[entry]);
            }
        }
        assertFalse(Head.isWorthwhile(profiles.subList(0, 1)));
    }

    private static double cosine(Vector a, Vector b) {
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.values().length; i++) {
            dot += a.values()[i] * b.values()[i];
            squareA += a.values()[i] * a.values()[i];
            squareB += b.values()[i] * b.values()[i];
        }
        return dot / Math.sqrt(squareA) / Math.sqrt(squareB);
    }

    private static double centre(List<Vector> phrases, Vector asked) {
        double[] sum = new double[asked.values().length];
        for (Vector phrase : phrases) {
            float[] direction = phrase.direction();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += direction[i];
            }
        }
        double dot = 0;
        double square = 0;
        for (int i = 0; i < sum.length; i++) {
            dot += sum[i] * asked.direction()[i];
            square += sum[i] * sum[i];
        }
        return dot / Math.sqrt(square);
    }

    /// BM25 over characters and their pairs, phrasing by phrasing, without an index.
    private static double words(List<FaqEntry> entries, FaqEntry entry, String question) {
        Words words = new Words(null);
        List<List<String>> all = entries.stream().flatMap(FaqEntry::wordings).map(text -> terms(text, words)).toList();
        double average = all.stream().mapToInt(List::size).average().orElseThrow();
        List<String> asked = terms(question, words);
        double most = 0;
        for (String term : asked) {
            most += 2.2 * idf(all, term);
        }
        double best = 0;
        for (List<String> phrasing : entry.wordings().map(text -> terms(text, words)).toList()) {
            double sum = 0;
            for (String term : asked) {
                if (phrasing.contains(term)) {
                    sum += idf(all, term) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * phrasing.size() / average));
                }
            }
            best = Math.max(best, sum / most);
        }
        return best;
    }

    private static double idf(List<List<String>> phrasings, String term) {
        long using = phrasings.stream().filter(phrasing -> phrasing.contains(term)).count();
        return Math.log(1 + (phrasings.size() - using + 0.5) / (using + 0.5));
    }

    private static List<String> terms(String text, Words words) {
        return Terms.of(text, words).of(Kind.UNIT, Kind.PAIR);
    }

    private static List<FaqEntry> entries(Random random) {
        List<FaqEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(entry("e" + i, PARTS.get(i), random));
        }
        return entries;
    }

    private static FaqEntry entry(String id, String about, Random random) {
        List<String> phrasings = Stream.generate(() -> about + text(random)).distinct().limit(3 + random.nextInt(3))
                .toList();
        return new FaqEntry(id, "t", false, about + "的事", phrasings, "关于" + about);
    }

    private static List<FaqEntry> edited(List<FaqEntry> entries, Random random) {
        List<FaqEntry> edited = new ArrayList<>(entries);
        edited.remove(random.nextInt(edited.size()));
        edited.add(entry("n" + random.nextInt(1_000_000), PARTS.get(random.nextInt(PARTS.size())), random));
        return edited;
    }

    private static String text(Random random) {
        return PARTS.get(random.nextInt(PARTS.size())) + PARTS.get(random.nextInt(PARTS.size()));
    }
}
