package dev.yingda.knowledge;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.yingda.conversation.ServiceHours;
import dev.yingda.conversation.ShopRules;
import dev.yingda.faq.Mode;
import dev.yingda.faq.QuestionText;
import dev.yingda.faq.Variant;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.Knowledge.Severity;
import dev.yingda.knowledge.Knowledge.Topic;

import org.jspecify.annotations.Nullable;

/// The rules for what may be published, one method each.
final class Lint {

    static final int LONGEST_ID = 64;
    static final int LONGEST_QUESTION = 200;
    static final int LONGEST_ANSWER = 2000;
    static final int LONGEST_SETTING = 500;
    static final int MOST_PHRASINGS = 50;
    static final int ENOUGH_PHRASINGS = 3;

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final Pattern TOPIC = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern SETTING = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private final Knowledge knowledge;
    private final @Nullable LocalDate today;
    private final Set<String> topics = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /// @param today in the shop; null if what is over does not matter
    Lint(Knowledge knowledge, @Nullable LocalDate today) {
        this.knowledge = knowledge;
        this.today = today;
    }

    List<Problem> problems() {
        knowledge.topics().forEach(this::topic);
        knowledge.settings().forEach(this::setting);
        hours();
        Set<String> ids = new HashSet<>();
        for (Entry entry : knowledge.entries()) {
            id(entry, ids);
            texts(entry);
            phrasings(entry);
            new ConditionsLint(entry, entry.disabled() ? null : today, problems::add).check();
            if (!entry.disabled()) {
                placeholders(entry);
            }
        }
        sharedPhrasings();
        return List.copyOf(problems);
    }

    private void topic(Topic topic) {
        if (!TOPIC.matcher(topic.id()).matches() || topic.id().length() > LONGEST_ID) {
            error("", "topic", "主题编号“" + topic.id() + "”应为小写英文单词,用 - 连接,最长64个字符。",
                    "The topic id \"" + topic.id() + "\" must be lower-case words joined by -, 64 characters at most.");
        }
        if (!topics.add(topic.id())) {
            error("", "topic", "主题“" + topic.id() + "”出现了两次,请合并。",
                    "The topic \"" + topic.id() + "\" is there twice; merge the two.");
        }
        if (topic.title().getOrDefault("zh-CN", "").isBlank() || topic.title().getOrDefault("en", "").isBlank()) {
            error("", "title", "主题“" + topic.id() + "”缺少中文或英文名称,请补上 title 的 zh-CN 和 en。",
                    "The topic \"" + topic.id() + "\" lacks a title; give title.zh-CN and title.en.");
        }
    }

    private void setting(String key, String value) {
        if (!SETTING.matcher(key).matches() || key.length() > LONGEST_ID) {
            error("", "settings." + key, "店铺信息“" + key + "”的名称只能用英文字母、数字和下划线,以字母开头。",
                    "The setting \"" + key + "\" must be named with letters, digits and _, a letter first.");
        }
        if (value.isBlank() || value.length() > LONGEST_SETTING) {
            error("", "settings." + key, "店铺信息“" + key + "”不能为空,最长" + LONGEST_SETTING + "字。",
                    "The setting \"" + key + "\" must have 1 to " + LONGEST_SETTING + " characters.");
        }
    }

    /// Hours that cannot be read are a text for answers, and no hours of service.
    private void hours() {
        String hours = knowledge.settings().get(ShopRules.HOURS);
        if (hours != null && ServiceHours.read(hours).isEmpty()) {
            warning("", "settings." + ShopRules.HOURS,
                    "服务时间“" + hours + "”无法识别，请写成 9:00-23:00，分段用顿号，例如 9:00-12:00、14:00-18:00；否则按全天有客服处理。",
                    "The hours \"" + hours
                            + "\" cannot be read, so people count as there at any time; write 9:00-23:00, or 9:00-12:00, 14:00-18:00.");
        }
    }

    private void id(Entry entry, Set<String> ids) {
        if (!ID.matcher(entry.id()).matches() || entry.id().length() > LONGEST_ID) {
            error(entry.id(), "id", "编号“" + entry.id() + "”应为“主题-英文单词”,只用小写字母、数字和 -,最长64个字符。",
                    "The id \"" + entry.id() + "\" must be the topic and words, lower case, joined by -, 64 at most.");
        }
        if (!ids.add(entry.id())) {
            problems.add(taken(entry.id()));
        }
        if (!topics.contains(entry.topic())) {
            error(entry.id(), "topic", "没有主题“" + entry.topic() + "”,请选择已有的主题。",
                    "There is no topic \"" + entry.topic() + "\"; choose one that exists.");
        }
    }

    static Problem taken(String id) {
        return new Problem(Severity.ERROR, id, "id", "编号“" + id + "”被两个条目使用,请改其中一个。",
                "The id \"" + id + "\" is used by two entries; change one.");
    }

    private void texts(Entry entry) {
        if (entry.question().isBlank() || entry.question().length() > LONGEST_QUESTION) {
            error(entry.id(), "question", "标准问题不能为空,最长" + LONGEST_QUESTION + "字。",
                    "The question must have 1 to " + LONGEST_QUESTION + " characters.");
        }
        if (entry.answer().isBlank() || entry.answer().length() > LONGEST_ANSWER) {
            error(entry.id(), "answer", "答案不能为空,最长" + LONGEST_ANSWER + "字。",
                    "The answer must have 1 to " + LONGEST_ANSWER + " characters.");
        }
    }

    private void phrasings(Entry entry) {
        List<String> phrasings = entry.phrasings();
        if (phrasings.size() > MOST_PHRASINGS) {
            error(entry.id(), "phrasings", "相似问法最多" + MOST_PHRASINGS + "条,请删去相近的。",
                    "An entry has at most " + MOST_PHRASINGS + " phrasings; remove some that are alike.");
        }
        if (phrasings.size() < ENOUGH_PHRASINGS && entry.conditions().mode() == Mode.SMART) {
            warning(entry.id(), "phrasings", "相似问法不到" + ENOUGH_PHRASINGS + "条,多写几种买家的说法更容易答对。",
                    "Fewer than " + ENOUGH_PHRASINGS
                            + " phrasings; with more of the buyers' words it is found better.");
        }
        Set<String> seen = new HashSet<>();
        String question = QuestionText.normalise(entry.question());
        for (int i = 0; i < phrasings.size(); i++) {
            phrasing(entry, i, question, seen);
        }
    }

    private void phrasing(Entry entry, int index, String question, Set<String> seen) {
        String phrasing = entry.phrasings().get(index);
        String field = "phrasings[" + index + "]";
        if (phrasing.isBlank() || phrasing.length() > LONGEST_QUESTION) {
            error(entry.id(), field, "相似问法不能为空,最长" + LONGEST_QUESTION + "字。",
                    "A phrasing must have 1 to " + LONGEST_QUESTION + " characters.");
            return;
        }
        String normalised = QuestionText.normalise(phrasing);
        if (normalised.equals(question)) {
            warning(entry.id(), field, "“" + phrasing + "”与标准问题相同,可以删去。",
                    "\"" + phrasing + "\" is the question itself; it can go.");
        } else if (!seen.add(normalised)) {
            warning(entry.id(), field, "“" + phrasing + "”与本条另一问法相同,可以删去。",
                    "\"" + phrasing + "\" is there twice; one can go.");
        }
    }

    private void placeholders(Entry entry) {
        placeholders(entry, "answer", entry.answer());
        List<Variant> variants = entry.conditions().variants();
        for (int i = 0; i < variants.size(); i++) {
            placeholders(entry, "variants[" + i + "].answer", variants.get(i).answer());
        }
    }

    private void placeholders(Entry entry, String field, String answer) {
        for (Matcher found = Knowledge.PLACEHOLDER.matcher(answer); found.find();) {
            String name = found.group(1);
            String key = name.startsWith(Knowledge.SHOP) ? name.substring(Knowledge.SHOP.length()) : "";
            if (!knowledge.settings().containsKey(key)) {
                error(entry.id(), field, "答案中的“" + found.group() + "”没有对应的店铺信息,请先添加或改正。",
                        "The answer names " + found.group() + ", which is no setting of the shop; add or correct it.");
            }
        }
    }

    /// Two served entries that claim the same words: nobody could tell which is meant.
    private void sharedPhrasings() {
        Map<String, Entry> owners = new HashMap<>();
        for (Entry entry : knowledge.entries()) {
            if (entry.disabled()) {
                continue;
            }
            claim(owners, entry, "question", entry.question());
            for (int i = 0; i < entry.phrasings().size(); i++) {
                claim(owners, entry, "phrasings[" + i + "]", entry.phrasings().get(i));
            }
        }
    }

    private void claim(Map<String, Entry> owners, Entry entry, String field, String text) {
        if (text.isBlank()) {
            return;
        }
        Entry owner = owners.putIfAbsent(QuestionText.normalise(text), entry);
        if (owner != null && !owner.id().equals(entry.id())) {
            error(entry.id(), field, "“" + text + "”已是条目 " + owner.id() + " 的问法,请只留在一处。",
                    "\"" + text + "\" of " + entry.id() + " is also a phrasing of " + owner.id() + "; keep it in one.");
        }
    }

    private void error(String entry, String field, String zh, String en) {
        problems.add(new Problem(Severity.ERROR, entry, field, zh, en));
    }

    private void warning(String entry, String field, String zh, String en) {
        problems.add(new Problem(Severity.WARNING, entry, field, zh, en));
    }
}
