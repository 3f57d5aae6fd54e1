package dev.yingda.conversation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.yingda.conversation.EventLog.Appended;
import dev.yingda.conversation.Outcome.Reason;
import dev.yingda.conversation.Rules.Ruling;
import dev.yingda.faq.Matches;

import org.jspecify.annotations.Nullable;

/// Owner of the live conversations: commands in, events appended and told to the listeners, outcomes out.
///
/// The one hard thing here is order. Each conversation has a mailbox ([Mailboxes]) in which commands run one at a time, on
/// a virtual thread, straight through: fold the state, decide, append, and only after the durable commit tell the
/// listeners and answer. So events of one conversation are told in the order of their seq, nothing is delivered or counted
/// that is not stored, and no lock is held across conversations. The append compares the conversation's last seq: should
/// another process have appended meanwhile, the state is folded anew and the decision made again.
public final class Conversations {

    private static final System.Logger LOG = System.getLogger(Conversations.class.getName());
    private static final int PAGE = 500;
    private static final int KEPT = 20_000;
    private static final int TRIES = 5;

    /// Told of every event after it is stored, conversation by conversation in order. Must not block for long, and must
    /// not throw: an error is logged and the others are told all the same.
    public interface Listener {

        /// @param after the state after the last of the events
        void happened(Conversation after, List<Logged> events);
    }

    private final EventLog log;
    private final Function<String, Matches> matcher;
    private final Notices notices;
    private final Clock clock;
    private final Supplier<ConversationId> ids;
    private final List<Listener> listeners = new ArrayList<>();
    private final Mailboxes mailboxes;
    private final Map<ConversationId, Conversation> states = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Conversation> eldest) {
            return size() > KEPT;
        }
    };

    /// @param matcher the FAQ: a question in, ranked matches out
    /// @param ids     names for new conversations, unguessable
    public Conversations(EventLog log, Function<String, Matches> matcher, Notices notices, Clock clock,
            Supplier<ConversationId> ids, int pendingLimit) {
        this.log = log;
        this.matcher = matcher;
        this.notices = notices;
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
            case Command.BuyerSays says -> events.addAll(react(opened, says));
            default -> events.addAll(Rules.handOff(opened, notices));
        }
        return events.isEmpty()
                ? Optional.of(unchanged(id, state))
                : store(id, state, events, opening.size(), command);
    }

    private List<Event> react(Conversation opened, Command.BuyerSays says) {
        Event.BuyerMessage question = new Event.BuyerMessage(Rules.nextId(opened, 1), says.clientMessageId(),
                says.text(), Courtesy.is(says.text()));
        return Rules.reaction(opened, question, decide(opened, says.text()), notices);
    }

    private Decision decide(Conversation state, String text) {
        if (Triage.peopleServe(state)) {
            return new Decision.Silent(Decision.Rule.PEOPLE_SERVE);
        }
        try {
            Decision decision = Triage.decide(state, text, matcher.apply(text));
            LOG.log(System.Logger.Level.DEBUG, () -> state.id() + ": " + decision.getClass().getSimpleName()
                    + " by rule " + decision.rule().wire());
            return decision;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The matcher failed; a person takes over conversation " + state.id(), e);
            return new Decision.HandOff(Decision.Rule.MATCHER_FAILED);
        }
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
        return switch (log.append(id, lastSeq, clock.instant(), events)) {
            case Appended.Moved _ -> {
                forget(id);
                yield Optional.empty();
            }
            case Appended.Duplicate duplicate -> Optional.of(again(duplicate.original(), command));
            case Appended.Stored stored -> {
                Conversation after = foldStored(state, stored.events());
                remember(after);
                announce(after, stored.events());
                Logged logged = stored.events().get(Math.min(own, stored.events().size() - 1));
                yield Optional.of(new Outcome.Done(id, logged.seq(), logged.at(), false));
            }
        };
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
