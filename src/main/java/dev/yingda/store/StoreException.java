package dev.yingda.store;

/// The database did not do what was asked. Nothing of the work that got this was stored, but for a commit whose answer was
/// lost, of which that is not known ([Kind#FAILED]).
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What kind of failure.
    public enum Kind {
        /// The database cannot be opened or used as it is; the message says what to do.
        CANNOT_OPEN,
        /// Too much work waits already; try again later.
        OVERLOADED,
        /// The work or its commit failed.
        FAILED,
        /// The database is closed, or has stopped taking writes after a failed commit.
        STOPPED
    }

    private final Kind kind;

    StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
