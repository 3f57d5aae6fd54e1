package dev.yingda.faq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/// Which phrasings share terms with a question, by BM25: one Lucene document a phrasing, in memory. It only picks the
/// candidates; what they are worth is [Feature]'s business.
final class PhraseIndex {

    private static final String FIELD = "terms";

    private final IndexSearcher searcher;

    /// @param phrasings in the order in which [#nearest] numbers them
    PhraseIndex(List<Terms> phrasings) {
        try {
            ByteBuffersDirectory directory = new ByteBuffersDirectory();
            // One thread and a policy that merges neighbours only: a document's number is its place in the list.
            IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer())
                    .setMergePolicy(new LogDocMergePolicy());
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                for (Terms terms : phrasings) {
                    Document document = new Document();
                    document.add(new TextField(FIELD, String.join(" ", terms.all()), Field.Store.NO));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            // Never closed: it holds memory only, and old snapshots may still be read by a running match.
            searcher = new IndexSearcher(DirectoryReader.open(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("an index in memory cannot fail to be written", e);
        }
    }

    /// The places of the phrasings that share most with the question, best first.
    int[] nearest(List<String> terms, int limit) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        terms.forEach(term -> query.add(new TermQuery(new Term(FIELD, term)), BooleanClause.Occur.SHOULD));
        try {
            return Arrays.stream(searcher.search(query.build(), limit).scoreDocs).mapToInt(hit -> hit.doc).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an index in memory cannot fail to be read", e);
        }
    }
}
