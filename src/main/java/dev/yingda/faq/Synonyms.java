package dev.yingda.faq;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.jspecify.annotations.Nullable;

/// Words that mean the same to this shop's buyers, in Solr's format, one group a line: `快递,物流,包裹` (all become the
/// first) or `拍,下 => 下单`; `#` starts a comment.
///
/// @param lines the file as written, comments included
public record Synonyms(List<String> lines) {

    /// No synonyms at all.
    public static final Synonyms NONE = new Synonyms(List.of());

    /// @throws IllegalArgumentException if a line is not of the format; [#problems] says which
    public Synonyms {
        lines = List.copyOf(lines);
        List<Problem> problems = problems(lines);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("synonyms: " + problems);
        }
    }

    /// What is wrong with these lines; empty when nothing is.
    public static List<Problem> problems(List<String> lines) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            problem(lines.get(i)).ifPresent(text -> problems.add(new Problem(line, text)));
        }
        return problems;
    }

    private static Optional<String> problem(String line) {
        String rule = line.strip();
        if (rule.isEmpty() || rule.startsWith("#")) {
            return Optional.empty();
        }
        if (!rule.contains("=>") && !rule.contains(",")) {
            return Optional.of("one word alone is no group: " + rule);
        }
        try {
            compile(List.of(rule), new Words(null));
            return Optional.empty();
        } catch (IOException | ParseException | IllegalArgumentException e) {
            return Optional.of("not a synonym rule: " + rule);
        }
    }

    /// The map a token filter applies; null when there is nothing to apply.
    @Nullable
    SynonymMap compile() {
        List<String> rules = lines.stream().filter(line -> !line.isBlank() && !line.strip().startsWith("#")).toList();
        try {
            return rules.isEmpty() ? null : compile(rules, new Words(null));
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("rules that were checked do not compile", e);
        }
    }

    private static SynonymMap compile(List<String> rules, Analyzer words) throws IOException, ParseException {
        SolrSynonymParser parser = new SolrSynonymParser(true, false, words);
        parser.parse(new StringReader(String.join("\n", rules)));
        return parser.build();
    }

    /// A line that is not of the format.
    ///
    /// @param line counted from 1
    public record Problem(int line, String text) {
    }
}
