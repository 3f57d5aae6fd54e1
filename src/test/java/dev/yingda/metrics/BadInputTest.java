package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.yingda.metrics.BadInput.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Section 6: what is refused, where the fault is said to be, and that all faults are told.
class BadInputTest {

    private static final String OPENED = "{\"conversation\":\"c\",\"at\":1000,\"type\":\"opened\",\"buyer\":\"u\"}\n";
    private static final String CLOSED = OPENED + "{\"conversation\":\"c\",\"at\":2000,\"type\":\"closed\"}\n";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            an unknown type             | type         | {"conversation":"c","at":3000,"type":"deleted"}
            an unknown sender           | from         | {"conversation":"c","at":3000,"type":"message","from":"cat"}
            no sender                   | from         | {"conversation":"c","at":3000,"type":"message"}
            no type                     | type         | {"conversation":"c","at":3000}
            no time                     | at           | {"conversation":"c","type":"handed-off"}
            no conversation             | conversation | {"at":3000,"type":"handed-off"}
            an unknown key              | mood         | {"conversation":"c","at":3000,"type":"handed-off","mood":1}
            a text                      | text         | {"conversation":"c","at":3000,"type":"message","from":"buyer","text":"hi"}
            a key of another type       | stars        | {"conversation":"c","at":3000,"type":"handed-off","stars":1}
            a key of another sender     | courtesy     | {"conversation":"c","at":3000,"type":"message","from":"bot","kind":"answer","courtesy":true}
            a key twice                 | at           | {"conversation":"c","at":3000,"at":3000,"type":"handed-off"}
            an unknown kind             | kind         | {"conversation":"c","at":3000,"type":"message","from":"bot","kind":"typed"}
            no agent                    | agent        | {"conversation":"c","at":3000,"type":"message","from":"agent","kind":"typed"}
            the agent unassigned        | agent        | {"conversation":"c","at":3000,"type":"assigned","agent":"unassigned"}
            an agent with a space       | agent        | {"conversation":"c","at":3000,"type":"assigned","agent":"a b"}
            an empty message id         | id           | {"conversation":"c","at":3000,"type":"message","from":"buyer","id":""}
            a courtesy in words         | courtesy     | {"conversation":"c","at":3000,"type":"message","from":"buyer","courtesy":"yes"}
            a null                      | id           | {"conversation":"c","at":3000,"type":"message","from":"buyer","id":null}
            a number for a text         | agent        | {"conversation":"c","at":3000,"type":"assigned","agent":7}
            six stars                   | stars        | {"conversation":"c","at":3000,"type":"rated","stars":6,"of":"bot"}
            half a star                 | stars        | {"conversation":"c","at":3000,"type":"rated","stars":4.5,"of":"bot"}
            stars of nobody             | of           | {"conversation":"c","at":3000,"type":"rated","stars":5}
            an unknown service type     | serviceType  | {"conversation":"c","at":3000,"type":"classified","serviceType":"gift"}
            a flag without a reason     | reason       | {"conversation":"c","at":3000,"type":"flagged"}
            an unknown closer           | by           | {"conversation":"c","at":3000,"type":"closed","by":"cat"}
            a time without an offset    | at           | {"conversation":"c","at":"2026-01-07T10:00:00","type":"handed-off"}
            a time that is no time      | at           | {"conversation":"c","at":"soon","type":"handed-off"}
            a time out of order         | at           | {"conversation":"c","at":999,"type":"handed-off"}
            a second opening            | type         | {"conversation":"c","at":3000,"type":"opened","buyer":"u"}
            a reopening with no closing | type         | {"conversation":"c","at":3000,"type":"reopened"}
            a conversation never opened | type         | {"conversation":"d","at":3000,"type":"handed-off"}
            no JSON                     | ''           | hello
            half an object              | ''           | {"conversation":"c","at":3000
            a list                      | ''           | [1]
            two objects                 | ''           | {"conversation":"c","at":3000,"type":"handed-off"} {}
            """)
    void an_event_is_refused_with_line_and_field(String what, String field, String line) {
        Fault fault = onlyFault(OPENED + "\n" + line);
        assertEquals(3, fault.line(), what);
        assertEquals(field.equals("''") ? "" : field, fault.field());
        assertEquals("events.jsonl", fault.file());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            a buyer's message   | {"conversation":"c","at":3000,"type":"message","from":"buyer"}
            a bot's message     | {"conversation":"c","at":3000,"type":"message","from":"bot","kind":"away"}
            an agent's message  | {"conversation":"c","at":3000,"type":"message","from":"agent","agent":"a","kind":"typed"}
            a hand-off          | {"conversation":"c","at":3000,"type":"handed-off"}
            an assignment       | {"conversation":"c","at":3000,"type":"assigned","agent":"a"}
            a transfer          | {"conversation":"c","at":3000,"type":"transferred","agent":"a"}
            a closing           | {"conversation":"c","at":3000,"type":"closed"}
            an opening          | {"conversation":"c","at":3000,"type":"opened","buyer":"u"}
            """)
    void a_closed_conversation_is_reopened_first(String what, String line) {
        assertEquals("type", onlyFault(CLOSED + line).field(), what);
    }

    @Test
    void a_closed_conversation_can_be_rated_classified_flagged_and_reopened() {
        assertDoesNotThrow(() -> Histories.read(CLOSED + """
                {"conversation":"c","at":3000,"type":"rated","stars":5,"of":"agent"}
                {"conversation":"c","at":3000,"type":"classified","serviceType":"after-sales"}
                {"conversation":"c","at":3000,"type":"flagged","reason":"test"}
                {"conversation":"c","at":3000,"type":"reopened"}
                """));
    }

    @Test
    void a_message_id_is_there_once_in_a_conversation_but_may_be_in_another() {
        String message = "{\"conversation\":\"c\",\"at\":3000,\"type\":\"message\",\"from\":\"buyer\",\"id\":\"m\"}\n";
        assertEquals("id", onlyFault(OPENED + message + message).field());
        assertDoesNotThrow(() -> Histories.read((OPENED + message) + (OPENED + message).replace("\"c\"", "\"d\"")));
    }

    @Test
    void faults_of_several_lines_are_all_told_but_not_the_consequences_of_one() {
        BadInput bad = assertThrows(BadInput.class, () -> Histories.read("""
                {"conversation":"a","at":1000,"type":"open","buyer":"u"}
                {"conversation":"a","at":2000,"type":"handed-off"}
                {"conversation":"b","at":1000,"type":"handed-off"}
                """));
        assertEquals(List.of(1, 3), bad.faults().stream().map(Fault::line).toList());
    }

    @Test
    void a_byte_order_mark_and_blank_lines_are_no_fault() throws BadInput {
        assertEquals(1, Histories.read("\uFEFF" + OPENED + "\n  \n").size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            an unknown key                | colour              | colour: red
            an unknown value              | clock               | clock: never
            an unknown zone               | timezone            | timezone: Mars/Olympus
            an offset for a zone          | timezone            | timezone: +08:00
            a wrong type                  | dayCut              | dayCut: 1
            auto in counts                | counts              | counts: [typed, auto]
            empty counts                  | counts              | counts: []
            an unknown kind in counts     | counts[1]           | counts: [typed, sung]
            a weekday in full             | hours.monday        | hours: {monday: []}
            overlapping windows           | hours.mon           | hours: {mon: [["09:00","12:00"],["11:00","13:00"]]}
            a window that ends first      | hours.mon[0]        | hours: {mon: [["22:00","06:00"]]}
            a window of no length         | hours.mon[0]        | hours: {mon: [["09:00","09:00"]]}
            a window with one end         | hours.mon[0]        | hours: {mon: [["09:00"]]}
            an hour that is none          | hours.mon[0][1]     | hours: {mon: [["09:00","25:00"]]}
            a date that is none           | holidays[0]         | holidays: [2026-02-30]
            from after to                 | from                | {"from": 2000, "to": 1000}
            a from without offset         | from                | from: 2026-01-01T00:00:00
            a key twice                   | time                | {"time": wall, "time": wall}
            an empty value                | title               | title:
            """)
    void a_policy_is_refused_with_line_and_field(String what, String field, String text) {
        String line = text.startsWith("{") ? text.substring(1, text.length() - 1).replace(", ", "\n") : text;
        Fault fault = onlyPolicyFault("id: p\nmetrics: [{id: m, kind: mean-wait}]\n" + line.replace("\"from\"", "from")
                .replace("\"to\"", "to").replace("\"time\"", "time"));
        assertEquals(field, fault.field(), what);
        assertTrue(fault.line() >= 3, fault.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            no id                          | id          | {kind: mean-wait}
            no kind                        | kind        | {id: m}
            an unknown kind                | kind        | {id: m, kind: speed}
            an unknown key                 | colour      | {id: m, kind: mean-wait, colour: red}
            a rate without within          | within      | {id: m, kind: reply-rate}
            a negative duration            | within      | {id: m, kind: reply-rate, within: -3m}
            a duration without a unit      | within      | {id: m, kind: reply-rate, within: 180}
            within for a mean              | within      | {id: m, kind: mean-wait, within: 3m}
            a cap for a rate               | cap         | {id: m, kind: reply-rate, within: 3m, cap: 3m}
            a unit for satisfaction        | unit        | {id: m, kind: satisfaction, unit: round}
            good for a ratio               | good        | {id: m, kind: answer-ratio, good: 4}
            a judge of single rounds       | judge       | {id: m, kind: mean-wait, judge: worst}
            a judge of named single rounds | judge       | {id: m, kind: mean-wait, unit: round, judge: worst}
            unanswered as no cap           | cap         | {id: m, kind: mean-wait, unanswered: cap}
            no percentile                  | percentile  | {id: m, kind: percentile-wait}
            percentile 0                   | percentile  | {id: m, kind: percentile-wait, percentile: 0}
            percentile 101                 | percentile  | {id: m, kind: percentile-wait, percentile: 101}
            percentile 99.5                | percentile  | {id: m, kind: percentile-wait, percentile: 99.5}
            six good stars                 | good        | {id: m, kind: satisfaction, good: 6}
            ratings of nobody              | of          | {id: m, kind: satisfaction, of: []}
            no service type                | serviceType | {id: m, kind: mean-wait, serviceType: []}
            a longest ratio                | target      | {id: m, kind: answer-ratio, target: {atMost: 3s}}
            a smallest wait                | target      | {id: m, kind: mean-wait, target: {atLeast: 0.9}}
            90 for 0.9                     | target      | {id: m, kind: satisfaction, target: {atLeast: 90}}
            two targets                    | target      | {id: m, kind: mean-wait, target: {atLeast: 0.9, atMost: 3s}}
            no target in the target        | target      | {id: m, kind: mean-wait, target: {}}
            """)
    void a_metric_is_refused_with_line_and_field(String what, String field, String metric) {
        Fault fault = onlyPolicyFault("id: p\nmetrics:\n  - {id: other, kind: mean-wait}\n  - " + metric);
        assertEquals("metrics[1]." + field, fault.field(), what);
        assertEquals(4, fault.line());
    }

    @Test
    void a_metric_id_is_there_once() {
        Fault fault = onlyPolicyFault("id: p\nmetrics:\n  - {id: m, kind: mean-wait}\n  - {id: m, kind: mean-wait}");
        assertEquals("metrics[1].id", fault.field());
        assertEquals(4, fault.line());
    }

    @Test
    void a_policy_has_an_id_and_at_least_one_metric() {
        assertEquals("id", onlyPolicyFault("metrics: [{id: m, kind: mean-wait}]").field());
        assertEquals("metrics", onlyPolicyFault("id: p").field());
        assertEquals("metrics", onlyPolicyFault("id: p\nmetrics: []").field());
    }

    @Test
    void all_faults_of_a_policy_are_told_at_once() {
        BadInput bad = assertThrows(BadInput.class, () -> Policy.read("p.yaml", """
                clock: never
                counts: [auto]
                hours: {mon: [["22:00", "06:00"]]}
                metrics:
                  - {id: m, kind: reply-rate}
                  - {id: m, kind: mean-wait, unanswered: cap, cup: 3m}
                extra: 1
                """));
        assertEquals(List.of("id", "hours.mon[0]", "clock", "counts", "metrics[0].within", "metrics[1].cap",
                "metrics[1].cup", "extra"), bad.faults().stream().map(Fault::field).toList());
    }

    @Test
    void a_fault_reads_as_file_line_field_and_what_to_do() {
        assertEquals("p.yaml:2: counts: an auto-responder is never a reply; remove auto from the list",
                onlyPolicyFault("id: p\ncounts: [auto]\nmetrics: [{id: m, kind: mean-wait}]").toString());
    }

    @Test
    void what_is_no_policy_at_all_is_refused() {
        assertEquals(1, onlyPolicyFault("").line());
        assertEquals(1, onlyPolicyFault("hello").line());
        assertEquals(2, onlyPolicyFault("id: p\n\"metrics: [").line());
        assertEquals(3, onlyPolicyFault("id: p\n---\nid: q").line());
    }

    @Test
    void json_with_tabs_and_escapes_is_a_policy() throws BadInput {
        Policy policy = Policy.read("p.json",
                "{\n\t\"id\": \"p\",\n\t\"title\": {\"zh-CN\": \"\\u5e97\\u94fa \\ud83d\\ude00\"},\n"
                        + "\t\"metrics\": [\n\t\t{\"id\": \"m\", \"kind\": \"mean-wait\"}\n\t]\n}");
        assertEquals("店铺 😀", policy.name().title().get("zh-CN"));
    }

    private static Fault onlyFault(String lines) {
        BadInput bad = assertThrows(BadInput.class, () -> Histories.read(lines));
        assertEquals(1, bad.faults().size(), bad.getMessage());
        return bad.faults().getFirst();
    }

    private static Fault onlyPolicyFault(String yaml) {
        BadInput bad = assertThrows(BadInput.class, () -> Policy.read("p.yaml", yaml));
        assertEquals(1, bad.faults().size(), bad.getMessage());
        return bad.faults().getFirst();
    }
}
