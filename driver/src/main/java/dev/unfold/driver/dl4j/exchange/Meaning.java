package dev.unfold.driver.dl4j.exchange;

import dev.unfold.driver.dl4j.file.Dl4jFile;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.Symbols;
import dev.unfold.driver.model.SymbolsFile;
import dev.unfold.driver.storage.SingleFile;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelConfigFile;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.settings.CorpusSettings.Document;
import dev.unfold.worker.settings.CorpusSettings.Unit;
import dev.unfold.worker.settings.NetworkSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What the ids and numbers of a network that DL4J saved mean; DL4J itself does not know.
 *
 * @param preprocessing how a corpus becomes them
 * @param symbols the tokens, or the fields of a table
 * @param exported the network as Unfold knew it, if it comes from there
 */
public record Meaning(
    Preprocessing preprocessing, Symbols symbols, Optional<NetworkSettings> exported) {
  /**
   * What {@code unfold export} left in a zip.
   *
   * @throws ModelFormatException if there is nothing, or it is damaged
   */
  static Meaning of(Dl4jFile file) throws IOException {
    SymbolsFile.Place place = new Extras(file);
    ModelConfig config;
    try (InputStream in = place.read(Dl4jExport.CONFIG)) {
      config = ModelConfigFile.read(place.where(Dl4jExport.CONFIG), in);
    }
    return new Meaning(
        config.preprocessing(), SymbolsFile.read(config, place), Optional.of(config.network()));
  }

  /**
   * That of the tokens of a text. Tokens are characters where each is a single one, else words;
   * where there is a boundary between documents, each line is one.
   *
   * @param path of the vocabulary, a token a line, as {@code vocabulary.txt} of a model
   */
  public static Meaning ofVocabulary(String path, Configuration configuration) throws IOException {
    SingleFile file = SingleFile.open(path, configuration);
    Vocabulary vocabulary;
    try (InputStream in = file.stream()) {
      vocabulary = SymbolsFile.readVocabulary(file.path(), in);
    }
    boolean boundary = vocabulary.boundary().isPresent();
    return new Meaning(
        new Preprocessing.Stream(unit(vocabulary), boundary ? Document.LINE : Document.NONE),
        new Symbols.OfStream(vocabulary),
        Optional.empty());
  }

  private static Unit unit(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      boolean ofAnyText = id == Vocabulary.UNKNOWN_ID || token.equals(Vocabulary.BOUNDARY);
      if (!ofAnyText && token.codePointCount(0, token.length()) > 1) {
        return Unit.WORD;
      }
    }
    return Unit.CHAR;
  }

  /** The same as to another model. */
  public static Meaning like(ModelFolder folder) throws IOException {
    Model model = folder.read();
    return new Meaning(model.config().preprocessing(), model.symbols(), Optional.empty());
  }

  /** What a network reads and predicts then. */
  DataShape shape() {
    if (symbols instanceof Symbols.OfTable table
        && preprocessing instanceof Preprocessing.Table rows) {
      return ExampleShape.of(rows.input(), rows.target(), table.form());
    }
    return DataShape.ofStream(((Symbols.OfStream) symbols).vocabulary().size());
  }

  /** The entries of a zip. */
  private record Extras(Dl4jFile file) implements SymbolsFile.Place {
    @Override
    public InputStream read(String name) throws IOException {
      byte[] entry = file.extras().get(name);
      if (entry == null) {
        throw new ModelFormatException(
            file.path(),
            "an entry that says what its ids and numbers mean, as unfold export writes it, or"
                + " --vocabulary or --like",
            "none");
      }
      return new ByteArrayInputStream(entry);
    }

    @Override
    public String where(String name) {
      return file.path() + "!" + name;
    }
  }
}
