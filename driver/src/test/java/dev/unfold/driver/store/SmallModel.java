package dev.unfold.driver.store;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Models of a few dozen parameters, all of them the same number. */
public final class SmallModel {
  private SmallModel() {}

  /** Returns the model as the files of a version. */
  public static CommitWriter.Filler of(long value) {
    return files -> ModelFolder.write(files, read(value), Map.of(), Map.of());
  }

  /** Returns the model in memory. */
  public static Model read(long value) {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b"), false);
    NetworkSettings settings =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.GRU, 1, 2, false),
            2,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            OutputSettings.softmax());
    DataShape shape = DataShape.forText(vocabulary.size());
    float[] parameters = new float[Networks.of(settings, shape).parameters().length()];
    Networks.of(settings, shape)
        .parameters()
        .tensors()
        .forEach(
            tensor ->
                Arrays.fill(
                    parameters, tensor.offset(), tensor.offset() + tensor.size(), (float) value));
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT,
            settings,
            shape,
            new Preprocessing.Text(CorpusSettings.Unit.CHAR, CorpusSettings.Document.NONE));
    return new Model(config, new Vocabularies.TextVocabulary(vocabulary), parameters);
  }
}
