package dev.unfold.worker.generation.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
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
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of language models with random parameters. */
class TextGenerationTest {
  private static final List<String> TOKENS = List.of("a", "b", "c", "d", "\n");
  private static final ClassSampler SAMPLER = new ClassSampler(1, 0, 1, new CounterRandom(4));
  private static final int LENGTH = 60;

  private final Gemm gemm = GemmProvider.JAVA.open(Precision.F32);

  @AfterEach
  void close() {
    gemm.close();
  }

  static Stream<OutputSettings> outputs() {
    return Stream.of(
        OutputSettings.softmax(),
        new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(3), 2, false, false),
        new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 4, true, false));
  }

  private static TextModel model(OutputSettings output) {
    Vocabulary vocabulary = Vocabulary.of(TOKENS, true);
    NetworkSettings network =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.LSTM, 2, 8, false),
            8,
            0,
            new EncoderSettings(Pooling.LAST, 1, CharEncoderSettings.defaults()),
            DecoderSettings.defaults(),
            output);
    Preprocessing.Text preprocessing = new Preprocessing.Text(Unit.CHAR, Document.FILE);
    DataShape shape = DataShape.forText(vocabulary.size());
    ModelConfig config = new ModelConfig(ModelConfig.CURRENT, network, shape, preprocessing);
    float[] values = new float[Networks.of(network, shape).parameters().length()];
    CounterRandom random = new CounterRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.8 * random.gaussian(i));
    }
    Model model = new Model(config, new Vocabularies.TextVocabulary(vocabulary), values);
    return new TextModel(model, vocabulary, preprocessing);
  }

  private static TextRequest request(ClassSampler sampler, TextRules rules) {
    return new TextRequest("ab", LENGTH, sampler, rules);
  }

  private String written(TextModel model, TextRequest request) throws IOException {
    StringBuilder text = new StringBuilder();
    model.write(gemm, request, text::append);
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void eachOfSeveralTextsIsThatOfItsStreamOfRandomNumbers(OutputSettings output)
      throws IOException {
    TextModel model = model(output);
    List<GeneratedText> texts = generated(model, TextRules.none(), 5);

    assertThat(texts).extracting(GeneratedText::text).doesNotHaveDuplicates();
    for (int i = 0; i < texts.size(); i++) {
      ClassSampler sampler = i == 0 ? SAMPLER : SAMPLER.withStream(i);
      assertThat(texts.get(i).text()).isEqualTo(written(model, request(sampler, TextRules.none())));
    }
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void theProbabilityIsThatOfTheLoss(OutputSettings output) throws IOException {
    TextModel model = model(output);
    TextRules rules =
        new TextRules(List.of("\n"), List.of("d", Vocabulary.BOUNDARY), false, 3, 1.5);
    for (GeneratedText text : generated(model, rules, 4)) {
      String tokens = text.text() + (text.ended() ? "\n" : "");
      assertThat(text.tokens()).isEqualTo(tokens.length() - 2);
      assertThat(text.logProbability()).isCloseTo(-loss(model, tokens), offset(1e-4));
    }
  }

  /** Returns the loss of a text after its first two characters. */
  private double loss(TextModel model, String text) throws IOException {
    int[] ids = new TextCodec(model.vocabulary(), Unit.CHAR, Document.FILE).prefix(text);
    Chunk chunk = new Chunk(ids.length - 1, 1);
    for (int t = 0; t < ids.length - 1; t++) {
      chunk.inputs()[t] = ids[t];
      chunk.resets()[t] = t == 0;
      chunk.targets()[t] = t < 2 ? Chunk.NO_TARGET : ids[t + 1];
    }
    chunk.filled(ids.length - 1);
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(model.model().parameters().length);
      parameters.set(model.model().parameters());
      ForwardPass forward =
          model
              .model()
              .network()
              .open(new PassMemory(gemm, workspace, parameters, ids.length - 1, 1));
      forward.parametersChanged();
      return forward.loss(chunk);
    }
  }

  @Test
  void aTextEndsBeforeAStopButNotTooEarly() throws IOException {
    TextModel model = model(OutputSettings.softmax());
    List<String> stops = List.of("c", "\n");
    List<String> boundary = List.of(Vocabulary.BOUNDARY);
    TextRules rules = new TextRules(stops, boundary, false, 0, 1);
    List<GeneratedText> texts = generated(model, rules, 50);
    assertThat(texts)
        .allMatch(GeneratedText::ended)
        .allSatisfy(text -> assertThat(text.text()).doesNotContain("c", "\n"))
        .allMatch(text -> text.tokens() == text.text().length() - 2 + 1)
        .anyMatch(text -> text.tokens() == 1);
    assertThat(written(model, request(SAMPLER, rules))).isEqualTo(texts.get(0).text());

    TextRules later = new TextRules(stops, boundary, false, 20, 1);
    assertThat(generated(model, later, 50))
        .allMatch(text -> text.tokens() > 20)
        .anyMatch(text -> text.tokens() == 21);
  }

  @Test
  void forbiddenTokensAreNeverDrawn() throws IOException {
    TextModel model = model(OutputSettings.softmax());
    String all = String.join("", texts(model, TextRules.none()));
    assertThat(all).contains("a", "b", "c", "d", "\n").doesNotContain(Vocabulary.UNKNOWN);

    TextRules rules = new TextRules(List.of(), List.of("c", Vocabulary.BOUNDARY), true, 0, 1);
    assertThat(String.join("", texts(model, rules)))
        .contains("a", "b", "d", Vocabulary.UNKNOWN)
        .doesNotContain("c");
    assertThat(rules.missingIn(model.vocabulary())).isEmpty();
    assertThat(new TextRules(List.of("ab"), List.of(), true, 0, 1).missingIn(model.vocabulary()))
        .contains("ab");
    assertThat(new TextRules(List.of(), TOKENS, false, 0, 1).allowAny(model.vocabulary())).isTrue();
    List<String> every = Stream.concat(TOKENS.stream(), Stream.of(Vocabulary.BOUNDARY)).toList();
    assertThat(new TextRules(List.of(), every, false, 0, 1).allowAny(model.vocabulary())).isFalse();
  }

  @Test
  void aStopThatIsNeverDrawnIsFound() {
    Vocabulary vocabulary = Vocabulary.of(TOKENS, true);
    List<String> unknown = List.of("a", Vocabulary.UNKNOWN);
    assertThat(new TextRules(unknown, List.of(), false, 0, 1).stopNeverDrawnIn(vocabulary))
        .contains(Vocabulary.UNKNOWN);
    assertThat(new TextRules(unknown, List.of(), true, 0, 1).stopNeverDrawnIn(vocabulary))
        .isEmpty();
    assertThat(
            new TextRules(List.of("a", "b"), List.of("b"), true, 0, 1).stopNeverDrawnIn(vocabulary))
        .contains("b");
  }

  private List<String> texts(TextModel model, TextRules rules) throws IOException {
    return generated(model, rules, 10).stream().map(GeneratedText::text).toList();
  }

  private List<GeneratedText> generated(TextModel model, TextRules rules, int count)
      throws IOException {
    List<GeneratedText> texts = new ArrayList<>();
    model.generate(gemm, request(SAMPLER, rules), count, texts::addAll);
    return texts;
  }

  @Test
  void textsComeInGroupsAndDoNotDependOnTheirNumber() throws IOException {
    TextModel model = model(OutputSettings.softmax());
    List<Integer> groups = new ArrayList<>();
    TextRequest request = request(SAMPLER, TextRules.none());
    model.generate(gemm, request, 50, group -> groups.add(group.size()));
    assertThat(groups).containsExactly(24, 24, 2);
    List<GeneratedText> fifty = generated(model, TextRules.none(), 50);
    assertThat(generated(model, TextRules.none(), 30)).isEqualTo(fifty.subList(0, 30));
    assertThat(generated(model, TextRules.none(), 2)).isEqualTo(fifty.subList(0, 2));
    assertThat(fifty).extracting(GeneratedText::text).doesNotHaveDuplicates();
  }

  /** Follows the definition of the penalty, token by token. */
  @Test
  void tokensThatTheTextHasBecomeLessProbable() {
    TextModel model = model(OutputSettings.softmax());
    double penalty = 1.7;
    TokenRules rules = new TextRules(List.of(), List.of(), true, 0, penalty).in(model.vocabulary());
    List<Integer> tokens = new ArrayList<>(List.of(2, 3));
    try (TextGenerator generator =
        new TextGenerator(
            model.model().network(), gemm, model.model().parameters(), model.vocabulary(), 1)) {
      generator.generate(
          new int[] {2, 3},
          LENGTH,
          List.of(ClassSampler.greedy()),
          rules,
          (text, token, logits) -> {
            float[] punished = logits.clone();
            for (int v : tokens.stream().distinct().toList()) {
              punished[v] *= (float) (logits[v] > 0 ? 1 / penalty : penalty);
            }
            assertThat(token).isEqualTo(Categorical.mode(punished));
            tokens.add(token);
          });
    }
    assertThat(tokens).hasSize(LENGTH + 2);
  }

  @Test
  void theNucleusHasTheFewestMostProbableClasses() {
    float[] logits = new float[5];
    List<Double> probabilities = List.of(0.05, 0.4, 0.1, 0.3, 0.15);
    for (int v = 0; v < logits.length; v++) {
      logits[v] = (float) Math.log(probabilities.get(v));
    }
    assertThat(drawn(logits, 1, 0, 0.39)).containsOnly(1);
    assertThat(drawn(logits, 1, 0, 0.41)).containsOnly(1, 3);
    assertThat(drawn(logits, 1, 0, 0.71)).containsOnly(1, 3, 4);
    assertThat(drawn(logits, 1, 0, 1)).containsOnly(0, 1, 2, 3, 4);
    assertThat(drawn(logits, 1, 2, 0.58)).as("of the two most probable").containsOnly(1, 3);
    assertThat(drawn(logits, 1, 2, 0.57)).as("of the two most probable").containsOnly(1);
    assertThat(drawn(logits, 0.1, 0, 0.9)).as("at a low temperature").containsOnly(1);
    long share = drawn(logits, 1, 0, 0.6).filter(v -> v == 1).count();
    assertThat(share / 2000.0).isCloseTo(4 / 7.0, offset(0.03));
  }

  private static IntStream drawn(float[] logits, double temperature, int topK, double topP) {
    ClassSampler sampler = new ClassSampler(temperature, topK, topP, new CounterRandom(1));
    return IntStream.range(0, 2000).map(i -> sampler.draw(logits, i));
  }
}
