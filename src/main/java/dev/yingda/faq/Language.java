package dev.yingda.faq;

import java.util.regex.Pattern;

/// The languages there is a model for. Each entry has one: Chinese as soon as it holds one Chinese character.
enum Language {
    ZH("bge-small-zh-v1.5-q"), EN("bge-small-en-v1.5-q");

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private final String model;

    Language(String model) {
        this.model = model;
    }

    static Language of(String text) {
        return HAN.matcher(text).find() ? ZH : EN;
    }

    /// The name of the model's files, and what its vectors are kept under.
    String model() {
        return model;
    }
}
