package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.Event.By;
import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Event.ServiceType;
import dev.yingda.metrics.Policy.Clock;
import dev.yingda.metrics.Policy.Counting;
import dev.yingda.metrics.Policy.Courtesy;
import dev.yingda.metrics.Policy.Transfer;

import org.jspecify.annotations.Nullable;

/// The rounds of one conversation (response-metrics.md, section 3), once more, in the order of the rules. Everything is
/// kept. Shares nothing with [Rounds].
final class OracleConversation {

    /// "A round is one wait of the buyer: from the question to the reply."
    static final class Wait {
        final OracleConversation of;
        final int session;
        final int place;
        long start;
        @Nullable
        Long end;
        boolean human;
        @Nullable
        String agent;
        String outcome = "open";
        @Nullable
        String why;
        boolean first;

        private Wait(OracleConversation of, long start) {
            this.of = of;
            this.session = of.session;
            this.place = of.waits.size();
            this.start = start;
            this.human = of.human;
        }
    }

    record Stars(OracleConversation of, int place, long at, Of whose, int stars) {
    }

    record Said(OracleConversation of, long at, boolean reply) {
    }

    final String id;
    final List<Wait> waits = new ArrayList<>();
    final List<Stars> ratings = new ArrayList<>();
    final List<Said> said = new ArrayList<>();
    final List<String> verdicts = new ArrayList<>();
    String buyer = "";
    boolean flagged;
    ServiceType serviceType = ServiceType.ROUTINE;

    private final Counting policy;
    private final OracleTime time;
    // "State: the open round or none; `human` (people serve) or not; the current agent; the session number."
    private @Nullable Wait open;
    private boolean human;
    private @Nullable String agent;
    private int session;
    private boolean written;

    OracleConversation(String id, Counting policy, OracleTime time) {
        this.id = id;
        this.policy = policy;
        this.time = time;
    }

    void accept(long at, Event event) {
        dayCut(at);
        switch (event) {
            case Event.Opened opened -> {
                buyer = opened.buyer().value();
                newSession();
            }
            case Event.Reopened _ -> newSession();
            case Event.BuyerMessage message -> buyerSays(at, message.courtesy());
            case Event.BotMessage message -> botSays(at, message.kind());
            case Event.HandedOff _ -> handedOff(at);
            case Event.AgentMessage message -> agentSays(at, message.agent().value(), message.kind());
            case Event.Assigned assigned -> assigned(at, assigned.agent().value());
            case Event.Transferred transferred -> transferred(at, transferred.agent().value());
            case Event.Closed closed -> {
                close(at, closed.by() == By.BUYER ? "left" : "closed");
                human = false;
            }
            case Event.Rated rated -> ratings.add(new Stars(this, ratings.size(), at, rated.of(), rated.stars()));
            case Event.Classified classified -> serviceType = classified.serviceType();
            case Event.Flagged _ -> flagged = true;
            // The product's own, which section 1 does not know.
            case Event.Note _ -> {
            }
            case Event.Queued _ -> {
            }
            case Event.Helpful _ -> {
            }
        }
    }

    /// 1. "`opened`, `reopened`: a new session; `human` := no; no agent."
    private void newSession() {
        session++;
        human = false;
        agent = null;
        written = false;
    }

    /// 2. "with no open round it opens one (start = its time). With one open it changes nothing … A courtesy message
    /// opens none under `courtesy: ignored`."
    private void buyerSays(long at, boolean courtesy) {
        said.add(new Said(this, at, false));
        written = true;
        if (open == null && !(courtesy && policy.courtesy() == Courtesy.IGNORED)) {
            opens(at);
        }
    }

    /// 3. "while not `human`, `answer` and `clarify` close the open round as `bot-answered`. Any other bot message, and any
    /// while `human`, closes nothing. Verdict of the message: `auto-reply`."
    private void botSays(long at, BotKind kind) {
        if (!human && open != null && (kind == BotKind.ANSWER || kind == BotKind.CLARIFY)) {
            ends(at, "bot-answered", null);
        }
        verdicts.add("auto-reply");
    }

    /// 4. "unless already `human`: `human` := yes. The open round becomes a human round; under `clock: handoff` its start :=
    /// this time … With no open round, one opens here if the buyer has written in this session".
    private void handedOff(long at) {
        if (human) {
            return;
        }
        human = true;
        if (open != null) {
            open.human = true;
            if (policy.clock() == Clock.HANDOFF) {
                open.start = at;
            }
        } else if (written) {
            opens(at);
        }
    }

    /// 5. "of a kind in `counts`: `human` := yes, agent := the sender. With an open round: it becomes human (its start does
    /// not move) and closes as `answered`, credited to the sender …; verdict `counts`. With none: verdict
    /// `no-question-waiting`. A kind not in `counts`: verdict `auto-reply` for `auto`, else `kind-not-counted`; it changes
    /// nothing."
    private void agentSays(long at, String sender, AgentKind kind) {
        if (!policy.counts().contains(kind)) {
            verdicts.add(kind == AgentKind.AUTO ? "auto-reply" : "kind-not-counted");
            return;
        }
        said.add(new Said(this, at, true));
        human = true;
        agent = sender;
        if (open == null) {
            verdicts.add("no-question-waiting");
        } else {
            open.human = true;
            ends(at, "answered", null);
            verdicts.add("counts");
        }
    }

    /// 6. "`assigned` and `transferred`, unless `human`, first do what rule 4 does … `assigned`: the agent, of an open round
    /// too."
    private void assigned(long at, String to) {
        handedOff(at);
        agent = to;
    }

    /// 6. "`transferred`: under `carries` likewise, and also under `splits` when no round is open or the conversation was not
    /// `human` before this event. Else, under `splits`, the open human round closes as `unanswered` (why: `transferred`)
    /// credited to the agent before, and a new human round opens at this time for the new agent."
    private void transferred(long at, String to) {
        boolean wasHuman = human;
        handedOff(at);
        if (policy.transfer() == Transfer.CARRIES || open == null || !wasHuman) {
            agent = to;
        } else {
            ends(at, "unanswered", "transferred");
            agent = to;
            opens(at);
        }
    }

    /// 7. "an open human round closes as `unanswered` (why: `left` when the buyer closed, else `closed`); an open bot round
    /// as `never-handed-off`."
    private void close(long at, String why) {
        if (open != null) {
            if (open.human) {
                ends(at, "unanswered", why);
            } else {
                ends(at, "never-handed-off", null);
            }
        }
    }

    /// 8. "before any event at or after the local midnight following the open round's start, that round closes at that
    /// midnight as in rule 7 (`unanswered`, why: `day-cut`; or `never-handed-off`); `human` stays."
    private void dayCut(long at) {
        if (policy.dayCut() && open != null && at >= time.midnightAfter(open.start)) {
            close(time.midnightAfter(open.start), "day-cut");
        }
    }

    /// 9. "At the evaluation instant …: an open human round is `waiting`, an open bot round is `never-handed-off`." and
    /// 10. "in each session, the first round that is `answered`, `unanswered` (not why `transferred`) or `waiting`."
    void evaluate(long asOf) {
        dayCut(asOf);
        if (open != null) {
            open.outcome = open.human ? "waiting" : "never-handed-off";
            open.agent = open.human ? agent : null;
            open = null;
        }
        for (int number = 1; number <= session; number++) {
            for (Wait wait : waits) {
                if (wait.session == number && (wait.outcome.equals("answered") || wait.outcome.equals("waiting")
                        || (wait.outcome.equals("unanswered") && !Objects.equals(wait.why, "transferred")))) {
                    wait.first = true;
                    break;
                }
            }
        }
    }

    private void opens(long at) {
        open = new Wait(this, at);
        waits.add(open);
    }

    private void ends(long at, String outcome, @Nullable String why) {
        Wait ending = Objects.requireNonNull(open);
        ending.end = at;
        ending.outcome = outcome;
        ending.why = why;
        ending.agent = ending.human ? agent : null;
        open = null;
    }
}
