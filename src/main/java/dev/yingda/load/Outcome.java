package dev.yingda.load;

import java.util.Locale;

/// What a run of load came to. Latencies are in milliseconds, from when a message was due to be sent.
///
/// @param sent      messages
/// @param done      of these, answered in the way that is measured
/// @param perSecond done, over the time from the first due to the last done
/// @param refused   error frames and sockets closed by the server
public record Outcome(String what, int sent, int done, double perSecond, double p50, double p99, double max,
        int refused) {

    /// One line, as [#parse] reads it.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "outcome|%s|%d|%d|%.1f|%.3f|%.3f|%.3f|%d", what, sent, done, perSecond, p50,
                p99,
                max, refused);
    }

    /// @return null if the line is none
    public static @org.jspecify.annotations.Nullable Outcome parse(String line) {
        String[] parts = line.split("\\|", -1);
        return parts.length == 9 && parts[0].equals("outcome")
                ? new Outcome(parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]),
                        Double.parseDouble(parts[4]), Double.parseDouble(parts[5]), Double.parseDouble(parts[6]),
                        Double.parseDouble(parts[7]), Integer.parseInt(parts[8]))
                : null;
    }
}
