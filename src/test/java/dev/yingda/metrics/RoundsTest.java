package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.Of;
import dev.yingda.conversation.Logged;
import dev.yingda.metrics.Report.RoundLine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of section 3, where the worked examples do not go. An event is written `minute type rest`.
class RoundsTest {

    @Test
    void a_bot_answer_after_hand_off_closes_nothing() throws BadInput {
        assertEquals("10:01-open waiting unassigned first", rounds("", "1 buyer", "2 handed-off", "3 bot answer"));
    }

    @Test
    void a_greeting_or_notice_of_the_bot_closes_nothing() throws BadInput {
        assertEquals("10:01-open never-handed-off",
                rounds("", "1 buyer", "2 bot greeting", "3 bot away", "4 bot notice"));
    }

    @Test
    void a_clarifying_question_answers_the_round() throws BadInput {
        assertEquals("10:01-10:02 bot-answered", rounds("", "1 buyer", "2 bot clarify"));
    }

    @Test
    void an_agent_who_steps_in_makes_the_bots_round_human_and_does_not_move_its_start() throws BadInput {
        assertEquals("10:01-10:04 answered lin first", rounds("clock: handoff", "1 buyer", "4 agent lin typed"));
    }

    @Test
    void the_second_hand_off_moves_nothing() throws BadInput {
        assertEquals("10:02-10:05 answered lin first",
                rounds("clock: handoff", "1 buyer", "2 handed-off", "4 handed-off", "5 agent lin typed"));
    }

    @Test
    void a_courtesy_is_enough_to_wait_for_a_person_after_hand_off() throws BadInput {
        assertEquals("10:03-open waiting unassigned first", rounds("courtesy: ignored", "1 thanks", "3 handed-off"));
    }

    @Test
    void a_reply_is_credited_to_its_sender_and_an_open_round_to_the_agent_it_is_with() throws BadInput {
        assertEquals("10:01-10:03 answered wu first; 10:04-open waiting wu",
                rounds("", "1 buyer", "2 assigned lin", "3 agent wu typed", "4 buyer"));
    }

    @Test
    void a_message_of_a_kind_that_does_not_count_changes_no_agent() throws BadInput {
        assertEquals("10:01-10:04 unanswered (closed) lin first",
                rounds("", "1 buyer", "2 assigned lin", "3 agent wu assisted", "4 closed agent"));
    }

    @Test
    void a_transfer_from_the_bot_splits_nothing() throws BadInput {
        assertEquals("10:01-10:03 answered lin first",
                rounds("transfer: splits", "1 buyer", "2 transferred lin", "3 agent lin typed"));
    }

    @Test
    void a_transfer_with_nobody_waiting_opens_nothing_where_people_serve() throws BadInput {
        assertEquals("10:01-10:03 answered lin first", rounds("transfer: splits", "1 buyer", "2 assigned lin",
                "3 agent lin typed", "4 transferred wu"));
    }

    @Test
    void every_transfer_of_a_waiting_round_splits_it() throws BadInput {
        assertEquals("10:01-10:02 unanswered (transferred) unassigned; 10:02-10:03 unanswered (transferred) lin; "
                + "10:03-10:04 answered wu first",
                rounds("transfer: splits", "1 buyer", "1 handed-off",
                        "2 transferred lin", "3 transferred wu", "4 agent wu typed"));
    }

    @Test
    void the_bot_serves_again_after_a_reopening_and_the_session_has_its_own_first_round() throws BadInput {
        assertEquals("10:01-10:02 answered lin first; 10:05-10:06 bot-answered; 10:07-10:09 answered wu first",
                rounds("", "1 buyer", "2 agent lin typed", "3 closed buyer", "4 reopened", "5 buyer", "6 bot answer",
                        "7 buyer", "8 handed-off", "9 agent wu typed"));
    }

    @Test
    void a_hand_off_in_a_new_session_needs_a_message_of_that_session() throws BadInput {
        assertEquals("10:01-10:02 answered lin first",
                rounds("", "1 buyer", "2 agent lin typed", "3 closed buyer", "4 reopened", "5 handed-off"));
    }

    @Test
    void the_buyer_who_leaves_closes_the_round_as_left() throws BadInput {
        assertEquals("10:01-10:03 unanswered (left) unassigned first",
                rounds("", "1 buyer", "2 handed-off", "3 closed buyer"));
    }

    @Test
    void the_day_cut_ends_a_round_at_midnight_and_people_go_on_serving() throws BadInput {
        assertEquals("10:01-24:00 unanswered (day-cut) lin first; 24:10-24:20 answered lin",
                rounds("dayCut: true", "1 buyer", "2 assigned lin", "850 buyer", "860 agent lin typed"));
    }

    @Test
    void an_event_at_midnight_comes_after_the_cut() throws BadInput {
        assertEquals("10:01-24:00 unanswered (day-cut) lin first",
                rounds("dayCut: true", "1 buyer", "2 assigned lin", "840 agent lin typed"));
    }

    @Test
    void the_day_cut_goes_by_the_start_that_hand_off_moved() throws BadInput {
        assertEquals("10:01-24:00 never-handed-off; 24:10-24:11 answered lin first",
                rounds("dayCut: true\nclock: handoff", "1 buyer", "850 handed-off", "851 agent lin typed"));
    }

    @Test
    void a_round_open_at_midnight_before_the_evaluation_is_cut_with_no_further_event() throws BadInput {
        assertEquals("10:01-24:00 unanswered (day-cut) unassigned first",
                rounds("dayCut: true", "1 buyer", "2 handed-off"));
    }

    @Test
    void a_midnight_at_the_very_evaluation_instant_cuts_too() throws BadInput {
        Instant midnight = EventFile.instant("2026-01-08T00:00:00+08:00");
        assertEquals("10:01-24:00 unanswered (day-cut) unassigned first",
                rounds("dayCut: true", midnight, "1 buyer", "2 handed-off"));
        assertEquals("10:01-open waiting unassigned first",
                rounds("dayCut: true", midnight.minusMillis(1), "1 buyer", "2 handed-off"));
    }

    @Test
    void what_happens_at_the_very_evaluation_instant_is_seen() throws BadInput {
        assertEquals("10:01-10:03 answered lin first", rounds("", EventFile.instant("2026-01-07T10:03:00+08:00"),
                "1 buyer", "2 handed-off", "3 agent lin typed"));
    }

    @Test
    void a_conversation_that_was_never_opened_has_no_rounds() throws BadInput {
        Logged handedOff = Histories.read(lines("1 handed-off")).getLast();
        Replay replay = Replay.of(Histories.policy("{id: p, metrics: [{id: m, kind: mean-wait}]}"), handedOff.at());
        Logged rated = new Logged(handedOff.conversation(), 1, 1, handedOff.at(), new Event.Rated(5, Of.BOT, null));
        assertThrows(IllegalStateException.class, () -> replay.accept(rated));
    }

    @Test
    void an_event_after_the_evaluation_instant_is_not_seen() throws BadInput {
        assertEquals("10:01-open waiting unassigned first",
                rounds("", "1 buyer", "2 handed-off", "2000 agent lin typed"));
    }

    @Test
    void a_later_flag_and_the_last_service_type_hold_for_the_whole_conversation() throws BadInput {
        Report report = Histories.replay(
                Histories.policy("{id: p, metrics: [{id: m, kind: mean-wait, serviceType: [refund]}]}"),
                Histories.read(lines("1 buyer", "2 agent lin typed", "3 classified refund", "4 flagged spam")));
        assertEquals("{FLAGGED=1}", report.metrics().getFirst().excluded().toString());
    }

    /// The rounds in a short form, by local time of the first day; evaluated at 10:00 of the second.
    private static String rounds(String policy, String... events) throws BadInput {
        return rounds(policy, EventFile.instant("2026-01-08T10:00:00+08:00"), events);
    }

    private static String rounds(String policy, Instant asOf, String... events) throws BadInput {
        Report report = Histories.replay(
                Histories.policy("id: p\n" + policy + "\nmetrics: [{id: m, kind: mean-wait}]"),
                Histories.read(lines(events)), asOf);
        return String.join("; ",
                Objects.requireNonNull(report.details().rounds()).stream().map(RoundsTest::shown).toList());
    }

    private static String shown(RoundLine line) {
        Round round = line.round();
        Round.Why why = round.why();
        return clock(round.start()) + "-" + clock(round.end()) + " " + round.outcome().wire()
                + (why == null ? "" : " (" + why.wire() + ")") + (round.human() ? " " + round.creditedTo() : "")
                + (round.first() ? " first" : "");
    }

    private static String clock(@Nullable Instant at) {
        if (at == null) {
            return "open";
        }
        long minutes = (at.toEpochMilli() - EventFile.instant("2026-01-07T00:00:00+08:00").toEpochMilli()) / 60_000;
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }

    private static String lines(String... events) {
        StringBuilder lines = new StringBuilder(line(0, "\"type\": \"opened\", \"buyer\": \"u\""));
        for (String event : events) {
            List<String> words = List.of(event.split(" "));
            String rest = switch (words.get(1)) {
                case "buyer" -> "\"type\": \"message\", \"from\": \"buyer\"";
                case "thanks" -> "\"type\": \"message\", \"from\": \"buyer\", \"courtesy\": true";
                case "bot" -> "\"type\": \"message\", \"from\": \"bot\", \"kind\": \"" + words.get(2) + "\"";
                case "agent" -> "\"type\": \"message\", \"from\": \"agent\", \"agent\": \"" + words.get(2)
                        + "\", \"kind\": \"" + words.get(3) + "\"";
                case "assigned", "transferred" -> "\"type\": \"" + words.get(1) + "\", \"agent\": \"" + words.get(2)
                        + "\"";
                case "closed" -> "\"type\": \"closed\", \"by\": \"" + words.get(2) + "\"";
                case "classified" -> "\"type\": \"classified\", \"serviceType\": \"" + words.get(2) + "\"";
                case "flagged" -> "\"type\": \"flagged\", \"reason\": \"" + words.get(2) + "\"";
                default -> "\"type\": \"" + words.get(1) + "\"";
            };
            lines.append(line(Integer.parseInt(words.get(0)), rest));
        }
        return lines.toString();
    }

    private static String line(int minute, String rest) {
        long at = EventFile.instant("2026-01-07T10:00:00+08:00").toEpochMilli() + minute * 60_000L;
        return "{\"conversation\": \"c\", \"at\": " + at + ", " + rest + "}\n";
    }
}
