package dev.yingda.metrics;

import dev.yingda.conversation.Sentence;

/// What one message of the bot or of an agent is worth (response-metrics.md, section 3, rules 3 and 5), each with its
/// sentence.
public enum Verdict {

    COUNTS("买家正在等，客服的这条回复结束了等待：计入。",
            "The buyer was waiting, and this reply of an agent ended the wait: it counts."),
    AUTO_REPLY("由机器人或自动应答发出，不是人在回复：无论哪种规则都不算人工回复。",
            "Sent by the bot or an auto-responder, not by a person: no policy takes it for a person's reply."),
    NO_QUESTION_WAITING("发出时买家没有在等的问题（前面的都已有结果，或还没有提问）：这条不结束任何等待，不影响回复率和响应时长。",
            "No question of the buyer was open at that moment (all before it were settled, or none was asked yet): it ends no wait and changes neither reply rate nor response time."),
    KIND_NOT_COUNTED("以客服名义发出，但本规则不把这一类消息算作人工回复：买家如果在等，就继续计时。",
            "It was sent in an agent's name, but this policy does not take this kind of message for a person's reply: if the buyer was waiting, the wait goes on.");

    private final Sentence sentence;

    Verdict(String zh, String en) {
        this.sentence = new Sentence(zh, en);
    }

    /// The name in files and on the wire, such as `auto-reply`.
    public String wire() {
        return Policy.wire(this);
    }

    /// Why.
    public Sentence sentence() {
        return sentence;
    }
}
