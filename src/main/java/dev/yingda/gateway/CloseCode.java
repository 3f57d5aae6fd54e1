package dev.yingda.gateway;

import dev.yingda.conversation.Outcome;

/// Why a socket is closed by the server (gateway-protocol.md, section Close codes), and the one table from refusals to
/// error codes.
enum CloseCode {
    DRAIN(4001, "drain"), HEARTBEAT_MISSED(4002, "heartbeat missed"), TOO_SLOW(4003, "too slow"),
    RATE_LIMITED(4005, "rate limited"), TOKEN_EXPIRED(4006, "token expired"), BAD_FRAME(4100, "bad frame"),
    NOT_AUTHENTICATED(4101, "not authenticated"), FORBIDDEN(4102, "forbidden"),
    UNKNOWN_VERSION(4103, "unknown version"), REPLACED(4104, "replaced by a newer connection"),
    BLOCKED(4105, "blocked");

    private final short code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    short code() {
        return code;
    }

    String reason() {
        return reason;
    }

    /// The `code` of an `error` frame.
    static String error(Outcome.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> "not-found";
            case FORBIDDEN -> "forbidden";
            case TAKEN -> "taken";
            case CLOSED -> "closed";
            case CONFLICT -> "conflict";
            case OVERLOADED -> "overloaded";
            case FAILED -> "internal";
        };
    }
}
