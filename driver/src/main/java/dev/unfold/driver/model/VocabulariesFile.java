package dev.unfold.driver.model;

import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFormatException;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaFile;
import dev.unfold.worker.sequence.example.ExampleShape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The file that says what the ids and numbers of a model mean: {@code vocabulary.txt} or, of
 * examples, {@code form.json}.
 */
public final class VocabulariesFile {
  private static final String VOCABULARY = "vocabulary.txt";
  private static final String FORM = "form.json";

  private VocabulariesFile() {}

  /** The location of the files of a model. */
  public interface Place {
    /** Opens one of them. */
    InputStream read(String name) throws IOException;

    /** Returns the path of a file, for messages. */
    String where(String name);
  }

  /** Returns the name of the file for symbols of that kind. */
  public static String nameOf(Vocabularies symbols) {
    return symbols instanceof Vocabularies.OfStream ? VOCABULARY : FORM;
  }

  /** Writes the file; flushes the stream, does not close it. */
  public static void write(Vocabularies symbols, OutputStream out) throws IOException {
    if (symbols instanceof Vocabularies.OfStream stream) {
      stream.vocabulary().writeTo(out);
    } else if (symbols instanceof Vocabularies.OfTable table) {
      out.write(ExampleSchemaFile.write(table.form()));
    }
    out.flush();
  }

  /**
   * Reads the file.
   *
   * @param config of the model, which it must fit
   * @throws ModelFormatException if it does not, or is damaged
   */
  public static Vocabularies read(ModelConfig config, Place place) throws IOException {
    if (config.preprocessing() instanceof Preprocessing.Stream stream) {
      Vocabulary vocabulary = readVocabulary(place);
      requireFit(config.shape(), stream, vocabulary, place.where(VOCABULARY));
      return new Vocabularies.OfStream(vocabulary);
    }
    Preprocessing.Table table = (Preprocessing.Table) config.preprocessing();
    ExampleSchema form = form(place);
    DataShape found = ExampleShape.of(table.input(), table.target(), form);
    if (!found.equals(config.shape())) {
      throw new ModelFormatException(
          place.where(FORM), config.shape() + ", as config.json has it", found);
    }
    return new Vocabularies.OfTable(form);
  }

  private static void requireFit(
      DataShape shape, Preprocessing.Stream stream, Vocabulary vocabulary, String where)
      throws ModelFormatException {
    if (vocabulary.size() != shape.inputs()
        || vocabulary.boundary().isPresent() != stream.hasBoundary()) {
      throw new ModelFormatException(
          where,
          shape.inputs()
              + " tokens "
              + (stream.hasBoundary() ? "with" : "without")
              + " document boundary, as config.json has it",
          vocabulary);
    }
  }

  private static Vocabulary readVocabulary(Place place) throws IOException {
    try (InputStream in = place.read(VOCABULARY)) {
      return readVocabulary(place.where(VOCABULARY), in);
    }
  }

  /**
   * Reads a vocabulary to the end of the stream.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if it is none
   */
  public static Vocabulary readVocabulary(String where, InputStream in) throws IOException {
    try {
      return Vocabulary.read(in);
    } catch (VocabularyFormatException e) {
      throw new ModelFormatException(where, "a token a line", e.getMessage());
    }
  }

  private static ExampleSchema form(Place place) throws IOException {
    try (InputStream in = new BufferedInputStream(place.read(FORM))) {
      return ExampleSchemaFile.read(in);
    } catch (ExampleFormatException e) {
      throw new ModelFormatException(place.where(FORM), "the schema of examples", e.getMessage());
    }
  }
}
