package dev.yingda.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/// The messages of [Load#messages] for another server: as many buyers and agents, the same texts at the same times.
final class ChatLoad {

    /// Of every account.
    static final String PASSWORD = "load";
    private static final int GREETING_RATE = 500;
    private static final int WARM_CONVERSATIONS = 50;
    private static final int WARM_RATE = 5_000;
    private static final int WARM_SECONDS = 4;
    /// Times ten seconds, for servers that are slower than that.
    private static final int GREETING_PATIENCE = 5;

    private ChatLoad() {
    }

    /// What came of it, and how busy the processors were meanwhile.
    ///
    /// @param server share of a processor that the server took while messages were due
    /// @param driver the same of this process
    record Result(Outcome outcome, double server, double driver) {

        @Override
        public String toString() {
            return outcome + "\nbusy|" + server + "|" + driver;
        }
    }

    static String buyer(int number) {
        return "b" + number;
    }

    static String agent(int number) {
        return "a" + number;
    }

    /// @param server whose time on the processor is read, with its children
    static Result messages(int port, String protocol, int conversations, int rate, int seconds, ProcessHandle server)
            throws Exception {
        try (Load load = new Load(port)) {
            Heard heard = new Heard();
            ChatClient[] buyers = new ChatClient[conversations];
            ChatClient[] agents = new ChatClient[Load.agents(conversations)];
            load.connect(agents.length, i -> ChatClient.connect(load, protocol, agent(i), true, heard)
                    .onSuccess(client -> agents[i] = client));
            load.connect(buyers.length, i -> ChatClient.connect(load, protocol, buyer(i), false, heard)
                    .onSuccess(client -> buyers[i] = client));
            Load.Due say = (message, at) -> {
                int conversation = message / 2 % conversations;
                ChatClient buyer = buyers[conversation];
                ChatClient agent = agents[conversation % agents.length];
                heard.ledger.due("#" + message + "#", at);
                if (message % 2 == 0) {
                    buyer.say(agent, Load.said(message));
                } else {
                    agent.say(buyer, Load.said(message));
                }
            };
            // With ours each conversation is handed over and taken before; here a message each way goes before.
            load.openLoop(GREETING_RATE, greetings(conversations), say);
            Outcome greeted = load.outcome("greetings", heard.ledger);
            for (int i = 0; i < GREETING_PATIENCE && greeted.done() < greeted.sent(); i++) {
                greeted = load.outcome("greetings", heard.ledger);
            }
            if (greeted.done() < greeted.sent()) {
                throw new IllegalStateException("of " + greeted.sent() + " greetings came only " + greeted.done());
            }
            heard.ledger = new Load.Ledger();
            long wallBefore = System.nanoTime();
            long serverBefore = took(server);
            long driverBefore = took();
            load.openLoop(rate, rate * seconds, say);
            double wall = System.nanoTime() - wallBefore;
            double serverBusy = (took(server) - serverBefore) / wall;
            double driverBusy = (took() - driverBefore) / wall;
            Outcome outcome = load.outcome("messages", heard.ledger);
            heard.over = true;
            return new Result(outcome, serverBusy, driverBusy);
        }
    }

    /// Makes the driver's code fast before it measures: some seconds with a relay in this very process.
    static void warmUp() throws Exception {
        messages(BareRelay.start(), "bare", WARM_CONVERSATIONS, WARM_RATE, WARM_SECONDS, ProcessHandle.current());
    }

    /// The same with our own server, which [Load] knows how to speak to.
    ///
    /// @param admin the password of the demonstration's admin
    static Result yingda(int port, int conversations, int rate, int seconds, String admin) throws Exception {
        try (Load load = new Load(port)) {
            return new Result(load.messages(conversations, rate, seconds, admin), 0, 0);
        }
    }

    /// How many messages go before those that are measured.
    static int greetings(int conversations) {
        return 2 * conversations;
    }

    private static long took(ProcessHandle server) {
        return Stream.concat(Stream.of(server), server.descendants())
                .mapToLong(each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()).sum();
    }

    private static long took() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /// A message is done when the side that did not write it has it.
    private static final class Heard implements ChatClient.Listener {
        private static final int SHOWN = 3;
        private volatile Load.Ledger ledger = new Load.Ledger();
        private volatile boolean over;
        private int shown;

        @Override
        public void received(ChatClient by, String frame) {
            int end = frame.lastIndexOf('#');
            int from = frame.lastIndexOf('#', end - 1);
            if (from < 0) {
                refused(frame);
                return;
            }
            boolean byBuyer = (frame.charAt(end - 1) - '0') % 2 == 0;
            if (byBuyer != by.agent()) {
                refused("to the wrong side: " + frame);
                return;
            }
            ledger.done(frame.substring(from, end + 1));
        }

        @Override
        public void refused(String why) {
            if (over) {
                return;
            }
            ledger.refuse();
            if (shown++ < SHOWN) {
                System.err.println("refused: " + why);
            }
        }
    }
}
