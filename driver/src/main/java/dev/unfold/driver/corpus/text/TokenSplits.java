package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The splits of a corpus that is one stream of tokens. It is captured by Spark's closures, which
 * are always written with Java serialization, whatever {@code spark.serializer} is.
 */
public interface TokenSplits extends Serializable {
  /** Returns the files in the order of the corpus. */
  List<SourceFile> files();

  /** Returns the indices of the splits, each of which is read by a task. */
  List<Integer> indices();

  Unit unit();

  Document document();

  /** Returns the number of samples per second; 0 for text. */
  int sampleRate();

  SerializedHadoopConfiguration configuration();

  /** Opens a split, whose tokens are passed to a sink. */
  Reader reader(int split, EncodingSink sink, Configuration hadoop);

  /** Reads a split, one buffer at a time. */
  interface Reader extends Closeable {
    /**
     * Reads the next buffer.
     *
     * @return whether there is more
     * @throws dev.unfold.worker.sequence.CorpusException if the file cannot be used
     */
    boolean advance() throws IOException;

    /** Returns the size of the text that was read; none for audio. */
    TextSize size();
  }
}
