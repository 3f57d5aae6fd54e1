package dev.yingda.conversation;

import java.util.Objects;
import java.util.Optional;

/// Who sent a message under which name, and whether a repetition says the same.
final class Sent {

    private Sent() {
    }

    /// The sender as the log knows it.
    static String sender(Command command) {
        return switch (command) {
            case Command.ByBuyer buyers -> "buyer:" + buyers.buyer();
            case Command.ByAgent agents -> "agent:" + agents.agent();
            case Command.Requeue _,Command.Settle _,Command.CloseIdle _ -> "system";
        };
    }

    /// The name the client gave the message, if the command is one.
    static Optional<String> clientMessageId(Command command) {
        return switch (command) {
            case Command.BuyerSays says -> Optional.of(says.clientMessageId());
            case Command.AgentSays says -> Optional.of(says.clientMessageId());
            case Command.AddNote note -> Optional.of(note.clientMessageId());
            case Command.AskForPerson _,Command.Rate _,Command.MarkHelpful _,Command.Take _,Command.Release _,Command.Transfer _,Command.Close _,Command.Reopen _,Command.Classify _,Command.Mark _,Command.Requeue _,Command.Settle _,Command.CloseIdle _ ->
                Optional.empty();
        };
    }

    /// Whether the stored event is what the command says.
    static boolean same(Event stored, Command command) {
        return switch (command) {
            case Command.BuyerSays says ->
                stored instanceof Event.BuyerMessage message && Objects.equals(message.text(), says.text());
            case Command.AgentSays says -> stored instanceof Event.AgentMessage message
                    && Objects.equals(message.text(), says.text()) && message.kind() == says.kind();
            case Command.AddNote note -> stored instanceof Event.Note kept && kept.text().equals(note.text());
            case Command.AskForPerson _,Command.Rate _,Command.MarkHelpful _,Command.Take _,Command.Release _,Command.Transfer _,Command.Close _,Command.Reopen _,Command.Classify _,Command.Mark _,Command.Requeue _,Command.Settle _,Command.CloseIdle _ ->
                false;
        };
    }
}
