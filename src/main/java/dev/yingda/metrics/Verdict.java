package dev.yingda.metrics;

/// What one message of the bot or of an agent is worth (response-metrics.md, section 3, rules 3 and 5). Each has a
/// sentence for people, kept here beside its name so that screen, report and export say the same.
public enum Verdict {

    COUNTS("人工回复，结束了买家的这一次等待，计入考核。", "A reply by a person that ended the buyer's wait: it counts."),
    AUTO_REPLY("系统或自动回复发出的消息，从不算人工回复。", "Sent by the system or an auto-responder: never a reply by a person."),
    NO_QUESTION_WAITING("此时没有买家在等待回复，不重复计数。", "Nobody was waiting for a reply at this moment: not counted again."),
    KIND_NOT_COUNTED("考核规则不把这一类消息算作回复。", "The policy does not count this kind of message as a reply.");

    private final String zh;
    private final String en;

    Verdict(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /// The name in files and on the wire, such as `auto-reply`.
    public String wire() {
        return Policy.wire(this);
    }

    /// Why, in Chinese.
    public String zh() {
        return zh;
    }

    /// Why, in English.
    public String en() {
        return en;
    }
}
