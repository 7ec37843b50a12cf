package dev.unfold.inference;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.TextModel;
import dev.unfold.worker.model.LocalModelFiles;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.ModelReader;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model that was read completely.
 *
 * @param where the path of its folder
 * @param model the model
 * @param network its network with the schema of what it reads and predicts
 * @param sequence the sequences of a table whose rows are steps
 * @param maxLength the number of tokens after which a generated sequence is cut off
 */
record LoadedModel(
    String where, Model model, ExampleNetwork network, SequenceSettings sequence, int maxLength) {
  /**
   * Reads the folder of a model after comparing its files with their checksums.
   *
   * @throws IOException if it is not one, or damaged, or of a model of audio
   */
  static LoadedModel read(Path folder) throws IOException {
    ModelReader reader = new ModelReader(LocalModelFiles.open(folder));
    Model model = reader.read();
    String where = folder.toString();
    Preprocessing preprocessing = model.config().preprocessing();
    if (preprocessing instanceof Preprocessing.Audio) {
      throw new ModelFormatException(
          ErrorKind.USAGE, where, "a model of text or tables", "one of audio; use unfold generate");
    }
    if (preprocessing instanceof Preprocessing.Stream) {
      ExampleNetwork network = TextEncoder.network(TextModel.of(where, model));
      return new LoadedModel(where, model, network, SequenceSettings.none(), 1);
    }
    TableModel table = TableModel.of(where, model);
    int maxLength = table.network().makesSequences() ? reader.longestTarget().orElse(0) + 1 : 1;
    return new LoadedModel(
        where, model, table.network(), table.preprocessing().sequence(), maxLength);
  }
}
