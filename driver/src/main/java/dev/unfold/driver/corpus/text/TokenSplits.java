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

/** The splits of a corpus that is one stream of tokens. */
public interface TokenSplits {
  /** Returns the files in the order of the corpus. */
  List<SourceFile> files();

  /** Returns the splits, each of which is read by a task, which gets no other one. */
  List<? extends Split> parts();

  Unit unit();

  Document document();

  /** Returns the number of samples per second; 0 for text. */
  int sampleRate();

  SerializedHadoopConfiguration configuration();

  /** A split with the settings to read it. */
  interface Split extends Serializable {
    /** Opens the split, whose tokens are passed to a sink. */
    Reader reader(EncodingSink sink, Configuration hadoop);
  }

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
