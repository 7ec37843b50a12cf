package dev.unfold.worker.model;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.sequence.VocabularyFormatException;
import dev.unfold.worker.sequence.audio.AudioVocabulary;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaReader;
import dev.unfold.worker.sequence.example.ExampleSchemaWriter;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.sequence.subword.TokenizerFile;
import dev.unfold.worker.sequence.subword.TokenizerFileReader;
import dev.unfold.worker.sequence.subword.TokenizerFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The file that defines the meaning of the ids and numbers of a model: {@code vocabulary.txt}, for
 * subwords {@code tokenizer.json}, or, for a model over tables, {@code form.json}.
 */
public final class VocabulariesFile {
  private static final String VOCABULARY = "vocabulary.txt";
  private static final String SCHEMA = "form.json";

  private VocabulariesFile() {}

  /** Returns the name of the file for vocabularies of the given kind. */
  public static String nameOf(Vocabularies symbols) {
    if (symbols instanceof Vocabularies.TextVocabulary text) {
      return text.vocabulary().subwords().isPresent() ? TokenizerFile.NAME : VOCABULARY;
    }
    return SCHEMA;
  }

  /** Writes the file and flushes the stream without closing it. */
  public static void write(Vocabularies symbols, OutputStream out) throws IOException {
    if (symbols instanceof Vocabularies.TextVocabulary stream) {
      VocabularyFile.write(stream.vocabulary(), out);
    } else if (symbols instanceof Vocabularies.TableSchema table) {
      out.write(ExampleSchemaWriter.write(table.schema()));
    }
    out.flush();
  }

  /**
   * Reads the file.
   *
   * @param config the configuration of the model, which the file must match
   * @throws ModelFormatException if it does not match, or is damaged
   */
  public static Vocabularies read(ModelConfig config, ModelFiles files) throws IOException {
    if (config.preprocessing() instanceof Preprocessing.Tokens tokens) {
      String name = tokens.hasSubwords() ? TokenizerFile.NAME : VOCABULARY;
      Vocabulary vocabulary = readVocabulary(files, name, tokens);
      requireFit(config.shape(), tokens, vocabulary, files.where(name));
      return new Vocabularies.TextVocabulary(vocabulary);
    }
    Preprocessing.Table table = (Preprocessing.Table) config.preprocessing();
    ExampleSchema schema = schema(files);
    DataShape actual = shape(table, schema, files.where(SCHEMA));
    if (!actual.sameAs(config.shape())) {
      throw new ModelFormatException(
          files.where(SCHEMA), config.shape() + ", as config.json has it", actual);
    }
    return new Vocabularies.TableSchema(schema);
  }

  private static DataShape shape(Preprocessing.Table table, ExampleSchema schema, String where)
      throws ModelFormatException {
    try {
      return ExampleShape.of(table.columns(), table.target(), schema);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where, "inputs as config.json has them", e.getMessage());
    }
  }

  private static void requireFit(
      DataShape shape, Preprocessing.Tokens tokens, Vocabulary vocabulary, String where)
      throws ModelFormatException {
    if (!shape.inputs().equals(List.of(InputShape.ofTokens(vocabulary.size())))
        || vocabulary.boundary().isPresent() != tokens.hasBoundary()) {
      throw new ModelFormatException(
          where,
          shape.inputs()
              + " "
              + (tokens.hasBoundary() ? "with" : "without")
              + " document boundary, as config.json has it",
          vocabulary);
    }
    if (tokens instanceof Preprocessing.Audio
        && !vocabulary.equals(AudioVocabulary.of(tokens.hasBoundary()))) {
      throw new ModelFormatException(where, "the levels of samples of audio", vocabulary);
    }
  }

  private static Vocabulary readVocabulary(
      ModelFiles files, String name, Preprocessing.Tokens tokens) throws IOException {
    try (InputStream in = files.read(name)) {
      return tokens.hasSubwords()
          ? Vocabulary.of(readSubwords(files.where(name), in), tokens.hasBoundary())
          : readVocabulary(files.where(name), in);
    }
  }

  /**
   * Reads a {@code tokenizer.json} to the end of the stream.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if it is not one, or has a part that is not supported
   */
  public static SubwordModel readSubwords(String where, InputStream in) throws IOException {
    try {
      return TokenizerFileReader.read(in);
    } catch (TokenizerFormatException e) {
      throw new ModelFormatException(where, e.expected(), e.found());
    }
  }

  /**
   * Reads a vocabulary to the end of the stream.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if it is not a vocabulary
   */
  public static Vocabulary readVocabulary(String where, InputStream in) throws IOException {
    try {
      return VocabularyFile.read(in);
    } catch (VocabularyFormatException e) {
      throw new ModelFormatException(where, "one token per line", e.getMessage());
    }
  }

  private static ExampleSchema schema(ModelFiles files) throws IOException {
    try (InputStream in = new BufferedInputStream(files.read(SCHEMA))) {
      return ExampleSchemaReader.read(in);
    } catch (ExampleFormatException e) {
      throw new ModelFormatException(files.where(SCHEMA), "the schema of examples", e.getMessage());
    }
  }
}
