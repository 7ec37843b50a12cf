package dev.unfold.worker.model;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;

/** The preprocessing from a corpus to the inputs and targets of the network. */
public sealed interface Preprocessing {
  /**
   * The preprocessing of a text corpus, which is a stream of tokens.
   *
   * @param unit the unit of a token
   * @param document the separator of documents in training
   */
  record Stream(CorpusSettings.Unit unit, CorpusSettings.Document document)
      implements Preprocessing {
    /** Returns whether the vocabulary has a token for the boundary between documents. */
    public boolean hasBoundary() {
      return document != CorpusSettings.Document.NONE;
    }
  }

  /**
   * The preprocessing of a table, whose rows are examples.
   *
   * @param format the format of the files
   * @param header whether the first line of each file names the columns
   * @param input the input of a row
   * @param target the target of a row
   */
  record Table(
      CorpusSettings.Format format, boolean header, InputSettings input, TargetSettings target)
      implements Preprocessing {}
}
