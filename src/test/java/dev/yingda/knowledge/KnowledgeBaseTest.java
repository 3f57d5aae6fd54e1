package dev.yingda.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import dev.yingda.faq.Calibration;
import dev.yingda.faq.Conditions;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Hours;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Synonyms;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;
import dev.yingda.knowledge.Draft.Change;
import dev.yingda.knowledge.Draft.Filter;
import dev.yingda.knowledge.Draft.Item;
import dev.yingda.knowledge.Draft.Kind;
import dev.yingda.knowledge.Draft.Page;
import dev.yingda.knowledge.Draft.Publication;
import dev.yingda.knowledge.Draft.State;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Knowledge.Topic;
import dev.yingda.knowledge.KnowledgeBase.Edit;
import dev.yingda.knowledge.KnowledgeBase.Imported;
import dev.yingda.knowledge.KnowledgeBase.Publishing;
import dev.yingda.knowledge.Revision.Action;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
@SuppressWarnings("NullAway.Init")
class KnowledgeBaseTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.123Z");
    private static final Entry SHIPS = new Entry("delivery-when-ships", "delivery", false, "什么时候发货?",
            List.of("几天能发货", "多久寄出", "怎么还不发货"), "{shop.shipHours}小时内发货。", false);
    private static final Entry FEE = new Entry("delivery-fee", "delivery", false, "运费多少?",
            List.of("包邮吗", "邮费几块", "要运费吗"), "包邮。", false);
    private static final Knowledge KNOWLEDGE = new Knowledge(
            List.of(new Topic("delivery", Map.of("zh-CN", "物流", "en", "Delivery"))), List.of(SHIPS, FEE),
            new LinkedHashMap<>(Map.of("shipHours", "48")), new Synonyms(List.of("# words", "快递,物流")));

    @Parameter
    private Databases kind;
    @TempDir
    private Path folder;
    private Database database;
    private Faq faq;
    private KnowledgeBase base;

    @BeforeEach
    void open() {
        database = Databases.open(kind.url(folder));
        faq = new Faq(Calibration.shipped(), Embeddings.none());
        base = new KnowledgeBase(database, faq, Clock.fixed(NOW, ZoneOffset.UTC));
        base.importAll(KNOWLEDGE, "ann");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsImportedIsTheDraftAndNothingIsServedYet() {
        assertEquals(KNOWLEDGE, base.draft().knowledge());
        assertEquals(new Imported(0, 0, 2, 0), base.importAll(KNOWLEDGE, "ann"));
        assertEquals(List.of(), faq.entries());
        assertEquals(List.of(new Change(SHIPS.id(), SHIPS.question(), Kind.ADDED),
                new Change(FEE.id(), FEE.question(), Kind.ADDED)), base.draft().changes());
    }

    @Test
    void anImportRevisesOnlyWhatDiffers() {
        Entry shorter = question(FEE, "邮费?");
        Knowledge other = new Knowledge(KNOWLEDGE.topics(), List.of(shorter), KNOWLEDGE.settings(), Synonyms.NONE);

        assertEquals(new Imported(0, 1, 0, 1), base.importAll(other, "bob"));

        assertEquals(List.of(2, 1), base.revisions(FEE.id()).stream().map(Revision::number).toList());
        assertEquals(1, base.revisions(SHIPS.id()).size());
        assertEquals(List.of(SHIPS, shorter), base.draft().knowledge().entries());
    }

    @Test
    void publishingServesTheDraftWithTheShopsFacts() {
        assertEquals(new Publication(1, NOW, "bob", 2, 8, 2), published(base.publish("bob")));

        assertEquals("48小时内发货。", faq.match("多久寄出").ranked().getFirst().entry().answer());
        assertEquals(List.of(), base.draft().changes());
        assertEquals(State.PUBLISHED, item(SHIPS.id()).state());
    }

    @Test
    void aDraftWithErrorsIsNotPublishedAndTheOldOneServesOn() {
        base.publish("bob");
        Knowledge clash = new Knowledge(KNOWLEDGE.topics(), List.of(question(FEE, "多久寄出")), KNOWLEDGE.settings(),
                Synonyms.NONE);
        base.importAll(clash, "ann");

        List<Problem> problems = assertInstanceOf(Publishing.Rejected.class, base.publish("bob")).problems();

        assertEquals(List.of("question"), problems.stream().map(Problem::field).toList());
        assertEquals(SHIPS.id(), faq.match("多久寄出").ranked().getFirst().entry().id());
        assertEquals(1, publication().version());
    }

    @Test
    void aRestartServesTheLastPublicationNotTheDraft() {
        base.publish("bob");
        saved(base.edit(question(FEE, "邮费多少钱?"), 1, "ann"));
        base.putSettings(new LinkedHashMap<>(Map.of("shipHours", "24")));

        Faq restarted = new Faq(Calibration.shipped(), Embeddings.none());
        new KnowledgeBase(database, restarted, Clock.systemUTC()).serveLastPublication();

        assertEquals(faq.entries(), restarted.entries());
        assertEquals("48小时内发货。", restarted.match("多久寄出").ranked().getFirst().entry().answer());
        assertTrue(base.draft().factsChanged());
    }

    @Test
    void anEditMakesARevisionAndKeepsTheOldOne() {
        base.publish("bob");

        Item item = saved(base.edit(question(FEE, "邮费多少钱?"), 1, "ann")).item();

        assertEquals(new Revision(question(FEE, "邮费多少钱?"), 2, NOW, "ann", Action.EDITED), item.latest());
        assertEquals(1, base.draft().item(FEE.id()).map(Item::published).orElseThrow().number());
        assertEquals(State.CHANGED, item.state());
        assertEquals(List.of(Action.EDITED, Action.IMPORTED),
                base.revisions(FEE.id()).stream().map(Revision::action).toList());
        assertEquals(List.of(new Change(FEE.id(), "邮费多少钱?", Kind.EDITED)), base.draft().changes());
    }

    @Test
    void anEditOfAnOldRevisionIsStale() {
        base.edit(question(FEE, "邮费多少钱?"), 1, "ann");

        Edit.Stale stale = assertInstanceOf(Edit.Stale.class, base.edit(question(FEE, "邮费呢?"), 1, "bob"));

        assertEquals(2, stale.item().latest().number());
    }

    @Test
    void anEditThatChangesNothingMakesNoRevision() {
        assertEquals(1, saved(base.edit(FEE, 1, "ann")).item().latest().number());
    }

    @Test
    void anEditThatBreaksARuleIsRefusedWithEveryProblem() {
        Entry bad = new Entry(FEE.id(), "lost", false, " ", List.of("几天能发货"), "{shop.x}", false);

        List<Problem> problems = assertInstanceOf(Edit.Invalid.class, base.edit(bad, 1, "ann")).problems();

        assertEquals(List.of("topic", "question", "answer", "phrasings[0]"),
                problems.stream().filter(problem -> problem.entry().equals(FEE.id())).map(Problem::field).toList());
        assertEquals(1, base.revisions(FEE.id()).size());
    }

    @Test
    void anEditThatTakesALaterEntrysWordsIsRefusedToo() {
        Entry greedy = new Entry(SHIPS.id(), "delivery", false, SHIPS.question(), List.of("包邮吗", "多久寄出", "几天发"),
                SHIPS.answer(), false);

        assertInstanceOf(Edit.Invalid.class, base.edit(greedy, 1, "ann"));
    }

    @Test
    void warningsDoNotKeepAnEditFromBeingSaved() {
        Entry few = new Entry(FEE.id(), "delivery", false, FEE.question(), List.of("包邮吗"), "包邮。", false);

        assertEquals(List.of("phrasings"),
                saved(base.edit(few, 1, "ann")).warnings().stream().map(Problem::field).toList());
    }

    @Test
    void aNewEntryGetsAnIdFromItsTopic() {
        Entry late = new Entry("", "delivery", false, "太慢了怎么办?", List.of("催一下", "等好久了", "慢死了"), "抱歉。", false);

        assertEquals("delivery-1", saved(base.create(late, "ann")).item().entry().id());
        assertEquals("delivery-2",
                saved(base.create(new Entry("", "delivery", false, "物流太慢?", List.of("催单", "在等", "好慢"), "抱歉。",
                        false), "ann")).item().entry().id());
        assertInstanceOf(Edit.Invalid.class, base.create(late.withId(FEE.id()), "ann"));
    }

    @Test
    void aDisabledEntryIsServedUntilTheNextPublicationAndCanComeBack() {
        base.publish("bob");

        assertEquals(State.DISABLED, saved(base.disable(FEE.id(), "ann")).item().state());
        assertEquals(List.of(new Change(FEE.id(), FEE.question(), Kind.DISABLED)), base.draft().changes());
        assertEquals(FEE.id(), faq.match("包邮吗").ranked().getFirst().entry().id());

        base.publish("bob");
        assertEquals(List.of(SHIPS.id()), faq.entries().stream().map(FaqEntry::id).toList());
        assertEquals(List.of(), base.draft().changes());

        saved(base.enable(FEE.id(), "ann"));
        assertEquals(List.of(new Change(FEE.id(), FEE.question(), Kind.ENABLED)), base.draft().changes());
    }

    @Test
    void anOldRevisionCanBeRestored() {
        base.edit(question(FEE, "邮费多少钱?"), 1, "ann");

        Item restored = saved(base.restore(FEE.id(), 1, "bob")).item();

        assertEquals(new Revision(FEE, 3, NOW, "bob", Action.RESTORED), restored.latest());
        assertInstanceOf(Edit.NotFound.class, base.restore(FEE.id(), 9, "bob"));
        assertInstanceOf(Edit.NotFound.class, base.disable("delivery-none", "bob"));
    }

    @Test
    void settingsInUseCannotBeTakenAway() {
        SequencedMap<String, String> none = new LinkedHashMap<>();

        assertEquals(List.of("answer"), base.putSettings(none).stream().map(Problem::field).toList());
        assertEquals(Map.of("shipHours", "48"), base.draft().knowledge().settings());
        assertEquals(List.of(), base.putSettings(new LinkedHashMap<>(Map.of("shipHours", "24", "phone", "400"))));
    }

    @Test
    void everyRevisionKeepsWhenItIsUsed() {
        base.publish("ann");
        Conditions conditions = new Conditions(Mode.EXACT, List.of("到付"),
                new When(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 20), Hours.parse("22:00-06:00").orElseThrow(),
                        Set.of("A-1"), Set.of("paid")),
                List.of(new Variant(new When(LocalDate.of(2026, 6, 10), null, null, Set.of(), Set.of("PAID")),
                        "{shop.shipHours}小时。")));

        Edit.Saved saved = saved(base.edit(FEE.with(conditions), 1, "ann"));

        assertEquals(List.of("until"), saved.warnings().stream().map(Problem::field).toList());
        assertEquals(List.of(conditions, Conditions.NONE),
                base.revisions(FEE.id()).stream().map(revision -> revision.entry().conditions()).toList());
        assertEquals(List.of(Kind.EDITED), base.draft().changes().stream().map(Change::kind).toList());
        assertEquals(List.of(FEE.id()), ids(new Filter("到付", null, null, 0, 50)));
        published(base.publish("ann"));
        assertEquals("48小时。", faq.entries().getLast().conditions().variants().getFirst().answer());
        saved(base.restore(FEE.id(), 1, "ann"));
        assertEquals(Conditions.NONE, item(FEE.id()).entry().conditions());
    }

    @Test
    void entriesAreListedByTextTopicStateAndPage() {
        base.publish("bob");
        base.disable(FEE.id(), "ann");

        assertEquals(List.of(SHIPS.id()), ids(new Filter("寄出", null, null, 0, 50)));
        assertEquals(List.of(FEE.id()), ids(new Filter(null, "delivery", State.DISABLED, 0, 50)));
        assertEquals(List.of(), ids(new Filter(null, "returns", null, 0, 50)));
        Page second = base.draft().list(new Filter("", "", null, 1, 1));
        assertEquals(List.of(FEE.id()), second.entries().stream().map(item -> item.entry().id()).toList());
        assertEquals(2, second.total());
        assertEquals(1, second.unpublished());
        assertEquals(2, second.topics().getFirst().count());
    }

    @Test
    void aQuestionCanBeTriedOnTheDraft() {
        assertTrue(base.tryOut("包邮吗", false).ranked().isEmpty());
        assertEquals(FEE.id(), base.tryOut("包邮吗", true).ranked().getFirst().entry().id());

        base.edit(new Entry(FEE.id(), "delivery", false, "运费?", List.of("a", "b", "c"), "免。", false), 1, "ann");
        assertEquals("免。", base.tryOut("运费", true).ranked().getFirst().entry().answer());
    }

    @Test
    void anEmptyDatabaseIsFilledFromTheFolderAndAFilledOneIsNot() throws IOException {
        Path exported = folder.resolve("exported");
        KnowledgeFolder.write(KNOWLEDGE, exported);

        try (Database empty = Databases.open(kind.url(folder))) {
            KnowledgeBase filled = new KnowledgeBase(empty, faq, Clock.fixed(NOW, ZoneOffset.UTC));

            assertEquals(List.of(), filled.fillIfEmpty(exported, "yingda"));
            assertEquals(KNOWLEDGE, filled.draft().knowledge());
            assertEquals(2, faq.entries().size());
            assertEquals(List.of(), filled.fillIfEmpty(folder.resolve("none"), "yingda"));
        }
    }

    private List<String> ids(Filter filter) {
        return base.draft().list(filter).entries().stream().map(item -> item.entry().id()).toList();
    }

    private Item item(String id) {
        return base.draft().item(id).orElseThrow();
    }

    private Publication publication() {
        Publication publication = base.draft().published();
        assertNotNull(publication);
        return publication;
    }

    private static Edit.Saved saved(Edit edit) {
        return assertInstanceOf(Edit.Saved.class, edit, edit::toString);
    }

    private static Publication published(Publishing publishing) {
        return assertInstanceOf(Publishing.Published.class, publishing, publishing::toString).publication();
    }

    private static Entry question(Entry entry, String question) {
        return new Entry(entry.id(), entry.topic(), entry.smallTalk(), question, entry.phrasings(), entry.answer(),
                entry.disabled());
    }
}
