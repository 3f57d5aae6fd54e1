package dev.yingda.faq;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/// Cuts a text into the pieces a BERT model knows, by their numbers: words at spaces and signs, each Chinese character a
/// word, and each word into the longest pieces of the vocabulary from its start (Devlin et al. 2019, as the model's
/// tokenizer.json describes it). Latin letters are lower-cased and lose their accents: the Chinese model knows no capitals.
final class WordPieces {

    private static final String CONTINUED = "##";
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final int unknown;
    private final int start;
    private final int end;

    private WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
        unknown = special("[UNK]");
        start = special("[CLS]");
        end = special("[SEP]");
    }

    /// Reads the vocabulary of a tokenizer.json.
    ///
    /// @throws IOException if it cannot be read or holds no vocabulary
    static WordPieces read(InputStream tokenizer) throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>(65_536);
        try (JsonParser json = new JsonFactory().createParser(tokenizer)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("vocab")) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        vocabulary.put(json.currentName(), json.nextIntValue(-1));
                    }
                }
            }
        }
        return new WordPieces(vocabulary);
    }

    private int special(String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary lacks " + piece);
        }
        return id;
    }

    /// The numbers of the pieces between the start and end marks, at most `most` in all; what is beyond is cut off.
    long[] ids(String text, int most) {
        List<Integer> ids = new ArrayList<>();
        ids.add(start);
        for (String word : words(text)) {
            addPieces(word, ids);
            if (ids.size() >= most) {
                break;
            }
        }
        List<Integer> cut = ids.subList(0, Math.min(ids.size(), most - 1));
        cut.add(end);
        return cut.stream().mapToLong(Integer::longValue).toArray();
    }

    private void addPieces(String word, List<Integer> ids) {
        int before = ids.size();
        for (int from = 0; from < word.length();) {
            int to = word.length();
            Integer id = null;
            for (; to > from && id == null; to--) {
                id = vocabulary.get(from == 0 ? word.substring(0, to) : CONTINUED + word.substring(from, to));
            }
            if (id == null || word.length() > LONGEST_WORD) {
                ids.subList(before, ids.size()).clear();
                ids.add(unknown);
                return;
            }
            ids.add(id);
            from = to + 1;
        }
    }

    private static List<String> words(String text) {
        String bare = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        bare.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK && !isControl(c))
                .forEach(c -> {
                    boolean alone = isChinese(c) || isSign(c);
                    if ((alone || isSpace(c)) && !word.isEmpty()) {
                        words.add(word.toString());
                        word.setLength(0);
                    }
                    if (alone) {
                        words.add(Character.toString(c));
                    } else if (!isSpace(c)) {
                        word.appendCodePoint(c);
                    }
                });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return !Character.isWhitespace(c) && (type == Character.CONTROL || type == Character.FORMAT || c == 0xFFFD);
    }

    private static boolean isSign(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION ->
                true;
            default -> c < 0x80 && c > 0x20 && !Character.isLetterOrDigit(c);
        };
    }

    /// The blocks that the original tokenizer takes apart.
    private static boolean isChinese(int c) {
        return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c >= 0x20000 && c <= 0x2CEAF
                || c >= 0xF900 && c <= 0xFAFF || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
