package dev.yingda.gateway;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Hours;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// When an entry is used, as REST reads and writes it; the names are those of the folder's YAML.
final class ConditionFields {

    private static final int MOST = 200;

    private ConditionFields() {
    }

    static ObjectNode write(Conditions conditions) {
        ObjectNode node = when(conditions.when()).put("mode", conditions.mode().wire());
        node.set("not", Json.array(conditions.negativeKeywords()));
        node.set("variants", Json.array(conditions.variants().stream()
                .map(variant -> Json.object("when", when(variant.when()), "answer", variant.answer())).toList()));
        return node;
    }

    private static ObjectNode when(When when) {
        return Json.object("from", text(when.from()), "until", text(when.until()), "hours", text(when.hours()),
                "products", when.products(), "orderStates", when.orderStates());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /// Empty if the field is not there.
    static Optional<Conditions> read(Fields entry) {
        return entry.optionalObject("conditions").map(node -> {
            Fields fields = new Fields(node);
            Mode mode = fields.optionalOneOf("mode", Mode.values(), Mode::wire).orElse(Mode.SMART);
            Conditions conditions = new Conditions(mode, words(fields, "not", 500).toList(), when(fields),
                    variants(fields));
            fields.end();
            return conditions;
        });
    }

    private static List<Variant> variants(Fields fields) {
        int[] index = {0};
        return fields.objects("variants", MOST, variant -> {
            String path = "variants[" + index[0]++ + "].";
            try {
                Fields when = new Fields(variant.object("when"));
                When holds = when(when);
                when.end();
                return new Variant(holds, variant.text("answer", 0, 10_000).strip());
            } catch (Invalid e) {
                String part = e.field().equals("answer") || e.field().equals("when") ? "" : "when.";
                throw new Invalid(path + part + e.field(), e.chinese(), e.english());
            }
        });
    }

    private static When when(Fields fields) {
        Optional<Hours> hours = fields.optionalText("hours", 0, 60).filter(text -> !text.isBlank())
                .map(text -> Hours.parse(text)
                        .orElseThrow(() -> new Invalid("hours", "应像 09:00-18:00 这样写，可在前面加 mon-fri",
                                "hours like 09:00-18:00 or mon-fri 09:00-18:00 are expected")));
        return new When(date(fields, "from"), date(fields, "until"), hours.orElse(null), names(fields, "products"),
                names(fields, "orderStates"));
    }

    private static @Nullable LocalDate date(Fields fields, String field) {
        try {
            return fields.optionalText(field, 0, 20).filter(text -> !text.isBlank()).map(LocalDate::parse).orElse(null);
        } catch (DateTimeParseException _) {
            throw new Invalid(field, "应为日期，例如 2026-06-01", "a day like 2026-06-01 is expected");
        }
    }

    private static Set<String> names(Fields fields, String field) {
        Set<String> names = new LinkedHashSet<>();
        words(fields, field, MOST).forEach(names::add);
        return names;
    }

    private static Stream<String> words(Fields fields, String field, int most) {
        return fields.texts(field, most, 200).stream().map(String::strip).filter(text -> !text.isEmpty());
    }
}
