package dev.yingda.conversation;

import java.util.Map;

/// What an admin sets about handing over to people. They stand among the shop's facts (`shop.yaml`, console: shop facts)
/// and hold from the next publication on, as the answers do.
///
/// @param handOff   words on which a person is called
/// @param complaint words that make a message a complaint
/// @param hours     when people answer
public record ShopRules(Words handOff, Words complaint, ServiceHours hours) {

    /// The facts' keys.
    public static final String HOURS = "hours";
    public static final String HAND_OFF_WORDS = "handOffWords";
    public static final String COMPLAINT_WORDS = "complaintWords";

    /// What is a complaint where the shop has said nothing of it. 假货 alone is not: 是不是假货 is a question.
    public static final Words COMPLAINTS = Words.read("投诉、举报、12315、12345、曝光、消协、消费者协会、市场监管局、工商局、卖假货、买到假货、收到假货、"
            + "报警、起诉、律师、法院、complaint, complain, lawsuit, lawyer, sue you, call the police, consumer protection");

    /// Where the shop has said nothing.
    public static final ShopRules PRESET = new ShopRules(Words.NONE, COMPLAINTS, ServiceHours.ALWAYS);

    /// @param facts the shop's; hours that cannot be read are no hours
    public static ShopRules of(Map<String, String> facts) {
        String handOff = facts.get(HAND_OFF_WORDS);
        String complaint = facts.get(COMPLAINT_WORDS);
        String hours = facts.get(HOURS);
        return new ShopRules(handOff == null ? Words.NONE : Words.read(handOff),
                complaint == null ? COMPLAINTS : Words.read(complaint),
                hours == null ? ServiceHours.ALWAYS : ServiceHours.read(hours).orElse(ServiceHours.ALWAYS));
    }
}
