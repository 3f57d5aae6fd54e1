package dev.yingda.conversation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Outcome.Reason;
import dev.yingda.conversation.Rules.Ruling;

import org.jspecify.annotations.Nullable;

/// Owner of the live conversations: commands in, events appended and told to the listeners, outcomes out.
///
/// The one hard thing here is order. Each conversation has a mailbox ([Mailboxes]) in which commands run one at a time, on
/// a virtual thread, straight through: fold the state, decide, append, and only after the durable commit tell the
/// listeners and answer. So events of one conversation are told in the order of their seq, nothing is delivered or counted
/// that is not stored, and no lock is held across conversations. The append compares the conversation's last seq: should
/// another process have appended meanwhile, the state is folded anew and the decision made again.
///
/// An append that failed may be stored all the same, if only the answer of the database was lost. Then it is read again, and
/// the listeners are told what is there before anything else happens in that conversation.
public final class Conversations {

    private static final System.Logger LOG = System.getLogger(Conversations.class.getName());
    private static final int PAGE = 500;
    private static final int KEPT = 20_000;
    private static final int TRIES = 5;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /// Told of every event after it is stored, conversation by conversation in order. Must not block for long, and must
    /// not throw: an error is logged and the others are told all the same.
    public interface Listener {

        /// @param after the state after the last of the events
        void happened(Conversation after, List<Logged> events);
    }

    private final EventLog log;
    private final Bot bot;
    private final Later later;
    private final Clock clock;
    private final Supplier<ConversationId> ids;
    private final List<Listener> listeners = new ArrayList<>();
    private final Mailboxes mailboxes;
    /// Conversations in which more may be stored than the listeners were told, and up to where they were.
    private final Map<ConversationId, Long> doubtful = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Map<ConversationId, Conversation> states = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Conversation> eldest) {
            return size() > KEPT;
        }
    };

    /// Does something after a while.
    @FunctionalInterface
    public interface Later {
        void run(Runnable task, Duration after);
    }

    /// @param later what waits for the rest of a question
    /// @param ids   names for new conversations, unguessable
    public Conversations(EventLog log, Bot bot, Later later, Clock clock, Supplier<ConversationId> ids,
            int pendingLimit) {
        this.log = log;
        this.bot = bot;
        this.later = later;
        this.clock = clock;
        this.ids = ids;
        this.mailboxes = new Mailboxes(pendingLimit);
    }

    /// Adds a listener; they are told in the order in which they were added. To be called before the first command.
    public void tell(Listener listener) {
        listeners.add(listener);
    }

    /// Does the command after those that already wait for the same conversation. Never blocks; the outcome comes on a
    /// virtual thread, after the durable commit.
    public CompletableFuture<Outcome> handle(Command command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        @Nullable
        ConversationId named = command.conversation();
        ConversationId id = named == null ? ids.get() : named;
        boolean accepted = mailboxes.run(id, () -> outcome.complete(attempt(id, command)));
        if (!accepted) {
            outcome.complete(new Outcome.Refused(Reason.OVERLOADED, "too many messages are waiting to be handled"));
        }
        return outcome;
    }

    /// The state of a conversation as stored. Blocks.
    public Optional<Conversation> find(ConversationId id) {
        return Optional.ofNullable(load(id));
    }

    /// Waits till everything accepted so far is done, and accepts nothing more.
    public void close() {
        mailboxes.close();
    }

    private Outcome attempt(ConversationId id, Command command) {
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                Optional<Outcome> outcome = once(id, command);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            return new Outcome.Refused(Reason.OVERLOADED, "the conversation changes too fast");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A command in conversation " + id + " failed", e);
            forget(id);
            return new Outcome.Refused(Reason.FAILED, "the message could not be stored; try again");
        }
    }

    /// Empty: another process appended first; try again.
    private Optional<Outcome> once(ConversationId id, Command command) {
        tellWhatIsStored(id);
        @Nullable
        Conversation state = load(id);
        if (state != null) {
            remember(state);
        }
        if (command instanceof Command.ByBuyer buyers && isOpening(command)) {
            return state != null && !state.buyer().equals(buyers.buyer())
                    || state == null && command.conversation() != null
                            ? Optional.of(new Outcome.Refused(Reason.NOT_FOUND, "there is no such conversation"))
                            : byBuyer(id, state, buyers);
        }
        if (command instanceof Command.Settle settle) {
            return settle(id, state, settle);
        }
        return switch (Rules.rule(state, command)) {
            case Ruling.Refuse refuse -> Optional.of(Sent.clientMessageId(command)
                    .flatMap(sent -> log.sent(Sent.sender(command), sent)).map(original -> again(original, command))
                    .orElseGet(() -> new Outcome.Refused(refuse.reason(), refuse.message())));
            case Ruling.Nothing _ -> Optional.of(unchanged(id, state));
            case Ruling.Append append -> store(id, state, append.events(), 0, command);
        };
    }

    private static boolean isOpening(Command command) {
        return command instanceof Command.BuyerSays || command instanceof Command.AskForPerson;
    }

    private Outcome unchanged(ConversationId id, @Nullable Conversation state) {
        return new Outcome.Done(id, state == null ? 0 : state.position().seq(), clock.instant(), true);
    }

    private Optional<Outcome> byBuyer(ConversationId id, @Nullable Conversation state, Command.ByBuyer command) {
        List<Event> opening = Rules.opening(state, command.buyer());
        Conversation opened = fold(id, state, opening);
        List<Event> events = new ArrayList<>(opening);
        switch (command) {
            case Command.BuyerSays says -> events.addAll(bot.hear(opened, says));
            default -> events.addAll(bot.callPerson(opened));
        }
        return events.isEmpty()
                ? Optional.of(unchanged(id, state))
                : store(id, state, events, opening.size(), command);
    }

    /// Sees to it that what still waits for the bot's reaction gets it. To be called for every open conversation at
    /// start, as a stop forgets who was to be reacted to when.
    public void resume(Conversation state) {
        if (!state.burst().isEmpty()) {
            settle(new Command.Settle(state.id(), state.burst().getLast().seq(), About.NOTHING));
        }
    }

    private void settleLater(Conversation after, Command command) {
        if (command instanceof Command.BuyerSays says && !after.burst().isEmpty()) {
            settleLater(new Command.Settle(after.id(), after.burst().getLast().seq(), says.about()));
        }
    }

    private void settleLater(Command.Settle settle) {
        later.run(() -> settle(settle), bot.settle());
    }

    private void settle(Command.Settle settle) {
        CompletableFuture<Void> _ = handle(settle).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Refused refused && refused.reason().temporary() && !mailboxes.isClosed()) {
                settleLater(settle);
            }
        });
    }

    private Optional<Outcome> settle(ConversationId id, @Nullable Conversation state, Command.Settle settle) {
        if (state == null || state.burst().isEmpty() || state.burst().getLast().seq() != settle.seq()) {
            return Optional.of(unchanged(id, state));
        }
        List<Event> events = bot.settle(state, settle.about());
        return events.isEmpty() ? Optional.of(unchanged(id, state)) : store(id, state, events, 0, settle);
    }

    /// The state after events that are about to be appended.
    private Conversation fold(ConversationId id, @Nullable Conversation state, List<Event> events) {
        Instant now = clock.instant();
        @Nullable
        Conversation folded = state;
        for (Event event : events) {
            folded = folded == null
                    ? Conversation.opened(new Logged(id, 1, 1, now, event))
                    : folded.apply(new Logged(id, folded.position().epoch(), folded.position().seq() + 1, now, event));
        }
        if (folded == null) {
            throw new IllegalStateException("a conversation starts with opened");
        }
        return folded;
    }

    /// @param own which of the events is the command's own: its seq is answered
    private Optional<Outcome> store(ConversationId id, @Nullable Conversation state, List<Event> events, int own,
            Command command) {
        long lastSeq = state == null ? 0 : state.position().seq();
        return switch (append(id, lastSeq, events)) {
            case Appended.Moved _ -> {
                doubt(id, lastSeq);
                yield Optional.empty();
            }
            case Appended.Duplicate duplicate -> {
                Logged original = duplicate.original();
                if (original.conversation().equals(id) && original.seq() > lastSeq) {
                    doubt(id, lastSeq);
                    tellWhatIsStored(id);
                }
                yield Optional.of(again(original, command));
            }
            case Appended.Stored stored -> {
                Conversation after = foldStored(state, stored.events());
                remember(after);
                announce(after, stored.events());
                settleLater(after, command);
                Logged logged = stored.events().get(Math.min(own, stored.events().size() - 1));
                yield Optional.of(new Outcome.Done(id, logged.seq(), logged.at(), false));
            }
        };
    }

    private Appended append(ConversationId id, long lastSeq, List<Event> events) {
        try {
            return log.append(id, lastSeq, clock.instant(), events);
        } catch (RuntimeException e) {
            doubt(id, lastSeq);
            lookAgainLater();
            throw e;
        }
    }

    private void doubt(ConversationId id, long told) {
        doubtful.putIfAbsent(id, told);
        forget(id);
    }

    private void lookAgainLater() {
        if (looking.compareAndSet(false, true)) {
            later.run(this::lookAgain, LOOK_AGAIN);
        }
    }

    /// One after the other, so that a store that cannot be read is asked by one only.
    private void lookAgain() {
        looking.set(false);
        for (ConversationId id : doubtful.keySet()) {
            CompletableFuture<Boolean> told = new CompletableFuture<>();
            boolean accepted = mailboxes.run(id, () -> told.complete(couldTell(id)));
            if (!accepted || !told.join()) {
                if (!mailboxes.isClosed()) {
                    lookAgainLater();
                }
                return;
            }
        }
    }

    private boolean couldTell(ConversationId id) {
        try {
            tellWhatIsStored(id);
            return true;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "What is stored of conversation " + id + " cannot be read yet", e);
            return false;
        }
    }

    /// Tells the listeners what they were not told because it seemed to have failed.
    private void tellWhatIsStored(ConversationId id) {
        @Nullable
        Long told = doubtful.get(id);
        if (told == null) {
            return;
        }
        @Nullable
        Conversation state = load(id);
        if (state != null && state.position().seq() > told) {
            List<Logged> events = new ArrayList<>();
            List<Logged> page;
            do {
                page = log.after(id, told + events.size(), PAGE);
                events.addAll(page);
            } while (page.size() == PAGE);
            remember(state);
            announce(state, events);
            if (!state.burst().isEmpty()) {
                settleLater(new Command.Settle(id, state.burst().getLast().seq(), About.NOTHING));
            }
        }
        doubtful.remove(id);
    }

    private static Outcome again(Logged original, Command command) {
        return Sent.same(original.event(), command)
                ? new Outcome.Done(original.conversation(), original.seq(), original.at(), true)
                : new Outcome.Refused(Reason.CONFLICT,
                        "this client message id was used for another message; use a new one");
    }

    private void announce(Conversation after, List<Logged> events) {
        for (Listener listener : listeners) {
            try {
                listener.happened(after, events);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A listener failed on conversation " + after.id(), e);
            }
        }
    }

    private @Nullable Conversation load(ConversationId id) {
        synchronized (states) {
            @Nullable
            Conversation known = states.get(id);
            if (known != null) {
                return known;
            }
        }
        @Nullable
        Conversation state = null;
        List<Logged> page;
        do {
            page = log.after(id, state == null ? 0 : state.position().seq(), PAGE);
            if (!page.isEmpty()) {
                state = foldStored(state, page);
            }
        } while (page.size() == PAGE);
        return state;
    }

    private static Conversation foldStored(@Nullable Conversation state, List<Logged> events) {
        Conversation folded = state == null ? Conversation.opened(events.getFirst()) : state;
        for (Logged event : state == null ? events.subList(1, events.size()) : events) {
            folded = folded.apply(event);
        }
        return folded;
    }

    private void remember(Conversation state) {
        synchronized (states) {
            states.put(state.id(), state);
        }
    }

    private void forget(ConversationId id) {
        synchronized (states) {
            states.remove(id);
        }
    }
}
