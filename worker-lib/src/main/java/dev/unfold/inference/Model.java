package dev.unfold.inference;

import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.stream.StreamEvent;
import dev.unfold.worker.prediction.stream.StreamPredictor;
import dev.unfold.worker.prediction.stream.StreamState;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A trained model, which predicts, scores and generates without Spark. It is immutable, and any
 * number of threads may use it; all errors are {@link ModelException}s.
 *
 * <p>Results have the bits of {@code unfold predict} and {@code unfold score} on the same
 * processor, if {@code OMP_NUM_THREADS=1} is in the environment; otherwise matrix products are
 * computed in Java, which is slower and rounds otherwise.
 */
public final class Model implements AutoCloseable {
  private static final int CANDIDATES = 10;

  private final LoadedModel loaded;
  private final ModelEncoders encoders;
  private final ClassNames names;
  private final KernelChoice choice;
  private final GemmProvider kernels;
  private final Pool<OpenPredictor> predictors;
  private final Pool<OpenPredictor> scorers;
  private final Pool<StepPredictor> steppers;
  private volatile String hash;

  private Model(LoadedModel loaded, KernelChoice choice) throws IOException {
    this.loaded = loaded;
    this.choice = choice;
    kernels = choice.await();
    encoders = ModelEncoders.of(loaded);
    names = new ClassNames(loaded.network().schema().target().names());
    OutputOptions outputs =
        loaded.reported(new OutputOptions(OutputOptions.DEFAULT_THRESHOLD, true, CANDIDATES));
    predictors = predictors(outputs);
    scorers = predictors(OutputOptions.ofScores(CANDIDATES));
    steppers =
        new Pool<>(
            () ->
                new StepPredictor(
                    loaded.network(), outputs, openKernels(), loaded.model().parameters()),
            StepPredictor::close);
  }

  /**
   * Loads a model.
   *
   * @param folder the folder of the model, such as {@code RUN/model}; its files are compared with
   *     their checksums
   * @throws ModelException if it is not one, or damaged
   */
  public static Model load(Path folder) {
    return ModelException.replacing(
        () -> {
          KernelChoice kernels = KernelChoice.begin();
          LoadedModel loaded = LoadedModel.read(folder);
          return new Model(loaded, kernels);
        });
  }

  /**
   * Returns this model with a beam search for its sequences, which are otherwise decoded greedily.
   * It is closed separately.
   *
   * @throws ModelException if it does not generate sequences
   */
  public Model searching(Search search) {
    return with(() -> loaded.searching(search, LanguageFusion.none()));
  }

  /**
   * Returns this model with a beam search that adds the score of a language model.
   *
   * @throws ModelException if it does not generate sequences, or the language model does not know
   *     all tokens of its targets
   */
  public Model searching(Search search, Model languageModel) {
    return with(() -> loaded.searching(search, loaded.fusion(search, languageModel.loaded)));
  }

  /**
   * Returns this model with sequences that are drawn: the rows of a call have random numbers of
   * their own, by their places. It is closed separately.
   *
   * @throws ModelException if it does not generate sequences token by token
   */
  public Model sampling(Sampling sampling) {
    return with(() -> loaded.sampling(sampling));
  }

  /**
   * Returns this model with rules for its sequences, however they are decoded. It is closed
   * separately.
   *
   * @throws ModelException if it does not generate sequences, or they cannot follow the rules
   */
  public Model withRules(SequenceRules rules) {
    return with(() -> loaded.withRules(rules));
  }

  private Model with(ModelException.Call<LoadedModel> other) {
    return ModelException.replacing(() -> new Model(other.run(), choice));
  }

  private Pool<OpenPredictor> predictors(OutputOptions outputs) {
    PredictionOptions options =
        new PredictionOptions(PredictionOptions.FEW_LANES, outputs, loaded.decoding());
    return new Pool<>(() -> OpenPredictor.of(loaded, options, openKernels()), OpenPredictor::close);
  }

  private Gemm openKernels() {
    return kernels.open(Precision.F32);
  }

  /** Returns the names of the columns that the model reads; {@code token} of a model of text. */
  public List<String> inputs() {
    return loaded.network().inputs().names();
  }

  /** Returns the SHA-256 of the parameters, as {@code unfold inspect} prints it. */
  public String hash() {
    // Not computed before, since hashing is slow in a JVM that has just started.
    if (hash == null) {
      hash = loaded.model().sha256();
    }
    return hash;
  }

  /** Returns the library of matrix products, as {@code ONEDNN}. */
  public String kernels() {
    return kernels.toString();
  }

  /**
   * Returns the prediction for a row of a table whose rows are examples.
   *
   * @param row the values by their columns: texts, numbers, booleans, and lists or arrays of them;
   *     other columns are ignored
   */
  public Prediction predict(Map<String, ?> row) {
    return predictAll(List.of(row)).get(0);
  }

  /** Returns the predictions for several rows, which together take less time. */
  public List<Prediction> predictAll(List<? extends Map<String, ?>> rows) {
    return ModelException.replacing(
        () -> {
          List<NumberedExample> examples = encoders.rows(rows, loaded.replaceUnknown());
          return predictors.use(open -> open.predict(examples)).stream().map(this::of).toList();
        });
  }

  /**
   * Returns the prediction for a sequence of a table whose rows are steps.
   *
   * @param steps the rows of the sequence, in their order
   */
  public Prediction predictSequence(List<? extends Map<String, ?>> steps) {
    return ModelException.replacing(
        () -> of(prediction(predictors, encoders.table().sequence(steps))));
  }

  private Prediction of(dev.unfold.worker.prediction.Prediction prediction) {
    boolean boundary = loaded.network().target().boundaries();
    return new Prediction(boundary ? prediction.afterFirst() : prediction, names);
  }

  private static dev.unfold.worker.prediction.Prediction prediction(
      Pool<OpenPredictor> pool, Example example) {
    List<NumberedExample> examples = List.of(new NumberedExample(0, example));
    return pool.use(predictor -> predictor.predict(examples)).get(0);
  }

  /** Returns how probable the steps of a row were, for a model of the next word or category. */
  public SequenceScore score(Map<String, ?> row) {
    return ModelException.replacing(() -> score(encoders.table().row("the row", row)));
  }

  /** Returns how probable the rows of a sequence were; the rows of the table are steps. */
  public SequenceScore scoreSequence(List<? extends Map<String, ?>> steps) {
    return ModelException.replacing(() -> score(encoders.table().sequence(steps)));
  }

  private SequenceScore score(Example example) {
    loaded.requireScores();
    dev.unfold.worker.prediction.Prediction.Scores scores =
        (dev.unfold.worker.prediction.Prediction.Scores) prediction(scorers, example);
    return new SequenceScore(
        scores.scores().stream().map(names::score).toList(), scores.end().map(names::score));
  }

  /** Returns how probable the tokens of a text were, for a language model of text. */
  public SequenceScore score(String text) {
    return ModelException.replacing(
        () -> {
          List<StreamEvent> events = encoders.text().events(text);
          return steppers.use(predictor -> streams().score(predictor, hash(), events));
        });
  }

  /**
   * Generates text with a language model of text.
   *
   * @param prefix the text that the model reads first
   * @param length the number of tokens to generate
   * @return the prefix and the generated text
   */
  public String generate(String prefix, int length, Sampling sampling) {
    ModelException.require(length >= 1, "a length of at least 1", length);
    return ModelException.replacing(
        () -> {
          try (Gemm gemm = openKernels()) {
            return loaded.generate(gemm, prefix, length, sampling);
          }
        });
  }

  /**
   * Returns the state of a stream before its first event.
   *
   * @throws ModelException if the outputs of the network depend on later steps
   */
  public State initialState() {
    loaded.requireStreams();
    return new State(StreamState.initial(hash()));
  }

  /**
   * Reads the bytes of a state.
   *
   * @throws ModelException if they are damaged, or the state is one of another model
   */
  public State restore(byte[] bytes) {
    State state = new State(ModelException.replacing(() -> StreamState.of(bytes)));
    loaded.requireOwn(state, hash());
    return state;
  }

  /**
   * Reads the next event of a stream, in a time that does not depend on the events before.
   *
   * @param state the state of the stream, which stays as it is
   * @param event the values of one step by their columns; those of a model of text are {@code
   *     token} and the text of the token
   */
  public Step step(State state, Map<String, ?> event) {
    return advance(List.of(state), List.of(event)).get(0);
  }

  /** Reads the next events of several streams, one of each, which together takes less time. */
  public List<Step> advance(List<State> states, List<? extends Map<String, ?>> events) {
    ModelException.require(
        states.size() == events.size(), "an event for each state", events.size() + " events");
    return ModelException.replacing(
        () -> {
          List<StreamState> before = new ArrayList<>();
          List<StreamEvent> encoded = new ArrayList<>();
          for (int i = 0; i < states.size(); i++) {
            loaded.requireOwn(states.get(i), hash());
            String place = states.size() == 1 ? "the event" : "event " + (i + 1);
            before.add(states.get(i).content());
            encoded.add(encoders.events().event(place, events.get(i), before.get(i)));
          }
          return steppers.use(predictor -> streams().advance(predictor, before, encoded));
        });
  }

  private Streams streams() {
    return new Streams(
        names, new StreamPredictor(loaded.network().predictsNextClass(), CANDIDATES));
  }

  /** Releases the memory of the model; calls that other threads have begun are finished. */
  @Override
  public void close() {
    predictors.close();
    scorers.close();
    steppers.close();
    choice.finish();
  }
}
