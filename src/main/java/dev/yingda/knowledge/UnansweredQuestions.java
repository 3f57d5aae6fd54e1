package dev.yingda.knowledge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.faq.Faq;
import dev.yingda.faq.Match;
import dev.yingda.faq.QuestionText;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;

/// What buyers asked and the bot could not help with: the shop's list of entries to write. Derived from the log each
/// time it is asked for; only what somebody did about a question is kept.
public final class UnansweredQuestions {

    /// How far back, and over how many events of a type, the list looks.
    private static final Duration WINDOW = Duration.ofDays(30);
    private static final int EVENTS = 500;

    /// How far before a wish for a person the question is looked for that led to it.
    private static final int LOOK_BACK = 10;

    private static final String ASKED = "asked";
    private static final String UNHELPFUL = "unhelpful";

    private final EventLog log;
    private final Faq faq;
    private final Database database;
    private final Clock clock;

    /// One question, however often and by however many buyers it was asked.
    ///
    /// @param id made from the question as it is compared: the same question has the same id for ever
    /// @param question as it was asked last
    /// @param seq of the buyer's message in that conversation
    /// @param reason why it was missed: that of the hand-off, or `unhelpful`
    /// @param nearest the published entry that comes closest, if any does
    /// @param outcome what was done about it, null while it is open
    public record Missed(String id, String question, int count, Instant lastAt, ConversationId conversation, long seq,
            String reason, @Nullable Match nearest, @Nullable Outcome outcome) {
    }

    /// What somebody did about a missed question.
    ///
    /// @param entry the entry that answers it now; null if it was dismissed
    public record Outcome(@Nullable String entry, Instant at, String by) {
    }

    public UnansweredQuestions(EventLog log, Faq faq, Database database, Clock clock) {
        this.log = log;
        this.faq = faq;
        this.database = database;
        this.clock = clock;
    }

    /// The questions that are open, or those that are done; the most frequent first, then the latest.
    public List<Missed> list(boolean done, int limit) {
        Map<String, Outcome> outcomes = database.read(connection -> new SqlMissed(connection).outcomes());
        return grouped().values().stream().filter(group -> outcomes.containsKey(group.id()) == done)
                .sorted(Comparator.comparingInt(Group::count).thenComparing(group -> group.last().at()).reversed())
                .limit(limit).map(group -> missed(group, outcomes)).toList();
    }

    /// The question of this id, if it is still within the time the list looks back.
    public Optional<Missed> find(String id) {
        Map<String, Outcome> outcomes = database.read(connection -> new SqlMissed(connection).outcomes());
        return Optional.ofNullable(grouped().get(id)).map(group -> missed(group, outcomes));
    }

    /// An entry answers it now.
    public void added(String id, String entry, String by) {
        put(id, new Outcome(entry, clock.instant(), by));
    }

    /// It needs no entry.
    public void dismiss(String id, String by) {
        put(id, new Outcome(null, clock.instant(), by));
    }

    /// It is open again.
    public void reopen(String id) {
        database.transact(connection -> new SqlMissed(connection).remove(id));
    }

    private void put(String id, Outcome outcome) {
        database.transact(connection -> new SqlMissed(connection).put(id, outcome));
    }

    private Missed missed(Group group, Map<String, Outcome> outcomes) {
        Miss last = group.last();
        @Nullable
        Match nearest = faq.match(last.question()).ranked().stream().findFirst().orElse(null);
        return new Missed(group.id(), last.question(), group.count(), last.at(), last.conversation(), last.seq(),
                last.reason(), nearest, outcomes.get(group.id()));
    }

    /// One time a question was missed.
    private record Miss(String question, Instant at, ConversationId conversation, long seq, String reason) {
    }

    /// @param last the latest time
    private record Group(String id, int count, Miss last) {

        Group and(Group other) {
            return new Group(id, count + other.count, last.at().isBefore(other.last.at()) ? other.last : last);
        }
    }

    private SequencedMap<String, Group> grouped() {
        Instant since = clock.instant().minus(WINDOW);
        SequencedMap<String, Group> groups = new LinkedHashMap<>();
        Stream.of("handed-off", "helpful").flatMap(type -> log.latestOfType(type, since, EVENTS).stream())
                .flatMap(logged -> miss(logged).stream()).distinct().forEach(miss -> {
                    String id = id(miss.question());
                    groups.merge(id, new Group(id, 1, miss), Group::and);
                });
        return groups;
    }

    private Optional<Miss> miss(Logged logged) {
        return switch (logged.event()) {
            case Event.HandedOff(String reason, long question) when ASKED.equals(reason) ->
                askedBefore(logged, question);
            case Event.HandedOff(String reason, long question) ->
                buyerMessage(logged, question, Objects.requireNonNullElse(reason, ""));
            case Event.Helpful(long answer, boolean yes) when !yes -> unhelpful(logged, answer);
            default -> Optional.empty();
        };
    }

    private Optional<Miss> buyerMessage(Logged cause, long seq, String reason) {
        return at(cause.conversation(), seq).flatMap(logged -> miss(logged, reason)).map(this::withPiecesBefore);
    }

    /// A question may have come in pieces: what the buyer wrote right before, with no reaction in between, belongs to it.
    private Miss withPiecesBefore(Miss last) {
        StringBuilder question = new StringBuilder(last.question());
        for (Logged logged : log.before(last.conversation(), last.seq(), LOOK_BACK).reversed()) {
            if (!(logged.event() instanceof Event.BuyerMessage said)) {
                break;
            }
            if (said.text() != null && !said.courtesy()) {
                question.insert(0, said.text() + " ");
            }
        }
        return new Miss(question.toString(), last.at(), last.conversation(), last.seq(), last.reason());
    }

    /// "转人工" is no question: what the buyer had asked before it is.
    private Optional<Miss> askedBefore(Logged cause, long wish) {
        List<Logged> before = wish == 0 ? List.of() : log.before(cause.conversation(), wish, LOOK_BACK);
        return before.reversed().stream().flatMap(logged -> miss(logged, ASKED).stream()).findFirst();
    }

    private Optional<Miss> unhelpful(Logged cause, long answer) {
        return at(cause.conversation(), answer).flatMap(logged -> logged.event() instanceof Event.BotMessage bot
                ? buyerMessage(cause, bot.replyTo(), UNHELPFUL)
                : Optional.empty());
    }

    private static Optional<Miss> miss(Logged logged, String reason) {
        return logged.event() instanceof Event.BuyerMessage said && said.text() != null && !said.text().isBlank()
                && !said.courtesy()
                        ? Optional.of(new Miss(said.text(), logged.at(), logged.conversation(), logged.seq(), reason))
                        : Optional.empty();
    }

    private Optional<Logged> at(ConversationId conversation, long seq) {
        return seq == 0 ? Optional.empty() : log.after(conversation, seq - 1, 1).stream().findFirst();
    }

    private static String id(String question) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(QuestionText.normalise(question).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
