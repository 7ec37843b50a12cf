package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;
import java.util.List;

/**
 * Where the text is and how it becomes tokens.
 *
 * @param train paths of the training text: files, folders or globs on any Hadoop file system
 * @param validation paths of the validation text, or none
 * @param test paths of the test text, evaluated once when training is done, or none
 * @param unit what a token is
 * @param document what separates documents; recurrent state never crosses a document boundary
 * @param vocabulary which tokens are known
 * @param cache folder of the encoded corpora; empty means {@code corpus} inside the run directory
 */
public record CorpusSettings(
    List<String> train,
    List<String> validation,
    List<String> test,
    Unit unit,
    Document document,
    VocabularySettings vocabulary,
    String cache)
    implements Serializable {

  /** What a token is. */
  public enum Unit {
    /** A Unicode code point. */
    CHAR,
    /** A run of characters that are not white space; every line ends in {@code <eos>}. */
    WORD
  }

  /** What separates documents. */
  public enum Document {
    /** The corpus is one stream. */
    NONE,
    /** Every line that is not empty is a document. */
    LINE,
    /** Every file that is not empty is a document. */
    FILE
  }

  public CorpusSettings {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    require(!train.isEmpty(), "corpus.train", "at least one path", "none");
  }
}
