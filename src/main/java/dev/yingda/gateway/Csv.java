package dev.yingda.gateway;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Tables for spreadsheets (RFC 4180). A cell that a spreadsheet would take for a formula is made a text: buyers write
/// what they like.
final class Csv {

    private Csv() {
    }

    /// Instants are written in UTC, null is an empty cell.
    static void row(StringBuilder table, List<? extends @Nullable Object> cells) {
        for (int i = 0; i < cells.size(); i++) {
            table.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
        }
        table.append("\r\n");
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof Instant at ? Json.time(at) : value.toString();
        String safe = !(value instanceof Number) && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
