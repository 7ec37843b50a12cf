package dev.unfold.worker.model;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.List;

/** The preprocessing from a corpus to the inputs and targets of the network. */
public sealed interface Preprocessing {
  /** The preprocessing of a corpus that is one stream of tokens. */
  sealed interface Tokens extends Preprocessing {
    /** Returns the separator of documents in training. */
    CorpusSettings.Document document();

    /** Returns whether the vocabulary has a token for the boundary between documents. */
    default boolean hasBoundary() {
      return document() != CorpusSettings.Document.NONE;
    }

    /** Returns whether tokens are subwords. */
    boolean hasSubwords();
  }

  /**
   * The preprocessing of a text corpus.
   *
   * @param unit the unit of a token
   * @param document the separator of documents in training
   */
  record Text(CorpusSettings.Unit unit, CorpusSettings.Document document) implements Tokens {
    @Override
    public boolean hasSubwords() {
      return unit == CorpusSettings.Unit.SUBWORD;
    }

    /** Returns the settings, for messages. */
    @Override
    public String toString() {
      return "corpus.unit = "
          + SettingKeys.of(unit)
          + ", corpus.document = "
          + SettingKeys.of(document);
    }
  }

  /**
   * The preprocessing of a corpus of audio, whose tokens are companded samples.
   *
   * @param document the separator of documents in training: none, or files
   * @param rate the number of samples per second
   */
  record Audio(CorpusSettings.Document document, int rate) implements Tokens {
    public Audio {
      if (document == CorpusSettings.Document.LINE || rate < 1) {
        throw new IllegalArgumentException(
            "expected audio with documents that are files, or without documents, and at least 1"
                + " sample per second, found documents that are "
                + document
                + " and "
                + rate
                + " samples per second");
      }
    }

    @Override
    public boolean hasSubwords() {
      return false;
    }
  }

  /**
   * The preprocessing of a table, whose rows are examples.
   *
   * @param format the format of the files
   * @param header whether the first line of each file names the columns
   * @param inputs the inputs of a row
   * @param sequence the sequences of a table whose rows are steps
   * @param target the target of a row
   */
  record Table(
      CorpusFormat format,
      boolean header,
      List<InputSettings> inputs,
      SequenceSettings sequence,
      TargetSettings target)
      implements Preprocessing {
    public Table {
      inputs = new InputColumns(inputs).columns();
      if (!format.isTable()) {
        throw new IllegalArgumentException("expected a format of tables, found " + format);
      }
    }

    /** Returns the inputs of a row. */
    public InputColumns columns() {
      return new InputColumns(inputs);
    }
  }
}
