package dev.yingda.knowledge;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.Hours;
import dev.yingda.faq.Mode;
import dev.yingda.faq.Variant;
import dev.yingda.faq.When;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// The conditions of a revision as the database keeps them; what an entry does not ask for is not there.
final class ConditionsJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConditionsJson() {
    }

    /// Null for none.
    static @Nullable String write(Conditions conditions) {
        if (conditions.equals(Conditions.NONE)) {
            return null;
        }
        ObjectNode node = when(conditions.when());
        if (conditions.mode() != Mode.SMART) {
            node.put("mode", conditions.mode().wire());
        }
        texts(node, "not", conditions.negativeKeywords());
        if (!conditions.variants().isEmpty()) {
            conditions.variants().forEach(variant -> node.withArray("variants").addObject()
                    .put("answer", variant.answer()).set("when", when(variant.when())));
        }
        return node.toString();
    }

    static Conditions read(@Nullable String json) {
        if (json == null) {
            return Conditions.NONE;
        }
        try {
            JsonNode node = JSON.readTree(json);
            List<Variant> variants = new ArrayList<>();
            node.path("variants").forEach(variant -> variants
                    .add(new Variant(when(variant.path("when")), variant.path("answer").asText())));
            Mode mode = Mode.of(node.path("mode").asText(Mode.SMART.wire())).orElseThrow();
            return new Conditions(mode, List.copyOf(texts(node, "not")), when(node), variants);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds no JSON where it should: " + json, e);
        }
    }

    private static ObjectNode when(When when) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (when.from() != null) {
            node.put("from", when.from().toString());
        }
        if (when.until() != null) {
            node.put("until", when.until().toString());
        }
        if (when.hours() != null) {
            node.put("hours", when.hours().toString());
        }
        texts(node, "products", List.copyOf(when.products()));
        texts(node, "orderStates", List.copyOf(when.orderStates()));
        return node;
    }

    private static When when(JsonNode node) {
        return new When(date(node, "from"), date(node, "until"),
                node.has("hours") ? Hours.parse(node.path("hours").asText()).orElseThrow() : null,
                texts(node, "products"), texts(node, "orderStates"));
    }

    private static @Nullable LocalDate date(JsonNode node, String field) {
        return node.has(field) ? LocalDate.parse(node.path(field).asText()) : null;
    }

    private static void texts(ObjectNode node, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(text -> node.withArray(field).add(text));
        }
    }

    private static Set<String> texts(JsonNode node, String field) {
        Set<String> texts = new LinkedHashSet<>();
        node.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
