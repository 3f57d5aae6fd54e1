package dev.yingda.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.yingda.cli.ShopStaff.Clerk;
import dev.yingda.cli.ShopStaff.Turn;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.Event.AgentKind;
import dev.yingda.conversation.Event.BotKind;
import dev.yingda.conversation.Logged;

/// One conversation of a made-up shop, from the opening to the last time it is taken up again. Its events follow one
/// another as those of the product do.
final class ShopVisit {

    private static final String[] QUESTIONS = {"什么时候发货？", "我的订单到哪了？", "这款还有货吗", "能便宜点吗？", "身高165穿什么码", "可以退货吗，穿着不合适",
            "发票怎么开", "收到的颜色不对啊", "用的什么快递？", "保修多久？", "能改收货地址吗", "优惠券怎么用不了", "少发了一件！", "什么时候退款到账？", "周末发货吗",
            "在吗？", "这个和上一款有什么区别", "破损了怎么办，刚拆开就是坏的"};
    private static final String[] FURTHER = {"？", "人呢", "急用的", "我昨天拍的", "麻烦快点", "在不在啊", "订单号尾号3021", "图片发你了"};
    private static final String[] THANKS = {"谢谢", "好的", "嗯嗯", "👌", "知道了，谢谢"};
    private static final String[] ANSWERS = {"亲，现货48小时内发出。", "亲，在“我的订单”里可以看到物流。", "亲，七天内未穿洗可以退换。", "亲，下单时勾选发票即可。"};
    private static final String[] REPLIES = {"亲，已帮您查到，今天下午发出。", "您好，这边帮您登记退款了，1到3个工作日到账。", "亲，建议选M码哦。", "非常抱歉，给您补发一件。",
            "好的，地址已经改好了。", "亲，这款还有现货。", "稍等，我帮您核实一下。", "请发一下照片，我这边处理。"};
    private static final String[] REASONS = {"no-match", "no-match", "no-match", "repeated-miss", "asked", "asked"};

    private final Chance chance;
    private final ShopStaff staff;
    private final ConversationId id;
    private final long epoch;
    private final List<Logged> events = new ArrayList<>(24);
    private long at;
    private int asked;
    /// It lies so far ahead that nobody's time is kept for it.
    private boolean later;
    private boolean open;
    private boolean served;
    private boolean longWait;

    /// @param epoch milliseconds at which the first day begins; all other times are counted from there
    ShopVisit(Chance chance, ShopStaff staff, ConversationId id, long epoch) {
        this.chance = chance;
        this.staff = staff;
        this.id = id;
        this.epoch = epoch;
    }

    /// All that happens.
    List<Logged> of(BuyerId buyer, long opening) {
        at = opening;
        happens(new Event.Opened(buyer));
        open = true;
        session();
        while (!open && chance.of(0.07)) {
            later = true;
            pause(40 * 3600, 0.9);
            happens(new Event.Reopened());
            open = true;
            session();
        }
        if (chance.of(0.004)) {
            pause(600, 1);
            happens(new Event.Flagged(chance.one(Event.Flag.values())));
        }
        return List.copyOf(events);
    }

    private void session() {
        served = false;
        ask();
        if (asksForPeople()) {
            handOff();
        }
        if (open) {
            close();
        }
        if (chance.of(served ? 0.2 : 0.06)) {
            pause(40, 1);
            rate();
        }
        if (served && chance.of(0.35)) {
            pause(30, 1);
            double draw = chance.draw();
            happens(new Event.Classified(draw < 0.6
                    ? Event.ServiceType.ROUTINE
                    : draw < 0.8
                            ? Event.ServiceType.AFTER_SALES
                            : draw < 0.94 ? Event.ServiceType.REFUND : Event.ServiceType.COMPLAINT));
        }
    }

    /// The bot's part.
    private boolean asksForPeople() {
        for (int turn = 0; turn < 4; turn++) {
            double draw = chance.draw();
            if (draw < 0.42) {
                pause(0.3, 0.5);
                botSays(BotKind.ANSWER, chance.one(ANSWERS));
                if (chance.of(0.05)) {
                    long answer = events.size();
                    pause(15, 0.8);
                    happens(new Event.Helpful(answer, chance.of(0.7)));
                }
                if (chance.of(0.4)) {
                    thank();
                    return false;
                }
                if (chance.of(0.35)) {
                    return false;
                }
                pause(25, 0.8);
                ask();
            } else if (draw < 0.56) {
                pause(0.3, 0.5);
                botSays(BotKind.CLARIFY, "您是不是想问：");
                pause(10, 0.7);
                ask();
            } else {
                return true;
            }
        }
        return chance.of(0.9);
    }

    private void handOff() {
        boolean there = staff.there(at);
        pause(0.2, 0.4);
        happens(new Event.HandedOff(chance.one(REASONS), asked));
        happens(new Event.Queued());
        botSays(there ? BotKind.NOTICE : BotKind.AWAY, there ? "已为您转接人工客服，请稍候。" : "客服上线后会第一时间回复您。");
        Turn turn = later ? staff.somebody(at) : staff.take(at);
        long patience = at + chance.millis(there ? 600 : 7200, 1.1);
        while (at < Math.min(turn.at(), patience) && chance.of(0.5)) {
            long before = at;
            pause(there ? 20 : 90, 0.8);
            if (at >= turn.at()) {
                at = before;
                break;
            }
            ask(FURTHER);
        }
        longWait = turn.at() - at > 300_000;
        if (patience < turn.at() && chance.of(0.35)) {
            at = Math.max(at, patience);
            happens(new Event.Closed(Event.By.BUYER));
            open = false;
        } else if (longWait && chance.of(0.04)) {
            at = Math.max(at, turn.at());
            happens(new Event.Closed(Event.By.SYSTEM));
            open = false;
        } else {
            at = Math.max(at, turn.at());
            happens(new Event.Assigned(turn.clerk().id));
            serve(turn.clerk());
        }
    }

    /// People's part: a reply to what waits, and to what else is asked.
    private void serve(Clerk first) {
        Clerk clerk = first;
        served = true;
        if (chance.of(0.1)) {
            pause(0.5, 0.3);
            agentSays(clerk, AgentKind.AUTO, "您好，客服马上为您服务。");
        }
        if (!reply(clerk)) {
            return;
        }
        while (chance.of(0.6)) {
            pause(30, 0.8);
            ask();
            if (chance.of(0.3)) {
                pause(6, 0.6);
                ask(FURTHER);
            }
            if (chance.of(0.05)) {
                clerk = transfer(clerk);
            }
            if (!reply(clerk)) {
                return;
            }
        }
        if (chance.of(0.5)) {
            thank();
            if (chance.of(0.45)) {
                pause(8, 0.6);
                agentSays(clerk, AgentKind.CANNED, "感谢您的咨询，祝您购物愉快，再见！");
            }
        }
    }

    private Clerk transfer(Clerk from) {
        Clerk to = staff.colleague(from, at);
        if (to == from) {
            return from;
        }
        pause(20, 0.6);
        happens(new Event.Transferred(to.id));
        return to;
    }

    /// @return whether there was one; now and then somebody forgets
    private boolean reply(Clerk clerk) {
        if (chance.of(0.015)) {
            return false;
        }
        double hurry = 1 + 0.3 * (later ? 0 : clerk.behind(at));
        pause(13 * clerk.pace * hurry, 0.75);
        double draw = chance.draw();
        AgentKind kind = draw < 0.6
                ? AgentKind.TYPED
                : draw < 0.8 ? AgentKind.CANNED : draw < 0.96 ? AgentKind.SUGGESTED : AgentKind.ASSISTED;
        agentSays(clerk, kind, chance.one(REPLIES));
        if (chance.of(0.22)) {
            pause(7, 0.6);
            agentSays(clerk, AgentKind.TYPED, chance.one(REPLIES));
        }
        return true;
    }

    private void close() {
        double draw = chance.draw();
        if (draw < 0.01) {
            return; // Nobody ever closes it.
        }
        if (draw < 0.3 && served) {
            pause(90, 0.8);
            happens(new Event.Closed(Event.By.AGENT));
        } else if (draw < 0.45) {
            pause(60, 0.9);
            happens(new Event.Closed(Event.By.BUYER));
        } else {
            pause(7200, 0.01);
            happens(new Event.Closed(Event.By.SYSTEM));
        }
        open = false;
    }

    private void rate() {
        boolean cross = longWait ? chance.of(0.5) : chance.of(0.1);
        int stars = cross ? 1 + chance.below(3) : 4 + chance.below(2);
        happens(new Event.Rated(stars, served ? Event.Of.AGENT : Event.Of.BOT, null));
    }

    private void ask() {
        ask(QUESTIONS);
    }

    private void ask(String[] texts) {
        String text = chance.one(texts);
        asked = events.size() + 1;
        happens(new Event.BuyerMessage(messageId(), clientId(), text, false));
    }

    private void thank() {
        pause(12, 0.7);
        happens(new Event.BuyerMessage(messageId(), clientId(), chance.one(THANKS), true));
    }

    private void botSays(BotKind kind, String text) {
        happens(new Event.BotMessage(messageId(), kind, text, asked, null, List.of()));
    }

    private void agentSays(Clerk clerk, AgentKind kind, String text) {
        happens(new Event.AgentMessage(messageId(), clientId(), clerk.id, kind, text));
    }

    private String messageId() {
        return "m" + (events.size() + 1);
    }

    private String clientId() {
        return id + "-" + (events.size() + 1);
    }

    private void pause(double medianSeconds, double spread) {
        at += chance.millis(medianSeconds, spread);
    }

    private void happens(Event event) {
        events.add(new Logged(id, 1, events.size() + 1L, Instant.ofEpochMilli(epoch + at), event));
    }
}
