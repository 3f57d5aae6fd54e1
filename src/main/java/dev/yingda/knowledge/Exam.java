package dev.yingda.knowledge;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.yingda.conversation.Asked;
import dev.yingda.conversation.Decision;
import dev.yingda.conversation.ShopRules;
import dev.yingda.conversation.Triage;
import dev.yingda.faq.Faq;
import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;
import dev.yingda.faq.Matches.Verdict;

/// Questions whose right answer is known, kept apart from the knowledge base: how good is the bot?
///
/// @param questions in the order of the file
public record Exam(List<Question> questions) {

    /// A folder's questions with known answers that the matcher finds its thresholds by; the exam is kept apart.
    public static final String PRACTICE = "practice.tsv";

    /// What the file says when a person is needed.
    public static final String HAND_OFF = "hand-off";

    /// As in a conversation that has just begun: a wish for a person or a complaint comes before any match.
    public static final Judge TRIAGE = (question, matches) -> switch (Triage.decide(Asked.first(question, matches),
            ShopRules.PRESET)) {
        case Decision.Answer _ -> Verdict.SURE;
        case Decision.Clarify _ -> Verdict.CLOSE;
        case Decision.HandOff _,Decision.Silent _ -> Verdict.NONE;
    };

    private static final int CHOICES = 3;

    public Exam {
        questions = List.copyOf(questions);
    }

    /// One line: `question TAB entry`, or `entry|entry` when either is right, or `hand-off`.
    ///
    /// @param right the ids of the entries that answer it; empty when a person is needed
    public record Question(String text, Set<String> right) {
        public Question {
            right = Set.copyOf(right);
        }

        boolean answerable() {
            return !right.isEmpty();
        }
    }

    /// Decides what the bot does with a question, as it would in a conversation.
    @FunctionalInterface
    public interface Judge {
        Verdict judge(String question, Matches matches);
    }

    /// Reads an exam; empty lines and lines that begin with `#` are skipped.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws IllegalArgumentException if a line is not of the form; the message names every such line
    public static Exam read(Path file) throws IOException {
        List<Question> questions = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String[] fields = line.split("\t", -1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (fields.length < 2 || fields[0].isBlank() || fields[1].isBlank()) {
                wrong.add(file + ":" + (i + 1) + ": must be question TAB entry");
            } else {
                questions.add(new Question(fields[0].strip(), right(fields[1].strip())));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", wrong));
        }
        return new Exam(questions);
    }

    /// The practice questions of a knowledge base's folder; none if it has none.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws IllegalArgumentException as by [#read]
    public static Exam practice(Path folder) throws IOException {
        Path file = folder.resolve(PRACTICE);
        return Files.exists(file) ? read(file) : new Exam(List.of());
    }

    /// What exam and practice of a folder ask: as people write, none twice.
    ///
    /// @throws IOException if a file cannot be read
    /// @throws IllegalArgumentException as by [#read]
    public static List<String> texts(Path folder) throws IOException {
        return Stream.of(read(folder.resolve("exam.tsv")), practice(folder)).flatMap(exam -> exam.questions().stream())
                .map(Question::text).distinct().toList();
    }

    private static Set<String> right(String field) {
        return field.equals(HAND_OFF) ? Set.of() : Set.of(field.split("\\|", -1));
    }

    /// The same for the matcher.
    public List<Query> queries() {
        return questions.stream()
                .map(question -> new Query(question.text(), question.right(),
                        question.answerable() ? Kind.IN : Kind.NEAR))
                .toList();
    }

    /// Asks every question.
    public Result sit(Faq faq, Judge judge) {
        return new Result(questions.stream().map(question -> paper(question, faq, judge)).toList());
    }

    private static Paper paper(Question question, Faq faq, Judge judge) {
        Matches matches = faq.match(question.text());
        return new Paper(question, judge.judge(question.text(), matches), matches.ranked());
    }

    /// What the bot did with one question.
    public record Paper(Question question, Verdict verdict, List<Match> ranked) {
        public Paper {
            ranked = List.copyOf(ranked);
        }

        boolean rightFirst() {
            return !ranked.isEmpty() && question.right().contains(ranked.getFirst().entry().id());
        }

        boolean rightAmongChoices() {
            return ranked.stream().limit(CHOICES).anyMatch(match -> question.right().contains(match.entry().id()));
        }

        boolean answered() {
            return verdict == Verdict.SURE;
        }
    }

    /// What all papers come to. Shares are 0-1, and 1 when there is nothing to share.
    public record Result(List<Paper> papers) {
        public Result {
            papers = List.copyOf(papers);
        }

        /// Of the answerable questions: how often the right entry is ranked first.
        public double hitRate() {
            return share(answerable(), Paper::rightFirst);
        }

        /// Of the automatic answers: how many are right.
        public double rightAnswers() {
            return share(papers.stream().filter(Paper::answered).toList(), Paper::rightFirst);
        }

        /// Of the answerable questions: how many are answered rightly, without asking back.
        public double answered() {
            return share(answerable(), paper -> paper.answered() && paper.rightFirst());
        }

        /// Of the answerable questions: how many are answered rightly, or asked back about with the right entry offered.
        public double helped() {
            return share(answerable(), paper -> switch (paper.verdict()) {
                case SURE -> paper.rightFirst();
                case CLOSE -> paper.rightAmongChoices();
                case NONE -> false;
            });
        }

        /// Of the questions for people: how many are not answered automatically.
        public double notAnswered() {
            return share(forPeople(), paper -> !paper.answered());
        }

        /// Of the questions for people: how many go to people at once.
        public double handedOff() {
            return share(forPeople(), paper -> paper.verdict() == Verdict.NONE);
        }

        /// The automatic answers that are wrong.
        public List<Paper> wrong() {
            return papers.stream().filter(paper -> paper.answered() && !paper.rightFirst()).toList();
        }

        /// Prints the figures and every wrong answer.
        public void print(PrintWriter out) {
            out.printf("questions               %5d   answerable %d, for people %d%n", papers.size(),
                    answerable().size(), forPeople().size());
            out.printf("right entry first       %5.1f %%%n", 100 * hitRate());
            out.printf("automatic answers       %5d   right %.1f %%%n",
                    papers.stream().filter(Paper::answered).count(), 100 * rightAnswers());
            out.printf("answered by itself      %5.1f %% of the answerable, and rightly%n", 100 * answered());
            out.printf("or offered as a choice  %5.1f %% of the answerable%n", 100 * helped());
            out.printf("for people: not answered %4.1f %%, handed off at once %.1f %%%n", 100 * notAnswered(),
                    100 * handedOff());
            wrong().forEach(paper -> out.printf("wrong  %.3f  %s  ->  %s, not %s%n",
                    paper.ranked().getFirst().confidence(), paper.question().text(),
                    paper.ranked().getFirst().entry().id(),
                    paper.question().answerable() ? String.join("|", paper.question().right()) : HAND_OFF));
        }

        private List<Paper> answerable() {
            return papers.stream().filter(paper -> paper.question().answerable()).toList();
        }

        private List<Paper> forPeople() {
            return papers.stream().filter(paper -> !paper.question().answerable()).toList();
        }

        private static double share(List<Paper> of, Predicate<Paper> that) {
            return of.isEmpty() ? 1 : (double) of.stream().filter(that).count() / of.size();
        }
    }
}
