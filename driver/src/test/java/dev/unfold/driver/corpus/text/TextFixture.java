package dev.unfold.driver.corpus.text;

import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TokenizerSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.corpus.WeightSettings;
import dev.unfold.worker.settings.corpus.WhereSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Settings of text corpora, the files that they are made of and the ids that they become. */
public final class TextFixture {
  private TextFixture() {}

  /** Returns the settings of a text with all of its tokens in the vocabulary. */
  public static CorpusSettings settings(Unit unit, Document document) {
    return settings(unit, document, new VocabularySettings(0, 1));
  }

  static CorpusSettings settings(Unit unit, Document document, VocabularySettings vocabulary) {
    return new CorpusSettings(
        List.of("train"),
        List.of(),
        List.of(),
        CorpusFormat.TEXT,
        true,
        InputSettings.forText(),
        List.of(),
        SequenceSettings.none(),
        TargetSettings.forText(),
        unit,
        document,
        vocabulary,
        AudioSettings.asRecorded(),
        "");
  }

  /** Returns the settings of a text of subwords that are given. */
  static CorpusSettings subwords(Document document, TokenizerSettings tokenizer) {
    return new CorpusSettings(
        List.of("train"),
        List.of(),
        List.of(),
        CorpusFormat.TEXT,
        SourceSettings.none(),
        WhereSettings.all(),
        true,
        InputSettings.forText(),
        List.of(),
        SequenceSettings.none(),
        TargetSettings.forText(),
        WeightSettings.none(),
        Unit.SUBWORD,
        document,
        VocabularySettings.all(),
        tokenizer,
        AudioSettings.asRecorded(),
        "");
  }

  /** Returns all ids of a corpus in their order. */
  public static int[] ids(EncodedTextCorpus corpus, Configuration configuration)
      throws IOException {
    try (EncodedTokenSource tokens = corpus.open(configuration)) {
      int[] ids = new int[(int) tokens.length()];
      tokens.read(0, ids, 0, ids.length);
      return ids;
    }
  }

  /** Returns bytes as a file of gzip with one member. */
  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }
}
