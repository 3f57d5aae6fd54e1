package dev.yingda.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A policy or an event file that cannot be used (response-metrics.md, section 6). Nothing of it was evaluated.
public final class BadInput extends Exception {

    private final transient List<Fault> faults;

    /// @param faults all that was found, at least one
    public BadInput(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /// Everything that is wrong, in order of line.
    public List<Fault> faults() {
        return faults;
    }

    /// One thing that is wrong.
    ///
    /// @param line from 1; 0 if it is about the file as a whole
    /// @param field the path of the field, such as `metrics[1].within`; empty if it is about the line as a whole
    /// @param problem a sentence that says what is wrong and how to mend it
    public record Fault(String file, int line, String field, String problem) {

        @Override
        public String toString() {
            return file + (line > 0 ? ":" + line : "") + ": " + (field.isEmpty() ? "" : field + ": ") + problem;
        }
    }

    /// Gathers what is wrong with one file, so that all of it is told at once.
    static final class Faults {

        private final String file;
        private final List<Fault> found = new ArrayList<>();

        Faults(String file) {
            this.file = file;
        }

        void add(int line, String field, String problem) {
            found.add(new Fault(file, line, field, problem));
        }

        List<Fault> found() {
            return found;
        }

        int count() {
            return found.size();
        }

        void throwIfAny() throws BadInput {
            if (!found.isEmpty()) {
                throw new BadInput(found);
            }
        }
    }
}
