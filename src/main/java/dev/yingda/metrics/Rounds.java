package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.List;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.AgentMessage;
import dev.yingda.conversation.Event.Assigned;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.Event.BotMessage;
import dev.yingda.conversation.Event.BuyerMessage;
import dev.yingda.conversation.Event.By;
import dev.yingda.conversation.Event.Classified;
import dev.yingda.conversation.Event.Closed;
import dev.yingda.conversation.Event.Flagged;
import dev.yingda.conversation.Event.HandedOff;
import dev.yingda.conversation.Event.Helpful;
import dev.yingda.conversation.Event.Note;
import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Event.Opened;
import dev.yingda.conversation.Event.Queued;
import dev.yingda.conversation.Event.Rated;
import dev.yingda.conversation.Event.Reopened;
import dev.yingda.conversation.Event.Transferred;
import dev.yingda.metrics.Policy.Clock;
import dev.yingda.metrics.Policy.Counting;
import dev.yingda.metrics.Policy.Courtesy;
import dev.yingda.metrics.Policy.Transfer;
import dev.yingda.metrics.Ratios.Traffic;
import dev.yingda.metrics.Round.Ending;
import dev.yingda.metrics.Round.Outcome;
import dev.yingda.metrics.Round.Session;
import dev.yingda.metrics.Round.Subject;
import dev.yingda.metrics.Round.Why;

import org.jspecify.annotations.Nullable;

/// Folds the events of one conversation, in order, into its rounds (response-metrics.md, section 3). The numbered rules
/// are those of that section.
///
/// How it hangs together: at most one round is open. It is a person's business exactly while `human` is set, and is with
/// the current agent; so neither is stored in the open round, and a round learns both when it closes. The first session
/// starts with `opened`, before which there is nothing to fold.
final class Rounds {

    private final ConversationId conversation;
    private final Counting counting;
    private final BusinessTime time;

    private final List<Round> closed = new ArrayList<>(4);
    private final List<Rating> ratings = new ArrayList<>(0);
    private final Traffic traffic;

    private @Nullable Session session;
    private @Nullable Round open;
    /// Where the day cut ends the open round.
    private long midnight = Long.MAX_VALUE;
    private @Nullable AgentId agent;
    private boolean human;
    private boolean buyerWrote;

    Rounds(ConversationId conversation, Policy policy, BusinessTime time) {
        this.conversation = conversation;
        this.counting = policy.counting();
        this.time = time;
        this.traffic = new Traffic(policy, time);
    }

    /// Folds the next event.
    ///
    /// @return what the message is worth; null if it is no message of the bot or an agent
    /// @throws IllegalStateException if the conversation was never opened
    @Nullable
    Judgement accept(long at, Event event) {
        cutDay(at);
        switch (event) {
            case Opened(var buyer) -> startSession(new Session(new Subject(conversation, buyer), 1));
            case Reopened() -> startSession(new Session(subject(), session().number + 1));
            case BuyerMessage message -> buyerWrites(at, message.courtesy());
            case BotMessage message -> {
                return botWrites(at, message.kind());
            }
            case AgentMessage message -> {
                return agentWrites(at, message);
            }
            case HandedOff _ -> handOff(at);
            case Assigned(var to) -> assign(at, to);
            case Transferred(var to) -> transfer(at, to);
            case Closed(var by) -> close(at, by);
            case Rated rated ->
                ratings.add(new Rating(subject(), at, rated.stars(), rated.of(), ratings.size()));
            case Classified(var type) -> subject().serviceType = type;
            case Flagged _ -> subject().flagged = true;
            case Note _,Queued _,Helpful _ -> {
                // The product's own: the response metrics never see them.
            }
        }
        return null;
    }

    /// The rounds in order, as they stand at the evaluation instant (rule 9); more events may follow.
    ///
    /// @param asOf not before the last event
    List<Round> rounds(long asOf) {
        Round round = open;
        if (round == null) {
            return closed;
        }
        List<Round> all = new ArrayList<>(closed);
        if (midnight <= asOf) {
            all.add(round.closedCopy(givenUp(midnight, Why.DAY_CUT)));
        } else {
            Outcome outcome = human ? Outcome.WAITING : Outcome.NEVER_HANDED_OFF;
            long waited = time.wait(round.startMillis(), asOf);
            all.add(round.closedCopy(
                    new Ending(Long.MAX_VALUE, waited, outcome, null, human ? agent : null, closed.size())));
        }
        return all;
    }

    /// Whether somebody still waits, so that the passing of time changes the rounds.
    boolean open() {
        return open != null;
    }

    List<Rating> ratings() {
        return ratings;
    }

    Traffic traffic() {
        return traffic;
    }

    /// Whether anything of it was seen.
    boolean begun() {
        return session != null;
    }

    /// @throws IllegalStateException if the conversation has not begun
    Subject subject() {
        return session().subject;
    }

    private Session session() {
        if (session == null) {
            throw new IllegalStateException("conversation " + conversation + " was never opened");
        }
        return session;
    }

    /// Rule 1.
    private void startSession(Session next) {
        session = next;
        human = false;
        agent = null;
        buyerWrote = false;
    }

    /// Rule 2.
    private void buyerWrites(long at, boolean courtesy) {
        buyerWrote = true;
        traffic.buyerWrote(at);
        if (open == null && !(courtesy && counting.courtesy() == Courtesy.IGNORED)) {
            openRound(at);
        }
    }

    /// Rule 3.
    private Judgement botWrites(long at, BotKind kind) {
        boolean answers = kind == BotKind.ANSWER || kind == BotKind.CLARIFY;
        Round ended = answers && !human ? closeRound(at, Outcome.BOT_ANSWERED, null, null) : null;
        return new Judgement(Verdict.AUTO_REPLY, ended);
    }

    /// Rule 4.
    private void handOff(long at) {
        if (human) {
            return;
        }
        human = true;
        if (open == null && buyerWrote) {
            openRound(at);
        } else if (open != null && counting.clock() == Clock.HANDOFF) {
            open.startAt(at);
            midnight = midnightAfter(at);
        }
    }

    /// Rule 5.
    private Judgement agentWrites(long at, AgentMessage message) {
        if (!counting.counts().contains(message.kind())) {
            boolean automatic = message.kind() == Event.AgentKind.AUTO;
            return new Judgement(automatic ? Verdict.AUTO_REPLY : Verdict.KIND_NOT_COUNTED, null);
        }
        traffic.agentWrote(at);
        human = true;
        agent = message.agent();
        Round ended = closeRound(at, Outcome.ANSWERED, null, agent);
        return new Judgement(ended != null ? Verdict.COUNTS : Verdict.NO_QUESTION_WAITING, ended);
    }

    /// Rule 6.
    private void assign(long at, AgentId to) {
        handOff(at);
        agent = to;
    }

    /// Rule 6.
    private void transfer(long at, AgentId to) {
        boolean splits = human && open != null && counting.transfer() == Transfer.SPLITS;
        handOff(at);
        if (splits) {
            closeRound(at, Outcome.UNANSWERED, Why.TRANSFERRED, agent);
            openRound(at);
        }
        agent = to;
    }

    /// Rule 7.
    private void close(long at, By by) {
        giveUp(at, by == By.BUYER ? Why.LEFT : Why.CLOSED);
        human = false;
    }

    /// Rule 8.
    private void cutDay(long at) {
        if (open != null && midnight <= at) {
            giveUp(midnight, Why.DAY_CUT);
        }
    }

    private long midnightAfter(long start) {
        return counting.dayCut() ? time.midnightAfter(start) : Long.MAX_VALUE;
    }

    private void giveUp(long at, Why why) {
        if (open != null) {
            close(open, givenUp(at, why));
        }
    }

    private Ending givenUp(long at, Why why) {
        return human
                ? ending(at, Outcome.UNANSWERED, why, agent)
                : ending(at, Outcome.NEVER_HANDED_OFF, null, null);
    }

    private void openRound(long at) {
        open = new Round(session(), at);
        midnight = midnightAfter(at);
    }

    /// The round that was open, if there was one.
    private @Nullable Round closeRound(long at, Outcome outcome, @Nullable Why why, @Nullable AgentId creditedTo) {
        Round round = open;
        if (round != null) {
            close(round, ending(at, outcome, why, creditedTo));
        }
        return round;
    }

    private void close(Round round, Ending ending) {
        round.close(ending);
        closed.add(round);
        open = null;
    }

    private Ending ending(long at, Outcome outcome, @Nullable Why why, @Nullable AgentId creditedTo) {
        long start = open == null ? at : open.startMillis();
        return new Ending(at, time.wait(start, at), outcome, why, creditedTo, closed.size());
    }

    /// One rating.
    ///
    /// @param place among the ratings of its conversation, from 0
    record Rating(Subject subject, long at, int stars, Of of, int place) {
    }
}
