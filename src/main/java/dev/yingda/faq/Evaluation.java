package dev.yingda.faq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.yingda.faq.LabelledSet.Kind;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.faq.Matches.Verdict;
import dev.yingda.faq.Thresholding.Trial;

/// How well questions with known answers are matched. Questions without an answer weigh together half of what those with one
/// do, so that sets with more or fewer of them can be compared.
///
/// @param asked in the order of the set
public record Evaluation(List<Asked> asked) {

    /// The share of right answers that the P95 recall is taken at.
    private static final double P95 = 0.95;
    private static final double OUT_TO_IN = 0.5;

    public Evaluation {
        asked = List.copyOf(asked);
    }

    /// One question and what became of it.
    ///
    /// @param place of a right entry among the ranked, counted from 0; -1 if there is none
    /// @param nanos how long it took
    public record Asked(Query query, int place, double confidence, Verdict verdict, long nanos) {

        boolean right() {
            return place == 0;
        }
    }

    /// Asks all questions of the set, one after the other.
    public static Evaluation of(Faq faq, List<Query> queries) {
        List<Asked> asked = new ArrayList<>();
        for (Query query : queries) {
            long start = System.nanoTime();
            Matches matches = faq.match(query.text());
            long nanos = System.nanoTime() - start;
            double confidence = matches.ranked().isEmpty() ? 0 : matches.ranked().getFirst().confidence();
            asked.add(new Asked(query, place(matches.ranked(), query.right()), confidence, matches.verdict(), nanos));
        }
        return new Evaluation(asked);
    }

    private static int place(List<Match> ranked, Set<String> right) {
        for (int i = 0; i < ranked.size(); i++) {
            if (right.contains(ranked.get(i).entry().id())) {
                return i;
            }
        }
        return -1;
    }

    /// The share of questions with an answer whose right entry is among the first so many.
    public double hits(int first) {
        return share(in(), one -> one.place() >= 0 && one.place() < first);
    }

    /// The likelihood that a question with an answer is given more confidence than one of the kind has (the area under the
    /// receiver operating characteristic); NaN if there is none of the kind.
    public double separation(Kind from) {
        double[] others = of(from).mapToDouble(Asked::confidence).sorted().toArray();
        double sum = 0;
        for (Asked one : in()) {
            long below = Arrays.stream(others).filter(other -> other < one.confidence()).count();
            long equal = Arrays.stream(others).filter(other -> other == one.confidence()).count();
            sum += below + equal / 2.0;
        }
        return sum / others.length / in().size();
    }

    /// The largest share of the questions with an answer that can be answered rightly by itself, at a confidence from which
    /// on at least 95 % of the answers are right.
    public double recallAtP95() {
        double weight = outWeight();
        double from = Thresholding.lowest(asked.stream().map(one -> new Trial(one.confidence(), true, one.right(),
                one.right(), one.query().kind() == Kind.IN ? 1 : weight)).toList(), Trial::right, P95);
        return share(in(), one -> one.right() && one.confidence() >= from);
    }

    /// Of the automatic answers, how many are right; NaN if there are none.
    public double precision() {
        double all = answered().mapToDouble(one -> one.query().kind() == Kind.IN ? 1 : outWeight()).sum();
        return answered().filter(Asked::right).count() / all;
    }

    /// As [#precision], each question counting the same.
    public double plainPrecision() {
        return share(answered().toList(), Asked::right);
    }

    /// Of the questions with an answer, how many are answered by itself, and rightly.
    public double answeredRightly() {
        return share(in(), one -> one.verdict() == Verdict.SURE && one.right());
    }

    /// Of the questions with an answer, how many are asked back about with the right entry among three.
    public double offered() {
        return share(in(), one -> one.verdict() == Verdict.CLOSE && one.place() >= 0 && one.place() < 3);
    }

    /// How long so large a share of the questions took at most, in nanoseconds.
    public long nanos(double share) {
        long[] sorted = asked.stream().mapToLong(Asked::nanos).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    private Stream<Asked> answered() {
        return asked.stream().filter(one -> one.verdict() == Verdict.SURE);
    }

    private double outWeight() {
        int out = asked.size() - in().size();
        return out == 0 ? 0 : OUT_TO_IN * in().size() / out;
    }

    private List<Asked> in() {
        return of(Kind.IN).toList();
    }

    private Stream<Asked> of(Kind kind) {
        return asked.stream().filter(one -> one.query().kind() == kind);
    }

    private static double share(List<Asked> of, Predicate<Asked> that) {
        return of.isEmpty() ? Double.NaN : (double) of.stream().filter(that).count() / of.size();
    }
}
