package dev.yingda.knowledge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import dev.yingda.faq.Synonyms;
import dev.yingda.knowledge.Draft.Publication;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Topic;
import dev.yingda.knowledge.Revision.Action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// The tables of [KnowledgeBase], within one transaction. Nothing is decided here.
final class SqlKnowledge {

    private static final String COLUMNS = "r.entry, r.revision, r.at, r.who, r.action, r.topic, r.small_talk, r.question,"
            + " r.phrasings, r.answer, r.disabled, r.conditions";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {
    };
    private static final TypeReference<LinkedHashMap<String, String>> FACTS = new TypeReference<>() {
    };

    private final Connection connection;

    SqlKnowledge(Connection connection) {
        this.connection = connection;
    }

    /// The draft as it is now, beside the last publication.
    Draft draft() throws SQLException {
        Map<String, Revision> latest = byEntry(latest());
        List<Entry> entries = latest.values().stream().map(Revision::entry).toList();
        Knowledge knowledge = new Knowledge(topics(), entries, settings(), synonyms());
        Optional<Publication> publication = publication();
        if (publication.isEmpty()) {
            return Draft.of(knowledge, latest, Map.of(), false, null);
        }
        Knowledge facts = facts(publication.get().version());
        boolean factsChanged = !facts.settings().equals(knowledge.settings())
                || !facts.synonyms().equals(knowledge.synonyms());
        return Draft.of(knowledge, latest, byEntry(published(publication.get().version())), factsChanged,
                publication.get());
    }

    /// What the last publication serves; nothing before the first.
    Knowledge served() throws SQLException {
        Optional<Publication> publication = publication();
        if (publication.isEmpty()) {
            return Knowledge.EMPTY;
        }
        Knowledge facts = facts(publication.get().version());
        List<Entry> entries = published(publication.get().version()).stream().map(Revision::entry).toList();
        return new Knowledge(topics(), entries, facts.settings(), facts.synonyms());
    }

    private static Map<String, Revision> byEntry(List<Revision> revisions) {
        Map<String, Revision> byEntry = new LinkedHashMap<>();
        revisions.forEach(revision -> byEntry.put(revision.entry().id(), revision));
        return byEntry;
    }

    /// The latest revision of each entry, in the order the entries were added.
    private List<Revision> latest() throws SQLException {
        return revisions("SELECT " + COLUMNS + " FROM knowledge_revisions r WHERE r.revision = (SELECT MAX(m.revision)"
                + " FROM knowledge_revisions m WHERE m.entry = r.entry) ORDER BY r.place, r.entry");
    }

    /// All revisions of an entry, newest first.
    List<Revision> history(String entry) throws SQLException {
        return revisions("SELECT " + COLUMNS + " FROM knowledge_revisions r WHERE r.entry = ? ORDER BY r.revision DESC",
                entry);
    }

    /// The revisions a publication holds, in the order the entries were added.
    private List<Revision> published(int version) throws SQLException {
        return revisions("SELECT " + COLUMNS + " FROM knowledge_published p JOIN knowledge_revisions r ON"
                + " r.entry = p.entry AND r.revision = p.revision WHERE p.version = ? ORDER BY r.place, r.entry",
                version);
    }

    /// Stores what a proposal asks for, and returns what became of it.
    KnowledgeBase.Edit store(Proposal proposal) throws SQLException {
        if (proposal.revision().isPresent()) {
            insert(proposal.revision().get());
        }
        return proposal.edit();
    }

    void insert(Revision revision) throws SQLException {
        Entry entry = revision.entry();
        update("INSERT INTO knowledge_revisions (entry, revision, place, at, who, action, topic, small_talk, question,"
                + " phrasings, answer, disabled, conditions) VALUES (?, ?, COALESCE("
                + "(SELECT MAX(o.place) FROM knowledge_revisions o WHERE o.entry = ?),"
                + " (SELECT MAX(a.place) + 1 FROM knowledge_revisions a), 1), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.id(),
                revision.number(), entry.id(), revision.at().toEpochMilli(), revision.by(), revision.action().wire(),
                entry.topic(), entry.smallTalk() ? 1 : 0, entry.question(), json(entry.phrasings()), entry.answer(),
                entry.disabled() ? 1 : 0, ConditionsJson.write(entry.conditions()));
    }

    private List<Topic> topics() throws SQLException {
        return query("SELECT id, title FROM knowledge_topics ORDER BY id",
                row -> new Topic(row.getString(1), read(row.getString(2), FACTS)));
    }

    /// Replaces the draft's settings and synonyms; adds and renames topics.
    void putFacts(Knowledge knowledge) throws SQLException {
        for (Topic topic : knowledge.topics()) {
            update("INSERT INTO knowledge_topics (id, title) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET"
                    + " title = excluded.title", topic.id(), json(topic.title()));
        }
        putSettings(knowledge.settings());
        putText("synonyms", String.join("\n", knowledge.synonyms().lines()));
    }

    private SequencedMap<String, String> settings() throws SQLException {
        return read(text("settings").orElse("{}"), FACTS);
    }

    void putSettings(Map<String, String> settings) throws SQLException {
        putText("settings", json(settings));
    }

    private Synonyms synonyms() throws SQLException {
        return synonyms(text("synonyms").orElse(""));
    }

    private Optional<Publication> publication() throws SQLException {
        return query("SELECT version, at, who, entries, phrasings, changes FROM knowledge_publications"
                + " ORDER BY version DESC LIMIT 1",
                row -> new Publication(row.getInt(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3),
                        row.getInt(4), row.getInt(5), row.getInt(6)))
                .stream().findFirst();
    }

    /// Settings and synonyms as a publication has them, without entries.
    private Knowledge facts(int version) throws SQLException {
        return query("SELECT settings, synonyms FROM knowledge_publications WHERE version = ?",
                row -> new Knowledge(List.of(), List.of(), read(row.getString(1), FACTS), synonyms(row.getString(2))),
                version).getFirst();
    }

    /// @param knowledge whose settings and synonyms are published
    /// @param items of which the latest revisions are published
    void insert(Publication publication, Knowledge knowledge, List<Draft.Item> items) throws SQLException {
        update("INSERT INTO knowledge_publications (version, at, who, entries, phrasings, changes, settings, synonyms)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", publication.version(), publication.at().toEpochMilli(),
                publication.by(), publication.entries(), publication.phrasings(), publication.changes(),
                json(knowledge.settings()), String.join("\n", knowledge.synonyms().lines()));
        for (Draft.Item item : items) {
            update("INSERT INTO knowledge_published (version, entry, revision) VALUES (?, ?, ?)", publication.version(),
                    item.entry().id(), item.latest().number());
        }
    }

    private Optional<String> text(String name) throws SQLException {
        return query("SELECT text FROM knowledge_texts WHERE name = ?", row -> row.getString(1), name).stream()
                .findFirst();
    }

    private void putText(String name, String text) throws SQLException {
        update("INSERT INTO knowledge_texts (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET"
                + " text = excluded.text", name, text);
    }

    private List<Revision> revisions(String sql, Object... values) throws SQLException {
        return query(sql, row -> new Revision(
                new Entry(row.getString("entry"), row.getString("topic"), row.getInt("small_talk") == 1,
                        row.getString("question"), read(row.getString("phrasings"), TEXTS), row.getString("answer"),
                        row.getInt("disabled") == 1, ConditionsJson.read(row.getString("conditions"))),
                row.getInt("revision"), Instant.ofEpochMilli(row.getLong("at")), row.getString("who"),
                Action.of(row.getString("action"))), values);
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Row<T> reader, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values); ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    private void update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static Synonyms synonyms(String text) {
        return new Synonyms(text.lines().toList());
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot fail to be written", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds no JSON where it should: " + json, e);
        }
    }
}
