package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Backpropagates to the embeddings of words and of characters. The gradients of equal words are
 * summed in the order of their positions.
 */
final class CharEmbeddingBackward implements LayerBackward {
  private final int hidden;
  private final CharLanes lanes;
  private final Matrix outputGradient;
  private final Matrix wordGradient;
  private final Matrix characterGradient;
  private final LayerBackward words;
  private final LayerBackward characters;
  private final float[] zeros;
  private final float[] sum;
  private final float[] addend;

  /**
   * @param lanes the lanes with the characters of the last chunk
   * @param outputGradient [T * B, E + 2 H]
   * @param wordGradient [T * B, E], the gradient of the outputs of {@code words}
   * @param characterGradient [positions, 2 H], the gradient of the outputs of {@code characters}
   */
  CharEmbeddingBackward(
      CharLanes lanes,
      Matrix outputGradient,
      Matrix wordGradient,
      Matrix characterGradient,
      LayerBackward words,
      LayerBackward characters) {
    this.lanes = lanes;
    this.outputGradient = outputGradient;
    this.wordGradient = wordGradient;
    this.characterGradient = characterGradient;
    this.words = words;
    this.characters = characters;
    hidden = characterGradient.columns() / 2;
    zeros = new float[2 * hidden];
    sum = new float[hidden];
    addend = new float[hidden];
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    ColumnBlocks.split(outputGradient, 0, wordGradient, positions);
    Chunk characterChunk = lanes.chunk();
    for (int row = 0; row < characterChunk.steps() * characterChunk.batch(); row++) {
      characterGradient.put(row * zeros.length, zeros, zeros.length);
    }
    for (int position = 0; position < positions; position++) {
      if (lanes.hasCharacters(position)) {
        addCharacterGradient(position);
      }
    }
    words.backward(chunk, mode);
    characters.backward(characterChunk, mode);
  }

  private void addCharacterGradient(int position) {
    int forward = (position + 1) * outputGradient.columns() - 2 * hidden;
    add(forward, lanes.lastRow(position) * 2 * hidden);
    add(forward + hidden, lanes.firstRow(position) * 2 * hidden + hidden);
  }

  /** Adds the gradient of one direction to the gradient of a character. */
  private void add(int from, int to) {
    characterGradient.get(to, sum, hidden);
    outputGradient.get(from, addend, hidden);
    Elementwise.addInPlace(sum, addend, hidden);
    characterGradient.put(to, sum, hidden);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.empty();
  }

  @Override
  public List<SparseRows> touchedRows() {
    return Stream.of(words, characters).flatMap(part -> part.touchedRows().stream()).toList();
  }
}
