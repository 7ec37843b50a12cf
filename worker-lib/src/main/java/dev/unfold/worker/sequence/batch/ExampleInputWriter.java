package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import java.util.Arrays;

/** Writes the inputs of examples into a chunk, one per lane. */
final class ExampleInputWriter {
  private final Chunk chunk;
  private final int maxCharacters;

  /**
   * @param maxCharacters the maximum number of characters of a word, if words are also read as
   *     characters
   */
  ExampleInputWriter(Chunk chunk, int maxCharacters) {
    this.chunk = chunk;
    this.maxCharacters = maxCharacters;
  }

  /** Clears the content of a chunk, including targets. */
  static void clear(Chunk chunk) {
    Arrays.fill(chunk.inputs(), 0);
    Arrays.fill(chunk.frames(), 0f);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    Arrays.fill(chunk.targetFrames(), 0f);
    Arrays.fill(chunk.resets(), false);
    chunk.characters().ifPresent(ExampleInputWriter::clear);
  }

  /** Writes some of the steps of an example. */
  void fill(int lane, Example example, StepRange range) {
    int end = Math.min(example.input().steps(), range.endAhead());
    for (int step = range.first(); step < end; step++) {
      int position = (step - range.first()) * chunk.batch() + lane;
      chunk.present()[position] = true;
      chunk.resets()[position] = step == 0;
      write(example.input(), step, position, chunk.inputs(), chunk.frames());
      if (chunk.characters().isPresent()) {
        writeCharacters(
            chunk.characters().get(), position, example.characters().orElseThrow().sets()[step]);
      }
    }
  }

  private void writeCharacters(Chunk characters, int wordPosition, int[] word) {
    for (int i = 0; i < Math.min(word.length, maxCharacters); i++) {
      int position = i * characters.batch() + wordPosition;
      characters.present()[position] = true;
      characters.inputs()[position] = word[i];
    }
  }

  /** Must be called after all lanes were filled. */
  void filled() {
    chunk.characters().ifPresent(ExampleInputWriter::cutToLongestWord);
  }

  private static void cutToLongestWord(Chunk characters) {
    int positions = characters.present().length;
    int steps = positions / characters.batch();
    while (steps > 1 && !anyPresent(characters, steps - 1)) {
      steps--;
    }
    characters.filled(steps);
  }

  private static boolean anyPresent(Chunk chunk, int step) {
    for (int i = step * chunk.batch(); i < (step + 1) * chunk.batch(); i++) {
      if (chunk.present()[i]) {
        return true;
      }
    }
    return false;
  }

  /** Writes one step of a field, either as an id or as numbers with the id 0. */
  static void write(FieldSequence field, int step, int position, int[] ids, float[] numbers) {
    int width = numbers.length / ids.length;
    ids[position] = 0;
    if (field instanceof FieldSequence.Ids tokens) {
      ids[position] = tokens.ids()[step];
    } else if (field instanceof FieldSequence.Frames frames) {
      System.arraycopy(frames.values(), step * width, numbers, position * width, width);
    } else if (field instanceof FieldSequence.IdSets sets) {
      for (int id : sets.sets()[step]) {
        numbers[position * width + id] = 1;
      }
    }
  }
}
