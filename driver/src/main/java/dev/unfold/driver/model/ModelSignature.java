package dev.unfold.driver.model;

import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.model.VocabulariesFile;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * The meaning of the ids and numbers that a network reads and predicts.
 *
 * @param preprocessing the conversion of a corpus into ids and numbers
 * @param symbols the tokens, or the fields of a table
 */
public record ModelSignature(Preprocessing preprocessing, Vocabularies symbols) {
  /** Returns the signature of a model. */
  public static ModelSignature of(ModelFolder folder) throws IOException {
    Model model = folder.read();
    return new ModelSignature(model.config().preprocessing(), model.symbols());
  }

  /**
   * Returns the signature of a language model. Tokens are characters if each is a single character,
   * otherwise words. If the vocabulary has a boundary between documents, each line is a document.
   *
   * @param path the path of the vocabulary, one token per line, like {@code vocabulary.txt} of a
   *     model
   */
  public static ModelSignature ofVocabulary(String path, Configuration hadoop) throws IOException {
    SingleFile file = SingleFile.open(path, hadoop);
    Vocabulary vocabulary;
    try (InputStream in = file.stream()) {
      vocabulary = VocabulariesFile.readVocabulary(file.path(), in);
    }
    boolean boundary = vocabulary.boundary().isPresent();
    return new ModelSignature(
        new Preprocessing.Text(unit(vocabulary), boundary ? Document.LINE : Document.NONE),
        new Vocabularies.TextVocabulary(vocabulary));
  }

  private static Unit unit(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      boolean special = id == Vocabulary.UNKNOWN_ID || token.equals(Vocabulary.BOUNDARY);
      if (!special && token.codePointCount(0, token.length()) > 1) {
        return Unit.WORD;
      }
    }
    return Unit.CHAR;
  }

  /** Returns the shape of the data that a network with this signature reads and predicts. */
  public DataShape shape() {
    if (symbols instanceof Vocabularies.TableSchema table
        && preprocessing instanceof Preprocessing.Table rows) {
      return ExampleShape.of(rows.columns(), rows.target(), table.schema());
    }
    return DataShape.forText(((Vocabularies.TextVocabulary) symbols).vocabulary().size());
  }
}
