package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Back-propagates to the embeddings of words and of letters. The gradients of words that are
 * spelled alike are summed in the order of their positions.
 */
final class CharEmbeddingBackward implements LayerBackward {
  private final int hidden;
  private final CharLanes lanes;
  private final Matrix outputGradient;
  private final Matrix wordGradient;
  private final Matrix letterGradient;
  private final LayerBackward words;
  private final LayerBackward letters;
  private final float[] zeros;
  private final float[] sum;
  private final float[] addend;

  CharEmbeddingBackward(CharEmbeddingForward forward, Matrix gradient, Matrix outputGradient) {
    this.outputGradient = outputGradient;
    hidden = forward.hidden();
    lanes = forward.lanes();
    PassMemory memory = forward.memory();
    int wordWidth = forward.words().output().columns();
    int letterRows = forward.letterMemory().positions();
    wordGradient = memory.workspace().matrix(memory.positions(), wordWidth);
    letterGradient = memory.workspace().matrix(letterRows, 2 * hidden);
    words = forward.words().openBackward(gradient, wordGradient);
    letters = forward.letters().openBackward(gradient, letterGradient);
    zeros = new float[2 * hidden];
    sum = new float[hidden];
    addend = new float[hidden];
  }

  @Override
  public void backward(Chunk chunk, ChunkNoise noise) {
    int positions = chunk.steps() * chunk.batch();
    ColumnBlocks.split(outputGradient, 0, wordGradient, positions);
    Chunk spelled = lanes.chunk();
    for (int row = 0; row < spelled.steps() * spelled.batch(); row++) {
      letterGradient.put(row * zeros.length, zeros, zeros.length);
    }
    for (int position = 0; position < positions; position++) {
      if (lanes.isSpelled(position)) {
        addSpelling(position);
      }
    }
    words.backward(chunk, noise);
    letters.backward(spelled, noise);
  }

  private void addSpelling(int position) {
    int ahead = (position + 1) * outputGradient.columns() - 2 * hidden;
    add(ahead, lanes.lastRow(position) * 2 * hidden);
    add(ahead + hidden, lanes.firstRow(position) * 2 * hidden + hidden);
  }

  /** Adds the gradient of one direction to that of a letter. */
  private void add(int from, int to) {
    letterGradient.get(to, sum, hidden);
    outputGradient.get(from, addend, hidden);
    Elementwise.addInPlace(sum, addend, hidden);
    letterGradient.put(to, sum, hidden);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.empty();
  }

  @Override
  public List<SparseRows> touchedRows() {
    return Stream.of(words, letters).flatMap(part -> part.touchedRows().stream()).toList();
  }
}
