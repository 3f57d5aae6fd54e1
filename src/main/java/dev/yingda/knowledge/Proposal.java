package dev.yingda.knowledge;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.yingda.knowledge.Draft.Item;
import dev.yingda.knowledge.Knowledge.Entry;
import dev.yingda.knowledge.Knowledge.Problem;
import dev.yingda.knowledge.KnowledgeBase.Edit;
import dev.yingda.knowledge.Revision.Action;

/// Whether an entry may become what somebody wants it to be. Pure: the draft and the wish in, what is to be stored and
/// what to say out.
///
/// @param revision to be stored, if anything is
record Proposal(Edit edit, Optional<Revision> revision) {

    /// @param today in the shop
    static Proposal of(Draft draft, Entry entry, Action action, String by, Instant now, LocalDate today) {
        Knowledge after = draft.knowledge().with(entry);
        // Whatever is wrong with an entry, taking it out of service must be possible.
        List<Problem> errors = action == Action.DISABLED
                ? List.of()
                : newErrors(draft.knowledge(), after, entry.id());
        if (!errors.isEmpty()) {
            return new Proposal(new Edit.Invalid(errors), Optional.empty());
        }
        List<Problem> warnings = after.problems(today).stream()
                .filter(problem -> problem.entry().equals(entry.id()) && !problem.isError()).toList();
        Optional<Item> item = draft.item(entry.id());
        Optional<Revision> revision = revision(draft, entry, action, by, now);
        Revision latest = revision.orElseGet(() -> item.orElseThrow().latest());
        Item saved = new Item(latest, item.map(Item::published).orElse(null));
        return new Proposal(new Edit.Saved(saved, warnings), revision);
    }

    /// The revision that makes the entry so; none if it is so already.
    static Optional<Revision> revision(Draft draft, Entry entry, Action action, String by, Instant now) {
        Optional<Item> item = draft.item(entry.id());
        int number = item.map(old -> old.latest().number()).orElse(0) + 1;
        return item.isPresent() && item.get().entry().equals(entry)
                ? Optional.empty()
                : Optional.of(new Revision(entry, number, now, by, action));
    }

    /// The errors a change makes anywhere, and those the changed entry has anyway.
    static List<Problem> newErrors(Knowledge before, Knowledge after, String changed) {
        Set<Problem> old = new HashSet<>(before.problems());
        return after.problems().stream().filter(Problem::isError)
                .filter(problem -> problem.entry().equals(changed) || !old.contains(problem)).toList();
    }
}
