package dev.unfold.worker.network.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.pooling.BidirectionalFinalStates;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that words read together have the same results as words read separately. */
class CharEmbeddingTest {
  private static final int STEPS = 3;
  private static final int BATCH = 4;
  private static final int POSITIONS = STEPS * BATCH;
  private static final int HIDDEN = 3;
  private static final int MAX_CHARACTERS = 5;
  private static final int ALPHABET = 26;
  private static final int VOCABULARY = 4;
  private static final int WORD_WIDTH = 2;
  private static final String[] SOME = words("a b ab - ab abc - - b ab -");
  private static final String[] DISTINCT =
      words("abcde bcdea cdeab deabc eabcd abced bceda cdaeb dbeac ecabd aabbc ccbba");

  static List<Arguments> cellsAndWords() {
    List<Arguments> cases = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      cases.add(Arguments.of(cell, SOME));
      cases.add(Arguments.of(cell, DISTINCT));
      cases.add(Arguments.of(cell, words("- - - - - - - - - - - -")));
      cases.add(Arguments.of(cell, words("ab ab ab ab ab ab ab ab ab ab ab ab")));
      cases.add(Arguments.of(cell, words("a")));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cellsAndWords")
  void equalsReadingEveryPosition(CellKind cell, String[] words) {
    try (OpenEmbedding embedding = new OpenEmbedding(GemmProvider.JAVA, cell)) {
      embedding.run(chunk(DISTINCT));
      Chunk chunk = chunk(words);
      embedding.run(chunk);
      Matrix plain = embedding.plainOutputs(chunk);
      int rows = chunk.steps() * BATCH;
      assertThat(embedding.forward.output().matrix().rows(0, rows).toArray())
          .containsExactly(plain.rows(0, rows).toArray(), Offset.offset(1e-6f));
      assertThat(embedding.gradient.toArray())
          .containsExactly(embedding.plainGradient(chunk), Offset.offset(1e-5f));
    }
  }

  @Test
  void wordsWithoutCharactersHaveZeros() {
    try (OpenEmbedding embedding = new OpenEmbedding(GemmProvider.JAVA, CellKind.LSTM)) {
      Chunk chunk = chunk(words("ab a b c"));
      Chunk characters = chunk.characters().orElseThrow();
      for (int letter = 0; letter < MAX_CHARACTERS; letter++) {
        characters.present()[letter * POSITIONS + 1] = false;
      }
      chunk.present()[2] = false;
      embedding.run(chunk);
      Matrix spelled = embedding.workspace.matrix(BATCH, 2 * HIDDEN);
      ColumnBlocks.split(embedding.forward.output().matrix(), WORD_WIDTH, spelled, BATCH);
      assertThat(spelled.rows(0, 1).toArray()).doesNotContain(0f);
      assertThat(spelled.rows(1, 2).toArray()).containsOnly(0f);
      assertThat(spelled.rows(3, 1).toArray()).doesNotContain(0f);
    }
  }

  /** Only a few views of the rows that are in use are allocated. */
  @Test
  void chunksAllocateNextToNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (OpenEmbedding embedding = new OpenEmbedding(GemmProvider.ONEDNN, CellKind.GRU)) {
      Chunk[] chunks = {chunk(SOME), chunk(DISTINCT), chunk(words("a"))};
      embedding.runOften(chunks);
      long before = threads.getCurrentThreadAllocatedBytes();
      embedding.runOften(chunks);
      long perChunk = (threads.getCurrentThreadAllocatedBytes() - before) / OpenEmbedding.OFTEN;
      assertThat(perChunk).as("bytes of a chunk").isLessThan(4096);
    }
  }

  @Test
  void chunksThatAreNotSpelledOutAreRefused() {
    try (OpenEmbedding embedding = new OpenEmbedding(GemmProvider.JAVA, CellKind.RNN)) {
      assertThatThrownBy(
              () -> embedding.forward.forward(new Chunk(STEPS, BATCH), ForwardMode.TEACHER_FORCED))
          .hasMessage("the words have no characters");
    }
  }

  private static String[] words(String words) {
    return words.split(" ", -1);
  }

  /**
   * Returns a chunk of words position by position, with absent words as -, and as many steps as
   * needed.
   */
  private static Chunk chunk(String... words) {
    DataShape shape =
        new DataShape(
            List.of(InputShape.ofTokens(VOCABULARY)), ALPHABET, DataShape.Target.CLASSES, 2);
    Chunk chunk = new Chunk(STEPS, BATCH, shape, MAX_CHARACTERS);
    Chunk characters = chunk.characters().orElseThrow();
    for (int position = 0; position < POSITIONS; position++) {
      String word = position < words.length ? words[position] : "-";
      chunk.present()[position] = !word.equals("-");
      chunk.inputs()[position] = position % VOCABULARY;
      for (int i = 0; i < MAX_CHARACTERS; i++) {
        boolean read = chunk.present()[position] && i < word.length();
        characters.present()[i * POSITIONS + position] = read;
        characters.inputs()[i * POSITIONS + position] = read ? word.charAt(i) - 'a' : 0;
      }
    }
    characters.filled(MAX_CHARACTERS);
    chunk.filled((words.length + BATCH - 1) / BATCH);
    return chunk;
  }

  /** A character embedding that is open for training. */
  private static final class OpenEmbedding implements AutoCloseable {
    static final int OFTEN = 60;

    final Workspace workspace = new Workspace();
    private final Gemm gemm;
    private final CharEmbedding embedding;
    private final PassMemory memory;
    final LayerForward forward;
    final Matrix gradient;
    private final Matrix outputGradient;
    private final LayerBackward backward;

    OpenEmbedding(GemmProvider provider, CellKind cell) {
      gemm = provider.open(Precision.F32);
      ParameterLayout.Builder layout = new ParameterLayout.Builder();
      Embedding words =
          new Embedding(layout, "words", VOCABULARY, WORD_WIDTH, false, new Initializer.Normal(1));
      CharEncoderSettings settings = new CharEncoderSettings(4, HIDDEN, MAX_CHARACTERS);
      embedding =
          CharEmbedding.of(
              layout,
              words,
              settings,
              RecurrentSettings.of(cell, HIDDEN, true, 0),
              ALPHABET,
              InitialValueSettings.defaults());
      ParameterLayout parameters = layout.build();
      Matrix vector = workspace.vector(parameters.length());
      parameters.initialize(vector, 1);
      memory = new PassMemory(gemm, workspace, vector, STEPS, BATCH);
      forward = embedding.open(memory);
      forward.parametersChanged();
      gradient = workspace.vector(parameters.length());
      outputGradient = workspace.matrix(POSITIONS, embedding.width());
      CounterRandom random = new CounterRandom(2);
      for (int i = 0; i < outputGradient.size(); i++) {
        outputGradient.put(i, (float) random.uniform(i) - 0.5f);
      }
      backward = forward.openBackward(gradient, outputGradient);
    }

    void run(Chunk chunk) {
      forward.forward(chunk, ForwardMode.TEACHER_FORCED);
      backward.backward(chunk, ForwardMode.TEACHER_FORCED);
    }

    void runOften(Chunk... chunks) {
      for (int i = 0; i < OFTEN; i++) {
        run(chunks[i % chunks.length]);
      }
    }

    /**
     * Returns each word's embedding and the states of its characters, read in a lane of its own.
     */
    Matrix plainOutputs(Chunk chunk) {
      Matrix outputs = workspace.matrix(POSITIONS, embedding.width());
      LayerForward words = embedding.words().open(memory);
      words.forward(chunk, ForwardMode.TEACHER_FORCED);
      LayerForward characters = plainCharacters();
      characters.forward(chunk.characters().orElseThrow(), ForwardMode.TEACHER_FORCED);
      ColumnBlocks.join(words.output().matrix(), outputs, 0, POSITIONS);
      ColumnBlocks.join(
          lastCharacters(characters.output().matrix()), outputs, WORD_WIDTH, POSITIONS);
      return outputs;
    }

    float[] plainGradient(Chunk chunk) {
      Matrix plain = workspace.vector(gradient.size());
      Matrix wordGradient = workspace.matrix(POSITIONS, WORD_WIDTH);
      ColumnBlocks.split(outputGradient, 0, wordGradient, POSITIONS);
      LayerForward words = embedding.words().open(memory);
      words.forward(chunk, ForwardMode.TEACHER_FORCED);
      words.openBackward(plain, wordGradient).backward(chunk, ForwardMode.TEACHER_FORCED);
      Matrix characterGradient = workspace.matrix(MAX_CHARACTERS * POSITIONS, 2 * HIDDEN);
      int used = chunk.steps() * BATCH;
      ColumnBlocks.split(outputGradient, WORD_WIDTH, lastCharacters(characterGradient), used);
      LayerForward characters = plainCharacters();
      Chunk characterChunk = chunk.characters().orElseThrow();
      characters.forward(characterChunk, ForwardMode.TEACHER_FORCED);
      characters
          .openBackward(plain, characterGradient)
          .backward(characterChunk, ForwardMode.TEACHER_FORCED);
      return plain.toArray();
    }

    private LayerForward plainCharacters() {
      List<Layer> layers = new ArrayList<>(embedding.characters().layers());
      layers.add(new BidirectionalFinalStates(HIDDEN));
      LayerStack stack = new LayerStack(embedding.characters().input(), layers, 2 * HIDDEN);
      PassMemory ofPositions =
          new PassMemory(gemm, workspace, memory.parameters(), MAX_CHARACTERS, POSITIONS);
      LayerForward characters =
          new StackForward(stack, ofPositions, LayerStates.carried(List.of()));
      characters.parametersChanged();
      return characters;
    }

    private static Matrix lastCharacters(Matrix ofAll) {
      return ofAll.rows((MAX_CHARACTERS - 1) * POSITIONS, POSITIONS);
    }

    @Override
    public void close() {
      gemm.close();
      workspace.close();
    }
  }
}
