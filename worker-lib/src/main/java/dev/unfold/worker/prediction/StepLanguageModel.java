package dev.unfold.worker.prediction;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.fusion.LanguageModel;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model of the next word or character, of a text or a table, as the language model of a decoder
 * with the same tokens.
 *
 * @param network its network
 * @param parameters its parameters, in the layout of the network
 * @param ids [V]: its id of each token of the decoder; -1 for an end that it does not know
 * @param begin the id that it reads before the first token; -1 if there is none, so that it does
 *     not know how probable the first token is
 */
public record StepLanguageModel(ExampleNetwork network, float[] parameters, int[] ids, int begin)
    implements LanguageModel {
  private static final int UNKNOWN_TO_IT = -1;

  /**
   * Returns a model as the language model of a decoder.
   *
   * @param where the path of its folder, for messages
   * @param decoded the vocabulary of the decoder, which has a boundary
   * @throws ModelFormatException if it does not predict the next token of a sequence from those
   *     before it alone, or does not know a token of the decoder
   */
  public static StepLanguageModel of(String where, Model model, Vocabulary decoded)
      throws IOException {
    ExampleNetwork network;
    int begin;
    if (model.config().preprocessing() instanceof Preprocessing.Text) {
      TextModel text = TextModel.of(where, model);
      network = ExampleNetwork.ofText(text);
      begin = text.codec().start().orElse(UNKNOWN_TO_IT);
    } else {
      network = TableModel.of(where, model).network();
      begin = network.boundary().orElse(UNKNOWN_TO_IT);
    }
    Vocabulary known = requireTokens(where, network);
    return new StepLanguageModel(
        network, model.parameters(), ids(where, known, decoded, begin), begin);
  }

  private static Vocabulary requireTokens(String where, ExampleNetwork network)
      throws ModelFormatException {
    Optional<String> obstacle = StepPredictor.obstacle(network).or(() -> otherObstacle(network));
    if (obstacle.isPresent()) {
      throw new ModelFormatException(
          ErrorKind.USAGE,
          where,
          "a language model, which predicts the next word or character from those before it",
          "another model: " + obstacle.get());
    }
    return ((FieldSchema.Tokens) network.schema().input()).vocabulary();
  }

  private static Optional<String> otherObstacle(ExampleNetwork network) {
    if (!network.predictsNextClass()) {
      return Optional.of("it does not predict the next step");
    }
    if (!(network.schema().input() instanceof FieldSchema.Tokens)) {
      return Optional.of("it reads other columns, too");
    }
    if (network.schema().input() instanceof FieldSchema.Tokens tokens
        && tokens.vocabulary().subwords().isPresent()) {
      return Optional.of("it reads subwords");
    }
    return network.schema().characters().size() > 0
        ? Optional.of("it reads the characters of words")
        : Optional.empty();
  }

  private static int[] ids(String where, Vocabulary known, Vocabulary decoded, int begin)
      throws ModelFormatException {
    int end = decoded.boundary().orElseThrow();
    List<String> missing =
        IntStream.range(0, decoded.size())
            .filter(id -> id != end && id != Vocabulary.UNKNOWN_ID)
            .mapToObj(decoded::token)
            .filter(token -> known.id(token) == Vocabulary.UNKNOWN_ID)
            .toList();
    if (!missing.isEmpty()) {
      throw new ModelFormatException(
          ErrorKind.USAGE,
          where,
          "a language model that knows the "
              + (decoded.size() - 2)
              + " tokens of the model, which are its targets",
          "one without "
              + missing.size()
              + " of them: "
              + Excerpt.of(missing.stream().collect(Collectors.joining(", "))));
    }
    return IntStream.range(0, decoded.size())
        .map(id -> id == end ? begin : known.id(decoded.token(id)))
        .toArray();
  }

  @Override
  public LanguageModel.Session open(Gemm gemm) {
    OutputOptions options = new OutputOptions(0, false, 0);
    return new OpenModel(StepPredictor.sharing(network, options, gemm, parameters));
  }

  /** The model while one thread reads it. */
  private final class OpenModel implements LanguageModel.Session {
    private final StepPredictor predictor;

    OpenModel(StepPredictor predictor) {
      this.predictor = predictor;
    }

    @Override
    public State start() {
      return begin == UNKNOWN_TO_IT
          ? new State(0, new float[0], new float[ids.length])
          : state(
              0, predictor.advance(List.of(new StepInput(step(begin), true, new float[0]))).get(0));
    }

    @Override
    public List<State> after(List<Extension> extensions) {
      List<State> states = new ArrayList<>();
      for (int from = 0; from < extensions.size(); from += predictor.lanes()) {
        List<Extension> group =
            extensions.subList(from, Math.min(from + predictor.lanes(), extensions.size()));
        List<StepOutput> outputs = predictor.advance(group.stream().map(this::input).toList());
        for (int i = 0; i < group.size(); i++) {
          states.add(state(group.get(i).before().length() + 1, outputs.get(i)));
        }
      }
      return states;
    }

    private StepInput input(Extension extension) {
      State before = extension.before();
      boolean first = before.length() == 0 && begin == UNKNOWN_TO_IT;
      return new StepInput(step(ids[extension.token()]), first, before.carry());
    }

    private Example step(int id) {
      return new Example(new FieldSequence.Ids(new int[] {id}), new FieldSequence.Ids(new int[0]));
    }

    private State state(int length, StepOutput output) {
      float[] logits = output.output();
      double normalizer = Categorical.logNormalizer(logits);
      float[] logProbabilities = new float[ids.length];
      for (int token = 0; token < ids.length; token++) {
        int id = ids[token];
        logProbabilities[token] = id == UNKNOWN_TO_IT ? 0 : (float) (logits[id] - normalizer);
      }
      return new State(length, output.carry(), logProbabilities);
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}
