package dev.unfold.worker.model;

import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.TargetSettings;

/** The preprocessing from a corpus to the inputs and targets of the network. */
public sealed interface Preprocessing {
  /**
   * Text became a stream of tokens.
   *
   * @param unit what a token is
   * @param document what separated documents in training
   */
  record Stream(CorpusSettings.Unit unit, CorpusSettings.Document document)
      implements Preprocessing {
    /** Returns whether the vocabulary has a token that stands between documents. */
    public boolean hasBoundary() {
      return document != CorpusSettings.Document.NONE;
    }
  }

  /**
   * The rows of a table became examples.
   *
   * @param format of the files
   * @param header whether their first line names the columns
   * @param input what of a row is read
   * @param target what of a row is predicted
   */
  record Table(
      CorpusSettings.Format format, boolean header, InputSettings input, TargetSettings target)
      implements Preprocessing {}
}
