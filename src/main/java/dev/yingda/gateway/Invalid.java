package dev.yingda.gateway;

/// Input from outside that is not as it must be: which field, and what is asked, in both languages. It never leaves the
/// gateway: frames answer `bad-frame`, REST answers 422.
final class Invalid extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String chinese;

    Invalid(String field, String chinese, String english) {
        super(english, null, false, false);
        this.field = field;
        this.chinese = chinese;
    }

    String field() {
        return field;
    }

    String chinese() {
        return chinese;
    }

    String english() {
        return String.valueOf(getMessage());
    }
}
