package dev.yingda.faq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/// What Lucene does when nobody helps it: a document for each phrasing, smartcn's words, BM25 as it comes. Serves no buyer; it is
/// what `yingda bench compare` measures the matcher against.
public final class PlainBm25 {

    private static final String ENTRY = "entry";
    private static final String TEXT = "text";
    private static final int FOUND = 100;

    private final Analyzer analyzer = new SmartChineseAnalyzer();
    private final IndexSearcher searcher;

    /// Indexes the entries, in memory.
    public PlainBm25(List<FaqEntry> entries) {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (FaqEntry entry : entries) {
                for (String text : entry.wordings().toList()) {
                    Document document = new Document();
                    document.add(new StringField(ENTRY, entry.id(), Store.YES));
                    document.add(new TextField(TEXT, text, Store.NO));
                    writer.addDocument(document);
                }
            }
            writer.commit();
            searcher = new IndexSearcher(DirectoryReader.open(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("the index is in memory", e);
        }
    }

    /// The entries whose phrasings share words with the question, each with the BM25 of its best phrasing, best first.
    public Map<String, Double> rank(String question) {
        Query query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, question);
        if (query == null) {
            return Map.of();
        }
        Map<String, Double> best = new LinkedHashMap<>();
        try {
            for (ScoreDoc one : searcher.search(query, FOUND).scoreDocs) {
                best.putIfAbsent(searcher.storedFields().document(one.doc).get(ENTRY), (double) one.score);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index is in memory", e);
        }
        return best;
    }
}
