package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.FileEntry;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes encoded corpora into a {@link CorpusCache}, or finds them there. */
public final class EncodedCorpusBuilder {
  private static final int MIN_TOKENS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(EncodedCorpusBuilder.class);

  private final JavaSparkContext spark;
  private final CorpusCache cache;

  /** The content of a corpus, which is requested once the cache is known to be writable. */
  public interface Content {
    /** Returns the splits of the corpus. */
    TokenSplits splits() throws IOException;

    /** Returns the vocabulary of the corpus. */
    Vocabulary vocabulary() throws IOException;
  }

  /**
   * @param cache the folder of the encoded corpora, reachable from every executor
   * @throws IOException if the cache is on a file system that cannot commit
   */
  public EncodedCorpusBuilder(JavaSparkContext spark, String cache) throws IOException {
    this.spark = spark;
    this.cache = new CorpusCache(cache, spark.hadoopConfiguration());
  }

  /**
   * Opens a corpus and encodes it before that, if it is not in the cache.
   *
   * @param files the files in the order of the corpus
   * @param inputs all else that determines the encoded corpus
   * @throws CorpusException if the files cannot be used
   */
  public EncodedTextCorpus openOrBuild(List<SourceFile> files, String inputs, Content content)
      throws IOException {
    return cache.openOrBuild(
        key(files, inputs), EncodedTextCorpus::open, folder -> build(folder, files, content));
  }

  private static String key(List<SourceFile> files, String settings) {
    StringBuilder inputs = new StringBuilder();
    inputs.append(EncodedTextManifest.FORMAT_VERSION).append(' ').append(settings).append('\n');
    for (SourceFile file : files) {
      inputs.append(file.size()).append(' ').append(file.modified()).append(' ');
      inputs.append(file.path()).append('\n');
    }
    return CorpusCache.key(inputs.toString());
  }

  private void build(CommitFolder folder, List<SourceFile> files, Content content)
      throws IOException {
    long started = System.nanoTime();
    long bytes = files.stream().mapToLong(SourceFile::size).sum();
    Vocabulary vocabulary = content.vocabulary();
    LOG.info("encoding {}, {} bytes", FileCount.described(files), bytes);
    TokenSplits splits = content.splits();
    List<EncodedTextPart> parts = encodeParts(folder, splits, vocabulary);
    EncodedTextManifest manifest = EncodedTextManifest.of(splits, vocabulary, parts);
    requireTokens(manifest.tokens(), files, splits.unit());
    try (OutputStream out = folder.create(VocabularyFile.nameFor(splits.unit()))) {
      VocabularyFile.write(vocabulary, out);
    }
    try (OutputStream out = folder.create(EncodedTextManifest.NAME)) {
      manifest.writeTo(out);
    }
    LOG.info(
        "encoded {} tokens in {} s",
        manifest.tokens(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds());
  }

  private static void requireTokens(long tokens, List<SourceFile> files, Unit unit)
      throws CorpusException {
    if (tokens < MIN_TOKENS) {
      boolean word = unit == Unit.SUBWORD && tokens == 1;
      throw new CorpusException(
          "the corpus "
              + files.stream().map(SourceFile::path).toList()
              + ": expected at least "
              + MIN_TOKENS
              + " tokens, since each is predicted from those before it, found "
              + tokens
              + (word
                  ? ": all of the text is one subword; corpus.vocabulary.min-count = 2 learns none"
                      + " that occurs only once"
                  : ""));
    }
  }

  private List<EncodedTextPart> encodeParts(
      CommitFolder folder, TokenSplits splits, Vocabulary vocabulary) throws IOException {
    List<TextPartEncoder.Written> written =
        new TextPartEncoder(spark).encode(folder.path(), splits, vocabulary);
    for (int i = 0; i < written.size(); i++) {
      folder.publish(written.get(i).name(), EncodedTextManifest.partName(i));
    }
    for (FileEntry entry : folder.list()) {
      if (TextPartEncoder.isTemporary(entry.name())) {
        folder.delete(entry.name());
      }
    }
    return written.stream().map(TextPartEncoder.Written::part).toList();
  }
}
