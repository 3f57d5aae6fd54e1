package dev.yingda.gateway;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.yingda.conversation.About;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What a client may send (gateway-protocol.md, section Frames), as values that checked themselves.
sealed interface ClientFrame {

    /// Longest text of a message, in characters.
    int TEXT = 2000;

    /// Longest name of an entry, a product or an order state.
    int NAME = 100;

    /// A frame that is answered by `ok` or `error` with the same id.
    sealed interface Request extends ClientFrame {
        long id();
    }

    record Resume(ConversationId conversation, int epoch, long seq) {
    }

    /// @param session the one that the client's last `ready` gave: its older connection, if it is still there, is replaced
    record Auth(String token, @Nullable String session, List<Resume> resume) implements ClientFrame {
    }

    /// @param entry of a buyer: the entry whose question was tapped
    /// @param about of a buyer: what the page shows
    record Send(long id, @Nullable ConversationId conversation, String clientMessageId, String text,
            Event.@Nullable AgentKind kind, boolean note, @Nullable String entry,
            About about) implements Request {
    }

    record Ack(ConversationId conversation, long seq) implements ClientFrame {
    }

    record History(long id, ConversationId conversation, @Nullable Long before, @Nullable Long after,
            int limit) implements Request {
    }

    record HandOff(long id, @Nullable ConversationId conversation) implements Request {
    }

    record Rate(long id, ConversationId conversation, int stars, @Nullable String comment,
            Event.Of of) implements Request {
    }

    record Helpful(long id, ConversationId conversation, long seq, boolean yes) implements Request {
    }

    /// @param about what the page shows: an entry that is for one product only is offered there alone
    record Suggest(long id, String text, About about) implements Request {
    }

    record Take(long id, @Nullable ConversationId conversation) implements Request {
    }

    record Release(long id, ConversationId conversation) implements Request {
    }

    record Transfer(long id, ConversationId conversation, String to) implements Request {
    }

    record Close(long id, ConversationId conversation) implements Request {
    }

    record Reopen(long id, ConversationId conversation) implements Request {
    }

    record Status(long id, String status) implements Request {
    }

    record Classify(long id, ConversationId conversation, Event.ServiceType serviceType) implements Request {
    }

    record Mark(long id, ConversationId conversation, Event.Flag reason) implements Request {
    }

    record Watch(long id, ConversationId conversation) implements Request {
    }

    record Unwatch(long id, ConversationId conversation) implements Request {
    }

    record Typing(ConversationId conversation) implements ClientFrame {
    }

    record Seen(ConversationId conversation, long seq) implements ClientFrame {
    }

    record Ping() implements ClientFrame {
    }

    record Pong() implements ClientFrame {
    }

    /// @throws Invalid if it is none of these, naming the field
    static ClientFrame decode(String text) {
        ObjectNode node = Json.read(text);
        Fields fields = new Fields(node);
        String type = fields.text("type", 1, 40);
        ClientFrame frame = switch (type) {
            case "auth" -> new Auth(fields.text("token", 1, 4000), fields.optionalText("session", 1, 64).orElse(null),
                    fields.objects("resume", 100, ClientFrame::resume));
            case "ack" -> new Ack(conversation(fields), seq(fields));
            case "typing" -> new Typing(conversation(fields));
            case "seen" -> new Seen(conversation(fields), seq(fields));
            case "ping" -> new Ping();
            case "pong" -> new Pong();
            default -> request(type, fields.number("id", 0, 1L << 53), fields);
        };
        fields.end();
        return frame;
    }

    private static Request request(String type, long id, Fields fields) {
        return switch (type) {
            case "send" -> send(id, fields);
            case "history" -> history(id, fields);
            case "hand-off" -> new HandOff(id, optionalConversation(fields));
            case "rate" -> new Rate(id, conversation(fields), (int) fields.number("stars", 1, 5),
                    fields.optionalText("comment", 0, 500).orElse(null),
                    fields.optionalOneOf("of", Event.Of.values(), Event.Of::wire).orElse(Event.Of.AGENT));
            case "helpful" -> new Helpful(id, conversation(fields), seq(fields), fields.flag("yes"));
            case "suggest" -> new Suggest(id, fields.text("text", 0, TEXT), shown(fields));
            case "take" -> new Take(id, optionalConversation(fields));
            case "release" -> new Release(id, conversation(fields));
            case "transfer" -> new Transfer(id, conversation(fields), fields.text("to", 1, 64));
            case "close" -> new Close(id, conversation(fields));
            case "reopen" -> new Reopen(id, conversation(fields));
            case "status" -> new Status(id, fields.text("status", 1, 20));
            case "classify" -> new Classify(id, conversation(fields),
                    fields.oneOf("serviceType", Event.ServiceType.values(), Event.ServiceType::wire));
            case "flag" -> new Mark(id, conversation(fields),
                    fields.oneOf("reason", Event.Flag.values(), Event.Flag::wire));
            case "watch" -> new Watch(id, conversation(fields));
            case "unwatch" -> new Unwatch(id, conversation(fields));
            default -> throw new Invalid("type", "未知的帧类型", "unknown frame type");
        };
    }

    private static Send send(long id, Fields fields) {
        boolean note = fields.optionalText("visibility", 1, 20).map(visibility -> {
            if (!visibility.equals("note")) {
                throw new Invalid("visibility", "只能是 note", "only note is possible");
            }
            return true;
        }).orElse(false);
        return new Send(id, optionalConversation(fields), fields.value("clientMessageId", ClientFrame::uuid),
                fields.text("text", 1, TEXT),
                fields.optionalOneOf("kind",
                        new Event.AgentKind[]{Event.AgentKind.TYPED, Event.AgentKind.CANNED,
                                Event.AgentKind.SUGGESTED},
                        Event.AgentKind::wire).orElse(null),
                note, fields.optionalText("entry", 1, NAME).orElse(null),
                shown(fields));
    }

    private static About shown(Fields fields) {
        return fields.optionalObject("about", ClientFrame::about).orElse(About.NOTHING);
    }

    private static About about(Fields fields) {
        return new About(fields.optionalText("product", 1, NAME).orElse(null),
                fields.optionalText("orderState", 1, NAME).orElse(null));
    }

    private static History history(long id, Fields fields) {
        Optional<Long> before = fields.optionalNumber("before", 1, Long.MAX_VALUE);
        Optional<Long> after = fields.optionalNumber("after", 0, Long.MAX_VALUE);
        if (before.isPresent() && after.isPresent()) {
            throw new Invalid("after", "before 与 after 只能给一个", "either before or after, not both");
        }
        return new History(id, conversation(fields), before.orElse(null), after.orElse(null),
                fields.optionalNumber("limit", 1, 200).orElse(50L).intValue());
    }

    private static Resume resume(Fields fields) {
        return new Resume(conversation(fields), (int) fields.number("epoch", 1, Integer.MAX_VALUE), seq(fields));
    }

    private static ConversationId conversation(Fields fields) {
        return fields.value("conversation", ConversationId::new);
    }

    private static @Nullable ConversationId optionalConversation(Fields fields) {
        return fields.optionalValue("conversation", ConversationId::new).orElse(null);
    }

    private static long seq(Fields fields) {
        return fields.number("seq", 0, Long.MAX_VALUE);
    }

    private static String uuid(String text) {
        return UUID.fromString(text).toString();
    }
}
