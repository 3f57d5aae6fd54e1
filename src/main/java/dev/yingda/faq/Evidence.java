package dev.yingda.faq;

import java.util.Map;
import java.util.function.IntPredicate;

import dev.yingda.faq.Snapshot.Candidate;
import dev.yingda.faq.Terms.Kind;

/// What speaks for an entry being what this question asks.
///
/// @param question its terms
record Evidence(Lexicon lexicon, Map<Kind, Bag> question) {

    Candidate of(Profile profile, Topic topic) {
        int nearest = 0;
        double first = -1;
        double second = 0;
        for (int i = 0; i < profile.phrasings().size(); i++) {
            double likeness = likeness(profile.phrasings().get(i));
            if (likeness > first) {
                second = Math.max(first, 0);
                first = likeness;
                nearest = i;
            } else {
                second = Math.max(second, likeness);
            }
        }
        Map<Kind, Bag> like = profile.phrasings().get(nearest);
        double runnerUp = second;
        double[] features = Feature.ALL.stream().mapToDouble(feature -> value(feature, profile, like, runnerUp, topic))
                .toArray();
        return new Candidate(profile.entry(), profile.phrasing(nearest), features);
    }

    private double value(Feature feature, Profile profile, Map<Kind, Bag> nearest, double second, Topic topic) {
        return switch (feature) {
            case NEAREST_COVERED -> Profile.bag(nearest, Kind.UNIT).covered(bag(Kind.UNIT), lexicon::weight);
            case NEAREST_WORDS -> cosine(nearest, Kind.WORD);
            case NEAREST_PAIRS -> cosine(nearest, Kind.PAIR);
            case SECOND_NEAREST -> second;
            case ENTRY_WORDS -> profile.together(Kind.WORD).cosine(bag(Kind.WORD), lexicon);
            case ENTRY_PAIRS -> profile.together(Kind.PAIR).cosine(bag(Kind.PAIR), lexicon);
            case ENTRY_UNITS -> profile.together(Kind.UNIT).cosine(bag(Kind.UNIT), lexicon);
            case ENTRY_COVERS -> share(Kind.UNIT, profile.together(Kind.UNIT)::uses);
            case ANSWER_WORDS -> bag(Kind.WORD).covered(Profile.bag(profile.answer(), Kind.WORD), lexicon::weight);
            case ANSWER_UNITS -> bag(Kind.UNIT).covered(Profile.bag(profile.answer(), Kind.UNIT), lexicon::weight);
            case TOPIC_COVERS -> share(Kind.PAIR, id -> topic.othersUse(id, profile));
        };
    }

    private Bag bag(Kind kind) {
        return Profile.bag(question, kind);
    }

    private double likeness(Map<Kind, Bag> phrasing) {
        double sum = 0;
        for (Kind kind : Kind.values()) {
            sum += cosine(phrasing, kind);
        }
        return sum / Kind.values().length;
    }

    private double cosine(Map<Kind, Bag> phrasing, Kind kind) {
        return bag(kind).cosine(Profile.bag(phrasing, kind), lexicon::weight);
    }

    /// What the terms that fit weigh, as a share of the question's weight.
    private double share(Kind kind, IntPredicate fits) {
        double sum = 0;
        for (int id : bag(kind).ids()) {
            sum += fits.test(id) ? lexicon.weight(id) : 0;
        }
        return bag(kind).total() == 0 ? 0 : sum / bag(kind).total();
    }
}
