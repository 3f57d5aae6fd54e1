package dev.yingda.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.yingda.access.Account;
import dev.yingda.access.Accounts;
import dev.yingda.access.AuditLog;
import dev.yingda.access.BlockedBuyers;
import dev.yingda.access.BuyerTokens;
import dev.yingda.access.Permission;
import dev.yingda.access.Sessions;
import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.store.Database;

/// Who comes in: tokens, sessions and tickets to people. All methods block.
public final class Entrance {

    private final Accounts accounts;
    private final Sessions sessions;
    private final BuyerTokens buyers;
    private final BlockedBuyers blocked;
    private final AuditLog audit;
    private final Database health;
    private final Map<AgentId, String> names = new ConcurrentHashMap<>();

    /// @param health the store, for readiness
    public Entrance(Accounts accounts, Sessions sessions, BuyerTokens buyers, BlockedBuyers blocked, AuditLog audit,
            Database health) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.buyers = buyers;
        this.blocked = blocked;
        this.audit = audit;
        this.health = health;
    }

    Accounts accounts() {
        return accounts;
    }

    Sessions sessions() {
        return sessions;
    }

    BlockedBuyers blocked() {
        return blocked;
    }

    AuditLog audit() {
        return audit;
    }

    /// A buyer and the token that says so.
    record Visitor(String token, Instant expiresAt, BuyerId buyer) {
        @Override
        public String toString() {
            return "Visitor[" + buyer + "]";
        }
    }

    Visitor visitor() {
        return visitor(buyers.issue());
    }

    /// A token for a buyer for whom the shop vouches as long.
    Visitor visitor(BuyerId buyer, Instant until) {
        return visitor(buyers.issue(buyer.value(), until));
    }

    /// A new token for the buyer of an old one. For whom the shop vouched, it does so anew or not at all: the token is given
    /// back as it is.
    Optional<Visitor> renew(String token) {
        return buyers.signed(token).filter(old -> buyers.verify(token).isPresent())
                .map(old -> Identity.isVouched(new BuyerId(old.buyer())) ? old : buyers.issue(old.buyer()))
                .map(Entrance::visitor);
    }

    private static Visitor visitor(BuyerTokens.Token token) {
        return new Visitor(token.text(), token.expiresAt(), new BuyerId(token.buyer()));
    }

    Optional<BuyerId> buyer(String token) {
        return buyers.verify(token).map(BuyerId::new);
    }

    /// Whether the token did hold once.
    boolean hasExpired(String token) {
        return buyers.signed(token).isPresent() && buyers.verify(token).isEmpty();
    }

    Optional<SignedIn> session(String token) {
        return sessions.find(token).map(found -> new SignedIn(found.account(), found.token()));
    }

    Optional<SignedIn> ticket(String ticket) {
        return sessions.redeem(ticket).map(found -> new SignedIn(found.account(), found.token()));
    }

    /// The agent of that name, if there is one who may answer buyers.
    Optional<AgentId> agent(String name) {
        return accounts.account(name).filter(Entrance::answers).map(account -> new AgentId(account.name()));
    }

    /// Everybody who may answer buyers.
    List<String> agents() {
        return accounts.list().stream().filter(Entrance::answers).map(Account::name).toList();
    }

    private static boolean answers(Account account) {
        return !account.disabled() && account.role().may(Permission.ANSWER_BUYERS);
    }

    /// What buyers and colleagues call an agent. From memory: it is asked for with every frame.
    String displayName(AgentId agent) {
        return names.computeIfAbsent(agent,
                id -> accounts.account(id.value()).map(Account::displayName).orElse(id.value()));
    }

    /// To be called when accounts changed.
    void namesChanged() {
        names.clear();
    }

    /// Why the store takes nothing any more; empty while all is well.
    Optional<String> storeFault() {
        return health.fault();
    }
}
