package dev.yingda.knowledge;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.yingda.faq.Conditions;
import dev.yingda.faq.FaqEntry;
import dev.yingda.faq.Synonyms;
import dev.yingda.faq.Variant;

/// All that the bot knows, at one moment: what a folder holds, what a draft is, what is published.
///
/// @param topics by id
/// @param entries topic by topic, within a topic in the order they were added
/// @param settings the shop's facts, by key; `{shop.key}` in an answer stands for one
public record Knowledge(List<Topic> topics, List<Entry> entries, SequencedMap<String, String> settings,
        Synonyms synonyms) {

    /// A `{name}` in an answer.
    static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.-]*)}");
    static final String SHOP = "shop.";

    /// Nothing at all.
    public static final Knowledge EMPTY = new Knowledge(List.of(), List.of(), new LinkedHashMap<>(), Synonyms.NONE);

    public Knowledge {
        topics = topics.stream().sorted(Comparator.comparing(Topic::id)).toList();
        entries = entries.stream().sorted(Comparator.comparing(Entry::topic)).toList();
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }

    /// What is wrong with it, errors and warnings; it can be published when no error is among them.
    public List<Problem> problems() {
        return new Lint(this, null).problems();
    }

    /// The same, and what is over on this day of the shop: a warning, for it was right once.
    public List<Problem> problems(LocalDate today) {
        return new Lint(this, today).problems();
    }

    /// The entries that are not disabled, their answers filled with the shop's facts.
    public List<FaqEntry> served() {
        return entries.stream().filter(entry -> !entry.disabled())
                .map(entry -> new FaqEntry(entry.id(), entry.topic(), entry.smallTalk(), entry.question(),
                        entry.phrasings(), filled(entry.answer()), filled(entry.conditions())))
                .toList();
    }

    private Conditions filled(Conditions conditions) {
        return new Conditions(conditions.mode(), conditions.negativeKeywords(), conditions.when(), conditions.variants()
                .stream().map(variant -> new Variant(variant.when(), filled(variant.answer()))).toList());
    }

    /// An answer with the shop's facts filled in; what names no fact stays as it is.
    public String filled(String answer) {
        return PLACEHOLDER.matcher(answer).replaceAll(found -> Matcher.quoteReplacement(fact(found)));
    }

    /// The same with this entry added, or in place of the one with its id.
    Knowledge with(Entry entry) {
        List<Entry> changed = new ArrayList<>(entries);
        changed.replaceAll(old -> old.id().equals(entry.id()) ? entry : old);
        if (!changed.contains(entry)) {
            changed.add(entry);
        }
        return new Knowledge(topics, changed, settings, synonyms);
    }

    /// The same with other settings.
    Knowledge with(SequencedMap<String, String> newSettings) {
        return new Knowledge(topics, entries, newSettings, synonyms);
    }

    private String fact(MatchResult found) {
        String name = found.group(1);
        String fact = name.startsWith(SHOP) ? settings.get(name.substring(SHOP.length())) : null;
        return Objects.requireNonNullElse(fact, found.group());
    }

    /// One entry as it is written and kept.
    ///
    /// @param id topic and English words in kebab-case: `delivery-when-ships`
    /// @param topic the id of its topic
    /// @param smallTalk greeting, thanks and the like: answered, but neither a question nor a miss
    /// @param question the question in full, as a menu shows it
    /// @param phrasings other ways to ask it, in buyers' words
    /// @param answer plain text; `{shop.key}` stands for one of the shop's settings
    /// @param disabled kept, but not served
    /// @param conditions when it is used, and with which other answers
    public record Entry(String id, String topic, boolean smallTalk, String question, List<String> phrasings,
            String answer, boolean disabled, Conditions conditions) {
        public Entry {
            phrasings = List.copyOf(phrasings);
        }

        /// An entry that is always used.
        public Entry(String id, String topic, boolean smallTalk, String question, List<String> phrasings,
                String answer, boolean disabled) {
            this(id, topic, smallTalk, question, phrasings, answer, disabled, Conditions.NONE);
        }

        /// The same entry, used then.
        public Entry with(Conditions newConditions) {
            return new Entry(id, topic, smallTalk, question, phrasings, answer, disabled, newConditions);
        }

        Entry withId(String newId) {
            return new Entry(newId, topic, smallTalk, question, phrasings, answer, disabled, conditions);
        }

        Entry withDisabled(boolean newDisabled) {
            return new Entry(id, topic, smallTalk, question, phrasings, answer, newDisabled, conditions);
        }
    }

    /// A group of entries.
    ///
    /// @param title by language: `zh-CN`, `en`
    public record Topic(String id, Map<String, String> title) {
        public Topic {
            title = Map.copyOf(title);
        }
    }

    /// Something to put right, or to think about.
    ///
    /// @param entry the entry it is about, empty when it is none
    /// @param field `question`, `phrasings[2]` (from 0), `settings.returnDays`, `synonyms[4]` …
    /// @param zh what is wrong and how to put it right, in Chinese
    /// @param en the same in English
    public record Problem(Severity severity, String entry, String field, String zh, String en) {

        /// Whether it keeps the knowledge from being published.
        public boolean isError() {
            return severity == Severity.ERROR;
        }
    }

    /// How bad a problem is.
    public enum Severity {
        /// Cannot be published like this.
        ERROR,
        /// Can be published, but is likely not meant.
        WARNING
    }
}
