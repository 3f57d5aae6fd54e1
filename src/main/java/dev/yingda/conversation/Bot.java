package dev.yingda.conversation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.yingda.conversation.Decision.Rule;
import dev.yingda.faq.Matches;
import dev.yingda.faq.Situation;

import org.jspecify.annotations.Nullable;

/// The bot's part of a conversation: what it does when the buyer writes, as events. It keeps no state of its own: what
/// still waits for a reaction is in the [Conversation].
///
/// A short message that is not surely answered may be the beginning of a question that comes in pieces ([Burst]): it is
/// stored without a reaction, and the reaction comes with the next message or, after a while, by
/// [Command.Settle] — one, to all the pieces together.
public final class Bot {

    private static final System.Logger LOG = System.getLogger(Bot.class.getName());

    private final BiFunction<String, Situation, Matches> matcher;
    private final Supplier<ShopRules> shop;
    private final BooleanSupplier staffed;
    private final Clock clock;
    private final Duration settle;

    /// @param matcher the FAQ: a question in, ranked matches out
    /// @param shop    the rules in force
    /// @param staffed whether any agent is there to take a buyer now
    /// @param clock   in the shop's zone
    /// @param settle  how long the next piece of a question is waited for; zero: not at all
    public Bot(BiFunction<String, Situation, Matches> matcher, Supplier<ShopRules> shop, BooleanSupplier staffed,
            Clock clock, Duration settle) {
        this.matcher = matcher;
        this.shop = shop;
        this.staffed = staffed;
        this.clock = clock;
        this.settle = settle;
    }

    /// How long the next piece of a question is waited for.
    Duration settle() {
        return settle;
    }

    /// The events of a buyer's message and of the reaction to it and to what waited, to be appended as one: so that there
    /// is never a second answer, and no crash comes between question and answer.
    ///
    /// @param state after [Rules#opening]
    List<Event> hear(Conversation state, Command.BuyerSays says) {
        Event.BuyerMessage message = new Event.BuyerMessage(Rules.nextId(state, 1), says.clientMessageId(),
                says.text(), Courtesy.is(says.text()));
        List<Event> events = new ArrayList<>();
        events.add(message);
        String joined = Burst.joined(state.burst(), says.text());
        decide(state, says, joined).ifPresent(decision -> events.addAll(
                reaction(new Place(state.position().seq() + 1, state.position().seq() + 1), joined, decision)));
        return events;
    }

    /// The events of the reaction to what waited.
    List<Event> settle(Conversation state, About about) {
        String joined = Burst.joined(state.burst());
        Decision decision = decide(state, joined, null, about);
        return reaction(new Place(state.position().seq(), state.burst().getLast().seq()), joined, decision);
    }

    /// The events of a buyer's wish for a person, with no message.
    ///
    /// @param state after [Rules#opening]
    List<Event> callPerson(Conversation state) {
        return state.phase() == Conversation.Phase.BOT
                ? List.of(new Event.HandedOff(Rule.ASKED.wire(), 0), new Event.Queued(),
                        Notices.handedOff(Rules.nextId(state, 3), Rule.ASKED, null, 0, staffing()))
                : List.of();
    }

    /// Empty: what follows is waited for.
    private Optional<Decision> decide(Conversation state, Command.BuyerSays says, String joined) {
        Decision together = decide(state, joined, says.entry(), says.about());
        if (isSure(together) || Triage.peopleServe(state.phase())) {
            return Optional.of(together);
        }
        if (!state.burst().isEmpty()) {
            Decision alone = decide(state, says.text(), says.entry(), says.about());
            if (isSure(alone) && !isSmallTalk(alone)) {
                return Optional.of(alone);
            }
        }
        boolean waits = !settle.isZero() && !(together instanceof Decision.Silent)
                && Burst.maySoonGoOn(says.text(), joined);
        return waits ? Optional.empty() : Optional.of(together);
    }

    /// A greeting is answered by a greeting, but what was asked before it is not.
    private static boolean isSmallTalk(Decision decision) {
        return decision instanceof Decision.Answer answer && answer.entry().smallTalk();
    }

    /// Whether more words would change nothing.
    private static boolean isSure(Decision decision) {
        return switch (decision.rule()) {
            case CHOSEN, ASKED, COMPLAINT, KEYWORD, SURE, MATCHER_FAILED -> true;
            case PEOPLE_SERVE, REPEATED_MISS, COURTESY, CLOSE, NO_MATCH -> false;
        };
    }

    private Decision decide(Conversation state, String text, @Nullable String chosen, About about) {
        if (Triage.peopleServe(state.phase())) {
            return new Decision.Silent(Rule.PEOPLE_SERVE);
        }
        try {
            Situation situation = new Situation(clock.instant().atZone(clock.getZone()), about.product(),
                    about.orderState());
            Decision decision = Triage.decide(Asked.in(state, text, chosen, matcher.apply(text, situation)),
                    shop.get());
            LOG.log(System.Logger.Level.DEBUG,
                    () -> state.id() + ": " + decision.kind() + " by rule " + decision.rule().wire());
            return decision;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The matcher failed; a person takes over conversation " + state.id(), e);
            return new Decision.HandOff(Rule.MATCHER_FAILED);
        }
    }

    /// Where a reaction comes: after the event `last`, to the message `asked`, the last of its burst.
    private record Place(long last, long asked) {
        String id(int n) {
            return "m" + (last + n);
        }
    }

    private List<Event> reaction(Place place, String text, Decision decision) {
        long asked = place.asked();
        return switch (decision) {
            case Decision.Answer answer -> List.of(new Event.BotMessage(place.id(1), Event.BotKind.ANSWER,
                    answer.entry().answer(), asked, answer.entry().id(), List.of()));
            case Decision.Clarify clarify -> List.of(new Event.BotMessage(place.id(1), Event.BotKind.CLARIFY,
                    Notices.clarify(text), asked, null, clarify.entries().stream()
                            .map(entry -> new Event.Choice(entry.id(), entry.question())).toList()));
            case Decision.HandOff handOff -> List.of(new Event.HandedOff(handOff.rule().wire(), asked),
                    new Event.Queued(),
                    Notices.handedOff(place.id(3), handOff.rule(), text, asked, staffing()));
            case Decision.Silent _ -> List.of();
        };
    }

    private Notices.Staffing staffing() {
        Instant now = clock.instant();
        return new Notices.Staffing(staffed.getAsBoolean(), shop.get().hours(),
                now.atZone(clock.getZone()).toLocalTime());
    }
}
