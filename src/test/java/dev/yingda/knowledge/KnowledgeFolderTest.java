package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Hours;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Topic;
import dev.yingda.knowledge.KnowledgeFolder.Fault;
import dev.yingda.knowledge.KnowledgeFolder.Reading;
import dev.yingda.knowledge.YamlReader.TopicFile;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeFolderTest {

    private static final String SOUND = """
            topic: delivery
            title: {zh-CN: 物流, en: Delivery}
            entries:
              - id: delivery-when-ships
                question: 什么时候发货？
                phrasings:
                  - 几天能发货
                  - 88
                  - "a: b # c"
                answer: 亲，{shop.hours}发货。
              - id: delivery-hello
                kind: small-talk
                question: 你好
                phrasings: [您好, 哈喽, 嗨]
                answer: 您好
                disabled: true
            """;

    private static final String CONDITIONS = """
            topic: delivery
            title: {zh-CN: 物流, en: Delivery}
            entries:
              - id: delivery-fee
                question: 运费
                phrasings:
                  - 邮费
                  - 包邮
                mode: contains
                not: [运费险, 到付]
                from: 2026-06-01
                until: 2026-06-20
                hours: "09:00-18:00"
                products: [A-1]
                answer: 亲，满99元包邮。
                variants:
                  - when: {orderStates: [shipped, delivered]}
                    answer: 亲，已经寄出。
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void readsTopicsSettingsAndSynonyms() throws IOException {
        write("delivery.yaml", SOUND);
        write("shop.yaml", "shop:\n  hours: 9:00-23:00 # when\n  days: 7\n");
        write("synonyms.txt", "# words\n快递,物流\n");

        Knowledge knowledge = complete().knowledge();

        assertEquals(List.of("几天能发货", "88", "a: b # c"), knowledge.entries().getFirst().phrasings());
        assertEquals("亲，9:00-23:00发货。", knowledge.served().getFirst().answer());
        assertEquals(new Entry("delivery-hello", "delivery", true, "你好", List.of("您好", "哈喽", "嗨"), "您好", true),
                knowledge.entries().getLast());
        assertEquals(List.of("hours", "days"), List.copyOf(knowledge.settings().keySet()));
        assertEquals(List.of("# words", "快递,物流"), knowledge.synonyms().lines());
    }

    @Test
    void whatIsWrittenIsReadBackTheSameAndWrittenTheSameAgain() throws IOException {
        write("delivery.yaml", SOUND);
        write("shop.yaml", "shop:\n  hours: 9:00-23:00\n");
        Knowledge knowledge = complete().knowledge();

        KnowledgeFolder.write(knowledge, folder);
        String first = Files.readString(folder.resolve("delivery.yaml"));

        assertEquals(knowledge, complete().knowledge());
        KnowledgeFolder.write(knowledge, folder);
        assertEquals(first, Files.readString(folder.resolve("delivery.yaml")));
    }

    @Test
    void writingRemovesFilesOfTopicsThatAreGoneButNoOthers() throws IOException {
        write("old.yaml", SOUND.replace("delivery", "old"));
        write("notes.yaml", "a: b\n");

        KnowledgeFolder.write(Knowledge.EMPTY, folder);

        assertFalse(Files.exists(folder.resolve("old.yaml")));
        assertTrue(Files.exists(folder.resolve("notes.yaml")));
    }

    @Test
    void everyFaultOfTheFormIsNamedWithItsLine() throws IOException {
        write("delivery.yaml", """
                topic: delivery
                title: 物流
                entries:
                  - id: delivery-when-ships
                    question: [什么时候发货]
                    phrasing:
                      - 几天能发货
                    kind: chat
                  - nothing
                """);
        write("shop.yaml", "hours: 9\n");
        write("synonyms.txt", "快递,物流\n快递\n");

        assertEquals(List.of("delivery.yaml:2: title: must be like {zh-CN: 物流, en: Delivery}",
                "delivery.yaml:4: answer: is missing", "delivery.yaml:5: question: must be a text",
                "delivery.yaml:6: phrasing: no such field; there are id, kind, question, phrasings, answer, disabled,"
                        + " mode, not, from, until, hours, products, orderStates, variants",
                "delivery.yaml:8: kind: must be question or small-talk",
                "delivery.yaml:9: entries: an entry must have the fields id, question, phrasings and answer",
                "shop.yaml:1: hours: no such field; there are shop",
                "shop.yaml:1: shop: the file must hold shop: with the settings below it",
                "synonyms.txt:2: one word alone is no group: 快递"), broken().stream().map(Fault::toString).toList());
    }

    @Test
    void textThatIsNotYamlIsAFaultOfItsLine() throws IOException {
        write("delivery.yaml", "topic: delivery\n  title: \"\n");
        Fault fault = broken().getFirst();

        assertEquals("delivery.yaml", fault.file());
        assertTrue(fault.text().startsWith("not YAML: "), fault.text());
    }

    @Test
    void aBrokenRuleIsNamedWithTheLineOfTheField() throws IOException {
        write("delivery.yaml", SOUND);

        Fault fault = broken().getFirst();

        assertEquals("delivery.yaml", fault.file());
        assertEquals(10, fault.line());
        assertEquals("delivery-when-ships answer", fault.field());
    }

    @Test
    void readsWhenAnEntryIsUsedAndWritesItAsAPersonWould() throws IOException {
        write("delivery.yaml", CONDITIONS);

        Entry entry = complete().knowledge().entries().getFirst();
        KnowledgeFolder.write(complete().knowledge(), folder);

        When own = new When(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 20),
                Hours.parse("9:00-18:00").orElseThrow(),
                Set.of("A-1"), Set.of());
        When shipped = new When(null, null, null, Set.of(), new LinkedHashSet<>(List.of("shipped", "delivered")));
        assertEquals(new Conditions(Mode.CONTAINS, List.of("运费险", "到付"), own,
                List.of(new Variant(shipped, "亲，已经寄出。"))), entry.conditions());
        assertEquals(CONDITIONS, Files.readString(folder.resolve("delivery.yaml")));
    }

    @Test
    void everyFaultOfConditionsIsNamedWithItsLine() throws IOException {
        write("delivery.yaml", """
                topic: delivery
                title: {zh-CN: 物流, en: Delivery}
                entries:
                  - id: delivery-fee
                    question: 运费
                    answer: 包邮
                    mode: fuzzy
                    not: 运费险
                    from: 6月1日
                    until: [2026-06-20]
                    hours: nine to five
                    variants:
                      - shipped
                      - answer: 没有条件
                      - when: {orderState: shipped}
                        answer: 写错了
                """);

        assertEquals(List.of("7: mode: must be smart, contains, exact", "8: not: must be a list",
                "9: from: must be a day like 2026-06-01", "10: until: must be a day like 2026-06-01",
                "11: hours: must be like \"09:00-18:00\" or \"mon-fri 22:00-06:00\"",
                "13: variants: a variant must have the fields when and answer",
                "14: when: must be like {orderStates: [shipped]}",
                "15: orderState: no such field; there are from, until, hours, products, orderStates"),
                broken().stream().map(fault -> fault.line() + ": " + fault.field() + ": " + fault.text()).toList());
    }

    @Test
    void aBrokenRuleOfConditionsIsNamedWithItsLine() throws IOException {
        write("delivery.yaml", CONDITIONS.replace("到付", "包邮").replace("已经寄出", "{shop.none}"));

        assertEquals(List.of("10: delivery-fee not[1]", "18: delivery-fee variants[0].answer"),
                broken().stream().map(fault -> fault.line() + ": " + fault.field()).toList());
    }

    @Test
    void whatIsOverIsWarnedOfOnADay() throws IOException {
        write("delivery.yaml", CONDITIONS);

        List<Fault> warnings = ((Reading.Complete) KnowledgeFolder.read(folder, LocalDate.of(2026, 6, 21))).warnings();
        assertEquals(List.of("delivery.yaml:12: delivery-fee until"), warnings.stream()
                .map(fault -> fault.file() + ":" + fault.line() + ": " + fault.field()).toList());
    }

    @Test
    void aFolderThatIsNotThereIsAFault() throws IOException {
        assertEquals(1, ((Reading.Broken) KnowledgeFolder.read(folder.resolve("none"))).faults().size());
    }

    @Test
    void aCharacterOfTwoHalvesIsReadWhereverItStands() throws IOException {
        for (String start : List.of("", "a")) {
            String answer = start + "🙂".repeat(999);
            write("delivery.yaml", SOUND.replace("亲，{shop.hours}发货。", answer));
            assertEquals(answer, complete().knowledge().entries().getFirst().answer());
        }
    }

    @Property(tries = 200)
    void anyTextsSurviveWritingAndReading(@ForAll("entries") List<Entry> entries,
            @ForAll("texts") List<String> settings) {
        Topic topic = new Topic("delivery", Map.of("zh-CN", "物流: #1", "en", "Delivery's"));
        List<Fault> faults = new ArrayList<>();

        TopicFile read = new YamlReader("t", faults, new HashMap<>()).topic(YamlWriter.topic(topic, entries))
                .orElseThrow();
        LinkedHashMap<String, String> facts = new LinkedHashMap<>();
        settings.forEach(text -> facts.put("key" + facts.size(), text));

        assertEquals(entries, read.entries());
        assertEquals(topic, read.topic());
        assertEquals(facts, new YamlReader("t", faults, new HashMap<>()).settings(YamlWriter.settings(facts)));
        assertEquals(List.of(), faults);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> odd = Arbitraries.strings()
                .withChars("发货: #-?{}[]'\"\\,&*!|>%@`~\n\t 1.no\u0085\u2028\u0007é。？")
                .ofMaxLength(12);
        Arbitrary<String> words = Arbitraries.of("true", "null", "~", "12", "1e3", "0x1F", "2026-01-01", "- a", "是的",
                "🙂", "", " ", "a ", "yes", "=", "<<");
        return Arbitraries.oneOf(odd, words).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        Arbitrary<Entry> entry = Combinators.combine(texts(), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((texts, smallTalk, disabled) -> new Entry("delivery-x", "delivery", smallTalk,
                        texts.isEmpty() ? "问" : texts.getFirst(), texts, texts.isEmpty() ? "" : texts.getLast(),
                        disabled));
        return Combinators.combine(entry, conditions()).as(Entry::with).list().ofMaxSize(4);
    }

    private Arbitrary<Conditions> conditions() {
        Arbitrary<Variant> variant = Combinators.combine(whens(), texts())
                .as((when, texts) -> new Variant(when, texts.isEmpty() ? "" : texts.getFirst()));
        return Combinators.combine(Arbitraries.of(Mode.class), texts(), whens(), variant.list().ofMaxSize(3))
                .as(Conditions::new);
    }

    private Arbitrary<When> whens() {
        Arbitrary<LocalDate> dates = Arbitraries.integers().between(0, 60_000).map(LocalDate::ofEpochDay);
        Arbitrary<Hours> hours = Arbitraries
                .of("09:00-18:00", "22:00-06:00", "mon-fri 00:00-24:00", "sat,sun 10:00-11:30")
                .map(text -> Hours.parse(text).orElseThrow());
        Arbitrary<Set<String>> names = texts().map(LinkedHashSet::new);
        return Combinators.combine(dates.injectNull(0.5), dates.injectNull(0.5), hours.injectNull(0.5), names, names)
                .as(When::new);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Reading.Complete complete() throws IOException {
        Reading reading = KnowledgeFolder.read(folder);
        if (reading instanceof Reading.Complete complete) {
            return complete;
        }
        throw new AssertionError(reading);
    }

    private List<Fault> broken() throws IOException {
        return ((Reading.Broken) KnowledgeFolder.read(folder)).faults();
    }
}
