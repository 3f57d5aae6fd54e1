package dev.yingda.knowledge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.yingda.conversation.ShopRules;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Matches;
import dev.yingda.knowledge.Draft.Item;
import dev.yingda.knowledge.Draft.Publication;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Revision.Action;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;

/// Owns the entries: the draft that people edit, every revision of it, and what is published of it. Buyers are answered
/// from the last publication only. Publishing is all or nothing: the draft is checked, the index built, the publication
/// stored, and only then does the [Faq] swap to it, which cannot fail; whatever fails before leaves the old one serving.
///
/// All methods block, and are safe on any thread.
public final class KnowledgeBase {

    private final Database database;
    private final Faq faq;
    private final Clock clock;
    private final ReentrantLock publishing = new ReentrantLock();
    private volatile @Nullable Rehearsal rehearsal;
    private volatile ShopRules rules = ShopRules.PRESET;

    /// The draft, indexed: built again only when the draft has changed.
    private record Rehearsal(Knowledge knowledge, Faq.Edition edition) {
    }

    /// What became of a change to one entry.
    public sealed interface Edit {

        /// Stored, unless nothing differed.
        record Saved(Item item, List<Problem> warnings) implements Edit {
            public Saved {
                warnings = List.copyOf(warnings);
            }
        }

        /// There is no such entry, or no such revision of it.
        record NotFound(String id) implements Edit {
        }

        /// Somebody else changed it first: look at the latest and edit that.
        record Stale(Item item) implements Edit {
        }

        /// It breaks these rules; nothing was stored.
        record Invalid(List<Problem> problems) implements Edit {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /// What became of publishing.
    public sealed interface Publishing {

        /// It serves now.
        record Published(Publication publication) implements Publishing {
        }

        /// The draft does not pass; the old publication serves on.
        record Rejected(List<Problem> problems) implements Publishing {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /// What an import brought.
    ///
    /// @param absent entries that are here but not in the folder; they stay as they are
    public record Imported(int added, int edited, int same, int absent) {
    }

    public KnowledgeBase(Database database, Faq faq, Clock clock) {
        this.database = database;
        this.faq = faq;
        this.clock = clock;
    }

    /// Serves the last publication, if there is one. To be called once, at start.
    public void serveLastPublication() {
        Knowledge published = database.read(connection -> new SqlKnowledge(connection).served());
        faq.publish(published.served(), published.synonyms());
        rules = ShopRules.of(published.settings());
    }

    /// Imports and publishes the folder if there is not a single entry yet. Returns what is wrong with the folder; if
    /// anything is, nothing was imported.
    ///
    /// @throws IOException if the folder cannot be read
    public List<KnowledgeFolder.Fault> fillIfEmpty(Path folder, String by) throws IOException {
        if (!draft().items().isEmpty()) {
            return List.of();
        }
        return switch (KnowledgeFolder.read(folder, today())) {
            case KnowledgeFolder.Reading.Broken(List<KnowledgeFolder.Fault> faults) -> faults;
            case KnowledgeFolder.Reading.Complete(Knowledge knowledge, List<KnowledgeFolder.Fault> _) -> {
                importAll(knowledge, by);
                publish(by);
                yield List.of();
            }
        };
    }

    /// The draft as it is now.
    public Draft draft() {
        return database.read(connection -> new SqlKnowledge(connection).draft());
    }

    /// All revisions of an entry, newest first; empty if there is no such entry.
    public List<Revision> revisions(String id) {
        return database.read(connection -> new SqlKnowledge(connection).history(id));
    }

    /// Adds an entry; an empty id is filled from the topic and a number.
    public Edit create(Entry entry, String by) {
        return database.transact(connection -> {
            SqlKnowledge sql = new SqlKnowledge(connection);
            Draft draft = sql.draft();
            Entry named = entry.id().isEmpty() ? entry.withId(freeId(draft, entry.topic())) : entry;
            return draft.item(named.id()).isPresent()
                    ? new Edit.Invalid(List.of(Lint.taken(named.id())))
                    : sql.store(Proposal.of(draft, named, Action.CREATED, by, now(), today()));
        });
    }

    private static String freeId(Draft draft, String topic) {
        return IntStream.iterate(1, n -> n + 1).mapToObj(n -> topic + "-" + n)
                .filter(id -> draft.item(id).isEmpty()).findFirst().orElseThrow();
    }

    /// Changes an entry; whether it is disabled stays as it is.
    ///
    /// @param revision the one that was edited; if it is not the latest, the edit is refused
    public Edit edit(Entry entry, int revision, String by) {
        return change(entry.id(), item -> item.latest().number() == revision
                ? Optional.of(entry.withDisabled(item.entry().disabled()))
                : Optional.empty(), Action.EDITED, by);
    }

    /// Takes an entry out of the next publication; it keeps its revisions.
    public Edit disable(String id, String by) {
        return change(id, item -> Optional.of(item.entry().withDisabled(true)), Action.DISABLED, by);
    }

    /// Puts a disabled entry back into the next publication.
    public Edit enable(String id, String by) {
        return change(id, item -> Optional.of(item.entry().withDisabled(false)), Action.ENABLED, by);
    }

    /// Makes an old revision the latest again.
    public Edit restore(String id, int revision, String by) {
        List<Revision> history = revisions(id);
        Optional<Entry> old = history.stream().filter(one -> one.number() == revision).map(Revision::entry).findFirst();
        return old.isEmpty() ? new Edit.NotFound(id) : change(id, _ -> old, Action.RESTORED, by);
    }

    /// @param edit from the latest to the new content; empty if the latest is not the one that was meant
    private Edit change(String id, Function<Item, Optional<Entry>> edit, Action action, String by) {
        return database.transact(connection -> {
            SqlKnowledge sql = new SqlKnowledge(connection);
            Draft draft = sql.draft();
            Optional<Item> item = draft.item(id);
            if (item.isEmpty()) {
                return new Edit.NotFound(id);
            }
            Optional<Entry> changed = edit.apply(item.get());
            return changed.isEmpty()
                    ? new Edit.Stale(item.get())
                    : sql.store(Proposal.of(draft, changed.get(), action, by, now(), today()));
        });
    }

    /// Replaces the draft's settings. Returns the errors this would make; if there are any, nothing was stored.
    public List<Problem> putSettings(SequencedMap<String, String> settings) {
        return database.transact(connection -> {
            SqlKnowledge sql = new SqlKnowledge(connection);
            Knowledge before = sql.draft().knowledge();
            List<Problem> errors = Proposal.newErrors(before, before.with(settings), "");
            if (errors.isEmpty()) {
                sql.putSettings(settings);
            }
            return errors;
        });
    }

    /// Takes over topics, settings and synonyms as they are in the folder, and a new revision of each entry that differs.
    public Imported importAll(Knowledge knowledge, String by) {
        return database.transact(connection -> {
            SqlKnowledge sql = new SqlKnowledge(connection);
            Draft draft = sql.draft();
            sql.putFacts(knowledge);
            List<Revision> revisions = knowledge.entries().stream()
                    .flatMap(entry -> Proposal.revision(draft, entry, Action.IMPORTED, by, now()).stream()).toList();
            for (Revision revision : revisions) {
                sql.insert(revision);
            }
            int added = (int) revisions.stream().filter(revision -> revision.number() == 1).count();
            int edited = revisions.size() - added;
            int same = knowledge.entries().size() - revisions.size();
            return new Imported(added, edited, same, draft.items().size() - edited - same);
        });
    }

    /// Publishes the draft.
    public Publishing publish(String by) {
        publishing.lock();
        try {
            Draft draft = draft();
            List<Problem> errors = draft.knowledge().problems().stream().filter(Problem::isError).toList();
            if (!errors.isEmpty()) {
                return new Publishing.Rejected(errors);
            }
            List<FaqEntry> served = draft.knowledge().served();
            Faq.Edition edition = faq.prepare(served, draft.knowledge().synonyms());
            int version = draft.published() == null ? 1 : draft.published().version() + 1;
            int phrasings = served.stream().mapToInt(entry -> 1 + entry.phrasings().size()).sum();
            Publication publication = new Publication(version, now(), by, served.size(), phrasings,
                    draft.changes().size());
            database.transact(connection -> {
                new SqlKnowledge(connection).insert(publication, draft.knowledge(), draft.items());
                return publication;
            });
            faq.publish(edition);
            rules = ShopRules.of(draft.knowledge().settings());
            return new Publishing.Published(publication);
        } finally {
            publishing.unlock();
        }
    }

    /// What a buyer's question would match, by what is published or by the draft.
    public Matches tryOut(String question, boolean byDraft) {
        return byDraft ? faq.match(question, rehearsal().edition()) : faq.match(question);
    }

    /// The rules for handing over to people, as published.
    public ShopRules rules() {
        return rules;
    }

    /// The rules for handing over to people, as published or as in the draft.
    public ShopRules rules(boolean byDraft) {
        return byDraft ? ShopRules.of(draft().knowledge().settings()) : rules;
    }

    private Rehearsal rehearsal() {
        Knowledge knowledge = draft().knowledge();
        @Nullable
        Rehearsal last = rehearsal;
        if (last == null || !last.knowledge().equals(knowledge)) {
            last = new Rehearsal(knowledge, faq.prepare(knowledge.served(), knowledge.synonyms()));
            rehearsal = last;
        }
        return last;
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
