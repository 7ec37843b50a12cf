package dev.unfold.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.inference.ModelException;
import dev.unfold.inference.Sampling;
import dev.unfold.inference.Score;
import dev.unfold.inference.SequenceScore;
import dev.unfold.inference.State;
import dev.unfold.inference.Step;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.generation.text.TextRequest;
import dev.unfold.worker.generation.text.TextRules;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.sequence.subword.UnigramLearner;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.TokenizerSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Language models of text in plain Java, compared with those of the commands. */
class PlainJavaTextTest {
  private static final String TEXT = "abba\nba";
  private static final NetworkSettings NETWORK =
      new LayeredNetworkSettings(
          LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
          RecurrentSettings.stack(CellKind.GRU, 1, 10, false),
          6,
          0,
          new EncoderSettings(Pooling.LAST, 1, CharEncoderSettings.defaults()),
          DecoderSettings.defaults(),
          OutputSettings.softmax());

  @TempDir private Path directory;

  private Model write(Document document) throws IOException {
    boolean boundary = document != Document.NONE;
    return write(Unit.CHAR, document, Vocabulary.of(List.of("a", "b", "\n"), boundary));
  }

  private Model write(Unit unit, Document document, Vocabulary vocabulary) throws IOException {
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT,
            NETWORK,
            DataShape.forText(vocabulary.size()),
            new Preprocessing.Text(unit, document));
    float[] values = new float[Networks.of(NETWORK, config.shape()).parameters().length()];
    CounterRandom random = new CounterRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.gaussian(i));
    }
    Model model = new Model(config, new Vocabularies.TextVocabulary(vocabulary), values);
    new CommitTransaction(
            CommitFolder.open(directory.toString(), new Configuration()),
            "model",
            files -> ModelFolder.write(files, model, Map.of(), Map.of()))
        .run();
    return model;
  }

  private dev.unfold.inference.Model load() {
    return dev.unfold.inference.Model.load(directory.resolve("model"));
  }

  @ParameterizedTest
  @EnumSource(Document.class)
  void textIsGeneratedAndScored(Document document) throws IOException {
    Model written = write(document);
    try (dev.unfold.inference.Model model = load()) {
      assertThat(model.generate("ab", 50, new Sampling(0.8, 2, 0.9, 7)))
          .isEqualTo(generated(written));
      SequenceScore whole = model.score(TEXT);
      assertThat(stepped(model)).isEqualTo(whole.steps()).hasSize(TEXT.length());
      assertThat(Math.exp(whole.steps().get(0).logProbability()))
          .isCloseTo(probability(whole.steps().get(0), "a"), within(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(TokenizerSettings.Kind.class)
  void subwordsAreGeneratedAndScored(TokenizerSettings.Kind kind) throws IOException {
    Map<String, Long> words = Map.of("abba", 3L, "ba", 2L);
    SubwordModel subwords =
        kind == TokenizerSettings.Kind.BPE
            ? BytePairLearner.learn(words, 258, 1)
            : UnigramLearner.learn(words, 258, 1);
    Vocabulary vocabulary = Vocabulary.of(subwords, false);
    Model written = write(Unit.SUBWORD, Document.NONE, vocabulary);
    assertThat(directory.resolve("model")).isDirectoryContaining("glob:**/tokenizer.json");
    try (dev.unfold.inference.Model model = load()) {
      assertThat(model.generate("ab", 50, new Sampling(0.8, 2, 1, 7)))
          .isEqualTo(generated(written));
      int cut = subwords.cut("abba").length + 1 + subwords.cut("ba").length;
      assertThat(model.score(TEXT).steps()).hasSize(cut);
      State state = model.initialState();
      Step first = model.step(state, Map.of("token", "\n"));
      assertThat(first.score()).isPresent();
      assertThatThrownBy(() -> model.step(state, Map.of("token", "a b")))
          .hasMessageStartingWith("the event: expected one token of the model as text");
    }
  }

  private static float probability(Score score, String token) {
    return score.candidates().stream()
        .filter(candidate -> candidate.label().equals(token))
        .findFirst()
        .orElseThrow()
        .probability();
  }

  private static String generated(Model written) throws IOException {
    StringBuilder text = new StringBuilder();
    CounterRandom random = new CounterRandom(7).derive(RandomSubstreams.SAMPLING);
    try (Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      ClassSampler sampler = new ClassSampler(0.8, 2, 0.9, random);
      TextRequest request = new TextRequest("ab", 50, sampler, TextRules.none());
      TextModel.of("model", written).write(gemm, request, text::append);
    }
    return text.toString();
  }

  private static List<Score> stepped(dev.unfold.inference.Model model) {
    List<Score> scores = new ArrayList<>();
    State state = model.initialState();
    for (int i = 0; i < TEXT.length(); i++) {
      Step step = model.step(state, Map.of("token", TEXT.substring(i, i + 1)));
      step.score().ifPresent(scores::add);
      state = model.restore(step.state().toBytes());
    }
    return scores;
  }

  @Test
  void requestsThatDoNotSuitTheModelAreExplained() throws IOException {
    write(Document.LINE);
    try (dev.unfold.inference.Model model = load()) {
      assertThatThrownBy(() -> model.predict(Map.of("token", "a")))
          .isInstanceOf(ModelException.class)
          .hasMessage(
              "expected a model over tables, found one of text; use score(text) or generate");
      assertThatThrownBy(() -> model.step(model.initialState(), Map.of("token", "ab")))
          .hasMessageStartingWith("the event: expected one token of the model as text");
      assertThatThrownBy(() -> model.generate("", 0, Sampling.withSeed(1)))
          .hasMessage("expected a length of at least 1, found 0");
    }
  }

  @Test
  void foldersThatAreNoModelsOrDamagedAreRefused() throws IOException {
    write(Document.NONE);
    Path folder = directory.resolve("model");
    byte[] weights = Files.readAllBytes(folder.resolve("model.safetensors"));
    weights[weights.length - 1] ^= 1;
    Files.delete(folder.resolve("model.safetensors"));
    Files.write(folder.resolve("model.safetensors"), weights);
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
        .hasMessageContaining("cannot be used: model.safetensors has SHA-256");
    assertThatThrownBy(() -> dev.unfold.inference.Model.load(directory.resolve("none")))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessageEndingWith("none cannot be used: it does not exist or is empty");
    assertThatThrownBy(() -> dev.unfold.inference.Model.load(directory))
        .hasMessageContaining("it has no manifest.sha256");
  }
}
