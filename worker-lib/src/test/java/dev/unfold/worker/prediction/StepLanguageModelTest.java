package dev.unfold.worker.prediction;

import static dev.unfold.worker.prediction.ExamplePredictionFixture.wild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.generation.fusion.LanguageModel;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepLanguageModelTest {
  private static final Vocabulary DECODED = Vocabulary.of(List.of("x", "y", "z"), true);
  private static final Vocabulary KNOWN = Vocabulary.of(List.of("z", "of", "x", "y"), true);

  private final Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);

  @AfterEach
  void close() {
    gemm.close();
  }

  /** The scores of whole sequences are computed by the predictor of examples. */
  @Test
  void scoresAreThoseOfTheWholeSequence() throws IOException {
    Model model = table(true, KNOWN);
    StepLanguageModel language = StepLanguageModel.of("m", model, DECODED);
    int[] sequence = {2, 2, 4, 3, 0, 2};
    List<Double> expected = scores(model, sequence);
    try (LanguageModel.Session session = language.open(gemm)) {
      LanguageModel.State state = session.start();
      for (int i = 0; i < sequence.length; i++) {
        assertThat((double) state.logProbabilities()[sequence[i]])
            .isCloseTo(expected.get(i), Offset.offset(1e-5));
        state = session.after(List.of(new LanguageModel.Extension(state, sequence[i]))).get(0);
      }
      assertThat((double) state.logProbabilities()[Vocabulary.BOUNDARY_ID])
          .isCloseTo(expected.get(sequence.length), Offset.offset(1e-5));
    }
  }

  /** Returns the log-probabilities of the tokens of a sequence and of its end. */
  private List<Double> scores(Model model, int[] sequence) throws IOException {
    int[] ids = new int[sequence.length + 2];
    ids[0] = Vocabulary.BOUNDARY_ID;
    ids[ids.length - 1] = Vocabulary.BOUNDARY_ID;
    for (int i = 0; i < sequence.length; i++) {
      ids[i + 1] = KNOWN.id(DECODED.token(sequence[i]));
    }
    ExampleNetwork network = TableModel.of("m", model).network();
    PredictionOptions options =
        new PredictionOptions(1, OutputOptions.ofScores(1), search(LanguageFusion.none(), 1));
    try (ExamplePredictor predictor =
        new ExamplePredictor(network, options, gemm, model.parameters())) {
      Example example =
          new Example(
              new FieldSequence.Ids(Arrays.copyOf(ids, ids.length - 1)),
              new FieldSequence.Ids(Arrays.copyOfRange(ids, 1, ids.length)));
      Prediction.Scores scores =
          (Prediction.Scores)
              predictor.predict(List.of(new NumberedExample(0, example)), () -> false).get(0);
      List<Double> logs = new ArrayList<>();
      scores.scores().forEach(score -> logs.add(score.logProbability()));
      scores.end().ifPresent(score -> logs.add(score.logProbability()));
      return logs;
    }
  }

  static List<ExampleNetwork> decoders() {
    return List.of(
        ExamplePredictionFixture.decoders().get(0),
        ExamplePredictionFixture.decoders().get(1),
        ExamplePredictionFixture.aligned());
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void aModelWithoutWeightChangesNothing(ExampleNetwork decoder) throws IOException {
    LanguageModel language = StepLanguageModel.of("m", table(true, KNOWN), DECODED);
    List<Example> examples = ExamplePredictionFixture.examples(decoder);
    assertThat(tokens(decoder, examples, new LanguageFusion(language, 0, 0)))
        .isEqualTo(tokens(decoder, examples, LanguageFusion.none()));
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void predictionsDoNotDependOnOtherExamples(ExampleNetwork decoder) throws IOException {
    LanguageModel language = StepLanguageModel.of("m", table(true, KNOWN), DECODED);
    LanguageFusion fusion = new LanguageFusion(language, 2, 1);
    List<Example> examples = ExamplePredictionFixture.examples(decoder);
    List<List<String>> together = tokens(decoder, examples, fusion);
    for (int i = 0; i < 6; i++) {
      assertThat(tokens(decoder, List.of(examples.get(i)), fusion))
          .containsExactly(together.get(i));
    }
    assertThat(together).isNotEqualTo(tokens(decoder, examples, LanguageFusion.none()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aModelOfTextKnowsAnEndIfLinesAreDocumentsOrEnd(boolean ends) throws IOException {
    CorpusSettings.Document document =
        ends ? CorpusSettings.Document.LINE : CorpusSettings.Document.NONE;
    Vocabulary words = Vocabulary.of(List.of("y", "x", "z"), ends);
    Model model = model(words, new Preprocessing.Text(CorpusSettings.Unit.WORD, document));
    StepLanguageModel language = StepLanguageModel.of("m", model, DECODED);
    try (LanguageModel.Session session = language.open(gemm)) {
      LanguageModel.State start = session.start();
      LanguageModel.State after =
          session.after(List.of(new LanguageModel.Extension(start, 2))).get(0);
      double sum = 0;
      for (float log : after.logProbabilities()) {
        sum += Math.exp(log);
      }
      assertThat(sum).isCloseTo(ends ? 1 : 2, Offset.offset(1e-5));
      assertThat(start.logProbabilities()).hasSize(5);
      assertThat(start.logProbabilities()[2] == 0).isEqualTo(!ends);
    }
  }

  @Test
  void missingTokensAndOtherModelsAreRefusedByName() {
    Vocabulary some = Vocabulary.of(List.of("y", "word"), true);
    assertRefused(
        table(true, some),
        "m: expected a language model that knows the 3 tokens of the model, which are its targets,"
            + " found one without 2 of them: x, z");
    assertRefused(
        model(ExamplePredictionFixture.networks().get(3)),
        "m: expected a language model, which predicts the next word or character from those before"
            + " it, found another model: its outputs depend on later steps (bidirectional or"
            + " looking ahead)");
    assertRefused(
        model(ExamplePredictionFixture.networks().get(4)),
        "m: expected a language model, which predicts the next word or character from those before"
            + " it, found another model: it does not predict the next step");
    SubwordModel bytes = BytePairLearner.learn(Map.of(), 256, 1);
    assertRefused(
        model(Vocabulary.of(bytes, true), new Preprocessing.Text(Unit.SUBWORD, Document.LINE)),
        "m: expected a language model, which predicts the next word or character from those before"
            + " it, found another model: it reads subwords");
  }

  private static void assertRefused(Model model, String message) {
    assertThatThrownBy(() -> StepLanguageModel.of("m", model, DECODED))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  private List<List<String>> tokens(
      ExampleNetwork decoder, List<Example> examples, LanguageFusion fusion) {
    PredictionOptions options =
        new PredictionOptions(48, new OutputOptions(0.5, false, 0), search(fusion, 3));
    try (ExamplePredictor predictor = new ExamplePredictor(decoder, options, gemm, wild(decoder))) {
      List<NumberedExample> numbered =
          examples.stream().map(example -> new NumberedExample(0, example)).toList();
      return predictor.predict(numbered, () -> false).stream()
          .map(prediction -> ((Prediction.Tokens) prediction).tokens())
          .toList();
    }
  }

  private static DecodingStrategy search(LanguageFusion fusion, int width) {
    return new DecodingStrategy.BeamSearchDecoding(7, new BeamSettings(width, 0, fusion));
  }

  private static Model table(boolean boundaries, Vocabulary vocabulary) {
    TargetSettings target =
        new TargetSettings(
            "",
            TargetSettings.Kind.NEXT,
            0,
            true,
            ScoringSettings.defaults(),
            1,
            false,
            0,
            boundaries);
    InputSettings input = new InputSettings("w", InputSettings.Kind.WORDS, 0, false, true, false);
    return model(
        vocabulary,
        new Preprocessing.Table(
            CorpusFormat.JSON, false, List.of(input), SequenceSettings.none(), target));
  }

  private static Model model(Vocabulary vocabulary, Preprocessing preprocessing) {
    FieldSchema tokens = new FieldSchema.Tokens(vocabulary);
    LayeredNetworkSettings network =
        ExamplePredictionFixture.settings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.GRU, 1, 8, false));
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT, network, DataShape.forText(vocabulary.size()), preprocessing);
    Vocabularies symbols =
        preprocessing instanceof Preprocessing.Text
            ? new Vocabularies.TextVocabulary(vocabulary)
            : new Vocabularies.TableSchema(
                new ExampleSchema(tokens, tokens, new FieldSchema.None()));
    Model shape = new Model(config, symbols, new float[0]);
    return new Model(config, symbols, wild(shape.network()));
  }

  private static Model model(ExampleNetwork network) {
    Preprocessing table =
        new Preprocessing.Table(
            CorpusFormat.JSON,
            false,
            network.inputs().columns(),
            SequenceSettings.none(),
            network.target());
    DataShape shape = ExampleShape.of(network.inputs(), network.target(), network.schema());
    return new Model(
        new ModelConfig(ModelConfig.CURRENT, network.settings(), shape, table),
        new Vocabularies.TableSchema(network.schema()),
        wild(network));
  }
}
