package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                "delivery.yaml:6: phrasing: no such field; there are id, kind, question, phrasings, answer, disabled",
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
    void aFolderThatIsNotThereIsAFault() throws IOException {
        assertEquals(1, ((Reading.Broken) KnowledgeFolder.read(folder.resolve("none"))).faults().size());
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
        return entry.list().ofMaxSize(4);
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
