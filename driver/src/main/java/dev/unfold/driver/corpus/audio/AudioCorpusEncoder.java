package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.text.EncodedCorpusBuilder;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.TokenSplits;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.audio.AudioVocabulary;
import dev.unfold.worker.sequence.audio.WavHeaderReader;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Encodes wav files as corpora in a {@link dev.unfold.driver.corpus.CorpusCache}: each sample
 * becomes the token of its level, whose vocabulary is fixed. Channels are averaged.
 *
 * <p>If files are documents, the sequence is {@code B d1 B d2 B … dn B}, as in text.
 */
public final class AudioCorpusEncoder {
  /** The size of a split. It is a property of the format and must not depend on the cluster. */
  private static final long SPLIT_BYTES = 64L << 20;

  private final JavaSparkContext spark;
  private final EncodedCorpusBuilder corpora;
  private final long splitBytes;

  /**
   * @param cache the folder of the encoded corpora, reachable from every executor
   * @throws IOException if the cache is on a file system that cannot commit
   */
  public AudioCorpusEncoder(JavaSparkContext spark, String cache) throws IOException {
    this(spark, cache, SPLIT_BYTES);
  }

  AudioCorpusEncoder(JavaSparkContext spark, String cache, long splitBytes) throws IOException {
    this.spark = spark;
    this.splitBytes = splitBytes;
    corpora = new EncodedCorpusBuilder(spark, cache);
  }

  /**
   * Encodes wav files.
   *
   * @param paths the files, folders or globs
   * @param document the separator of documents: none, or files
   * @param rate the number of samples per second that the files must have; 0 means that of the
   *     first
   * @throws CorpusException if the files cannot be used
   */
  public EncodedTextCorpus encode(List<String> paths, Document document, int rate)
      throws IOException {
    List<SourceFile> files = SourceFiles.list(paths, spark.hadoopConfiguration());
    String reader = "wav " + WavHeaderReader.VERSION + " " + splitBytes;
    String inputs = reader + "\n" + document + "\n" + rate;
    return corpora.openOrBuild(files, inputs, new Audio(files, document, rate));
  }

  private final class Audio implements EncodedCorpusBuilder.Content {
    private final List<SourceFile> files;
    private final Document document;
    private final int rate;

    Audio(List<SourceFile> files, Document document, int rate) {
      this.files = files;
      this.document = document;
      this.rate = rate;
    }

    @Override
    public Vocabulary vocabulary() {
      return AudioVocabulary.of(document != Document.NONE);
    }

    @Override
    public TokenSplits splits() throws IOException {
      List<WavFile> read = WavHeaders.read(spark, files, rate);
      return new WavSplits(
          WavRange.cut(read, splitBytes),
          document,
          read.get(0).header().format().rate(),
          SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    }
  }
}
