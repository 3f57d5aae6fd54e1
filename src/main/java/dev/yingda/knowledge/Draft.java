package dev.yingda.knowledge;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.yingda.faq.Variant;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Topic;

import org.jspecify.annotations.Nullable;

/// All entries as people edit them, beside what is published of them. Pure.
///
/// @param knowledge the draft as a whole
/// @param items the latest revision of each entry, in the order of `knowledge`
/// @param factsChanged whether settings or synonyms differ from the published ones
/// @param published the last publication, null before the first
public record Draft(Knowledge knowledge, List<Item> items, boolean factsChanged, @Nullable Publication published) {
    public Draft {
        items = List.copyOf(items);
    }

    /// The entry of this id.
    public Optional<Item> item(String id) {
        return items.stream().filter(item -> item.entry().id().equals(id)).findFirst();
    }

    /// What publishing would change for buyers.
    public List<Change> changes() {
        return items.stream().flatMap(item -> item.change().stream()).toList();
    }

    /// One page of the entries that pass the filter.
    public Page list(Filter filter) {
        List<Item> found = items.stream().filter(filter::passes).toList();
        List<Item> page = found.stream().skip((long) filter.page() * filter.size()).limit(filter.size()).toList();
        List<TopicCount> topics = knowledge.topics().stream().map(this::count).toList();
        return new Page(page, found.size(), topics, changes().size());
    }

    private TopicCount count(Topic topic) {
        return new TopicCount(topic,
                (int) items.stream().filter(item -> item.entry().topic().equals(topic.id())).count());
    }

    /// What was served from one moment on.
    ///
    /// @param version from 1
    /// @param entries how many are served
    /// @param phrasings of all served entries together, their questions included
    /// @param changes since the publication before
    public record Publication(int version, Instant at, String by, int entries, int phrasings, int changes) {
    }

    /// One entry as it is, and as it is published.
    ///
    /// @param published null if it is not in the last publication
    public record Item(Revision latest, @Nullable Revision published) {

        /// The latest content.
        public Entry entry() {
            return latest.entry();
        }

        /// Where the entry is in its life.
        public State state() {
            if (entry().disabled()) {
                return State.DISABLED;
            }
            if (published == null) {
                return State.NEW;
            }
            return published.entry().equals(entry()) ? State.PUBLISHED : State.CHANGED;
        }

        private Optional<Change> change() {
            boolean served = published != null && !published.entry().disabled();
            @Nullable
            Kind kind;
            if (entry().disabled()) {
                kind = served ? Kind.DISABLED : null;
            } else if (published == null) {
                kind = Kind.ADDED;
            } else if (!served) {
                kind = Kind.ENABLED;
            } else {
                kind = published.entry().equals(entry()) ? null : Kind.EDITED;
            }
            return kind == null ? Optional.empty() : Optional.of(new Change(entry().id(), entry().question(), kind));
        }
    }

    /// One thing publishing would change.
    public record Change(String entry, String question, Kind kind) {
    }

    /// How publishing would change an entry.
    public enum Kind {
        ADDED, EDITED, DISABLED, ENABLED;

        /// The name on the wire.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where an entry is in its life.
    public enum State {
        /// Buyers get it as it is here.
        PUBLISHED,
        /// Buyers get an older revision, or none though it was published.
        CHANGED,
        /// Never published.
        NEW,
        /// Not served, or no longer from the next publication on.
        DISABLED;

        /// The name on the wire.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Which entries to list; null and blank mean any.
    ///
    /// @param text contained in the id, the question, a phrasing, a negative keyword or an answer
    /// @param page from 0
    public record Filter(@Nullable String text, @Nullable String topic, @Nullable State state, int page, int size) {
        public Filter {
            if (page < 0 || size < 1 || size > 500) {
                throw new IllegalArgumentException("page is 0 or more, size 1 to 500");
            }
        }

        private boolean passes(Item item) {
            Entry entry = item.entry();
            return (text == null || text.isBlank() || contains(entry, text.strip().toLowerCase(Locale.ROOT)))
                    && (topic == null || topic.isBlank() || topic.equals(entry.topic()))
                    && (state == null || state == item.state());
        }

        private static boolean contains(Entry entry, String part) {
            return Stream
                    .of(Stream.of(entry.id(), entry.question(), entry.answer()), entry.phrasings().stream(),
                            entry.conditions().negativeKeywords().stream(),
                            entry.conditions().variants().stream().map(Variant::answer))
                    .flatMap(texts -> texts)
                    .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part));
        }
    }

    /// One page of a list.
    ///
    /// @param total entries that pass the filter, on all pages
    /// @param topics all topics, with all their entries counted
    /// @param unpublished how many changes wait for publishing
    public record Page(List<Item> entries, int total, List<TopicCount> topics, int unpublished) {
        public Page {
            entries = List.copyOf(entries);
            topics = List.copyOf(topics);
        }
    }

    /// A topic and how many entries it has.
    public record TopicCount(Topic topic, int count) {
    }

    static Draft of(Knowledge knowledge, Map<String, Revision> latest, Map<String, Revision> published,
            boolean factsChanged, @Nullable Publication publication) {
        List<Item> items = knowledge.entries().stream().map(entry -> new Item(
                Objects.requireNonNull(latest.get(entry.id())), published.get(entry.id()))).toList();
        return new Draft(knowledge, items, factsChanged, publication);
    }
}
