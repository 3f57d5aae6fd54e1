package dev.yingda.conversation;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Where one conversation stands: its log, folded. Immutable; [#apply] gives the next state.
///
/// @param serving who serves, and whom the buyer waits for
/// @param latest  what a list on a screen shows of it
/// @param burst   what the buyer wrote since the bot last reacted, courtesies left out; empty unless the bot serves
public record Conversation(ConversationId id, BuyerId buyer, Position position, Serving serving, Latest latest,
        List<Said> burst) {

    public Conversation {
        burst = List.copyOf(burst);
    }

    /// One message of the buyer.
    public record Said(long seq, String text) {
    }

    /// A place in the log. A client that has shown up to here has missed nothing before.
    public record Position(int epoch, long seq) {
    }

    /// Who serves: the bot; nobody yet (a person is waited for); an agent; nobody any more.
    public enum Phase {
        BOT, WAITING, SERVED, CLOSED
    }

    /// @param agent        who serves; null unless the phase is SERVED
    /// @param waitingSince since when the buyer's oldest open question stands: the start of the open round as the default
    ///                     policy counts it (response-metrics.md, section 3); null when nothing is open
    /// @param reason       why it was handed to people, null while it was not
    /// @param misses       questions in a row that the bot could not answer outright
    public record Serving(Phase phase, @Nullable AgentId agent, @Nullable Instant waitingSince,
            @Nullable String reason, int misses) {

        Serving to(Phase next, @Nullable AgentId nextAgent) {
            return new Serving(next, nextAgent, waitingSince, reason, misses);
        }

        Serving since(@Nullable Instant start) {
            return new Serving(phase, agent, start, reason, misses);
        }
    }

    /// @param session   counts the openings: 1, and one more at each reopening
    /// @param from      `buyer`, `bot` or `agent`: who wrote last; empty before anybody did
    /// @param text      what they wrote
    /// @param asked     whether the buyer has written in this session
    /// @param stars     the latest rating, 0 for none
    public record Latest(Instant openedAt, Instant at, int session, String from, String text, boolean asked,
            int stars) {

        Latest said(Instant when, String who, @Nullable String what) {
            return new Latest(openedAt, when, session, who, what == null ? "" : what, asked || who.equals("buyer"),
                    stars);
        }

        Latest at(Instant when) {
            return new Latest(openedAt, when, session, from, text, asked, stars);
        }
    }

    /// The state after the first event of a log.
    ///
    /// @throws IllegalArgumentException if that is not [Event.Opened]
    public static Conversation opened(Logged first) {
        if (!(first.event() instanceof Event.Opened opened)) {
            throw new IllegalArgumentException("a log starts with opened, not with " + first.event());
        }
        return new Conversation(first.conversation(), opened.buyer(), new Position(first.epoch(), first.seq()),
                new Serving(Phase.BOT, null, null, null, 0),
                new Latest(first.at(), first.at(), 1, "", "", false, 0), List.of());
    }

    /// The state after one more event.
    ///
    /// @throws IllegalArgumentException if the event is not the next of this conversation
    public Conversation apply(Logged next) {
        if (!next.conversation().equals(id) || next.seq() != position.seq() + 1) {
            throw new IllegalArgumentException(
                    "after " + id + " seq " + position.seq() + " cannot come " + next.conversation() + " "
                            + next.seq());
        }
        return new Conversation(id, buyer, new Position(next.epoch(), next.seq()),
                serving(next.event(), next.at()), latest(next.event(), next.at()), burst(next.event(), next.seq()));
    }

    private Serving serving(Event event, Instant at) {
        return switch (event) {
            case Event.Opened _ -> throw new IllegalArgumentException(id + " was opened already");
            case Event.Reopened _ -> new Serving(Phase.BOT, null, null, null, 0);
            case Event.BuyerMessage message ->
                serving.waitingSince() == null && !message.courtesy() ? serving.since(at) : serving;
            case Event.BotMessage message -> afterBot(message);
            case Event.AgentMessage message -> isReply(message.kind())
                    ? serving.to(Phase.SERVED, message.agent()).since(null)
                    : serving;
            case Event.HandedOff handedOff -> new Serving(Phase.WAITING, null,
                    serving.waitingSince() == null ? at : serving.waitingSince(), handedOff.reason(), 0);
            case Event.Queued _ -> serving.to(Phase.WAITING, null);
            case Event.Assigned assigned -> serving.to(Phase.SERVED, assigned.agent());
            case Event.Transferred transferred -> serving.to(Phase.SERVED, transferred.agent());
            case Event.Closed _ -> new Serving(Phase.CLOSED, null, null, null, 0);
            case Event.Rated _,Event.Classified _,Event.Flagged _,Event.Note _,Event.Helpful _ -> serving;
        };
    }

    private List<Said> burst(Event event, long seq) {
        return switch (event) {
            case Event.BuyerMessage message -> phase() != Phase.BOT || message.courtesy() || message.text() == null
                    ? burst
                    : Stream.concat(burst.stream(), Stream.of(new Said(seq, message.text()))).toList();
            case Event.BotMessage message -> switch (message.kind()) {
                case ANSWER, CLARIFY -> List.of();
                case GREETING, AWAY, NOTICE -> burst;
            };
            case Event.Opened _,Event.Reopened _,Event.HandedOff _,Event.Queued _,Event.Assigned _,Event.Transferred _,Event.Closed _,Event.AgentMessage _ ->
                List.of();
            case Event.Rated _,Event.Classified _,Event.Flagged _,Event.Note _,Event.Helpful _ -> burst;
        };
    }

    private Serving afterBot(Event.BotMessage message) {
        if (serving.phase() != Phase.BOT) {
            return serving;
        }
        return switch (message.kind()) {
            case ANSWER -> new Serving(Phase.BOT, null, null, null, 0);
            case CLARIFY -> new Serving(Phase.BOT, null, null, null, serving.misses() + 1);
            case GREETING, AWAY, NOTICE -> serving;
        };
    }

    private static boolean isReply(Event.AgentKind kind) {
        return switch (kind) {
            case TYPED, CANNED, SUGGESTED -> true;
            case ASSISTED, AUTO -> false;
        };
    }

    private Latest latest(Event event, Instant at) {
        return switch (event) {
            case Event.BuyerMessage message -> latest.said(at, "buyer", message.text());
            // What was asked stays on top of the list; that a person is on the way is no news to agents.
            case Event.BotMessage message -> message.kind() == Event.BotKind.NOTICE
                    || message.kind() == Event.BotKind.AWAY ? latest.at(at) : latest.said(at, "bot", message.text());
            case Event.AgentMessage message -> latest.said(at, "agent", message.text());
            case Event.Reopened _ ->
                new Latest(latest.openedAt(), at, latest.session() + 1, latest.from(), latest.text(), false, 0);
            case Event.Rated rated -> new Latest(latest.openedAt(), at, latest.session(), latest.from(), latest.text(),
                    latest.asked(), rated.stars());
            case Event.Opened _,Event.HandedOff _,Event.Assigned _,Event.Transferred _,Event.Closed _,Event.Classified _,Event.Flagged _,Event.Note _,Event.Queued _,Event.Helpful _ ->
                latest.at(at);
        };
    }

    /// The phase, for short.
    public Phase phase() {
        return serving.phase();
    }

    /// Whether this agent serves it now.
    public boolean servedBy(AgentId agent) {
        return agent.equals(serving.agent());
    }
}
