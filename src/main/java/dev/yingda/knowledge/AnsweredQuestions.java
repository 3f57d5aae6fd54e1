package dev.yingda.knowledge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.faq.Faq;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;

/// What buyers asked and the bot answered, for people to say whether it was right: the truth that confidences are
/// fitted to. Derived from the log each time it is asked for; only the verdicts are kept.
public final class AnsweredQuestions {

    /// How far back, and over how many messages, the list looks.
    private static final Duration WINDOW = Duration.ofDays(30);
    private static final int MESSAGES = 5_000;

    private static final String VERDICTS = "verdicts";

    private final EventLog log;
    private final Faq faq;
    private final Database database;
    private final Clock clock;

    /// Where an answer stands.
    ///
    /// @param seq of the bot's message
    public record Place(ConversationId conversation, long seq) {
    }

    /// One answer of the bot.
    ///
    /// @param asked the seq of the question
    /// @param entry where the answer was taken from
    /// @param title the entry's question as it is published now, null when it is no longer
    /// @param confidence which the entry has for this question now, null when it would not come into question
    public record Answered(Place place, long asked, String question, Instant at, String entry, @Nullable String title,
            String answer, @Nullable Double confidence, @Nullable Verdict verdict) {
    }

    /// What somebody said of an answer.
    ///
    /// @param given the entry the answer was taken from
    /// @param entry the entry that answers the question, null when none does
    public record Verdict(String question, String given, @Nullable String entry, Instant at, String by) {

        public boolean right() {
            return given.equals(entry);
        }
    }

    /// Which answers are wanted.
    public enum State {
        OPEN, RIGHT, WRONG;

        boolean has(@Nullable Verdict verdict) {
            return this == (verdict == null ? OPEN : verdict.right() ? RIGHT : WRONG);
        }
    }

    public AnsweredQuestions(EventLog log, Faq faq, Database database, Clock clock) {
        this.log = log;
        this.faq = faq;
        this.database = database;
        this.clock = clock;
    }

    /// The latest first.
    public List<Answered> list(State state, int limit) {
        Map<Place, Verdict> verdicts = verdicts();
        List<Logged> messages = log.latestOfType("message", clock.instant().minus(WINDOW), MESSAGES);
        Map<Place, Event.BuyerMessage> known = messages.stream()
                .filter(logged -> logged.event() instanceof Event.BuyerMessage)
                .collect(Collectors.toMap(AnsweredQuestions::place, logged -> (Event.BuyerMessage) logged.event()));
        Set<String> smallTalk = faq.entries().stream().filter(FaqEntry::smallTalk).map(FaqEntry::id)
                .collect(Collectors.toSet());
        Predicate<Logged> wanted = logged -> state.has(verdicts.get(place(logged)));
        return messages.stream().filter(wanted).flatMap(logged -> given(logged, known).stream())
                .filter(given -> !smallTalk.contains(given.entry())).limit(limit)
                .map(given -> answered(given, verdicts.get(given.place()))).toList();
    }

    /// The answer at this place, if there is one that can be judged.
    public Optional<Answered> find(ConversationId conversation, long seq) {
        return at(conversation, seq).flatMap(logged -> given(logged, Map.of()))
                .map(given -> answered(given, verdicts().get(given.place())));
    }

    /// Says which entry answers the question, or that none does (null). A later verdict takes the place of an earlier.
    public void judge(Answered answered, @Nullable String entry, String by) {
        Verdict verdict = new Verdict(answered.question(), answered.entry(), entry, clock.instant(), by);
        database.transact(connection -> new SqlVerdicts(connection).put(answered.place(), verdict));
        teach();
    }

    /// Nobody has said anything of it.
    public void withdraw(Place place) {
        database.transact(connection -> new SqlVerdicts(connection).remove(place));
        teach();
    }

    /// All verdicts, the oldest first.
    public Map<Place, Verdict> verdicts() {
        return database.read(connection -> new SqlVerdicts(connection).all());
    }

    /// Tells the matcher what the verdicts say. To be called once at start; afterwards it is told of each change.
    public void teach() {
        faq.learn(VERDICTS, judged());
    }

    /// What the verdicts say, as the matcher takes it.
    public List<Query> judged() {
        return verdicts().values().stream().map(AnsweredQuestions::judged).toList();
    }

    private static Query judged(Verdict verdict) {
        return verdict.entry() == null
                ? new Query(verdict.question(), Set.of(), Kind.NEAR)
                : new Query(verdict.question(), Set.of(verdict.entry()), Kind.IN);
    }

    /// An answer as the log has it.
    private record Given(Place place, long asked, String question, Instant at, String entry, String answer) {
    }

    private Optional<Given> given(Logged logged, Map<Place, Event.BuyerMessage> known) {
        if (!(logged.event() instanceof Event.BotMessage bot) || bot.kind() != Event.BotKind.ANSWER
                || bot.entry() == null || bot.replyTo() == 0) {
            return Optional.empty();
        }
        String entry = bot.entry();
        String answer = bot.text() == null ? "" : bot.text();
        return question(new Place(logged.conversation(), bot.replyTo()), known)
                .map(question -> new Given(place(logged), bot.replyTo(), question, logged.at(), entry, answer));
    }

    private Optional<String> question(Place place, Map<Place, Event.BuyerMessage> known) {
        return Optional.ofNullable(known.get(place))
                .or(() -> at(place.conversation(), place.seq()).stream().map(Logged::event)
                        .flatMap(event -> event instanceof Event.BuyerMessage said ? Stream.of(said) : Stream.empty())
                        .findFirst())
                .filter(said -> !said.courtesy()).map(Event.BuyerMessage::text).filter(text -> !text.isBlank());
    }

    private Answered answered(Given given, @Nullable Verdict verdict) {
        @Nullable
        String title = faq.entries().stream().filter(entry -> entry.id().equals(given.entry())).findFirst()
                .map(FaqEntry::question).orElse(null);
        @Nullable
        Double confidence = faq.match(given.question()).ranked().stream()
                .filter(match -> match.entry().id().equals(given.entry())).findFirst()
                .map(match -> match.confidence()).orElse(null);
        return new Answered(given.place(), given.asked(), given.question(), given.at(), given.entry(), title,
                given.answer(), confidence, verdict);
    }

    private static Place place(Logged logged) {
        return new Place(logged.conversation(), logged.seq());
    }

    private Optional<Logged> at(ConversationId conversation, long seq) {
        return log.after(conversation, seq - 1, 1).stream().filter(logged -> logged.seq() == seq).findFirst();
    }
}
