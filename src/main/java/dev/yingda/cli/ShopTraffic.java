package dev.yingda.cli;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;

/// When buyers come to a made-up shop: days of the week differ, sales days bring many times as many, noon and evening are
/// busy, nights are quiet, and now and then a live show brings everybody at once.
final class ShopTraffic {

    private static final int MINUTES = 1440;
    private static final long MINUTE_MS = 60_000;
    /// How busy each hour of an ordinary day is.
    private static final double[] HOURS = {12, 6, 3, 2, 2, 2, 4, 10, 24, 48, 70, 78, 80, 72, 64, 62, 60, 58, 60, 78,
            100,
            96, 66, 32};

    private final Chance chance;
    private final LocalDate first;
    private final int conversations;
    /// Which share of all have come by the end of each day.
    private final double[] byDay;
    private final double[] byMinute = new double[MINUTES];
    private int day = -1;
    private int come;
    private int leftToday;
    private double passed;

    ShopTraffic(Chance chance, LocalDate first, int days, int conversations) {
        this.chance = chance;
        this.first = first;
        this.conversations = conversations;
        this.byDay = new double[days];
        double sum = 0;
        for (int i = 0; i < days; i++) {
            sum += weight(first.plusDays(i)) * (0.85 + 0.3 * chance.draw());
            byDay[i] = sum;
        }
        for (int i = 0; i < days; i++) {
            byDay[i] /= sum;
        }
    }

    /// How many times as many buyers as on an ordinary day.
    static double weight(LocalDate date) {
        return sale(date) * switch (date.getDayOfWeek()) {
            case MONDAY -> 1.05;
            case TUESDAY, WEDNESDAY -> 0.92;
            case THURSDAY -> 0.95;
            case FRIDAY -> 1.0;
            case SATURDAY -> 1.15;
            case SUNDAY -> 1.2;
        } * (date.getDayOfWeek() == DayOfWeek.SUNDAY && date.getDayOfMonth() <= 7 ? 1.1 : 1);
    }

    private static double sale(LocalDate date) {
        return switch (date.getMonthValue() * 100 + date.getDayOfMonth()) {
            case 1111 -> 12;
            case 1110, 1112 -> 4;
            case 618 -> 8;
            case 617, 619, 1101 -> 3;
            case 1212 -> 4;
            case 308 -> 2.5;
            default -> 1;
        };
    }

    boolean hasNext() {
        return come < conversations;
    }

    /// When the next conversation opens: milliseconds since the first day began, never before the last one.
    long next() {
        while (leftToday == 0) {
            turnThePage();
        }
        // The smallest of so many even draws in what is left of the day.
        passed = 1 - (1 - passed) * StrictMath.pow(1 - chance.draw(), 1.0 / leftToday);
        leftToday--;
        come++;
        return (day * (long) MINUTES) * MINUTE_MS + millisOfDay(passed);
    }

    private void turnThePage() {
        day++;
        passed = 0;
        int byTonight = day == byDay.length - 1 ? conversations : (int) Math.round(byDay[day] * conversations);
        leftToday = byTonight - come;
        double sum = 0;
        boolean sale = sale(first.plusDays(day)) > 2;
        for (int minute = 0; minute < MINUTES; minute++) {
            int hour = minute / 60;
            // People stay up for the midnight at which the prices fall.
            double wave = sale && hour == 0 ? 12 : sale && hour == 20 ? 2 : 1;
            byMinute[minute] = HOURS[hour] * wave * (0.7 + 0.6 * chance.draw());
        }
        while (chance.of(0.35)) {
            liveShow();
        }
        for (int minute = 0; minute < MINUTES; minute++) {
            sum += byMinute[minute];
            byMinute[minute] = sum;
        }
        for (int minute = 0; minute < MINUTES; minute++) {
            byMinute[minute] /= sum;
        }
    }

    private void liveShow() {
        int start = 10 * 60 + chance.below(11 * 60);
        int end = start + 10 + chance.below(30);
        double crowd = 2 + 5 * chance.draw();
        for (int minute = start; minute < end; minute++) {
            byMinute[minute] *= crowd;
        }
    }

    private long millisOfDay(double share) {
        int found = Arrays.binarySearch(byMinute, share);
        int minute = Math.min(found < 0 ? -found - 1 : found + 1, MINUTES - 1);
        double before = minute == 0 ? 0 : byMinute[minute - 1];
        double within = (share - before) / (byMinute[minute] - before);
        return minute * MINUTE_MS + Math.clamp((long) (within * MINUTE_MS), 0, (int) MINUTE_MS - 1);
    }
}
